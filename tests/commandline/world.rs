//! A practice organisation, a state folder, a target, and commands that use them.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Longest time that anything here may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The program, with its data in `data` and nothing of the tester's surroundings.
pub(crate) fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cutover"));
    command.env("NO_COLOR", "1").env("XDG_DATA_HOME", data).env("TZ", "UTC").env("TERM", "dumb");
    command.current_dir(data).stdin(Stdio::null());
    command
}

/// What a process that has ended said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// `cutover lab` as a process.
pub(crate) struct Lab {
    process: Child,
    pub(crate) address: String,
    pub(crate) ca: PathBuf,
    pub(crate) user: String,
    pub(crate) password: String,
}

impl Lab {
    /// Starts an organisation of `people`, its authority's certificate in `folder`.
    pub(crate) fn start(folder: &Path, people: u32, arguments: &[&str]) -> Self {
        let ca = folder.join("authority.pem");
        let mut process = program(folder)
            .args(["lab", "--people", &people.to_string(), "--ca-out"])
            .arg(&ca)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the organisation starts");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let (mut address, mut user, mut password) = Default::default();
        for line in lines.map_while(Result::ok).take_while(|line| line != "ready") {
            match line.split_once('=') {
                Some(("address", value)) => address = value.to_owned(),
                Some(("user", value)) => user = value.to_owned(),
                Some(("password", value)) => password = value.to_owned(),
                _ => {}
            }
        }
        Self { process, address, ca, user, password }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A scratch folder with an organisation, a state and a target.
pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) lab: Lab,
}

impl World {
    pub(crate) fn new(people: u32) -> Self {
        Self::with(people, &[])
    }

    pub(crate) fn with(people: u32, lab: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let lab = Lab::start(folder.path(), people, lab);
        Self { folder, lab }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The options that name this world's state, target and organisation, as they are typed.
    pub(crate) fn options(&self) -> Vec<String> {
        vec![
            "--state".into(),
            self.path("state").display().to_string(),
            "--target".into(),
            format!("maildir:{}", self.path("mail").display()),
            "--ca-file".into(),
            self.lab.ca.display().to_string(),
            "--resolve".into(),
            format!("*={}", self.lab.address),
        ]
    }

    /// A command over this world.
    pub(crate) fn command(&self, name: &str) -> Command {
        let mut command = program(self.folder.path());
        command.arg(name).args(self.options());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn ends(&self, name: &str) -> Ended {
        self.command(name).output().expect("the program runs").into()
    }

    /// Runs a script to its end.
    pub(crate) fn run(&self, options: &[&str], script: &str) -> Ended {
        let file = self.path("runbook.ps1");
        std::fs::write(&file, script).expect("a script");
        self.command("run").args(options).arg(file).output().expect("the program runs").into()
    }

    /// The lines of a runbook up to an endpoint, logged on with `password`.
    pub(crate) fn endpoint_with(&self, password: &str) -> String {
        format!(
            "$ErrorActionPreference = 'Stop'\n\
             New-AcceptedDomain -Name contoso.com -DomainName contoso.com | Out-Null\n\
             $secret = ConvertTo-SecureString '{password}' -AsPlainText -Force\n\
             $credentials = [pscredential]::new('{user}', $secret)\n\
             $test = Test-MigrationServerAvailability -ExchangeOutlookAnywhere -Autodiscover -EmailAddress {user} \
             -Credentials $credentials\n\
             if (\"$($test.Result)\" -ne 'Success') {{ throw $test.Message }}\n\
             New-MigrationEndpoint -ExchangeOutlookAnywhere -Name CutoverEndpoint -ConnectionSettings \
             $test.ConnectionSettings | Out-Null\n",
            user = self.lab.user,
        )
    }

    /// The lines of a runbook that starts a batch and ends.
    pub(crate) fn start_batch(&self) -> String {
        self.endpoint_with(&self.lab.password)
            + "New-MigrationBatch -Name CutoverBatch -SourceEndpoint CutoverEndpoint -AutoStart | Out-Null\n"
    }

    /// Starts `cutover serve` and waits until it works.
    pub(crate) fn serve(&self) -> Serving {
        let mut process =
            self.command("serve").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let first = lines.next().and_then(Result::ok).unwrap_or_default();
        assert!(first.starts_with("Migrating. The mail goes to "), "{first}");
        Serving(process)
    }

    /// Files of the target that are items.
    pub(crate) fn items(&self) -> usize {
        files(&self.path("mail")).iter().filter(|file| file.to_string_lossy().contains(".cutover")).count()
    }

    /// Waits until `cutover status` shows what is wanted.
    pub(crate) fn until_status(&self, wanted: &str) -> Ended {
        let begin = Instant::now();
        loop {
            let status = self.ends("status");
            if status.out.contains(wanted) {
                return status;
            }
            assert!(begin.elapsed() < PATIENCE, "no {wanted:?}: {status:?}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A `cutover serve` that runs.
pub(crate) struct Serving(Child);

impl Serving {
    /// Presses Ctrl-C; what it said at its end.
    pub(crate) fn interrupt(mut self) -> Ended {
        let asked = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status();
        assert!(asked.expect("kill runs").success());
        let mut err = String::new();
        if let Some(mut stream) = self.0.stderr.take() {
            std::io::Read::read_to_string(&mut stream, &mut err).expect("its errors");
        }
        let code = self.0.wait().expect("it ends").code();
        Ended { code, out: String::new(), err }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
