//! Error records as the console shows them: `$ErrorView`.

mod concise;
mod normal;
mod position;

use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorRecord, InvocationInfo, ScriptPosition};
use posh_runtime::{Runspace, Value};

use crate::style::Style;

/// `$ErrorView`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[allow(missing_docs, reason = "the names are PowerShell's own")]
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

pub(crate) fn error_text(rs: &mut Runspace, error: &Value, style: &ErrorStyle) -> String {
    let Some(record) = error.native::<ErrorRecord>() else { return plain_text(error) };
    let id = record.fully_qualified_id();
    if id == "NativeCommandError" || id == "NativeCommandErrorMessage" {
        return record.text().lossy().to_owned();
    }
    let view =
        style.view.or_else(|| rs.variable("ErrorView").and_then(|v| ErrorView::parse(&plain_text(&v))));
    let text = match view.unwrap_or_default() {
        ErrorView::ConciseView => concise::text(rs, record, style),
        ErrorView::CategoryView => colored(&record.category_text(), style.style),
        ErrorView::NormalView | ErrorView::DetailedView => colored(&normal::text(rs, record), style.style),
    };
    match style.style {
        Style::Plain => text,
        Style::Ansi => carry_styles(&text),
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

/// Every line ends its colours and takes up those of the lines before, as the console's writer does.
fn carry_styles(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut seen = String::new();
    let mut out = Vec::new();
    for line in text.split('\n') {
        let sequences = escapes(line);
        if crate::text::strip_ansi(line).is_empty() && !seen.is_empty() {
            // Only the end of the colours is left.
            out.push(String::new());
            continue;
        }
        let end = if line.ends_with(crate::style::RESET) { "" } else { crate::style::RESET };
        out.push(format!("{seen}{line}{end}"));
        seen.push_str(&sequences);
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out.join("\n")
}

fn escapes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\u{1b}') {
        let tail = rest.get(at..).unwrap_or("");
        let end = tail.find('m').map_or(tail.len(), |e| e + 1);
        out.push_str(tail.get(..end).unwrap_or(""));
        rest = tail.get(end..).unwrap_or("");
    }
    out
}
