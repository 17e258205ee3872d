//! Questions to the user: lines, secrets, choices, credentials.

use std::borrow::Cow;
use std::io::{BufRead as _, IsTerminal as _};

use posh::runtime::host::Choice;
use posh::runtime::{Raised, Result};

use super::terminal;

fn stopped() -> Box<Raised> {
    Box::new(Raised::Stopped)
}

/// A line of standard input.
fn plain_line(prompt: &str) -> Result<Option<String>> {
    terminal::print(prompt);
    let mut line = String::new();
    match std::io::stdin().lock().read_line(&mut line) {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned())),
        Err(_) => Err(stopped()),
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

/// Offers choices until one is taken.
pub(crate) fn choose(
    caption: &str,
    message: &str,
    choices: &[Choice],
    default: Option<usize>,
) -> Result<usize> {
    terminal::print(&format!("\n{caption}\n{message}\n"));
    let keys: Vec<(String, String)> = choices.iter().map(|c| hot_key(&c.label)).collect();
    let mut line: String = keys.iter().map(|(key, label)| format!("[{key}] {label} ")).collect();
    line.push_str(" [?] Help");
    if let Some((key, _)) = default.and_then(|d| keys.get(d)) {
        line.push_str(&format!(" (default is \"{key}\")"));
    }
    line.push_str(": ");
    let line = line.replace("  [?]", " [?]");
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

/// Asks for a user name, until one is given, and a password. `None` at the end of input.
pub(crate) fn credential(
    caption: Option<&str>,
    message: Option<&str>,
    user: Option<&str>,
) -> Result<Option<(String, String)>> {
    terminal::print(&format!(
        "\n{}\n{}\n",
        caption.unwrap_or("PowerShell credential request"),
        message.unwrap_or("Enter your credentials.")
    ));
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
