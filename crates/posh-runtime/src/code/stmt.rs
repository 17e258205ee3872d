//! Lowered statements.

use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::Span;
use posh_syntax::ast::{InvocationOperator, RedirectionStream, TypeDefinitionAst, UsingStatementAst};

use super::{BinaryOp, BlockTemplate, Expr, SlotIndex, Target, TypeSite};
use crate::names::Name;

/// Statements with their traps.
#[derive(Default)]
pub struct Block {
    /// Statements.
    pub statements: Vec<Stmt>,
    /// Traps.
    pub traps: Vec<Trap>,
}

/// `trap [type] { }`.
pub struct Trap {
    /// Exception type; none traps all.
    pub ty: Option<TypeSite>,
    /// Body.
    pub body: Block,
}

/// A statement and where it stands.
pub struct Stmt {
    /// What it does.
    pub kind: StmtKind,
    /// Extent, which errors name.
    pub span: Span,
}

/// What a statement does.
pub enum StmtKind {
    /// A lone expression: its value is output.
    Expr(Expr),
    /// A lone expression that is never output: `$i++`, a call of a void method cannot be known before it runs.
    Silent(Expr),
    /// `x = ...`
    Assign(Box<Assign>),
    /// Commands.
    Pipeline(Box<PipelineCode>),
    /// `&&`, `||`
    Chain(Box<ChainCode>),
    /// `if`
    If(Box<IfCode>),
    /// `while`, `do`, `for`
    Loop(Box<LoopCode>),
    /// `foreach`
    ForEach(Box<ForEachCode>),
    /// `switch`
    Switch(Box<SwitchCode>),
    /// `try`
    Try(Box<TryCode>),
    /// `break`
    Break(Option<Box<Expr>>),
    /// `continue`
    Continue(Option<Box<Expr>>),
    /// `return`
    Return(Option<Box<Stmt>>),
    /// `exit`
    Exit(Option<Box<Stmt>>),
    /// `throw`
    Throw(Option<Box<Stmt>>),
    /// `function`, `filter`
    Function(Box<FunctionCode>),
    /// `class`, `enum`
    Types(Box<[Arc<TypeDefinitionAst>]>),
    /// `using`
    Using(Box<UsingCode>),
    /// `data`
    Data(Option<SlotIndex>, Box<Block>),
    /// What the evaluator does not run.
    Unsupported(&'static str),
}

/// `using`, owned by the statement.
pub struct UsingCode {
    /// Kind.
    pub kind: posh_syntax::ast::UsingStatementKind,
    /// Name or path.
    pub name: Rc<str>,
}

impl UsingCode {
    /// From the tree.
    pub fn of(ast: &UsingStatementAst) -> Self {
        let name = ast.name.as_ref().map(|n| n.value.to_string_lossy()).unwrap_or_default();
        let name = ast.module.as_ref().map_or(name, |m| m.name.to_string());
        Self { kind: ast.kind, name: name.into() }
    }
}

/// The namespace that a `using namespace` brings near.
pub(crate) fn used_namespace(ast: &UsingStatementAst) -> Option<String> {
    let is_namespace = ast.kind == posh_syntax::ast::UsingStatementKind::Namespace;
    ast.name.as_ref().filter(|_| is_namespace).map(|name| name.value.to_string_lossy())
}

/// An assignment.
pub struct Assign {
    /// What is assigned to.
    pub target: Target,
    /// How.
    pub op: AssignOp,
    /// The value.
    pub value: Stmt,
}

/// Kind of an assignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssignOp {
    /// `=`
    Set,
    /// `+=` and its kin
    Compound(BinaryOp),
    /// `??=`
    Coalesce,
}

/// `if`.
pub struct IfCode {
    /// Conditions with bodies.
    pub clauses: Vec<(Stmt, Block)>,
    /// `else`
    pub otherwise: Option<Block>,
}

/// `while`, `do while`, `do until`, `for`.
pub struct LoopCode {
    /// Label.
    pub label: Option<Name>,
    /// First part of a `for`.
    pub initializer: Option<Stmt>,
    /// Condition.
    pub condition: Option<Stmt>,
    /// Third part of a `for`.
    pub iterator: Option<Stmt>,
    /// Body.
    pub body: Block,
    /// Whether the condition is looked at behind the body.
    pub test_last: bool,
    /// Whether the loop ends when the condition holds.
    pub until: bool,
}

/// `foreach`.
pub struct ForEachCode {
    /// Label.
    pub label: Option<Name>,
    /// Loop variable.
    pub variable: Target,
    /// What is enumerated.
    pub condition: Stmt,
    /// Body.
    pub body: Block,
}

/// `switch`.
pub struct SwitchCode {
    /// Label.
    pub label: Option<Name>,
    /// Flags.
    pub flags: posh_syntax::ast::SwitchFlags,
    /// What is switched over.
    pub condition: Stmt,
    /// Tests with bodies.
    pub clauses: Vec<(Expr, Block)>,
    /// `default`
    pub default: Option<Block>,
    /// Slot of `$_`.
    pub item: SlotIndex,
    /// Slot of `$switch`.
    pub enumerator: SlotIndex,
}

/// `try`.
pub struct TryCode {
    /// The guarded block.
    pub body: Block,
    /// Types with bodies.
    pub catches: Vec<(Vec<TypeSite>, Block)>,
    /// `finally`
    pub finally: Option<Block>,
    /// Slot of `$_`.
    pub item: SlotIndex,
}

/// `function`.
pub struct FunctionCode {
    /// Name, without scope.
    pub name: Rc<str>,
    /// Scope before the name.
    pub place: super::VariablePlace,
    /// Whether `filter`.
    pub is_filter: bool,
    /// Names that `[Alias()]` gives it beside.
    pub aliases: Vec<Rc<str>>,
    /// Body.
    pub template: Rc<BlockTemplate>,
}

/// Commands joined by `|`.
pub struct PipelineCode {
    /// An expression that stands first.
    pub source: Option<(Expr, Vec<RedirectCode>)>,
    /// Commands.
    pub commands: Vec<CommandCode>,
    /// Whether it ends in `&`.
    pub background: bool,
    /// Extent.
    pub span: Span,
}

/// `a && b`.
pub struct ChainCode {
    /// Left side.
    pub left: Stmt,
    /// Right side.
    pub right: Stmt,
    /// Whether `&&`.
    pub and: bool,
    /// Whether it ends in `&`.
    pub background: bool,
}

/// A command.
pub struct CommandCode {
    /// `&`, `.` or nothing.
    pub invocation: InvocationOperator,
    /// Its name.
    pub name: CommandName,
    /// Arguments.
    pub arguments: Vec<ArgumentCode>,
    /// Redirections.
    pub redirections: Vec<RedirectCode>,
    /// Extent.
    pub span: Span,
    /// Extent of the name.
    pub name_span: Span,
}

/// A command's name.
pub enum CommandName {
    /// A bare word.
    Word(Rc<str>),
    /// Anything else: a string, a script block, a variable.
    Value(Expr),
}

/// An argument of a command.
pub enum ArgumentCode {
    /// A value.
    Value {
        /// The value.
        value: Expr,
        /// Extent.
        span: Span,
        /// The text as written, of a bare word: native programs and numbers that become strings keep it.
        word: Option<Rc<str>>,
    },
    /// `-Name` or `-Name:value`
    Parameter {
        /// Name without dash.
        name: Rc<str>,
        /// Value behind the colon.
        value: Option<Expr>,
        /// Extent.
        span: Span,
        /// Extent of the value behind the colon.
        value_span: Span,
    },
    /// `@name`
    Splat {
        /// The variable.
        value: Expr,
        /// Extent.
        span: Span,
    },
}

/// A redirection.
pub enum RedirectCode {
    /// `2>&1`
    Merge {
        /// Stream that is redirected.
        from: RedirectionStream,
    },
    /// `> file`
    File {
        /// Stream that is redirected.
        from: RedirectionStream,
        /// Where to.
        to: Expr,
        /// Whether `>>`.
        append: bool,
    },
}
