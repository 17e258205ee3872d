//! What is wrong with a source text.

pub(crate) mod ids;

use std::borrow::Cow;

use crate::Span;

/// A parse error, with PowerShell's error id, message and extent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// PowerShell's id, such as `MissingEndCurlyBrace`.
    pub id: Cow<'static, str>,
    /// PowerShell's message.
    pub message: String,
    /// Extent of the error.
    pub span: Span,
    /// Whether more input could mend it: the prompt then asks for another line.
    pub incomplete: bool,
}
