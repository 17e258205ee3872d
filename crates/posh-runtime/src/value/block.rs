//! Script blocks as values.

use std::rc::Rc;

use crate::code::{BlockCode, BlockTemplate};
use crate::scope::Scope;

/// A script block: code, and the module or session in whose scope it runs.
pub struct ScriptBlock {
    /// The code.
    pub template: Rc<BlockTemplate>,
    /// The module's scope that it belongs to; `None` runs in the caller's scope.
    pub home: Option<Rc<Scope>>,
    /// Whether it is a filter: its statements are a process block.
    pub is_filter: bool,
}

impl ScriptBlock {
    /// A block that runs wherever it is called.
    pub fn new(template: Rc<BlockTemplate>) -> Rc<Self> {
        Rc::new(Self { template, home: None, is_filter: false })
    }

    /// A block that runs in a module's scope.
    pub fn of_module(template: Rc<BlockTemplate>, home: Rc<Scope>) -> Rc<Self> {
        Rc::new(Self { template, home: Some(home), is_filter: false })
    }

    /// The lowered code.
    pub fn code(&self) -> &Rc<BlockCode> {
        self.template.code()
    }

    /// The text between the braces.
    pub fn text(&self) -> &str {
        let span = self.template.ast.span;
        let whole = self.template.source.slice(span);
        let inner = whole.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
        inner.unwrap_or(whole)
    }
}
