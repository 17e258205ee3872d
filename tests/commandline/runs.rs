//! Batches that are begun by `run` and carried on by others.

use std::os::unix::ffi::OsStrExt as _;

use crate::world::{World, files};

#[test]
fn run_with_wait_stays_until_the_mail_is_there() {
    let world = World::new(2);
    let ended = world.run(&["--wait"], &world.start_batch());
    assert_eq!((ended.code, ended.out.as_str()), (Some(0), ""), "{ended:?}");
    assert!(ended.err.contains("CutoverBatch: Synced. "), "{ended:?}");
    assert!(!ended.err.contains("cutover serve"), "{ended:?}");
    let copied = number_before(&ended.err, " items copied");
    assert!(copied > 100, "{ended:?}");
    // What is counted as copied and is no message is a calendar or contact file beside the mail.
    assert!(world.items() > 50 && world.items() <= copied, "{} of {ended:?}", world.items());
    let again = world.run(&["--wait"], "(Get-MigrationBatch CutoverBatch).Status");
    assert_eq!((again.code, again.out.as_str()), (Some(0), "Synced\n"), "{again:?}");
}

#[test]
fn run_ends_while_the_batch_syncs_and_names_the_command_that_goes_on() {
    let world = World::new(25);
    let ended = world.run(&[], &world.start_batch());
    assert_eq!(ended.code, Some(3), "{ended:?}");
    let line = ended.err.lines().find(|line| line.starts_with("A batch is still syncing. Go on with: "));
    let line = line.unwrap_or_else(|| panic!("{ended:?}"));
    for option in world.options() {
        assert!(line.contains(&option), "{option} in {line}");
    }
    // The next shell carries it on.
    let waited = world.run(&["--wait"], "1 + 1");
    assert_eq!((waited.code, waited.out.as_str()), (Some(0), "2\n"), "{waited:?}");
    assert!(waited.err.contains("CutoverBatch: Synced. "), "{waited:?}");
}

#[test]
fn an_exit_code_of_the_script_goes_before_the_batch_s() {
    let world = World::new(25);
    let ended = world.run(&[], &(world.start_batch() + "exit 9\n"));
    assert_eq!(ended.code, Some(9), "{ended:?}");
    assert!(ended.err.contains("A batch is still syncing. Go on with: cutover serve "), "{ended:?}");
}

#[test]
fn serve_carries_a_batch_on_and_ends_with_ctrl_c() {
    let world = World::new(4);
    assert!(world.ends("status").out.contains("There is no batch.\n"));
    let begun = world.run(&[], &world.start_batch());
    assert!(matches!(begun.code, Some(0 | 3)), "{begun:?}");
    let serving = world.serve();
    let status = world.until_status("CutoverBatch: Synced. ");
    assert_eq!(status.code, Some(0));
    assert!(status.out.contains("The worker is "), "{status:?}");
    assert!(status.out.contains(&world.path("state").display().to_string()), "{status:?}");
    let ended = serving.interrupt();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.err.contains("CutoverBatch: Synced. "), "{ended:?}");
    assert!(world.ends("status").out.contains("No worker runs."));
}

#[test]
fn a_store_that_is_held_takes_wishes_and_no_second_worker() {
    let world = World::new(2);
    let serving = world.serve();
    let refused = world.ends("serve");
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.starts_with("cutover: another worker holds the store: "), "{refused:?}");
    assert!(refused.err.contains("cutover status"), "{refused:?}");
    // A shell beside it works, and the worker does what it wishes.
    let ended = world.run(&["--wait"], &world.start_batch());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.err.contains("CutoverBatch: Synced. "), "{ended:?}");
    assert_eq!(serving.interrupt().code, Some(0));
    let free = world.serve();
    assert_eq!(free.interrupt().code, Some(0));
}

#[test]
fn no_password_lies_in_the_clear() {
    let world = World::new(1);
    let ended = world.run(&["--wait"], &world.start_batch());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    std::fs::remove_file(world.path("runbook.ps1")).expect("the script had it");
    let password = world.lab.password.clone();
    let wide: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let kept = files(world.folder.path());
    assert!(kept.iter().any(|file| file.starts_with(world.path("state"))), "{kept:?}");
    for file in kept {
        let bytes = std::fs::read(&file).expect("a file");
        for secret in [password.as_bytes(), &wide] {
            assert!(!holds(&bytes, secret), "{}", file.display());
            assert!(!holds(file.as_os_str().as_bytes(), secret), "{}", file.display());
        }
    }
    assert!(!ended.out.contains(&password) && !ended.err.contains(&password), "{ended:?}");
}

fn holds(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}

/// The number that stands before a text.
fn number_before(text: &str, mark: &str) -> usize {
    let before = text.split_once(mark).map_or("", |(before, _)| before);
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
