//! Standard output and standard error.

use std::io::Write as _;

/// Writes to standard output; a reader that has gone is no error.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Writes to standard error.
pub(crate) fn print_error(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Numbers of the escape sequences of the 16 console colours, in the order of `System.ConsoleColor`.
const COLOURS: [u8; 16] = [30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97];

/// A text in console colours.
pub(crate) fn coloured(text: &str, foreground: Option<u8>, background: Option<u8>) -> String {
    let code = |c: Option<u8>| c.and_then(|c| COLOURS.get(usize::from(c)).copied());
    let mut out = String::new();
    if let Some(f) = code(foreground) {
        out.push_str(&format!("\u{1b}[{f}m"));
    }
    if let Some(b) = code(background) {
        out.push_str(&format!("\u{1b}[{}m", b + 10));
    }
    let (body, end) = match text.strip_suffix('\n') {
        Some(body) => (body, "\n"),
        None => (text, ""),
    };
    out.push_str(body);
    out.push_str("\u{1b}[0m");
    out.push_str(end);
    out
}
