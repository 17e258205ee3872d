//! pwsh as a command: its own switches, standard input, exit codes, signals.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use crate::options::Options;
use crate::parallel;
use crate::process::{Ended, run, wait};
use crate::report::{Outcome, Report};

/// Runs the folder's cases (`cases.json`).
///
/// # Errors
/// Where a file cannot be read, or the report written.
pub fn replay(options: &Options, report: &mut Report<'_>) -> io::Result<()> {
    let path = options.commandline.join("cases.json");
    if !options.wants("commandline", "commandline") || !path.exists() {
        return Ok(());
    }
    let Some(program) = options.program() else {
        return report.skipped("commandline", crate::options::NO_PROGRAM);
    };
    let cases: Vec<Map<String, Value>> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let cases: Vec<_> = cases.into_iter().filter(|case| options.wants_case(text(case, "name"))).collect();
    let outcomes = parallel::map(&cases, options.jobs, |job, case| {
        let want = json!({ "exit": case.get("exit"), "ended": case.get("ended"), "stdout": case.get("stdout"),
            "stderr": case.get("stderr") });
        let got = World::new(&program, job)
            .and_then(|world| world.play(case, options.timeout))
            .unwrap_or_else(|e| json!({ "runner": e.to_string() }));
        Outcome { case: text(case, "name").to_owned(), want: joined(want), got: joined(got) }
    });
    report.area("commandline", &outcomes)
}

fn text<'a>(case: &'a Map<String, Value>, name: &str) -> &'a str {
    case.get(name).and_then(Value::as_str).unwrap_or("")
}

/// Errors were wrapped at 80 columns with a longer path in the place of `<CWD>`: their lines are joined again.
fn joined(mut streams: Value) -> Value {
    if let Some(Value::String(text)) = streams.get_mut("stderr") {
        let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "|").collect();
        *text = words.join(" ");
    }
    streams
}

/// The folders of one case.
struct World {
    root: PathBuf,
}

impl World {
    fn new(program: &Path, job: usize) -> io::Result<Self> {
        let root = std::env::temp_dir().join(format!("commandline-{}-{job}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for folder in ["w", "home", "bin", "tmp"] {
            fs::create_dir_all(root.join(folder))?;
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(program, root.join("bin/pwsh"))?;
        #[cfg(not(unix))]
        fs::copy(program, root.join("bin/pwsh.exe")).map(drop)?;
        Ok(Self { root })
    }

    /// The places that recordings name.
    fn places(&self) -> [(&'static str, String); 4] {
        [("<CWD>", "w"), ("<HOME>", "home"), ("<BIN>", "bin"), ("<TMP>", "tmp")]
            .map(|(name, folder)| (name, self.root.join(folder).to_string_lossy().into_owned()))
    }

    fn placed(&self, text: &str) -> String {
        self.places().iter().fold(text.to_owned(), |text, (name, path)| text.replace(name, path))
    }

    fn lay(&self, case: &Map<String, Value>) -> io::Result<()> {
        for (name, content) in case.get("files").and_then(Value::as_object).into_iter().flatten() {
            let path = self.root.join("w").join(name);
            let bytes = bytes(content);
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&path, &bytes)?;
            #[cfg(unix)]
            if bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).starts_with(b"#!") {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
            }
        }
        if let Some(profile) = case.get("profile") {
            let folder = self.root.join("home/.config/powershell");
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("Microsoft.PowerShell_profile.ps1"), bytes(profile))?;
        }
        Ok(())
    }

    fn command(&self, case: &Map<String, Value>) -> Command {
        let mut command = match case.get("shell").and_then(Value::as_str) {
            Some(line) => {
                let mut shell = Command::new("/bin/sh");
                shell.args(["-c", &self.placed(line)]);
                shell
            }
            None => {
                let mut pwsh = Command::new(self.root.join("bin/pwsh"));
                let arguments = case.get("argv").and_then(Value::as_array).into_iter().flatten();
                pwsh.args(arguments.filter_map(Value::as_str).map(|a| self.placed(a)));
                pwsh
            }
        };
        command
            .current_dir(self.root.join("w"))
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", self.root.join("bin").display()))
            .env("HOME", self.root.join("home"))
            .env("TMPDIR", self.root.join("tmp"))
            .envs([("LANG", "en_US.UTF-8"), ("LC_ALL", "en_US.UTF-8"), ("TERM", "dumb")])
            .envs([("NO_COLOR", "1"), ("TZ", "UTC"), ("DOTNET_ROOT", "/usr/lib/dotnet")]);
        for (name, value) in case.get("env").and_then(Value::as_object).into_iter().flatten() {
            match value.as_str() {
                Some(value) => command.env(name, self.placed(value)),
                None => command.env_remove(name),
            };
        }
        command
    }

    fn play(&self, case: &Map<String, Value>, seconds: u64) -> io::Result<Value> {
        self.lay(case)?;
        let mut command = self.command(case);
        let (ended, when) = match case.get("signal").and_then(Value::as_str) {
            Some(signal) => {
                let (ended, at_once) = run_with_signal(&mut command, signal, seconds)?;
                (ended, json!(if at_once { "at once" } else { "later" }))
            }
            None => {
                let stdin = case.get("stdin").filter(|stdin| !stdin.is_null()).map(bytes);
                (run(&mut command, stdin.as_deref(), seconds)?, Value::Null)
            }
        };
        Ok(json!({ "exit": ended.exit, "ended": when, "stdout": self.shown(&ended.stdout),
            "stderr": self.shown(&ended.stderr) }))
    }

    /// Bytes as recordings hold them: text with the places' names, or base64 where they are none.
    fn shown(&self, bytes: &[u8]) -> Value {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return json!({ "base64": STANDARD.encode(bytes) });
        };
        let places = self.places();
        let text = places.iter().fold(text.to_owned(), |text, (name, path)| text.replace(path, name));
        if text.contains(['\0', '\u{feff}']) {
            json!({ "base64": STANDARD.encode(text) })
        } else {
            json!(text)
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn bytes(content: &Value) -> Vec<u8> {
    let encoded = content.get("base64").and_then(Value::as_str);
    match encoded.and_then(|text| STANDARD.decode(text).ok()) {
        Some(bytes) => bytes,
        None => content.as_str().unwrap_or("").as_bytes().to_vec(),
    }
}

/// Sends a signal a second after the process has written `ready`; whether it ended within three seconds of it.
fn run_with_signal(command: &mut Command, signal: &str, seconds: u64) -> io::Result<(Ended, bool)> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let stderr = crate::process::reader(child.stderr.take());
    let written = Arc::new(Mutex::new(Vec::new()));
    let (mut pipe, so_far) = (child.stdout.take(), written.clone());
    let stdout = std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Some(Ok(count @ 1..)) = pipe.as_mut().map(|pipe| pipe.read(&mut buffer)) {
            if let Ok(mut written) = so_far.lock() {
                written.extend(buffer.get(..count).unwrap_or_default());
            }
        }
    });
    let deadline = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < deadline && !written.lock().is_ok_and(|w| w.starts_with(b"ready")) {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_secs(1));
    Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status()?;
    let sent = Instant::now();
    let exit = wait(&mut child, seconds)?;
    let _ = stdout.join();
    let at_once = sent.elapsed() < Duration::from_secs(3);
    let stderr = stderr.join().unwrap_or_default();
    let stdout = written.lock().map(|w| w.clone()).unwrap_or_default();
    Ok((Ended { exit, stdout, stderr }, at_once))
}
