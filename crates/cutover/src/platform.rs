//! What is particular to an operating system.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

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

/// A flag that is set when the program is asked to end: by Ctrl-C, or by SIGTERM where there is such a thing.
pub(crate) fn stop_flag() -> io::Result<Arc<AtomicBool>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let asked = {
        let _inside = runtime.enter();
        EndSignals::listen()?
    };
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    std::thread::spawn(move || {
        runtime.block_on(asked.come());
        flag.store(true, Ordering::Relaxed);
    });
    Ok(stop)
}

#[cfg(unix)]
struct EndSignals([tokio::signal::unix::Signal; 2]);

#[cfg(unix)]
impl EndSignals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]))
    }

    async fn come(self) {
        let [mut interrupt, mut terminate] = self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct EndSignals;

#[cfg(not(unix))]
impl EndSignals {
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn come(self) {
        // Where Ctrl-C cannot be listened for, the program ends by it.
        let _ = tokio::signal::ctrl_c().await;
    }
}
