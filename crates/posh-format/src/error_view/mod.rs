//! Error records as the console shows them: `$ErrorView`.

mod concise;
mod normal;

use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorRecord, InvocationInfo, ScriptPosition};
use posh_runtime::{Runspace, Value};

use crate::style::Style;

/// `$ErrorView`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(missing_docs, reason = "the names are PowerShell's own")]
pub enum ErrorView {
    #[default]
    ConciseView,
    NormalView,
    CategoryView,
    DetailedView,
}

impl ErrorView {
    fn parse(text: &str) -> Option<Self> {
        [
            ("ConciseView", Self::ConciseView),
            ("NormalView", Self::NormalView),
            ("CategoryView", Self::CategoryView),
            ("DetailedView", Self::DetailedView),
        ]
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(text))
        .map(|(_, view)| view)
    }
}

/// How error records are shown.
#[derive(Clone, Debug)]
pub struct ErrorStyle {
    /// Width at which messages wrap.
    pub width: usize,
    /// Colours.
    pub style: Style,
    /// The view; `$ErrorView` where absent.
    pub view: Option<ErrorView>,
}

impl ErrorStyle {
    /// By `$ErrorView`.
    pub fn new(width: usize, style: Style) -> Self {
        Self { width, style, view: None }
    }
}

/// An error record as text without a line end at its end. `view` is `$ErrorView` where absent.
pub fn format_error(
    rs: &mut Runspace,
    error: &Value,
    width: usize,
    style: Style,
    view: Option<ErrorView>,
) -> String {
    error_text(rs, error, &ErrorStyle { width, style, view })
}

/// Whether the text of a record has a line end of its own, which shows as an empty line where the record is output.
pub(crate) fn ends_line(rs: &Runspace, error: &Value, style: &ErrorStyle) -> bool {
    let Some(record) = error.native::<ErrorRecord>() else { return false };
    let in_file = position_of(record).is_some_and(|p| p.source.file().is_some());
    view_of(rs, style) == ErrorView::ConciseView
        && (in_file || record.category.get() == ErrorCategory::ParserError)
}

fn view_of(rs: &Runspace, style: &ErrorStyle) -> ErrorView {
    let chosen = || rs.variable("ErrorView").and_then(|v| ErrorView::parse(&plain_text(&v)));
    style.view.or_else(chosen).unwrap_or_default()
}

pub(crate) fn error_text(rs: &mut Runspace, error: &Value, style: &ErrorStyle) -> String {
    let Some(record) = error.native::<ErrorRecord>() else { return plain_text(error) };
    let id = record.fully_qualified_id();
    if id == "NativeCommandError" || id == "NativeCommandErrorMessage" {
        return record.text().lossy().to_owned();
    }
    let text = match view_of(rs, style) {
        ErrorView::ConciseView => concise::text(rs, record, style),
        ErrorView::CategoryView => colored(&record.category_text(), style.style),
        ErrorView::NormalView | ErrorView::DetailedView => {
            // The command's name and the message are coloured each by itself.
            let (command, message) = normal::text(rs, record);
            let error = if style.style == Style::Ansi { crate::style::ERROR } else { "" };
            format!("{error}{command}{}", colored(&message, style.style))
        }
    };
    match style.style {
        Style::Plain => text,
        Style::Ansi => crate::text::split_lines(&text).join("\n"),
    }
}

fn colored(text: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Ansi => format!("{}{text}{}", crate::style::ERROR, crate::style::RESET),
    }
}

/// Where the error happened: of the command that wrote it, or of the statement.
fn position_of(record: &ErrorRecord) -> Option<ScriptPosition> {
    let own = record.position.borrow().clone();
    own.or_else(|| record.with_invocation(|i| i.position.clone()).flatten())
}

/// Name of the command that wrote the error, where there is one.
fn command_name(rs: &mut Runspace, record: &ErrorRecord) -> Option<String> {
    let command = record.with_invocation(|i: &InvocationInfo| i.command.clone())?;
    if command.is_null() {
        return None;
    }
    let name = posh_runtime::members::try_property(rs, &command, "Name")?;
    let name = plain_text(&name);
    if name.is_empty() { None } else { Some(name) }
}
