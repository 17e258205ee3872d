//! Lines of standard input, run as if they were typed at the prompt: a statement at a time.

use std::io::BufRead as _;

use posh::runtime::Raised;
use posh::syntax::Source;

use crate::host::terminal;
use crate::shell::Shell;

/// Runs the lines; the exit code. With an echo, prompts and lines are written as on a terminal.
pub(super) fn run(shell: &mut Shell, echo: bool) -> u8 {
    let show = |text: &str| {
        if echo {
            terminal::print(text);
        }
    };
    let mut pending = String::new();
    loop {
        if echo {
            let prompt =
                if pending.is_empty() { super::super::prompt::prompt_text(shell) } else { ">> ".into() };
            terminal::print(&prompt);
        }
        let Some(line) = line() else { break };
        show(&format!("{line}\n"));
        let continues = !pending.is_empty();
        if continues {
            pending.push('\n');
        }
        pending.push_str(&line);
        // What takes several lines ends with a blank one.
        if (continues && !line.is_empty()) || is_incomplete(&pending) {
            continue;
        }
        let text = std::mem::take(&mut pending);
        if let Err(raised) = shell.show(|rs, out| rs.run_text(&text, None, out)) {
            let code = shell.report(&raised);
            if matches!(*raised, Raised::Exit(_)) {
                return code;
            }
            shell.session.runspace().last_success = false;
        }
    }
    u8::from(!echo && !shell.session.runspace().last_success)
}

/// A line of standard input without its end. Bytes that are no text are replaced.
fn line() -> Option<String> {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().read_until(b'\n', &mut bytes) {
        Ok(1..) => Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}

/// Whether more input could mend what does not parse.
pub(super) fn is_incomplete(text: &str) -> bool {
    let parsed = posh::syntax::parse(std::sync::Arc::new(Source::new(text, None)));
    parsed.diagnostics.first().is_some_and(|diagnostic| diagnostic.incomplete)
}
