//! Whole scripts, run by the program, and what PowerShell printed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::options::Options;
use crate::parallel;
use crate::process::{Ended, run};
use crate::report::{Outcome, Report};

/// Runs every area of the folder that is wanted.
///
/// # Errors
/// Where a file cannot be read or copied, or the report written.
pub fn replay(options: &Options, report: &mut Report<'_>) -> io::Result<()> {
    let mut areas = Vec::new();
    find_areas(&options.scripts, "", &mut areas)?;
    areas.retain(|(name, _)| options.wants("scripts", name));
    if areas.is_empty() {
        return Ok(());
    }
    let Some(program) = options.program() else {
        return report.skipped("scripts", crate::options::NO_PROGRAM);
    };
    for (name, folder) in areas {
        let mut cases = Vec::new();
        for line in fs::read_to_string(folder.join("expected.jsonl"))?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let script = row.get("script").and_then(Value::as_str).unwrap_or("").to_owned();
            if options.wants_case(&format!("{name}/{script}")) {
                cases.push((script, row));
            }
        }
        let outcomes = run_area(&program, &name, &folder, &cases, options);
        report.area(&name, &outcomes)?;
    }
    Ok(())
}

fn find_areas(folder: &Path, name: &str, areas: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    if folder.join("expected.jsonl").exists() {
        areas.push((name.to_owned(), folder.to_path_buf()));
    }
    let mut entries: Vec<_> = fs::read_dir(folder)?.filter_map(Result::ok).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries.into_iter().filter(|e| e.path().is_dir()) {
        let part = entry.file_name().to_string_lossy().into_owned();
        let name = if name.is_empty() { part } else { format!("{name}/{part}") };
        find_areas(&entry.path(), &name, areas)?;
    }
    Ok(())
}

fn run_area(
    program: &Path,
    name: &str,
    folder: &Path,
    cases: &[(String, Value)],
    options: &Options,
) -> Vec<Outcome> {
    parallel::map(cases, options.jobs, |job, (script, row)| {
        let got = run_script(program, name, folder, script, job, options.timeout)
            .unwrap_or_else(|e| json!({ "runner": e.to_string() }));
        let want =
            json!({ "exit": row.get("exit"), "stdout": row.get("stdout"), "stderr": row.get("stderr") });
        Outcome { case: format!("{name}/{script}"), want, got }
    })
}

/// A folder whose path is as long as the one of the recordings (11 characters): texts that wrap depend on it.
fn corpus(job: usize) -> PathBuf {
    PathBuf::from(format!("/tmp/c{:05}", (std::process::id() as usize * 8 + job) % 100_000))
}

fn run_script(
    program: &Path,
    area: &str,
    folder: &Path,
    script: &str,
    job: usize,
    seconds: u64,
) -> io::Result<Value> {
    let corpus = corpus(job);
    let _ = fs::remove_dir_all(&corpus);
    let place = corpus.join(area);
    copy_folder(folder, &place)?;
    let home = std::env::temp_dir().join(format!("conformance-home-{}-{job}", std::process::id()));
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home)?;
    let result = run_program(program, &place, script, &home, seconds);
    let _ = fs::remove_dir_all(&home);
    let _ = fs::remove_dir_all(&corpus);
    let ended = result?;
    let plain = |bytes: Vec<u8>| {
        String::from_utf8_lossy(&bytes).replace(corpus.to_string_lossy().as_ref(), "<CORPUS>")
    };
    Ok(json!({ "exit": ended.exit, "stdout": plain(ended.stdout), "stderr": plain(ended.stderr) }))
}

fn run_program(program: &Path, place: &Path, script: &str, home: &Path, seconds: u64) -> io::Result<Ended> {
    let mut command = Command::new(program);
    command
        .args(["pwsh", "-NoProfile", "-NonInteractive", "-File"])
        .arg(place.join(script))
        .current_dir(place)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs([("LANG", "en_US.UTF-8"), ("LC_ALL", "en_US.UTF-8"), ("TZ", "UTC"), ("TERM", "dumb")])
        .env("NO_COLOR", "1")
        .env("HOME", home);
    run(&mut command, None, seconds)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if entry.file_name() != "expected.jsonl" {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
