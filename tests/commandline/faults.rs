//! Every fault of the practice organisation, seen from a rehearsal: how the batch ends, and what tells why.

use std::time::{Duration, Instant};

use crate::world::{Ended, program};

/// Starts a batch, waits for its end as the example does, and shows what is asked for.
const RUNBOOK: &str = r"
$test = Test-MigrationServerAvailability -ExchangeOutlookAnywhere -Autodiscover -EmailAddress administrator@contoso.com -Credentials (Get-Credential)
if ($test.Result -ne 'Success') { $test.Message; exit 5 }
New-MigrationEndpoint -ExchangeOutlookAnywhere -Name CutoverEndpoint -ConnectionSettings $test.ConnectionSettings | Out-Null
New-MigrationBatch -Name CutoverBatch -SourceEndpoint CutoverEndpoint -AutoStart | Out-Null
do { Start-Sleep 300; $batch = Get-MigrationBatch CutoverBatch } until ($batch.Status -in 'Synced', 'SyncedWithErrors', 'Failed')
";

/// Rehearses with a fault and shows `show` at the end. No rehearsal here may take long, whatever goes wrong in it.
fn rehearse(fault: &str, show: &str) -> Ended {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("runbook.ps1");
    std::fs::write(&file, RUNBOOK.to_owned() + show).expect("a script");
    let begin = Instant::now();
    let ended: Ended = program(folder.path())
        .args(["run", "--rehearse", "--people", "4", "--fault", fault])
        .arg(file)
        .output()
        .expect("the program runs")
        .into();
    assert!(begin.elapsed() < Duration::from_secs(120), "{fault} took {:?}: {ended:?}", begin.elapsed());
    ended
}

/// Whether the batch ends as if nothing had been, and some user's report tells of the fault.
fn passes_and_is_reported(fault: &str, words: &str) {
    let ended = rehearse(
        fault,
        "\"$($batch.Status) $($batch.FailedCount) failed\"
        Get-MigrationUser | Get-MigrationUserStatistics -IncludeReport | ForEach-Object Report",
    );
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.starts_with("Synced 0 failed\n"), "{ended:?}");
    assert!(ended.out.contains(words), "{words} in {ended:?}");
    assert!(ended.err.contains("CutoverBatch: Synced. ") && ended.err.contains(" 0 failed"), "{ended:?}");
}

#[test]
fn throttling_is_waited_for() {
    passes_and_is_reported("throttling", "is busy: ");
}

#[test]
fn a_broken_connection_is_made_again() {
    // What breaks on a connection that was used before is asked for again without a word.
    passes_and_is_reported("dropped-connections", "");
}

#[test]
fn garbage_is_asked_for_again() {
    passes_and_is_reported("garbage-answers", "sent an answer that cannot be understood");
}

#[test]
fn a_hanging_request_is_given_up_and_sent_again() {
    passes_and_is_reported("hang", "did not answer within 120 seconds. Trying again.");
}

#[test]
fn a_server_that_dies_is_waited_for() {
    passes_and_is_reported("dying-server", "Trying again.");
}

#[test]
fn a_corrupt_item_is_skipped_and_told_of() {
    let ended = rehearse(
        "corrupt-items",
        "\"$($batch.Status) $($batch.FailedCount) failed\"
        $one = Get-MigrationUserStatistics alice.adams@contoso.com -IncludeSkippedItems -IncludeReport
        \"$($one.Status) $($one.SkippedItemCount) $(@($one.SkippedItems).Count)\"
        $one.SkippedItems[0].Kind, $one.SkippedItems[0].FolderName, $one.SkippedItems[0].Failure
        $one.Report
        $bare = Get-MigrationUserStatistics alice.adams@contoso.com
        \"bare $($bare.SkippedItemCount) $(@($bare.SkippedItems).Count)\"",
    );
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(
        lines.get(..4),
        Some(&["Synced 0 failed", "Synced 1 1", "CorruptItem", "/Inbox"][..]),
        "{ended:?}"
    );
    assert!(lines.get(4).is_some_and(|line| line.contains("its content is corrupt")), "{ended:?}");
    assert!(ended.out.contains("Skipped '"), "the report tells: {ended:?}");
    assert_eq!(lines.last(), Some(&"bare 1 0"), "{ended:?}");
    assert!(ended.err.contains(" 5 skipped"), "{ended:?}");
}

#[test]
fn a_mailbox_without_permission_fails_alone() {
    let ended = rehearse(
        "missing-permission",
        "\"$($batch.Status) $($batch.FailedCount) failed\"
        Get-MigrationUser -Status Failed | Get-MigrationUserStatistics | ForEach-Object { \"$($_.Identity) $($_.Error)\" }",
    );
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.starts_with("SyncedWithErrors 1 failed\n"), "{ended:?}");
    assert!(ended.out.contains("Add-MailboxPermission"), "{ended:?}");
    assert!(ended.err.contains("  failed: "), "{ended:?}");
}

#[test]
fn what_the_first_test_meets_is_in_its_message() {
    for (fault, words) in [
        ("untrusted-certificate", "is not trusted: its issuer is not known"),
        ("expired-certificate", "is not trusted: it has expired"),
        ("wrong-password", "refused the user name or password of 'administrator@contoso.com' (401)"),
    ] {
        let ended = rehearse(fault, "");
        assert_eq!(ended.code, Some(5), "{fault} {ended:?}");
        assert!(
            ended.out.starts_with("AutoDiscover failed with a configuration error: "),
            "{fault} {ended:?}"
        );
        assert!(ended.out.contains(words), "{fault} {ended:?}");
    }
}

#[test]
fn a_runbook_that_waits_for_what_will_not_come_is_stopped_with_4() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("runbook.ps1");
    let script = RUNBOOK.to_owned()
        + "do { Start-Sleep 86400 } until ((Get-MigrationBatch CutoverBatch).Status -eq 'Synced')";
    std::fs::write(&file, script).expect("a script");
    let ended: Ended = program(folder.path())
        .args(["run", "--rehearse", "--people", "2", "--fault", "missing-permission"])
        .arg(file)
        .output()
        .expect("the program runs")
        .into();
    assert_eq!(ended.code, Some(4), "{ended:?}");
    assert!(ended.err.contains("would wait for ever"), "{ended:?}");
}
