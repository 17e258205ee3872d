//! Cmdlets that change the session or the file system, run as scripts run them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use posh_runtime::convert::{plain_text, to_text};
use posh_runtime::host::{Host, Stream};
use posh_runtime::pipeline::Collect;
use posh_runtime::value::PsStr;
use posh_runtime::{Result, Runspace, Value};

#[derive(Default)]
struct Recorder {
    errors: RefCell<Vec<String>>,
    information: RefCell<Vec<String>>,
    /// Whether files may be written.
    read_only: bool,
}

impl Host for Recorder {
    fn stream(&self, _: &mut Runspace, stream: Stream, value: Value) -> Result<()> {
        match stream {
            Stream::Error => self.errors.borrow_mut().push(plain_text(&value)),
            Stream::Information => self.information.borrow_mut().push(plain_text(&value)),
            _ => {}
        }
        Ok(())
    }

    fn may_write(&self, _: &Path) -> std::result::Result<(), PsStr> {
        if self.read_only { Err(PsStr::from("The session is read-only.")) } else { Ok(()) }
    }
}

/// Output lines of a script that runs in a folder, then its errors behind `!`.
fn run_with(host: &Rc<Recorder>, folder: &Path, script: &str) -> Vec<String> {
    let mut rs = Runspace::new(host.clone());
    posh_cmdlets::register(&mut rs);
    rs.location = folder.to_owned();
    rs.refresh_location();
    let mut out = Collect::default();
    let done = rs.run_text(script, None, &mut out);
    let mut lines: Vec<String> = out.items.iter().map(|v| to_text(&mut rs, v).unwrap_or_default()).collect();
    lines.extend(host.errors.borrow().iter().map(|e| format!("!{e}")));
    if let Err(raised) = done {
        lines.push(format!(
            "!!{}",
            raised.record().map_or_else(String::new, |r| r.message().lossy().to_owned())
        ));
    }
    lines
}

fn run(folder: &Path, script: &str) -> Vec<String> {
    run_with(&Rc::new(Recorder::default()), folder, script)
}

#[test]
fn a_module_exports_functions_that_keep_its_scope() {
    let folder = tempfile::tempdir().unwrap();
    let code = "$script:count = 10\nfunction Add-One { $script:count++; Get-Hidden }\nfunction Get-Hidden { \"n=$script:count\" }\n\
                Export-ModuleMember -Function Add-One";
    std::fs::write(folder.path().join("Counter.psm1"), code).unwrap();
    let lines = run(
        folder.path(),
        "$count = 1; Import-Module ./Counter.psm1; Add-One; Add-One; $count; (Get-Module Counter).ExportedFunctions.Keys; \
         Remove-Module Counter; [bool](Get-Command Add-One -ErrorAction SilentlyContinue); \
         [bool](Get-Command Get-Hidden -ErrorAction SilentlyContinue)",
    );
    assert_eq!(lines, ["n=11", "n=12", "1", "Add-One", "False", "False"]);
}

#[test]
fn a_manifest_chooses_what_its_root_module_exports() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("Tools");
    std::fs::create_dir(&home).unwrap();
    std::fs::write(
        home.join("Tools.psm1"),
        "function Get-A { 'a' + $PSScriptRoot.Length.GetType().Name }\nfunction Get-B { 'b' }",
    )
    .unwrap();
    let manifest = "@{ RootModule = 'Tools.psm1'; ModuleVersion = '1.2'; FunctionsToExport = 'Get-A' }";
    std::fs::write(home.join("Tools.psd1"), manifest).unwrap();
    let lines = run(
        folder.path(),
        "$m = Import-Module ./Tools -PassThru; $m.Name; \"$($m.Version)\"; Get-A; [bool](Get-Command Get-B -ErrorAction SilentlyContinue)",
    );
    assert_eq!(lines, ["Tools", "1.2", "aInt32", "False"]);
}

#[test]
fn files_are_written_read_copied_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let lines = run(
        folder.path(),
        "$null = New-Item sub -ItemType Directory; 'a', 'b', 'c' | Set-Content sub/x.txt; Add-Content sub/x.txt 'd'\n\
         (Get-Content sub/x.txt -Tail 2) -join '+'; Copy-Item sub copy -Recurse; Rename-Item copy/x.txt y.txt\n\
         (Get-ChildItem -Recurse -File -Name | Sort-Object) -join ','; Get-ChildItem copy | Get-Content -TotalCount 1\n\
         Remove-Item sub, copy -Recurse; Test-Path sub; @(Get-ChildItem).Count",
    );
    assert_eq!(lines, ["c+d", "copy/y.txt,sub/x.txt", "a", "False", "0"]);
}

#[test]
fn a_host_that_forbids_writing_is_obeyed() {
    let folder = tempfile::tempdir().unwrap();
    let host = Rc::new(Recorder { read_only: true, ..Recorder::default() });
    std::fs::write(folder.path().join("keep.txt"), "x").unwrap();
    for script in [
        "Set-Content new.txt 1",
        "New-Item made.txt",
        "Remove-Item keep.txt",
        "Copy-Item keep.txt copy.txt",
        "Move-Item keep.txt moved.txt",
        "1 | Select-Object @{n='a';e={1}} | Export-Csv out.csv",
    ] {
        run_with(&host, folder.path(), script);
    }
    let names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["keep.txt"]);
}

#[test]
fn what_if_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("keep.txt"), "x").unwrap();
    run(
        folder.path(),
        "Remove-Item keep.txt -WhatIf; Set-Content keep.txt y -WhatIf; New-Item new.txt -WhatIf",
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("keep.txt")).unwrap(), "x");
    assert!(!folder.path().join("new.txt").exists());
}

#[test]
fn csv_files_come_back_as_they_went() {
    let folder = tempfile::tempdir().unwrap();
    let lines = run(
        folder.path(),
        "[pscustomobject]@{ Name = 'A, B'; Text = \"x`ny\" }, [pscustomobject]@{ Name = 'C'; Text = '\"q\"' } | Export-Csv u.csv\n\
         [pscustomobject]@{ Name = 'D'; Text = 'z' } | Export-Csv u.csv -Append\n\
         Import-Csv u.csv | ForEach-Object { \"$($_.Name)|$($_.Text)\" }",
    );
    assert_eq!(lines, ["A, B|x\ny", "C|\"q\"", "D|z"]);
}

#[test]
fn select_first_stops_what_comes_before() {
    let folder = tempfile::tempdir().unwrap();
    let lines =
        run(folder.path(), "$n = 0; 1..1000 | ForEach-Object { $n++; $_ } | Select-Object -First 2; $n");
    assert_eq!(lines, ["1", "2", "2"]);
}

#[test]
fn write_error_names_the_function_that_calls_it() {
    let folder = tempfile::tempdir().unwrap();
    let lines = run(
        folder.path(),
        "function Get-It { Write-Error 'no' -ErrorId MyId -Category ObjectNotFound -TargetObject 'x' }\n\
         Get-It 2>$null; $Error[0].FullyQualifiedErrorId; \"$($Error[0].CategoryInfo)\"",
    );
    assert_eq!(lines, ["MyId,Get-It", "ObjectNotFound: (x:String) [Write-Error], WriteErrorException"]);
}

#[test]
fn write_host_joins_and_goes_to_the_information_stream() {
    let folder = tempfile::tempdir().unwrap();
    let host = Rc::new(Recorder::default());
    let lines = run_with(
        &host,
        folder.path(),
        "Write-Host 'a' 1, 2 -Separator '-'; $r = Write-Host x 6>&1; $r.Tags; \"$r\"",
    );
    assert_eq!(lines, ["PSHOST", "x"]);
    assert_eq!(*host.information.borrow(), ["a-1-2"]);
}

#[test]
fn strict_mode_and_scopes_of_variables() {
    let folder = tempfile::tempdir().unwrap();
    let lines = run(
        folder.path(),
        "function Set-It { Set-Variable there 5 -Scope 1 }; Set-It; $there; New-Variable c 1 -Option Constant\n\
         Set-Variable c 2 -ErrorAction SilentlyContinue; $c; & { Set-StrictMode -Version Latest; try { $nope } catch { 'strict' } }; \
         \"[$nope]\"",
    );
    assert_eq!(lines, ["5", "1", "strict", "[]"]);
}

#[test]
fn secure_strings_do_not_show_their_secret() {
    let folder = tempfile::tempdir().unwrap();
    let lines = run(
        folder.path(),
        "$s = ConvertTo-SecureString 'Geheim' -AsPlainText -Force; \"$s\"; $t = ConvertFrom-SecureString $s; \
         $t.Contains('Geheim'); ConvertFrom-SecureString (ConvertTo-SecureString $t) -AsPlainText",
    );
    assert_eq!(lines, ["System.Security.SecureString", "False", "Geheim"]);
}

#[test]
fn locations_are_kept_and_left() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    let lines = run(
        folder.path(),
        "Push-Location in; Split-Path (Get-Location) -Leaf; Pop-Location; (Get-Location).Path -eq $PWD.Path; Set-Location nowhere",
    );
    let gone = folder.path().join("nowhere");
    assert_eq!(
        lines,
        [
            "in".to_owned(),
            "True".into(),
            format!("!Cannot find path '{}' because it does not exist.", gone.display())
        ]
    );
}
