//! The commands, one file each.

mod check;
mod lab;
mod prompt;
pub(crate) mod pwsh;
mod run;
mod serve;
mod status;
mod summary;

use std::process::ExitCode;

use crate::cli::{Cli, Command};
use crate::error::Error;

/// Does what the command line asks.
pub(crate) fn dispatch(cli: Cli) -> Result<ExitCode, Error> {
    match cli.command {
        None => prompt::run(&cli.work),
        Some(Command::Run(options)) => run::run(&options),
        Some(Command::Pwsh { arguments }) => {
            let arguments: Vec<std::ffi::OsString> = arguments.into_iter().map(Into::into).collect();
            Ok(pwsh::run(&arguments))
        }
        Some(Command::Serve(options)) => serve::run(&options),
        Some(Command::Status(options)) => status::run(&options),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Lab(options)) => lab::run(&options),
    }
}
