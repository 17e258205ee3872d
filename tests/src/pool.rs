//! Runs jobs in worker processes, and starts a new one where a job killed its worker or never ends.

use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::options::Options;
use crate::row::Job;
use crate::worker::MARK;

struct Worker {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Worker {
    fn start(seconds: u64) -> io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--worker", "--timeout", &seconds.to_string()])
            .current_dir("/")
            .envs([("TZ", "UTC"), ("LANG", "en_US.UTF-8"), ("LC_ALL", "en_US.UTF-8")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the worker has no pipes"));
        };
        let (send, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(answer) = line.strip_prefix(MARK)
                    && send.send(answer.to_owned()).is_err()
                {
                    break;
                }
            }
        });
        Ok(Self { child, input, answers })
    }

    fn ask(&mut self, job: &Job, seconds: u64) -> Result<Value, &'static str> {
        let line = serde_json::to_string(job).map_err(|_| "the job is no JSON")?;
        writeln!(self.input, "{line}").and_then(|()| self.input.flush()).map_err(|_| "the worker is gone")?;
        match self.answers.recv_timeout(Duration::from_secs(seconds + 2)) {
            Ok(answer) => serde_json::from_str(&answer).map_err(|_| "the answer is no JSON"),
            Err(RecvTimeoutError::Timeout) => Err("it ran too long"),
            Err(RecvTimeoutError::Disconnected) => Err("it ended the process"),
        }
    }

    fn stop(mut self) {
        drop(self.input);
        // A worker that does not end by itself is ended; one that has ended already cannot be.
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Runs jobs; the answers in the same order.
pub fn run(jobs: &[Job], options: &Options) -> Vec<Value> {
    let next = Mutex::new(0_usize);
    let answers = Mutex::new(vec![Value::Null; jobs.len()]);
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.max(1).min(jobs.len().max(1)) {
            scope.spawn(|| work(jobs, options.timeout, &next, &answers));
        }
    });
    answers.into_inner().unwrap_or_default()
}

fn work(jobs: &[Job], seconds: u64, next: &Mutex<usize>, answers: &Mutex<Vec<Value>>) {
    let mut worker = None;
    loop {
        let at = {
            let Ok(mut next) = next.lock() else { return };
            *next += 1;
            *next - 1
        };
        let Some(job) = jobs.get(at) else { break };
        let mut current = match worker.take().map_or_else(|| Worker::start(seconds), Ok) {
            Ok(w) => w,
            Err(error) => {
                put(answers, at, json!({ "worker": error.to_string() }));
                continue;
            }
        };
        match current.ask(job, seconds) {
            Ok(answer) => {
                put(answers, at, answer);
                worker = Some(current);
            }
            Err(reason) => {
                put(answers, at, json!({ "worker": reason }));
                current.stop();
            }
        }
    }
    if let Some(worker) = worker {
        worker.stop();
    }
}

fn put(answers: &Mutex<Vec<Value>>, at: usize, answer: Value) {
    if let Ok(mut answers) = answers.lock()
        && let Some(place) = answers.get_mut(at)
    {
        *place = answer;
    }
}
