//! What is particular to an operating system.

use std::path::PathBuf;

/// Folder of the user's data of this program.
pub(crate) fn data_folder() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return from("LOCALAPPDATA").unwrap_or_else(|| PathBuf::from(".")).join("Cutover");
    }
    if let Some(data) = from("XDG_DATA_HOME") {
        return data.join("cutover");
    }
    let home = from("HOME").unwrap_or_else(|| PathBuf::from("."));
    if cfg!(target_os = "macos") {
        return home.join("Library/Application Support/Cutover");
    }
    home.join(".local/share/cutover")
}

/// Size of the terminal: columns and lines; `None` where output goes elsewhere.
pub(crate) fn terminal_size() -> Option<(usize, usize)> {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<usize>().ok());
    stdout_size().or_else(|| Some((number("COLUMNS")?, number("LINES")?)))
}

fn stdout_size() -> Option<(usize, usize)> {
    use std::io::IsTerminal as _;
    if !std::io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(w, h)| (usize::from(w.0), usize::from(h.0)))
}
