//! `cutover pwsh`: PowerShell's own command line.

use std::ffi::OsString;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;

use posh::runtime::Value;
use posh::runtime::command::{CommandKind, ScriptFile};
use posh::runtime::pipeline::{Argument, run_command};

use crate::cli::WorkOptions;
use crate::host::terminal;
use crate::shell::Shell;

/// Whether the program was started by the name `pwsh`.
pub(crate) fn is_called_by_name(arguments: &[OsString]) -> bool {
    let name = arguments.first().map(PathBuf::from).and_then(|p| p.file_stem().map(|s| s.to_owned()));
    name.is_some_and(|n| n.eq_ignore_ascii_case("pwsh"))
}

/// What to run.
enum Job {
    Prompt,
    File(String, Vec<String>),
    Command(String),
    StandardInput,
    Version,
}

struct Invocation {
    job: Job,
    interactive: bool,
    stay: bool,
}

/// Whether `written` is `full` or a beginning of it that is at least `least` long.
fn means(written: &str, full: &str, least: usize) -> bool {
    let written = written.to_ascii_lowercase();
    written.len() >= least && full.starts_with(&written)
}

fn parse(arguments: &[String]) -> Result<Invocation, String> {
    let mut interactive = true;
    let mut stay = false;
    let mut at = 0;
    let mut job = Job::Prompt;
    while let Some(argument) = arguments.get(at) {
        at += 1;
        if argument == "-" {
            job = Job::StandardInput;
            break;
        }
        let Some(name) = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-')) else {
            // A first word that is no option is a file.
            job = Job::File(argument.clone(), arguments.get(at..).unwrap_or(&[]).to_vec());
            break;
        };
        if means(name, "noprofile", 3)
            || means(name, "nologo", 3)
            || means(name, "login", 1)
            || means(name, "mta", 3)
            || means(name, "sta", 3)
        {
            continue;
        }
        if means(name, "noninteractive", 4) {
            interactive = false;
        } else if means(name, "noexit", 3) {
            stay = true;
        } else if means(name, "interactive", 1) {
            interactive = true;
        } else if means(name, "executionpolicy", 2)
            || name.eq_ignore_ascii_case("ep")
            || means(name, "workingdirectory", 2)
            || name.eq_ignore_ascii_case("wd")
            || means(name, "outputformat", 1)
            || means(name, "inputformat", 2)
            || means(name, "settingsfile", 8)
            || means(name, "custompipename", 3)
            || means(name, "configurationname", 3)
            || means(name, "windowstyle", 1)
        {
            at += 1;
        } else if means(name, "version", 1) {
            job = Job::Version;
            break;
        } else if means(name, "file", 1) {
            let Some(file) = arguments.get(at) else {
                return Err("The argument to the -File parameter is missing.".into());
            };
            if file == "-" {
                job = Job::StandardInput;
            } else {
                job = Job::File(file.clone(), arguments.get(at + 1..).unwrap_or(&[]).to_vec());
            }
            interactive = interactive && std::io::IsTerminal::is_terminal(&std::io::stdin());
            break;
        } else if means(name, "command", 1) {
            let rest = arguments.get(at..).unwrap_or(&[]);
            if rest.is_empty() {
                return Err("The argument to the -Command parameter is missing.".into());
            }
            job = if rest == ["-"] { Job::StandardInput } else { Job::Command(rest.join(" ")) };
            break;
        } else {
            job = Job::File(argument.clone(), arguments.get(at..).unwrap_or(&[]).to_vec());
            break;
        }
    }
    Ok(Invocation { job, interactive, stay })
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
    let invocation = match parse(&arguments) {
        Ok(invocation) => invocation,
        Err(message) => {
            terminal::print_error(&format!("{message}\n"));
            return ExitCode::from(64);
        }
    };
    if matches!(invocation.job, Job::Version) {
        terminal::print("PowerShell 7.6.9\n");
        return ExitCode::SUCCESS;
    }
    let options = WorkOptions::default();
    let mut shell = match Shell::open(&options, invocation.interactive) {
        Ok(shell) => shell,
        Err(error) => {
            terminal::print_error(&format!("{error}\n"));
            return ExitCode::from(error.exit_code());
        }
    };
    let prompts = invocation.stay || matches!(invocation.job, Job::Prompt);
    if !prompts {
        shell.stop_on_interrupt();
    }
    let code = job(&mut shell, &invocation.job);
    if prompts {
        return super::prompt::go_on(&mut shell, &options).unwrap_or(ExitCode::FAILURE);
    }
    ExitCode::from(code)
}

fn job(shell: &mut Shell, job: &Job) -> u8 {
    match job {
        Job::Prompt | Job::Version => 0,
        Job::File(file, arguments) => script(shell, file, arguments),
        Job::Command(text) => text_command(shell, text),
        Job::StandardInput => {
            let mut text = String::new();
            // What cannot be read as text ends the input.
            let _ = std::io::stdin().lock().read_to_string(&mut text);
            text_command(shell, &text)
        }
    }
}

fn script(shell: &mut Shell, file: &str, arguments: &[String]) -> u8 {
    let path = shell.session.runspace().absolute(file);
    if !path.is_file() {
        terminal::print_error(&format!(
            "The argument '{file}' is not recognized as the name of a script file. Check the spelling of the name, or \
             if a path was included, verify that the path is correct and try again.\n"
        ));
        return 64;
    }
    let arguments = script_arguments(arguments);
    match run_script(shell, &path, arguments) {
        Ok(()) => exit_code(shell),
        Err(raised) => shell.report(&raised),
    }
}

fn run_script(shell: &mut Shell, path: &Path, arguments: Vec<Argument>) -> posh::runtime::Result<()> {
    let kind = CommandKind::Script(Rc::new(ScriptFile {
        name: path.to_string_lossy().into(),
        path: path.to_path_buf(),
    }));
    shell.show(|rs, out| run_command(rs, kind, arguments, None, out))
}

/// A script that ends without `exit` ends with 0.
fn exit_code(_: &Shell) -> u8 {
    0
}

fn text_command(shell: &mut Shell, text: &str) -> u8 {
    match shell.show(|rs, out| rs.run_text(text, None, out)) {
        Ok(()) => u8::from(!shell.session.runspace().last_success),
        Err(raised) => shell.report(&raised),
    }
}
