//! How fast scripts are read.

use std::sync::Arc;

use divan::Bencher;
use divan::counter::BytesCount;
use posh_syntax::{Source, parse};

/// A script of ordinary statements, over and over.
fn script() -> String {
    const PART: &str = r#"
# Collects the mailboxes that are ready, and reports on them.
function Get-ReadyMailbox {
    [CmdletBinding()]
    param([Parameter(Mandatory = $true)][string]$Name, [int]$Limit = 10)
    process {
        $found = Get-Mailbox -Identity $Name -ResultSize $Limit | Where-Object { $_.Status -eq 'Ready' -and $_.Size -gt 1mb }
        foreach ($mailbox in $found) {
            if ($mailbox.Name -like 'a*') {
                Write-Output "$($mailbox.Name): $($mailbox.Size / 1kb) kB at ${env:COMPUTERNAME}"
            } else {
                $table[$mailbox.Name] = @{ Name = $mailbox.Name; Size = [math]::Round($mailbox.Size, 2) }
            }
        }
    }
}
"#;
    PART.repeat(400)
}

#[divan::bench]
fn parse_script(bencher: Bencher<'_, '_>) {
    let source = Arc::new(Source::new(script(), None));
    let bytes = BytesCount::of_str(source.text());
    bencher.counter(bytes).bench(|| parse(Arc::clone(&source)));
}

fn main() {
    divan::main();
}
