//! The blocks typed at the prompt, on a pseudo-terminal, against the practice organisation over real HTTPS.

use std::io::{Read as _, Write as _};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use exchange_lab::Lab;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::blocks::with_placeholder_filled;
use crate::expected::{check, steady};

const PROMPT: &str = "PS> ";

/// A program on a pseudo-terminal.
struct Screen {
    output: Receiver<Vec<u8>>,
    input: Box<dyn std::io::Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Screen {
    fn start(command: CommandBuilder) -> Self {
        let size = PtySize { rows: 50, cols: 240, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let input = pair.master.take_writer().expect("a writer");
        let (send, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || send.send(buffer.get(..n).unwrap_or(&[]).to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { output, input, child, _master: pair.master }
    }

    fn type_line(&mut self, line: &str) {
        self.input
            .write_all(line.as_bytes())
            .and_then(|()| self.input.write_all(b"\r"))
            .expect("the terminal takes it");
        self.input.flush().expect("the terminal takes it");
    }

    /// What the program writes until `mark`, without escape sequences.
    fn until(&mut self, mark: &str) -> String {
        let begin = Instant::now();
        let mut bytes = Vec::new();
        loop {
            let text = posh::format::plain(&String::from_utf8_lossy(&bytes)).replace('\r', "");
            if text.ends_with(mark) {
                return text;
            }
            match self.output.recv_timeout(Duration::from_secs(60)) {
                Ok(more) => bytes.extend(more),
                Err(error) => panic!("no {mark:?} after {:?} ({error}), but:\n{text}", begin.elapsed()),
            }
        }
    }
}

/// Counts and statuses move with the machine's own time; that they are shown is what is compared.
fn hide_progress(line: &str) -> String {
    let Some((label, _)) = line.split_once(" :") else { return line.to_owned() };
    let label_text = label.trim();
    let moves = label_text.ends_with("Count")
        || label_text.starts_with("LastSynced")
        || label_text.starts_with("InitialSync")
        || matches!(label_text, "Status" | "State" | "IsProvisioning" | "Reports");
    if moves { format!("{label} : <moves>") } else { line.to_owned() }
}

/// The line editor draws a masked line anew for each character; the last drawing is what stays on the screen.
fn last_drawing(line: &str) -> String {
    match line.rfind("Password for user ") {
        Some(at) => line.get(at..).unwrap_or_default().to_owned(),
        None => line.to_owned(),
    }
}

#[test]
fn each_block_is_typed() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("tokio");
    let lab = runtime
        .block_on(Lab::builder().people(30).domain("contoso.com").start())
        .expect("the practice organisation starts");
    let administrator = lab.administrator();
    let authority = folder.path().join("ca.pem");
    std::fs::write(&authority, lab.ca_pem()).expect("a file");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_cutover"));
    command.env("NO_COLOR", "1");
    command.env("TERM", "xterm");
    command.env("TZ", "UTC");
    command.env("USER", "operator");
    command.env("XDG_DATA_HOME", folder.path());
    command.cwd(folder.path());
    command.arg("--state");
    command.arg(folder.path().join("state"));
    command.arg("--target");
    command.arg(format!("maildir:{}", folder.path().join("mail").display()));
    command.arg("--ca-file");
    command.arg(&authority);
    command.arg("--resolve");
    command.arg(format!("*={}", lab.addr()));
    let mut screen = Screen::start(command);

    screen.until("> ");
    screen.type_line("function prompt { 'PS' + '> ' }");
    screen.until(PROMPT);
    let mut shown = String::new();
    screen.type_line("New-AcceptedDomain -Name contoso.com -DomainName contoso.com");
    shown.push_str(&screen.until(PROMPT));
    let secret = administrator.password.expose().to_owned();
    for block in with_placeholder_filled() {
        for line in block.lines().filter(|l| !l.trim().is_empty()) {
            screen.type_line(line);
            if line.contains("Get-Credential") {
                shown.push_str(&screen.until("User: "));
                screen.type_line(&administrator.login_name());
                shown.push_str(&screen.until(": "));
                screen.type_line(&secret);
            }
            if line.starts_with("Remove-MigrationBatch") {
                shown.push_str(&screen.until("): "));
                screen.type_line("Y");
            }
            shown.push_str(&screen.until(PROMPT));
        }
    }
    screen.type_line("exit");
    let status = screen.child.wait().expect("the program ends");
    assert!(status.success(), "{status:?}");

    assert!(!shown.contains(&secret), "the password shows");
    let history = std::fs::read_to_string(folder.path().join("cutover/history.txt")).unwrap_or_default();
    assert!(!history.contains(&secret), "the password is in the history");
    let scratch = folder.path().display().to_string();
    let text = steady(&shown, &[(&scratch, "<folder>")]);
    let text: Vec<String> = text.lines().map(|l| hide_progress(&last_drawing(l))).collect();
    check("terminal", &(text.join("\n") + "\n"));
}

#[test]
fn ctrl_c_stops_the_pipeline_and_leaves_the_session() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_cutover"));
    command.env("NO_COLOR", "1");
    command.env("TERM", "xterm");
    command.env("XDG_DATA_HOME", folder.path());
    command.cwd(folder.path());
    command.args(["--rehearse", "--people", "1"]);
    let mut screen = Screen::start(command);
    screen.until("> ");
    screen.type_line("function prompt { 'PS' + '> ' }");
    screen.until(PROMPT);
    for round in 0..2 {
        screen.type_line(&format!("$kept = {round}; 'running'; while ($true) {{ }}"));
        screen.until("running\n");
        screen.input.write_all(b"\x03").and_then(|()| screen.input.flush()).expect("the terminal takes it");
        screen.until(PROMPT);
    }
    screen.type_line("\"kept $kept\"");
    assert!(screen.until(PROMPT).contains("kept 1\n"));
    screen.type_line("exit");
    assert!(screen.child.wait().expect("the program ends").success());
}
