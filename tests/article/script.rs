//! Each block as a script of its own, one behind the other in one rehearsal.

use std::fmt::Write as _;
use std::process::Command;

use crate::blocks::with_placeholder_filled;
use crate::expected::{check, steady};

#[test]
fn each_block_is_a_script() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut driver = String::new();
    for (index, block) in with_placeholder_filled().iter().enumerate() {
        let file = folder.path().join(format!("block-{index:02}.ps1"));
        std::fs::write(&file, block).expect("a script");
        let commands: String = block.trim().lines().map(|l| format!("    {l}\n")).collect();
        writeln!(driver, "Write-Output @'\n=== {index}\n{commands}'@\n. '{}' *>&1", file.display())
            .expect("text");
    }
    let main = folder.path().join("article.ps1");
    std::fs::write(&main, driver).expect("a script");
    let output = Command::new(env!("CARGO_BIN_EXE_cutover"))
        .args(["run", "--rehearse"])
        .arg(&main)
        .env("NO_COLOR", "1")
        .env("TZ", "UTC")
        .output()
        .expect("the program runs");
    let text = format!(
        "{}=== standard error\n{}=== exit code {:?}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code()
    );
    let scratch = folder.path().display().to_string();
    check("script", &hide_rehearsal(&steady(&text, &[(&scratch, "<folder>")])));
}

/// The rehearsal's own folder has a new name each time.
fn hide_rehearsal(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("cutover-rehearsal-") {
        out.push_str(
            before.rsplit_once(std::env::temp_dir().to_str().unwrap_or("/tmp")).map_or(before, |(b, _)| b),
        );
        out.push_str("<rehearsal>");
        rest = behind.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    }
    out.push_str(rest);
    out
}
