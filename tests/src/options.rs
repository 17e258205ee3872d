//! The command line of the conformance runner.

use std::path::PathBuf;

use clap::Parser;

/// Replays recordings of a real PowerShell and prints `passed / total`, a line an area.
///
/// Example: `scripts/conformance tables arithmetic --failures 5`
#[derive(Parser, Debug, Clone)]
#[command(name = "conformance")]
pub struct Options {
    /// What to run: tables, parse, scripts, layouts, commandline, completion, or the name of one table or script area; everything where none is named.
    pub kinds: Vec<String>,
    /// Folder of expression tables (`*.jsonl`).
    #[arg(long, value_name = "DIR", default_value_os_t = default_folder("tables"))]
    pub tables: PathBuf,
    /// Folder of parser recordings (`seeds.jsonl`, `errors.jsonl`, `mutants.jsonl`).
    #[arg(long, value_name = "DIR", default_value_os_t = default_folder("parse"))]
    pub parse: PathBuf,
    /// Folder of scripts; every folder below it with an `expected.jsonl` is an area.
    #[arg(long, value_name = "DIR", default_value_os_t = default_folder("scripts"))]
    pub scripts: PathBuf,
    /// Folder of layouts (`layouts.jsonl`, `Shapes.psm1`).
    #[arg(long, value_name = "DIR", default_value_os_t = default_folder("layouts"))]
    pub layouts: PathBuf,
    /// Folder of runs of pwsh as a command (`cases.json`).
    #[arg(long, value_name = "DIR", default_value_os_t = default_folder("commandline"))]
    pub commandline: PathBuf,
    /// Folder of completions, a file a section.
    #[arg(long, value_name = "DIR", default_value_os_t = default_folder("completion"))]
    pub completion: PathBuf,
    /// Runs only cases whose text or script name holds this, and shows each difference.
    #[arg(long, value_name = "TEXT")]
    pub case: Option<String>,
    /// Shows the first N cases that differ, of each area.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub failures: usize,
    /// The program that runs scripts, as `PROGRAM pwsh -NoProfile -NonInteractive -File SCRIPT`.
    #[arg(long, value_name = "PATH")]
    pub program: Option<PathBuf>,
    /// Seconds that one case may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    pub timeout: u64,
    /// Cases that run at the same time.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub jobs: usize,
    /// Writes every case that differs into this file, one JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Runs the cases that come on standard input, for the runner itself.
    #[arg(long, hide = true)]
    pub worker: bool,
}

impl Options {
    /// The program to test: the one that is named, or the one beside the runner.
    pub fn program(&self) -> Option<PathBuf> {
        if let Some(program) = &self.program {
            return std::fs::canonicalize(program).ok();
        }
        let program = std::env::current_exe().ok()?.parent()?.join("cutover");
        program.exists().then_some(program)
    }

    /// Whether an area of a kind is wanted.
    pub fn wants(&self, kind: &str, area: &str) -> bool {
        self.kinds.is_empty()
            || self.kinds.iter().any(|k| k == kind || k == area || area.starts_with(&format!("{k}/")))
    }

    /// Whether a case is wanted.
    pub fn wants_case(&self, text: &str) -> bool {
        self.case.as_deref().is_none_or(|wanted| text.contains(wanted))
    }
}

/// Why an area that needs the program does not run.
pub const NO_PROGRAM: &str =
    "there is no program `cutover`; build it (cargo build -p cutover), or name one with --program";

fn default_folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("conformance").join(name)
}
