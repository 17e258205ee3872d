//! Replays recordings of a real PowerShell; see `scripts/conformance --help`.

use std::io;
use std::process::ExitCode;

use clap::Parser;
use cutover_tests::options::Options;
use cutover_tests::report::Report;
use cutover_tests::{commandline, completion, layouts, parse, scripts, tables, worker};

fn main() -> io::Result<ExitCode> {
    let options = Options::parse();
    if options.worker {
        worker::serve(options.timeout)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = Report::new(&options, io::stdout())?;
    parse::replay(&options, &mut report)?;
    tables::replay(&options, &mut report)?;
    layouts::replay(&options, &mut report)?;
    scripts::replay(&options, &mut report)?;
    commandline::replay(&options, &mut report)?;
    completion::replay(&options, &mut report)?;
    Ok(if report.finish()? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
