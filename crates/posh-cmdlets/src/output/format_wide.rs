//! `Format-Wide`

use posh_derive::Cmdlet;
use posh_format::{Generator, Request, Shape, SpecKind};
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{ErrorCategory, Raised, Result, Value};

use super::request::{Common, finish, format, generator};

/// Formats objects as a wide table that shows one property of each.
///
/// # Examples
/// Shows the names of variables in three columns.
/// ```powershell
/// Get-Variable | Format-Wide -Column 3
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Format",
    noun = "Wide",
    module = "Microsoft.PowerShell.Utility",
    output = "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData, Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData, Microsoft.PowerShell.Commands.Internal.Format.FormatEndData, Microsoft.PowerShell.Commands.Internal.Format.GroupStartData, Microsoft.PowerShell.Commands.Internal.Format.GroupEndData"
)]
pub(crate) struct FormatWide {
    /// As many columns as the longest value allows.
    #[parameter]
    auto_size: bool,
    /// Number of columns.
    #[parameter(range = "1, 2147483647")]
    column: Option<i32>,
    /// The properties to show: names, wildcards, script blocks, or tables that compute a value.
    #[parameter(position = 0, ty = "object")]
    property: Value,
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

impl FormatWide {
    fn request(&self) -> Result<Request> {
        if self.auto_size && self.column.is_some() {
            return Err(Raised::typed(
                "System.InvalidOperationException",
                "FormatCannotSpecifyAutosizeAndColumns",
                ErrorCategory::InvalidArgument,
                "Cannot specify the AutoSize parameter and the Column parameter at the same time.",
            ));
        }
        let common = Common {
            property: std::slice::from_ref(&self.property),
            group_by: &self.group_by,
            view: &self.view,
            expand: &self.expand,
            force: self.force,
            display_error: self.display_error,
            show_error: self.show_error,
        };
        Ok(Request {
            shape: Some(Shape::Wide),
            auto_size: self.auto_size,
            columns: self.column.and_then(|c| usize::try_from(c).ok()).unwrap_or(0),
            ..common.request(SpecKind::Wide)?
        })
    }
}

impl Cmdlet for FormatWide {
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
