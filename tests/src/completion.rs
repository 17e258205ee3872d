//! What TabExpansion2 answers: a session a section, in a world of files that the recordings describe.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::options::Options;
use crate::process::run;
use crate::report::{Outcome, Report};

/// Matches of a case that are compared.
const SHOWN: usize = 40;

/// Prints each case's answer as a line of JSON behind a mark. Its own variables are left out of the answers.
/// Its own variables are left out of the answers.
const DRIVER: &str = r#"
$__c_cases = Get-Content -Raw ./cases.json | ConvertFrom-Json
Set-Location ../w
foreach ($__c_line in $__c_cases.setup) { . ([scriptblock]::Create($__c_line)) }
foreach ($__c_case in $__c_cases.cases) {
    try {
        $__c_r = TabExpansion2 $__c_case.input $__c_case.cursor
        $__c_all = @($__c_r.CompletionMatches | Where-Object { $_.ListItemText -notlike '__c_*' })
        $__c_m = @($__c_all | Select-Object -First 40 | ForEach-Object {
            $__c_tip = "$($_.ToolTip)" -split "`n" | Where-Object { $_.Trim() } | Select-Object -First 1
            @{ text = $_.CompletionText; list = $_.ListItemText; type = "$($_.ResultType)"; tooltip = "$__c_tip" }
        })
        $__c_o = @{ i = $__c_r.ReplacementIndex; l = $__c_r.ReplacementLength; c = $__c_all.Count; m = $__c_m }
    } catch { $__c_o = @{ error = $_.Exception.Message } }
    '@@' + ($__c_o | ConvertTo-Json -Compress -Depth 5)
}
"#;

/// Runs the folder's sections (`*.json`).
///
/// # Errors
/// Where a file cannot be read, or the report written.
pub fn replay(options: &Options, report: &mut Report<'_>) -> io::Result<()> {
    let mut sections: Vec<PathBuf> = match fs::read_dir(&options.completion) {
        Ok(entries) => entries.flatten().map(|e| e.path()).collect(),
        Err(_) => return Ok(()),
    };
    sections.retain(|p| p.extension().is_some_and(|e| e == "json"));
    sections.sort();
    for path in sections {
        let section = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let name = format!("completion/{section}");
        if !options.wants("completion", &name) {
            continue;
        }
        let Some(program) = options.program() else {
            return report.skipped("completion", crate::options::NO_PROGRAM);
        };
        let recorded: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let outcomes = section_outcomes(&program, &recorded, options)?;
        report.area(&name, &outcomes)?;
    }
    Ok(())
}

fn section_outcomes(program: &Path, recorded: &Value, options: &Options) -> io::Result<Vec<Outcome>> {
    let root = tempfile_folder()?;
    let world = World { root };
    world.lay(program)?;
    let setup = recorded.get("setup").cloned().unwrap_or_else(|| json!([]));
    let cases: Vec<Value> = recorded
        .get("cases")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter(|case| options.wants_case(case.get("input").and_then(Value::as_str).unwrap_or("")))
        .cloned()
        .collect();
    let inputs: Vec<Value> =
        cases.iter().map(|c| json!({ "input": c.get("input"), "cursor": c.get("cursor") })).collect();
    fs::write(world.root.join("run/cases.json"), json!({ "setup": setup, "cases": inputs }).to_string())?;
    fs::write(world.root.join("run/driver.ps1"), DRIVER)?;
    let mut command = Command::new(program);
    command
        .args(["pwsh", "-NoProfile", "-NonInteractive", "-File", "driver.ps1"])
        .current_dir(world.root.join("run"))
        .env_clear()
        .env("PATH", world.root.join("bin"))
        .env("HOME", world.root.join("home"))
        .env("TMPDIR", world.root.join("tmp"))
        .env("PSModulePath", "")
        .envs([("LANG", "en_US.UTF-8"), ("LC_ALL", "en_US.UTF-8"), ("TERM", "dumb"), ("NO_COLOR", "1")])
        .envs([("TZ", "UTC"), ("DOTNET_ROOT", "/usr/lib/dotnet")])
        .envs([("POWERSHELL_TELEMETRY_OPTOUT", "1"), ("POWERSHELL_UPDATECHECK", "Off")]);
    let ended = run(&mut command, None, options.timeout.max(60))?;
    let text = String::from_utf8_lossy(&ended.stdout).into_owned();
    let mut answers = text.lines().filter_map(|line| line.strip_prefix("@@"));
    Ok(cases
        .iter()
        .map(|case| {
            let got = answers
                .next()
                .and_then(|line| serde_json::from_str::<Value>(&world.shown(line)).ok())
                .unwrap_or(Value::Null);
            let input = case.get("input").and_then(Value::as_str).unwrap_or("");
            let cursor = case.get("cursor").and_then(Value::as_u64).unwrap_or(0);
            let any = case.get("order").and_then(Value::as_str) == Some("any");
            Outcome { case: format!("{input}  @{cursor}"), want: wanted(case, any), got: gotten(&got, any) }
        })
        .collect())
}

fn wanted(case: &Value, any: bool) -> Value {
    if let Some(error) = case.get("error") {
        return json!({ "error": error });
    }
    json!({ "index": case.get("replaceIndex"), "length": case.get("replaceLength"), "count": case.get("count"),
        "matches": lines(case.get("matches"), any) })
}

fn gotten(answer: &Value, any: bool) -> Value {
    if let Some(error) = answer.get("error") {
        return json!({ "error": error });
    }
    json!({ "index": answer.get("i"), "length": answer.get("l"), "count": answer.get("c"),
        "matches": lines(answer.get("m"), any) })
}

/// A line a match, so that differences can be read.
fn lines(matches: Option<&Value>, any: bool) -> Value {
    let field = |m: &Value, name: &str| m.get(name).and_then(Value::as_str).unwrap_or("").to_owned();
    let line = |m: &Value| {
        format!(
            "{} | {} | {} | {}",
            field(m, "text"),
            field(m, "list"),
            field(m, "type"),
            field(m, "tooltip").trim()
        )
    };
    let mut lines: Vec<String> =
        matches.and_then(Value::as_array).into_iter().flatten().take(SHOWN).map(line).collect();
    if any {
        lines.sort();
    }
    json!(lines.join("\n"))
}

fn tempfile_folder() -> io::Result<PathBuf> {
    let root = std::env::temp_dir().join(format!("completion-{}", std::process::id()));
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root)?;
    Ok(root)
}

/// The files that every session sees.
struct World {
    root: PathBuf,
}

impl World {
    fn lay(&self, _program: &Path) -> io::Result<()> {
        let here = self.root.join("parent/w");
        for folder in [
            "bin",
            "tmp",
            "home/docs",
            "home/.cache",
            "home/.local",
            "parent/w/my folder",
            "parent/w/sub/deep",
            "parent/run",
        ] {
            fs::create_dir_all(self.root.join(folder))?;
        }
        let _ = std::fs::remove_dir_all(self.root.join("run"));
        fs::create_dir_all(self.root.join("run"))?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(&here, self.root.join("w"))?;
        fs::write(self.root.join("home/note.txt"), "")?;
        fs::write(self.root.join("tmp/scratch.txt"), "")?;
        for name in [
            "file.txt",
            "file.log",
            "File2.TXT",
            "my file.txt",
            "my folder/inner file.txt",
            "it's.txt",
            "bracket[1].txt",
            "dollar$sign.txt",
            "back`tick.txt",
            "semi;colon.txt",
            "amp&er.txt",
            "par(en).txt",
            "com,ma.txt",
            "@at.txt",
            "#hash.txt",
            "-dash.txt",
            "ünï.txt",
            ".hidden",
            "sub/inside.txt",
            "sub/deep/far.txt",
            "sub/script2.ps1",
            "my script.ps1",
            "data.json",
        ] {
            fs::write(here.join(name), "")?;
        }
        fs::write(here.join("users.csv"), "DisplayName,Mail\n")?;
        fs::write(here.join("Tools.psm1"), "function Get-Tool { param($Kind) }\n")?;
        fs::write(
            here.join("script.ps1"),
            "param([string]$Name, [ValidateSet('Low','High')][string]$Level, [switch]$Force)\n",
        )?;
        for tool in ["mailtool", "mbxcheck"] {
            let path = self.root.join("bin").join(tool);
            fs::write(&path, "#!/bin/sh\n")?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
            }
        }
        Ok(())
    }

    fn shown(&self, text: &str) -> String {
        let place = |folder: &str| self.root.join(folder).to_string_lossy().into_owned();
        let mut out = text.replace(&place("parent/w"), "<CWD>").replace(&place("w"), "<CWD>");
        for (name, folder) in
            [("<HOME>", "home"), ("<BIN>", "bin"), ("<TMPDIR>", "tmp"), ("<PARENT>", "parent")]
        {
            out = out.replace(&place(folder), name);
        }
        out
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}
