//! Lowered code: what the evaluator runs.
//!
//! A script block's tree is lowered once. Every simple variable that it names gets a slot; types, constants and
//! operators are resolved as far as the text alone allows.

mod expr;
mod lower;
mod lower_expr;
mod lower_stmt;
mod stmt;

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::ast::ScriptBlockAst;
use posh_syntax::{Source, Span};

pub use expr::*;
pub use lower::{LoneExpr, lower_alone};
pub use lower_expr::is_simple_name;
pub(crate) use stmt::used_namespace;
pub use stmt::*;

use crate::command::CommandParameters;
use crate::names::Name;

/// Number of a variable among its block's slots.
pub type SlotIndex = u16;

/// A lowered script block.
pub struct BlockCode {
    /// The slots' names.
    pub names: Box<[Name]>,
    /// The tree.
    pub ast: Arc<ScriptBlockAst>,
    /// The text.
    pub source: Arc<Source>,
    /// The parameters' defaults, in the order of the parameters.
    pub parameters: Vec<ParameterCode>,
    /// What the binder knows of the parameters, made at the first call.
    pub metadata: OnceCell<Rc<CommandParameters>>,
    /// `dynamicparam`
    pub dynamic_param: Option<Block>,
    /// `begin`
    pub begin: Option<Block>,
    /// `process`
    pub process: Option<Block>,
    /// `end`, or the statements of a block that names none
    pub end: Option<Block>,
    /// `clean`
    pub clean: Option<Block>,
    /// Whether `$args` is named.
    pub uses_args: bool,
    /// Whether `$input` is named.
    pub uses_input: bool,
    /// Whether `[CmdletBinding()]` or a parameter attribute makes it a cmdlet.
    pub advanced: bool,
    /// Attributes and parameters of a function whose parameters stand behind its name.
    pub function: Option<Arc<posh_syntax::ast::FunctionDefinitionAst>>,
}

impl BlockCode {
    /// The slot of a name.
    pub fn slot_of(&self, name: Name) -> Option<usize> {
        self.names.iter().position(|n| *n == name)
    }

    /// Whether the block has only an `end`, so that it can be run as plain statements.
    pub fn is_plain(&self) -> bool {
        self.begin.is_none() && self.process.is_none() && self.clean.is_none() && self.dynamic_param.is_none()
    }
}

/// A parameter's variable and default.
pub struct ParameterCode {
    /// Slot of the variable.
    pub slot: SlotIndex,
    /// Its name.
    pub name: Rc<str>,
    /// Default value.
    pub default: Option<Expr>,
    /// Extent of the parameter.
    pub span: Span,
}

/// A script block's tree with its lowered code, made when it first runs.
pub struct BlockTemplate {
    /// The tree.
    pub ast: Arc<ScriptBlockAst>,
    /// The text.
    pub source: Arc<Source>,
    /// The function whose body it is.
    pub function: Option<Arc<posh_syntax::ast::FunctionDefinitionAst>>,
    code: OnceCell<Rc<BlockCode>>,
}

impl BlockTemplate {
    /// A template of a tree.
    pub fn new(ast: Arc<ScriptBlockAst>, source: Arc<Source>) -> Rc<Self> {
        Rc::new(Self { ast, source, function: None, code: OnceCell::new() })
    }

    /// A template of a function's body.
    pub fn of_function(
        function: Arc<posh_syntax::ast::FunctionDefinitionAst>,
        source: Arc<Source>,
    ) -> Rc<Self> {
        Rc::new(Self { ast: function.body.clone(), source, function: Some(function), code: OnceCell::new() })
    }

    /// The lowered code.
    pub fn code(&self) -> &Rc<BlockCode> {
        self.code.get_or_init(|| Rc::new(lower::lower_block(&self.ast, &self.source, self.function.clone())))
    }
}
