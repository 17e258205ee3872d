//! Arguments of a command before they are bound.

use std::rc::Rc;

use posh_syntax::Span;

use crate::value::Value;

/// An argument: a value, or a parameter's name with or without its value.
#[derive(Clone)]
pub struct Argument {
    /// Parameter name without dash.
    pub name: Option<Rc<str>>,
    /// Value.
    pub value: Option<Value>,
    /// Extent of the name, or of the value.
    pub span: Span,
    /// Extent of the value behind a colon.
    pub value_span: Span,
    /// The text as written, of a bare word or number.
    pub word: Option<Rc<str>>,
    /// Whether it came out of a splatted table: its value belongs to its name, whatever the parameter is.
    pub splatted: bool,
    /// Whether `$args` gave name and value: native programs get the value alone.
    pub from_args: bool,
}

impl Argument {
    /// A value.
    pub fn positional(value: Value) -> Self {
        Self {
            name: None,
            value: Some(value),
            span: Span::default(),
            value_span: Span::default(),
            word: None,
            splatted: false,
            from_args: false,
        }
    }

    /// A named value.
    pub fn named(name: impl Into<Rc<str>>, value: Value) -> Self {
        Self { name: Some(name.into()), splatted: true, ..Self::positional(value) }
    }

    /// A name alone: a switch, or a parameter whose value is the next argument.
    pub fn switch(name: impl Into<Rc<str>>) -> Self {
        Self {
            name: Some(name.into()),
            value: None,
            span: Span::default(),
            value_span: Span::default(),
            word: None,
            splatted: false,
            from_args: false,
        }
    }
}
