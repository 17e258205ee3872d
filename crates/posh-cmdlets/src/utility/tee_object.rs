//! `Tee-Object`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::pipeline::{Argument, Collect, run_command};
use posh_runtime::{Result, Value};

/// Keeps output in a file or variable and sends it on.
///
/// # Examples
/// Keeps the objects in a variable.
/// ```powershell
/// Get-Mailbox | Tee-Object -Variable mailboxes | Measure-Object
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Tee", noun = "Object", module = "Microsoft.PowerShell.Utility", default_set = "File")]
pub(crate) struct TeeObject {
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// File path.
    #[parameter(alias = "Path", mandatory, position = 0, set = "File")]
    file_path: Option<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, set = "LiteralFile")]
    literal_path: Option<String>,
    /// Adds to what is there.
    #[parameter(set = "File")]
    append: bool,
    /// The encoding of the text.
    #[parameter(ty = "System.Text.Encoding", not_null_or_empty, set = "File, LiteralFile")]
    encoding: Value,
    /// Variable.
    #[parameter(mandatory, set = "Variable")]
    variable: Option<String>,
    kept: Vec<Value>,
}

impl Cmdlet for TeeObject {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.kept.push(self.input_object.clone());
        pipe.write(self.input_object.clone())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let kept = std::mem::take(&mut self.kept);
        if let Some(name) = &self.variable {
            let value = Collect { items: kept }.into_value().or_null();
            return pipe.rs.set_variable(name, value);
        }
        let mut arguments = match (&self.file_path, &self.literal_path) {
            (Some(path), _) => vec![Argument::named("FilePath", Value::str(path.as_str()))],
            (None, path) => vec![Argument::named("LiteralPath", Value::from(path.clone()))],
        };
        if self.append {
            arguments.push(Argument::switch("Append"));
        }
        if !self.encoding.is_null() {
            arguments.push(Argument::named("Encoding", self.encoding.clone()));
        }
        let command = pipe.rs.find_command("Out-File")?;
        run_command(pipe.rs, command, arguments, Some(kept), pipe.out)
    }
}
