//! Whole scripts, run by the program, and what PowerShell printed.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::options::Options;
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
    let Some(program) = program(options) else {
        return report.skipped(
            "scripts",
            "there is no program `cutover`; build it (cargo build -p cutover), or name one with --program",
        );
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

fn program(options: &Options) -> Option<PathBuf> {
    if let Some(program) = &options.program {
        return fs::canonicalize(program).ok();
    }
    let mine = std::env::current_exe().ok()?;
    let folder = mine.parent()?;
    let program = folder.join("cutover");
    program.exists().then_some(program)
}

fn run_area(
    program: &Path,
    name: &str,
    folder: &Path,
    cases: &[(String, Value)],
    options: &Options,
) -> Vec<Outcome> {
    let next = Mutex::new(0_usize);
    let outcomes = Mutex::new(vec![None; cases.len()]);
    std::thread::scope(|scope| {
        for job in 0..options.jobs.max(1) {
            let (next, outcomes) = (&next, &outcomes);
            scope.spawn(move || {
                loop {
                    let at = {
                        let Ok(mut next) = next.lock() else { return };
                        *next += 1;
                        *next - 1
                    };
                    let Some((script, row)) = cases.get(at) else { return };
                    let got = run_script(program, name, folder, script, job, options.timeout)
                        .unwrap_or_else(|e| json!({ "runner": e.to_string() }));
                    let want = json!({ "exit": row.get("exit"), "stdout": row.get("stdout"), "stderr": row.get("stderr") });
                    if let Ok(mut outcomes) = outcomes.lock()
                        && let Some(place) = outcomes.get_mut(at)
                    {
                        *place = Some(Outcome { case: format!("{name}/{script}"), want, got });
                    }
                }
            });
        }
    });
    outcomes.into_inner().unwrap_or_default().into_iter().flatten().collect()
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
    let (exit, stdout, stderr) = result?;
    let plain = |bytes: Vec<u8>| {
        String::from_utf8_lossy(&bytes).replace(corpus.to_string_lossy().as_ref(), "<CORPUS>")
    };
    Ok(json!({ "exit": exit, "stdout": plain(stdout), "stderr": plain(stderr) }))
}

type Ended = (Option<i32>, Vec<u8>, Vec<u8>);

fn run_program(program: &Path, place: &Path, script: &str, home: &Path, seconds: u64) -> io::Result<Ended> {
    let mut child = Command::new(program)
        .args(["pwsh", "-NoProfile", "-NonInteractive", "-File"])
        .arg(place.join(script))
        .current_dir(place)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs([("LANG", "en_US.UTF-8"), ("LC_ALL", "en_US.UTF-8"), ("TZ", "UTC"), ("TERM", "dumb")])
        .env("NO_COLOR", "1")
        .env("HOME", home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (stdout, stderr) = (reader(child.stdout.take()), reader(child.stderr.take()));
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let exit = loop {
        if let Some(status) = child.try_wait()? {
            break status.code();
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            break None;
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    Ok((exit, stdout.join().unwrap_or_default(), stderr.join().unwrap_or_default()))
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
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
