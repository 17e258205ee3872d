//! `ForEach-Object`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::members;
use posh_runtime::{BlockRunner, Raised, Result, Value};

/// Performs an operation against each item in a collection of input objects.
///
/// # Examples
/// Divides integers in an array.
/// ```powershell
/// 30000, 56798, 12432 | ForEach-Object -Process { $_ / 1024 }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ForEach",
    noun = "Object",
    module = "Microsoft.PowerShell.Core",
    default_set = "ScriptBlockSet",
    should_process,
    impact = "Low"
)]
pub(crate) struct ForEachObject {
    /// The input objects.
    #[parameter(
        by_value,
        set = "ScriptBlockSet, PropertyAndMethodSet, ParallelParameterSet",
        ty = "psobject"
    )]
    input_object: Value,
    /// Runs before any input is processed.
    #[parameter(set = "ScriptBlockSet", ty = "scriptblock")]
    begin: Value,
    /// Runs for each input object.
    #[parameter(
        mandatory,
        position = 0,
        set = "ScriptBlockSet",
        ty = "scriptblock[]",
        allow_null,
        allow_empty_collection
    )]
    process: Vec<Value>,
    /// Runs behind all input.
    #[parameter(set = "ScriptBlockSet", ty = "scriptblock")]
    end: Value,
    /// Further script blocks.
    #[parameter(set = "ScriptBlockSet", remaining, ty = "scriptblock[]", allow_null, allow_empty_collection)]
    remaining_scripts: Vec<Value>,
    /// The property to get, or the method to call.
    #[parameter(mandatory, position = 0, set = "PropertyAndMethodSet", not_null_or_empty)]
    member_name: String,
    /// Arguments of the method.
    #[parameter(set = "PropertyAndMethodSet", remaining, alias = "Args", ty = "object[]")]
    argument_list: Vec<Value>,
    /// Runs for each input object, several at a time.
    #[parameter(mandatory, set = "ParallelParameterSet", ty = "scriptblock")]
    parallel: Value,
    /// How many run at a time.
    #[parameter(set = "ParallelParameterSet", range = "1, 2147483647")]
    throttle_limit: Option<i32>,
    /// Seconds after which all processing stops.
    #[parameter(name = "TimeoutSeconds", set = "ParallelParameterSet", range = "0, 2147483")]
    timeout_seconds: Option<i32>,
    runners: Vec<BlockRunner>,
    once: RunOnce,
}

/// Blocks that run once, before or behind the input.
#[derive(Default)]
struct RunOnce {
    begin: Option<Value>,
    end: Option<Value>,
}

impl ForEachObject {
    /// Sorts the blocks out: of several in `-Process`, the first begins and the last ends.
    fn arrange(&mut self) -> Vec<Value> {
        let mut blocks: Vec<Value> =
            self.process.iter().chain(&self.remaining_scripts).filter(|b| !b.is_null()).cloned().collect();
        self.once.begin = (!self.begin.is_null()).then(|| self.begin.clone());
        self.once.end = (!self.end.is_null()).then(|| self.end.clone());
        if self.once.begin.is_none() && blocks.len() > 1 {
            self.once.begin = Some(blocks.remove(0));
        }
        if self.once.end.is_none() && blocks.len() > 1 {
            self.once.end = blocks.pop();
        }
        blocks
    }
}

fn run_once(pipe: &mut Pipe<'_>, block: Option<&Value>) -> Result<()> {
    match block.map(Value::base) {
        Some(Value::Block(block)) => {
            let block = block.clone();
            pipe.rs.invoke_dotted(&block, Vec::new(), pipe.out)
        }
        _ => Ok(()),
    }
}

impl Cmdlet for ForEachObject {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if !self.parallel.is_null() {
            return Err(Raised::not_supported("ForEach-Object -Parallel"));
        }
        for block in self.arrange() {
            if let Value::Block(block) = block.base() {
                self.runners.push(BlockRunner::new(pipe.rs, block));
            }
        }
        let begin = self.once.begin.clone();
        run_once(pipe, begin.as_ref())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.runners.is_empty() && self.member_name.is_empty() {
            return Ok(());
        }
        if self.runners.is_empty() {
            return self.member(pipe);
        }
        for runner in &mut self.runners {
            runner.run_with(pipe.rs, self.input_object.clone(), pipe.out)?;
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for runner in &mut self.runners {
            runner.restore_item();
        }
        let end = self.once.end.clone();
        run_once(pipe, end.as_ref())
    }

    fn clean(&mut self, _: &mut posh_runtime::Runspace) {
        for runner in &mut self.runners {
            runner.restore_item();
        }
    }
}

impl ForEachObject {
    fn member(&self, pipe: &mut Pipe<'_>) -> Result<()> {
        let target = &self.input_object;
        let name = self.member_name.as_str();
        if self.argument_list.is_empty()
            && let Some(value) = members::try_property(pipe.rs, target, name)
        {
            return pipe.write_all(value);
        }
        if members::has_method(target, name) {
            let value = members::invoke(pipe.rs, target, name, &self.argument_list)?;
            return pipe.write_all(value);
        }
        if pipe.rs.scope.strict_mode() >= 20 {
            let error = posh_runtime::ErrorRecord::new(
                posh_runtime::error::Exception::new(
                    "System.Management.Automation.PSArgumentException",
                    format!("The input name \"{name}\" cannot be resolved to a member."),
                ),
                "PropertyOrMethodNotFound",
                ErrorCategory::InvalidArgument,
                target.clone(),
            );
            *error.target_type.borrow_mut() = Some("PSObject".into());
            return pipe.error(error);
        }
        pipe.write(Value::Null)
    }
}
