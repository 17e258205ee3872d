//! What the Format-* cmdlets have in common.

use posh_format::{ErrorStyle, Expand, Failure, Generator, PropertySpec, Request, SpecKind, Style};
use posh_runtime::command::Pipe;
use posh_runtime::error::Exception;
use posh_runtime::{ErrorCategory, ErrorRecord, Raised, Result, Value};

/// The common parameters' values.
pub(super) struct Common<'a> {
    pub(super) property: &'a [Value],
    pub(super) group_by: &'a Value,
    pub(super) view: &'a Option<String>,
    pub(super) expand: &'a Option<String>,
    pub(super) force: bool,
    pub(super) display_error: bool,
    pub(super) show_error: bool,
}

impl Common<'_> {
    /// The request, for a kind of properties.
    pub(super) fn request(&self, kind: SpecKind) -> Result<Request> {
        let mut request = Request {
            force: self.force,
            display_error: self.display_error,
            show_error: self.show_error,
            ..Request::default()
        };
        for property in self.property.iter().filter(|p| !p.is_null()) {
            request.properties.push(PropertySpec::parse(property, kind)?);
        }
        if !self.group_by.is_null() {
            request.group_by = Some(PropertySpec::parse(self.group_by, SpecKind::GroupBy)?);
        }
        request.view.clone_from(self.view);
        if request.view.is_some() && !request.properties.is_empty() {
            return Err(Raised::typed(
                "System.Management.Automation.PSInvalidOperationException",
                "FormatCannotSpecifyViewAndProperty",
                ErrorCategory::InvalidArgument,
                "The View and Property parameters cannot be specified at the same time.",
            ));
        }
        request.expand = match self.expand.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("coreonly") => Expand::CoreOnly,
            Some("both") => Expand::Both,
            _ => Expand::EnumOnly,
        };
        Ok(request)
    }
}

/// The generator of a cmdlet that begins.
pub(super) fn generator(pipe: &Pipe<'_>, request: Request) -> Generator {
    let errors = ErrorStyle::new(pipe.rs.host.width(), Style::Plain);
    Generator::new(pipe.rs, request, errors)
}

/// Formats an object and passes the packets on.
pub(super) fn format(pipe: &mut Pipe<'_>, generator: &mut Option<Generator>, object: &Value) -> Result<()> {
    let Some(generator) = generator else { return Ok(()) };
    for packet in generator.format(pipe.rs, object)? {
        pipe.write(packet)?;
    }
    for failure in generator.take_failures() {
        pipe.error(failed(&failure, object))?;
    }
    Ok(())
}

/// The error record of `-ShowError`.
fn failed(failure: &Failure, object: &Value) -> ErrorRecord {
    let id = match failure {
        Failure::Evaluate(_) => "mshExpressionError",
        Failure::Format(_) => "formattingError",
    };
    let exception =
        Exception::new("System.Management.Automation.PSInvalidOperationException", failure.to_string());
    ErrorRecord::new(exception, id, ErrorCategory::InvalidOperation, object.clone())
}

/// Passes on what ends the document.
pub(super) fn finish(pipe: &mut Pipe<'_>, generator: &mut Option<Generator>) -> Result<()> {
    let Some(mut generator) = generator.take() else { return Ok(()) };
    for packet in generator.finish() {
        pipe.write(packet)?;
    }
    Ok(())
}
