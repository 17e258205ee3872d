//! `Format-List`

use posh_derive::Cmdlet;
use posh_format::{Generator, Request, Shape, SpecKind};
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::request::{Common, finish, format, generator};

/// Formats the output as a list of properties, each on a line of its own.
///
/// # Examples
/// Shows all properties of the session.
/// ```powershell
/// Get-Host | Format-List *
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Format",
    noun = "List",
    module = "Microsoft.PowerShell.Utility",
    output = "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData, Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData, Microsoft.PowerShell.Commands.Internal.Format.FormatEndData, Microsoft.PowerShell.Commands.Internal.Format.GroupStartData, Microsoft.PowerShell.Commands.Internal.Format.GroupEndData"
)]
pub(crate) struct FormatList {
    /// The properties to show: names, wildcards, script blocks, or tables that compute a value.
    #[parameter(position = 0, ty = "object[]")]
    property: Vec<Value>,
    /// The property or script block by whose value objects are grouped.
    #[parameter]
    group_by: Value,
    /// Name of the view to use.
    #[parameter]
    view: Option<String>,
    /// Shows errors of computed properties behind the output.
    #[parameter]
    show_error: bool,
    /// Shows errors of computed properties in their place.
    #[parameter]
    display_error: bool,
    /// Formats strings, numbers and errors in this shape too.
    #[parameter]
    force: bool,
    /// What is shown of a collection: itself, its elements, or both.
    #[parameter(one_of = "CoreOnly, EnumOnly, Both")]
    expand: Option<String>,
    /// The objects to format.
    #[parameter(by_value, ty = "psobject")]
    input_object: Value,
    generator: Option<Generator>,
}

impl FormatList {
    fn request(&self) -> Result<Request> {
        let common = Common {
            property: &self.property,
            group_by: &self.group_by,
            view: &self.view,
            expand: &self.expand,
            force: self.force,
            display_error: self.display_error,
            show_error: self.show_error,
        };
        Ok(Request { shape: Some(Shape::List), ..common.request(SpecKind::List)? })
    }
}

impl Cmdlet for FormatList {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let request = self.request()?;
        self.generator = Some(generator(pipe, request));
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        format(pipe, &mut self.generator, &self.input_object)
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        finish(pipe, &mut self.generator)
    }
}
