//! Questions to the user: lines, secrets, choices, credentials.

use std::borrow::Cow;
use std::io::{BufRead as _, IsTerminal as _, Read as _};

use posh::runtime::host::Choice;
use posh::runtime::{Raised, Result};

use super::terminal;

fn stopped() -> Box<Raised> {
    Box::new(Raised::Stopped)
}

/// A line of standard input.
fn plain_line(prompt: &str) -> Result<Option<String>> {
    terminal::print(prompt);
    match input(false) {
        Some(line) => {
            // What is not typed on a terminal shows all the same.
            terminal::print(&format!("{line}\n"));
            Ok(Some(line))
        }
        None => Ok(None),
    }
}

/// Standard input without an echo: a line, or all that is left. `None` at its end.
pub(crate) fn input(all: bool) -> Option<String> {
    let mut bytes = Vec::new();
    let mut stdin = std::io::stdin().lock();
    let read = if all { stdin.read_to_end(&mut bytes) } else { stdin.read_until(b'\n', &mut bytes) };
    let text = String::from_utf8_lossy(&bytes);
    match read {
        Ok(1..) if all => Some(text.into_owned()),
        Ok(1..) => Some(text.trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}

/// Asks for a line. `None` at the end of input.
pub(crate) fn read_line(prompt: &str) -> Result<Option<String>> {
    if !std::io::stdin().is_terminal() {
        return plain_line(prompt);
    }
    let config = rustyline::Config::builder().auto_add_history(false).build();
    let Ok(mut editor) = rustyline::Editor::<(), rustyline::history::MemHistory>::with_history(
        config,
        rustyline::history::MemHistory::new(),
    ) else {
        return plain_line(prompt);
    };
    match editor.readline(prompt) {
        Ok(line) => Ok(Some(line)),
        Err(rustyline::error::ReadlineError::Eof) => Ok(None),
        Err(_) => Err(stopped()),
    }
}

/// Shows every character as an asterisk.
#[derive(rustyline::Completer, rustyline::Helper, rustyline::Hinter, rustyline::Validator)]
struct Mask;

impl rustyline::highlight::Highlighter for Mask {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        Cow::Owned("*".repeat(line.chars().count()))
    }

    fn highlight_char(&self, _: &str, _: usize, _: rustyline::highlight::CmdKind) -> bool {
        true
    }
}

/// Asks for a line that shows as asterisks. `None` at the end of input.
///
/// The line editor turns echo off before it shows the prompt, so that what is typed at once does not show either.
pub(crate) fn read_secret(prompt: &str) -> Result<Option<String>> {
    if !std::io::stdin().is_terminal() {
        return plain_line(prompt);
    }
    if std::env::var("TERM").is_ok_and(|t| matches!(t.as_str(), "dumb" | "cons25" | "emacs")) {
        // The line editor does not hide anything there.
        return rpassword::prompt_password(prompt).map(Some).map_err(|_| stopped());
    }
    let config =
        rustyline::Config::builder().auto_add_history(false).color_mode(rustyline::ColorMode::Forced).build();
    let history = rustyline::history::MemHistory::new();
    let mut editor = rustyline::Editor::<Mask, _>::with_history(config, history).map_err(|_| stopped())?;
    editor.set_helper(Some(Mask));
    match editor.readline(prompt) {
        Ok(secret) => Ok(Some(secret)),
        Err(rustyline::error::ReadlineError::Eof) => Ok(None),
        Err(_) => Err(stopped()),
    }
}

/// The hot key of a label such as `Yes to &All`, and the label without the mark.
fn hot_key(label: &str) -> (String, String) {
    match label.split_once('&') {
        Some((before, after)) => {
            let key = after.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            (key, format!("{before}{after}"))
        }
        None => (String::new(), label.to_owned()),
    }
}

/// Columns of the screen that a question may take.
fn columns() -> usize {
    crate::platform::terminal_size().map_or(80, |(width, _)| width)
}

/// The line of choices. What does not fit goes on in the next line, and loses its blank there.
fn choice_line(keys: &[(String, String)], default: Option<usize>, columns: usize) -> String {
    let mut parts: Vec<String> = keys.iter().map(|(key, label)| format!("[{key}] {label}  ")).collect();
    parts.push("[?] Help ".to_owned());
    if let Some((key, _)) = default.and_then(|d| keys.get(d)) {
        parts.push(format!("(default is \"{key}\"): "));
    }
    let (mut line, mut length) = (String::new(), 0);
    for part in parts {
        let cells = part.chars().count();
        if length + cells > columns.saturating_sub(1) {
            line.push('\n');
            line.push_str(part.trim_end());
            length = cells;
        } else {
            line.push_str(&part);
            length += cells;
        }
    }
    line
}

/// Offers choices until one is taken.
pub(crate) fn choose(
    caption: &str,
    message: &str,
    choices: &[Choice],
    default: Option<usize>,
) -> Result<usize> {
    if !(caption.is_empty() && message.is_empty()) {
        terminal::print("\n");
    }
    for text in [caption, message].into_iter().filter(|text| !text.is_empty()) {
        terminal::print(&format!("{text}\n"));
    }
    let keys: Vec<(String, String)> = choices.iter().map(|c| hot_key(&c.label)).collect();
    let line = choice_line(&keys, default, columns());
    loop {
        let Some(answer) = read_line(&line)? else { return Err(stopped()) };
        let answer = answer.trim();
        if answer.is_empty()
            && let Some(default) = default
        {
            return Ok(default);
        }
        if answer == "?" {
            for (choice, (key, _)) in choices.iter().zip(&keys) {
                terminal::print(&format!("{key} - {}\n", choice.help));
            }
            continue;
        }
        let taken = keys
            .iter()
            .position(|(key, label)| key.eq_ignore_ascii_case(answer) || label.eq_ignore_ascii_case(answer));
        if let Some(taken) = taken {
            return Ok(taken);
        }
    }
}

/// What stands above the question for a credential.
pub(crate) fn credential_heading(caption: Option<&str>, message: Option<&str>) {
    terminal::print(&format!(
        "\n{}\n{}\n",
        caption.unwrap_or("PowerShell credential request"),
        message.unwrap_or("Enter your credentials.")
    ));
}

/// Asks for a user name, until one is given, and a password. `None` at the end of input.
pub(crate) fn credential(user: Option<&str>) -> Result<Option<(String, String)>> {
    let user = match user {
        Some(user) => user.to_owned(),
        None => loop {
            match read_line("User: ")? {
                None => return Ok(None),
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        },
    };
    let Some(password) = read_secret(&format!("Password for user {user}: "))? else { return Ok(None) };
    terminal::print("\n");
    Ok(Some((user, password)))
}
