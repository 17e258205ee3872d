//! `Measure-Command`

use std::time::Instant;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::pipeline::Discard;
use posh_runtime::value::TimeSpan;
use posh_runtime::{BlockRunner, Result, Value};

use crate::support::errors::is_bound;

/// Measures how long a script block takes.
///
/// # Examples
/// Measures a command.
/// ```powershell
/// Measure-Command { Get-MigrationBatch }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Measure",
    noun = "Command",
    module = "Microsoft.PowerShell.Utility",
    output = "System.TimeSpan"
)]
pub(crate) struct MeasureCommand {
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// Expression.
    #[parameter(ty = "scriptblock", mandatory, position = 0)]
    expression: Value,
    started: Option<Instant>,
}

impl Cmdlet for MeasureCommand {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.started.get_or_insert_with(Instant::now);
        let Value::Block(block) = self.expression.base() else { return Ok(()) };
        let mut runner = BlockRunner::new(pipe.rs, block);
        let piped = is_bound(pipe, &Self::DEF, "InputObject");
        if piped {
            runner.set_item(self.input_object.clone());
        }
        let done = runner.run(pipe.rs, &mut Discard);
        if piped {
            runner.restore_item();
        }
        done
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let time = self.started.map(|s| s.elapsed()).unwrap_or_default();
        let ticks = i64::try_from(time.as_nanos() / 100).unwrap_or(i64::MAX);
        pipe.write(TimeSpan::new(ticks))
    }
}
