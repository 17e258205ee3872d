//! `cutover pwsh`: PowerShell's own command line.

mod arguments;
mod typed;

use std::ffi::OsString;
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use posh::runtime::command::ScriptFile;
use posh::runtime::net::List;
use posh::runtime::pipeline::Argument;
use posh::runtime::{Raised, Result, Value};

use crate::cli::WorkOptions;
use crate::host::terminal;
use crate::shell::Shell;
use arguments::{Asked, Invocation, Job, Refusal};

const USAGE: &str = include_str!("usage.txt");
const HELP: &str = include_str!("help.txt");

/// Whether the program was started by the name `pwsh`.
pub(crate) fn is_called_by_name(arguments: &[OsString]) -> bool {
    let name = arguments.first().map(PathBuf::from).and_then(|p| p.file_stem().map(|s| s.to_owned()));
    name.is_some_and(|n| n.eq_ignore_ascii_case("pwsh"))
}

/// Arguments of a script on a command line: `-Name` is a parameter, everything else a text.
pub(crate) fn script_arguments(texts: &[String]) -> Vec<Argument> {
    texts
        .iter()
        .map(|text| {
            let is_name = text.len() > 1
                && text.starts_with('-')
                && text.chars().nth(1).is_some_and(|c| c.is_alphabetic() || c == '_');
            if !is_name {
                return Argument::positional(Value::str(text.as_str()));
            }
            let name = text.trim_start_matches('-');
            match name.split_once(':') {
                Some((name, value)) if !value.is_empty() => {
                    let value = match value.to_ascii_lowercase().as_str() {
                        "$true" | "true" => Value::Bool(true),
                        "$false" | "false" => Value::Bool(false),
                        _ => Value::str(value),
                    };
                    Argument { value: Some(value), ..Argument::switch(name) }
                }
                _ => Argument::switch(name.trim_end_matches(':')),
            }
        })
        .collect()
}

/// Runs pwsh's command line.
pub(crate) fn run(arguments: &[OsString]) -> ExitCode {
    let arguments: Vec<String> = arguments.iter().map(|a| a.to_string_lossy().into_owned()).collect();
    match arguments::parse(&arguments) {
        Asked::Version => {
            terminal::print("PowerShell 7.6.9\n");
            ExitCode::SUCCESS
        }
        Asked::Help => {
            terminal::print(USAGE);
            terminal::print(HELP);
            ExitCode::SUCCESS
        }
        Asked::Refused(refusal) => refuse(&refusal),
        Asked::Run(invocation) => invoke(invocation),
    }
}

fn refuse(refusal: &Refusal) -> ExitCode {
    terminal::print_error(&format!("{}\n", refusal.message));
    if refusal.usage {
        terminal::print(USAGE);
    }
    ExitCode::from(refusal.code)
}

fn invoke(mut invocation: Invocation) -> ExitCode {
    let options = WorkOptions::default();
    let mut shell = match Shell::open(&options, invocation.interactive) {
        Ok(shell) => shell,
        Err(error) => {
            terminal::print_error(&format!("{error}\n"));
            return ExitCode::from(error.exit_code());
        }
    };
    let typed = !std::io::stdin().is_terminal();
    if matches!(invocation.job, Job::Prompt | Job::TypedInput) && typed {
        if invocation.banner {
            terminal::print("PowerShell 7.6.9\n");
        }
        invocation.job = Job::TypedInput;
    }
    // The path of a script was meant from where the program was started.
    if let Job::File(file, _) = &mut invocation.job {
        *file = shell.session.runspace().absolute(file).to_string_lossy().into_owned();
    }
    if let Some(folder) = &invocation.folder {
        enter(&mut shell, folder);
    }
    let prompts = invocation.stay || (matches!(invocation.job, Job::Prompt | Job::TypedInput) && !typed);
    if !prompts {
        shell.stop_on_interrupt();
    }
    if invocation.profile
        && let Some(code) = profile(&mut shell)
    {
        return ExitCode::from(code);
    }
    let code = job(&mut shell, &invocation.job);
    if prompts {
        return super::prompt::go_on(&mut shell, &options).unwrap_or(ExitCode::FAILURE);
    }
    ExitCode::from(code)
}

/// Makes a folder, or another provider's place, the session's location; where that fails, the error shows and the
/// session stays where it is.
fn enter(shell: &mut Shell, folder: &str) {
    let text = format!("Set-Location -LiteralPath '{}'", folder.replace('\'', "''"));
    if let Err(raised) = shell.show(|rs, out| rs.run_text(&text, None, out)) {
        shell.report(&raised);
    }
}

/// Runs the user's profile, where there is one; the exit code where it ends the session.
fn profile(shell: &mut Shell) -> Option<u8> {
    let folder = std::env::var_os("XDG_CONFIG_HOME")
        .filter(|folder| !folder.is_empty())
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".config")))?;
    let path = folder.join("powershell/Microsoft.PowerShell_profile.ps1");
    if !path.is_file() {
        return None;
    }
    let text = format!(". '{}'", path.to_string_lossy().replace('\'', "''"));
    match shell.show(|rs, out| rs.run_text(&text, None, out)) {
        Ok(()) => None,
        Err(raised) => {
            let code = shell.report(&raised);
            matches!(*raised, Raised::Exit(_)).then_some(code)
        }
    }
}

fn job(shell: &mut Shell, job: &Job) -> u8 {
    match job {
        Job::Prompt => 0,
        Job::File(file, arguments) => script(shell, Path::new(file), arguments),
        Job::Command(text, arguments) => text_command(shell, text, arguments),
        Job::TypedInput => typed::run(shell, true),
        Job::SilentInput => typed::run(shell, false),
    }
}

/// Gives the session the lines of standard input, where the code asks for them: reading what nobody writes would take
/// for ever.
fn take_input(shell: &mut Shell, code: &str) {
    if !code.to_lowercase().contains("$input") || std::io::stdin().is_terminal() {
        return;
    }
    let mut bytes = Vec::new();
    // What cannot be read ends the input.
    let _ = std::io::stdin().lock().read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().map(Value::str).collect();
    shell.session.runspace().standard_input = Some(lines);
}

fn script(shell: &mut Shell, path: &Path, arguments: &[String]) -> u8 {
    let code = std::fs::read(path).unwrap_or_default();
    take_input(shell, &String::from_utf8_lossy(&code));
    match run_script(shell, path, script_arguments(arguments)) {
        // A script that ends without `exit`, or is stopped, ends with 0.
        Ok(()) => 0,
        Err(raised) if matches!(*raised, Raised::Stopped) => 0,
        Err(raised) => shell.report(&raised),
    }
}

fn run_script(shell: &mut Shell, path: &Path, arguments: Vec<Argument>) -> Result<()> {
    let file = ScriptFile { name: path.to_string_lossy().into(), path: path.to_path_buf() };
    shell.show(|rs, out| posh::runtime::pipeline::run_script(rs, file, arguments, out))
}

fn text_command(shell: &mut Shell, text: &str, arguments: &[String]) -> u8 {
    // Input that merely ends too soon is passed over in silence.
    if typed::is_incomplete(text) {
        return 1;
    }
    take_input(shell, text);
    let lines = shell.session.runspace().standard_input.take().unwrap_or_default();
    // The names are free: the session has just begun.
    let _ = shell.session.runspace().set_variable("input", List::input(lines));
    if !arguments.is_empty() {
        let values = Value::array(arguments.iter().map(|argument| Value::str(argument.as_str())).collect());
        let _ = shell.session.runspace().set_variable("args", values);
    }
    match shell.show(|rs, out| rs.run_text(text, None, out)) {
        Ok(()) => u8::from(!shell.session.runspace().last_success),
        Err(raised) if matches!(*raised, Raised::Stopped) => 1,
        Err(raised) => shell.report(&raised),
    }
}
