//! The `cutover` program: command line, prompt and terminal host.

mod cli;
mod commands;
mod display;
mod error;
mod host;
mod platform;
mod rehearsal;
mod shell;
mod work;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    if commands::pwsh::is_called_by_name(&arguments) {
        return commands::pwsh::run(arguments.get(1..).unwrap_or(&[]));
    }
    if arguments.get(1).is_some_and(|a| a == "pwsh") {
        return commands::pwsh::run(arguments.get(2..).unwrap_or(&[]));
    }
    let cli = cli::Cli::parse();
    match commands::dispatch(cli) {
        Ok(code) => code,
        Err(error) => {
            host::terminal::print_error(&format!("cutover: {error}\n"));
            ExitCode::from(error.exit_code())
        }
    }
}
