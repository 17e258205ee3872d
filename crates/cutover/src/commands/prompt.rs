//! The prompt.

use std::process::ExitCode;

use posh::runtime::Raised;
use posh::syntax::Source;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Editor, Helper};

use crate::cli::WorkOptions;
use crate::error::Error;
use crate::host::terminal;
use crate::platform;
use crate::shell::Shell;
use crate::work;

/// Lines that may hold a secret stay out of the history.
const SECRET_WORDS: [&str; 6] = ["password", "asplaintext", "token", "apikey", "secret", "credential("];

/// What the line editor asks: whether a line is complete, and what could follow.
struct LineHelper {
    commands: Vec<CommandNames>,
}

/// A command with its parameters' names.
struct CommandNames {
    name: String,
    parameters: Vec<String>,
}

impl Helper for LineHelper {}
impl Highlighter for LineHelper {}
impl Hinter for LineHelper {
    type Hint = String;
}

impl Validator for LineHelper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let source = std::sync::Arc::new(Source::new(context.input(), None));
        let parsed = posh::syntax::parse(source);
        let incomplete = parsed.diagnostics.first().is_some_and(|d| d.incomplete);
        Ok(if incomplete { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Completer for LineHelper {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let head = line.get(..position).unwrap_or(line);
        let start = head.rfind([' ', '|', ';', '(', '{', '=', '&']).map_or(0, |at| at + 1);
        let word = head.get(start..).unwrap_or("");
        let pair = |text: &str| Pair { display: text.to_owned(), replacement: text.to_owned() };
        let begins = |name: &str, with: &str| name.to_lowercase().starts_with(&with.to_lowercase());
        let statement = head.rsplit(['|', ';', '(', '{', '&', '=']).next().unwrap_or(head).trim_start();
        let command = statement.split_whitespace().next().unwrap_or("");
        if let Some(parameter) = word.strip_prefix('-') {
            let known = self.commands.iter().find(|c| c.name.eq_ignore_ascii_case(command));
            let parameters = known.map(|c| c.parameters.as_slice()).unwrap_or(&[]);
            let found =
                parameters.iter().filter(|p| begins(p, parameter)).map(|p| pair(&format!("-{p}"))).collect();
            return Ok((start, found));
        }
        if statement.trim_start() != word || word.is_empty() {
            return Ok((start, Vec::new()));
        }
        let found = self.commands.iter().filter(|c| begins(&c.name, word)).map(|c| pair(&c.name)).collect();
        Ok((start, found))
    }
}

fn helper(shell: &mut Shell) -> LineHelper {
    let commands = shell
        .session
        .runspace()
        .cmdlets()
        .into_iter()
        .map(|def| CommandNames {
            name: def.full_name(),
            parameters: def.parameters.iter().map(|p| p.name.to_owned()).collect(),
        })
        .collect();
    LineHelper { commands }
}

/// The prompt of a new session.
pub(super) fn run(options: &WorkOptions) -> Result<ExitCode, Error> {
    let mut shell = Shell::open(options, true)?;
    terminal::print("Cutover: Exchange cutover migrations with PowerShell's commands. 'exit' leaves.\n");
    if shell.rehearsal.is_some() {
        terminal::print(
            "This is a rehearsal on the practice organisation: time stands while you type and moves when you wait.\n",
        );
    }
    go_on(&mut shell, options)
}

/// The prompt of a session, until it is left.
pub(super) fn go_on(shell: &mut Shell, options: &WorkOptions) -> Result<ExitCode, Error> {
    let config = rustyline::Config::builder().auto_add_history(false).build();
    let mut editor: Editor<LineHelper, rustyline::history::FileHistory> = Editor::with_config(config)?;
    shell.stop_on_interrupt();
    editor.set_helper(Some(helper(shell)));
    let history = platform::data_folder().join("history.txt");
    // The first time there is no history.
    let _ = editor.load_history(&history);
    let code = lines(shell, &mut editor)?;
    if let Some(folder) = history.parent() {
        // A history that cannot be kept is no reason to fail.
        let _ = std::fs::create_dir_all(folder);
        let _ = editor.save_history(&history);
    }
    leave(shell, options)?;
    Ok(ExitCode::from(code))
}

fn lines(
    shell: &mut Shell,
    editor: &mut Editor<LineHelper, rustyline::history::FileHistory>,
) -> Result<u8, Error> {
    loop {
        let prompt = prompt_text(shell);
        match editor.readline(&prompt) {
            Ok(line) => {
                if line.trim().is_empty() {
                    continue;
                }
                let lower = line.to_lowercase();
                if !SECRET_WORDS.iter().any(|w| lower.contains(w)) {
                    let _ = editor.add_history_entry(&line);
                }
                if let Err(raised) = shell.show(|rs, out| rs.run_text(&line, None, out)) {
                    if let Raised::Exit(_) = *raised {
                        return Ok(shell.report(&raised));
                    }
                    shell.report(&raised);
                }
                // What was stopped must not stop what comes behind it.
                shell.session.interrupt_flag().store(false, std::sync::atomic::Ordering::Relaxed);
            }
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => return Ok(0),
            Err(other) => return Err(other.into()),
        }
    }
}

/// The prompt's text: what the function `prompt` returns, or the location.
pub(super) fn prompt_text(shell: &mut Shell) -> String {
    let mark = if shell.rehearsal.is_some() { "[practice] " } else { "" };
    let rs = shell.session.runspace();
    if let Ok(Some(kind)) = rs.try_command("prompt") {
        let mut out = posh::runtime::pipeline::Collect::default();
        let done = posh::runtime::pipeline::run_command(rs, kind, Vec::new(), None, &mut out);
        let text = posh::runtime::convert::plain_text(&out.into_value());
        if done.is_ok() && !text.is_empty() {
            return format!("{mark}{text}");
        }
        return format!("{mark}PS>");
    }
    format!("{mark}PS {}> ", rs.location.display())
}

/// Says that a batch still syncs, and how to go on.
fn leave(shell: &Shell, options: &WorkOptions) -> Result<(), Error> {
    if shell.rehearsal.is_some() {
        return Ok(());
    }
    if let Some(service) = shell.migration.opened()
        && (service.is_syncing()? || service.has_incremental_syncs()?)
    {
        terminal::print_error(&format!(
            "A batch is still syncing; closing the prompt stops it here. Go on with: {}\n",
            work::serve_line(options)
        ));
    }
    Ok(())
}
