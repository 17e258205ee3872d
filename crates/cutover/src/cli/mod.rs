//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Carries out an Exchange cutover migration with the commands of Exchange Online PowerShell, or rehearses one.
///
/// Without a command it is a prompt.
#[derive(Parser, Debug)]
#[command(
    name = "cutover",
    version,
    after_help = "Example: cutover run --rehearse docs/examples/cutover.ps1"
)]
pub(crate) struct Cli {
    /// What to do; a prompt where nothing is named.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// What the prompt works on.
    #[command(flatten)]
    pub(crate) work: WorkOptions,
}

/// A command.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Runs a runbook.
    ///
    /// Ends with a summary on standard error. Exit codes: the script's own; 1 where an error ended it; 3 where a batch
    /// still syncs (go on with the command that is printed, or use --wait); 4 where a rehearsal was stopped because the
    /// runbook would have waited for ever.
    #[command(after_help = "Example: cutover run --rehearse --people 50 runbook.ps1")]
    Run(RunOptions),
    /// PowerShell's own command line: -File, -Command, -NoProfile, -NonInteractive ...
    ///
    /// Exit codes are pwsh's.
    #[command(after_help = "Example: cutover pwsh -NoProfile -Command \"1 + 1\"")]
    Pwsh {
        /// Arguments of pwsh.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Keeps migrating after the shells have gone, until Ctrl-C.
    ///
    /// Exit codes: 0 after Ctrl-C; 2 where another worker holds the store.
    #[command(after_help = "Example: cutover serve --state /var/lib/cutover")]
    Serve(WorkOptions),
    /// Shows what the store knows: batches, mailboxes, failures.
    ///
    /// Exit codes: 0; 2 where the store cannot be used.
    #[command(after_help = "Example: cutover status")]
    Status(WorkOptions),
    /// Reads runbooks without running them.
    ///
    /// Exit codes: 0 where all parse; 1 where one does not.
    #[command(after_help = "Example: cutover check --syntax runbook.ps1")]
    Check(CheckOptions),
    /// Runs the practice organisation on its own, for other clients, until Ctrl-C.
    #[command(after_help = "Example: cutover lab --people 50 --port 8443")]
    Lab(LabOptions),
}

/// Options of the work.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct WorkOptions {
    /// Folder of the migration's state; in the user's data folder by default.
    #[arg(long, value_name = "DIR")]
    pub(crate) state: Option<PathBuf>,
    /// Where mail goes: maildir:DIR.
    #[arg(long, value_name = "maildir:DIR")]
    pub(crate) target: Option<String>,
    /// Certificates (PEM) of authorities to trust beside the system's.
    #[arg(long = "ca-file", value_name = "PEM")]
    pub(crate) ca_file: Vec<PathBuf>,
    /// A fixed address for a name.
    #[arg(long, value_name = "HOST=ADDR")]
    pub(crate) resolve: Vec<String>,
    /// Works on a practice organisation, in virtual time.
    #[arg(long)]
    pub(crate) rehearse: bool,
    /// What the practice organisation is like.
    #[command(flatten)]
    pub(crate) practice: PracticeOptions,
    /// Lets a rehearsal's script write files outside its scratch folder.
    #[arg(long)]
    pub(crate) allow_files: bool,
}

/// What the practice organisation is like.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct PracticeOptions {
    /// Number of people in the practice organisation.
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) people: usize,
    /// Seed of the practice organisation.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// A fault of the practice organisation.
    #[arg(long, value_name = "NAME")]
    pub(crate) fault: Vec<String>,
}

/// Options of `run`.
#[derive(Args, Debug)]
pub(crate) struct RunOptions {
    /// What the runbook works on.
    #[command(flatten)]
    pub(crate) work: WorkOptions,
    /// Stays until every batch has done its initial sync.
    #[arg(long)]
    pub(crate) wait: bool,
    /// The runbook.
    pub(crate) file: PathBuf,
    /// Arguments of the runbook.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) arguments: Vec<String>,
}

/// Options of `check`.
#[derive(Args, Debug)]
pub(crate) struct CheckOptions {
    /// Parses the files, and prints what PowerShell would of those that do not parse.
    #[arg(long, required = true)]
    pub(crate) syntax: bool,
    /// The files.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
}

/// Options of `lab`.
#[derive(Args, Debug)]
pub(crate) struct LabOptions {
    /// What it is like.
    #[command(flatten)]
    pub(crate) practice: PracticeOptions,
    /// Port on 127.0.0.1; any free one by default.
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Writes the certificate of its authority into this file.
    #[arg(long, value_name = "PEM")]
    pub(crate) ca_out: Option<PathBuf>,
}
