//! What is refused, with which words and exit code.

use crate::world::{Ended, World, program};

fn ended(arguments: &[&str]) -> Ended {
    let folder = tempfile::tempdir().expect("a scratch folder");
    program(folder.path()).args(arguments).output().expect("the program runs").into()
}

#[test]
fn an_untrusted_certificate_is_named_in_the_message() {
    let world = World::with(1, &["--fault", "untrusted-certificate"]);
    let failed = world.run(&[], &world.endpoint_with(&world.lab.password));
    assert_eq!(failed.code, Some(1), "{failed:?}");
    let message = unwrapped(&failed.err);
    assert!(message.contains("AutoDiscover failed with a configuration error: "), "{message}");
    assert!(message.contains("is not trusted: its issuer is not known"), "{message}");
    assert!(message.contains("--ca-file"), "{message}");
    // The user may say that it is all right.
    let script = world.endpoint_with(&world.lab.password);
    let script =
        script.replace("New-AcceptedDomain -Name contoso.com -DomainName contoso.com | Out-Null\n", "");
    let script =
        script.replace("-Credentials $credentials", "-Credentials $credentials -AcceptUntrustedCertificates");
    let taken = world.run(&[], &(script + "(Get-MigrationEndpoint).Identity.ToString()"));
    assert_eq!((taken.code, taken.out.as_str()), (Some(0), "CutoverEndpoint\n"), "{taken:?}");
}

#[test]
fn an_expired_certificate_is_named_in_the_message() {
    let world = World::with(1, &["--fault", "expired-certificate"]);
    let failed = world.run(&[], &world.endpoint_with(&world.lab.password));
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(unwrapped(&failed.err).contains("it has expired"), "{failed:?}");
}

#[test]
fn a_wrong_password_is_named_in_the_message_but_not_shown() {
    let world = World::new(1);
    let failed = world.run(&[], &world.endpoint_with("not-The-Password-42"));
    assert_eq!(failed.code, Some(1), "{failed:?}");
    let message = unwrapped(&failed.err);
    assert!(
        message.contains(&format!("refused the user name or password of '{}'", world.lab.user)),
        "{message}"
    );
    assert!(!message.contains("not-The-Password-42") && !failed.out.contains("not-The-Password-42"));
}

#[test]
fn what_cannot_be_read_is_said_with_64() {
    for (arguments, words) in [
        (&["run", "missing.ps1"][..], "'missing.ps1' cannot be read: "),
        (&["status", "--target", "mbox:x"], "--target 'mbox:x' is not of the form maildir:DIR"),
        (&["status", "--resolve", "x"], "'x' is not of the form HOST=ADDRESS"),
        (&["status", "--ca-file", "missing.pem"], "'missing.pem' cannot be read: "),
        (&["lab", "--fault", "fire"], "--fault 'fire' is not known; there are: untrusted-certificate, "),
        (&["--rehearse", "--fault", "fire"], "--fault 'fire' is not known; there are: "),
    ] {
        let ended = ended(arguments);
        assert_eq!(ended.code, Some(64), "{arguments:?} {ended:?}");
        assert!(ended.err.starts_with("cutover: ") && ended.err.contains(words), "{arguments:?} {ended:?}");
    }
}

#[test]
fn a_command_line_that_is_none_is_refused_with_its_usage() {
    let ended = ended(&["servee"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.err.contains("Usage: cutover"), "{ended:?}");
}

#[test]
fn every_command_has_help_with_an_example() {
    for command in ["run", "serve", "status", "lab"] {
        let help = ended(&[command, "--help"]);
        assert_eq!(help.code, Some(0), "{help:?}");
        assert!(help.out.contains(&format!("Example: cutover {command}")), "{help:?}");
    }
}

/// A message that the error view wrapped, in one line.
fn unwrapped(text: &str) -> String {
    text.lines().map(|line| line.trim_start().trim_start_matches("| ")).collect::<Vec<_>>().join(" ")
}
