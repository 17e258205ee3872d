//! `cutover pwsh`, the parts that no recording can show: its two names, and where the migration cmdlets are.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::world::program;

#[test]
fn the_program_is_pwsh_by_command_and_by_name() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let script = folder.path().join("x.ps1");
    std::fs::write(&script, "param($Code) \"code $Code\"; exit $Code").expect("a script");
    let by_command = program(folder.path())
        .args(["pwsh", "-NoProfile", "-NonInteractive", "-File"])
        .arg(&script)
        .arg("7")
        .output()
        .expect("the program runs");
    let name = folder.path().join("pwsh");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_cutover"), &name).expect("a link");
    let by_name = Command::new(&name)
        .args(["-NoProfile", "-NonInteractive", "-File"])
        .arg(&script)
        .arg("7")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    for output in [by_command, by_name] {
        assert_eq!(
            (output.status.code(), output.stdout.as_slice()),
            (Some(7), &b"code 7\n"[..]),
            "{output:?}"
        );
    }
}

#[test]
fn the_migration_cmdlets_are_there() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let output = program(folder.path())
        .args([
            "pwsh",
            "-NoProfile",
            "-Command",
            "@(Get-MigrationBatch).Count; (Get-Command New-MigrationBatch).Name",
        ])
        .output()
        .expect("the program runs");
    assert_eq!(output.stdout, b"0\nNew-MigrationBatch\n", "{output:?}");
}

#[test]
fn commands_are_read_from_standard_input() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut child = program(folder.path())
        .args(["pwsh", "-NoProfile", "-Command", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("its input").write_all(b"6 * 7\nexit 5\n").expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(5), &b"42\n"[..]), "{output:?}");
}
