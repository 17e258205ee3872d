//! Statements.

use std::sync::Arc;

use super::{
    AssignmentStatementAst, AttributeAst, CommandExpressionAst, ConfigurationDefinitionAst,
    DynamicKeywordStatementAst, ExpressionAst, FunctionDefinitionAst, PipelineAst, PipelineChainAst,
    TypeConstraintAst, TypeDefinitionAst, UsingStatementAst, VariableExpressionAst,
};
use crate::Span;

/// A statement.
#[derive(Debug)]
#[expect(missing_docs, reason = "each variant is named as the node that it holds")]
pub enum StatementAst {
    Pipeline(PipelineAst),
    PipelineChain(Box<PipelineChainAst>),
    /// A lone expression on the right side of an assignment, which PowerShell keeps without a pipeline.
    CommandExpression(Box<CommandExpressionAst>),
    Assignment(Box<AssignmentStatementAst>),
    If(Box<IfStatementAst>),
    Switch(Box<SwitchStatementAst>),
    ForEach(Box<ForEachStatementAst>),
    For(Box<ForStatementAst>),
    While(Box<WhileStatementAst>),
    DoWhile(Box<DoWhileStatementAst>),
    DoUntil(Box<DoUntilStatementAst>),
    Try(Box<TryStatementAst>),
    Break(BreakStatementAst),
    Continue(ContinueStatementAst),
    Return(ReturnStatementAst),
    Exit(ExitStatementAst),
    Throw(ThrowStatementAst),
    Data(Box<DataStatementAst>),
    Block(Box<BlockStatementAst>),
    FunctionDefinition(Arc<FunctionDefinitionAst>),
    TypeDefinition(Arc<TypeDefinitionAst>),
    Using(Box<UsingStatementAst>),
    Configuration(Box<ConfigurationDefinitionAst>),
    DynamicKeyword(Box<DynamicKeywordStatementAst>),
    Error(Box<ErrorStatementAst>),
}

impl StatementAst {
    /// Extent.
    pub fn span(&self) -> Span {
        match self {
            Self::Pipeline(s) => s.span,
            Self::PipelineChain(s) => s.span,
            Self::CommandExpression(s) => s.span,
            Self::Assignment(s) => s.span,
            Self::If(s) => s.span,
            Self::Switch(s) => s.span,
            Self::ForEach(s) => s.span,
            Self::For(s) => s.span,
            Self::While(s) => s.span,
            Self::DoWhile(s) => s.span,
            Self::DoUntil(s) => s.span,
            Self::Try(s) => s.span,
            Self::Break(s) => s.span,
            Self::Continue(s) => s.span,
            Self::Return(s) => s.span,
            Self::Exit(s) => s.span,
            Self::Throw(s) => s.span,
            Self::Data(s) => s.span,
            Self::Block(s) => s.span,
            Self::FunctionDefinition(s) => s.span,
            Self::TypeDefinition(s) => s.span,
            Self::Using(s) => s.span,
            Self::Configuration(s) => s.span,
            Self::DynamicKeyword(s) => s.span,
            Self::Error(s) => s.span,
        }
    }
}

/// `{ ... }` as the body of a statement.
#[derive(Debug)]
pub struct StatementBlockAst {
    /// Extent with the braces; of `$( )` and `@( )` the statements alone.
    pub span: Span,
    /// `trap` statements of the block.
    pub traps: Vec<TrapStatementAst>,
    /// The statements in order, without the traps.
    pub statements: Vec<StatementAst>,
}

/// `if`, its `elseif`s and its `else`.
#[derive(Debug)]
pub struct IfStatementAst {
    /// Extent.
    pub span: Span,
    /// Conditions with their bodies.
    pub clauses: Vec<(StatementAst, StatementBlockAst)>,
    /// `else` body.
    pub else_clause: Option<StatementBlockAst>,
}

/// How a `switch` compares.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct SwitchFlags {
    /// `-file`
    pub file: bool,
    /// `-regex`
    pub regex: bool,
    /// `-wildcard`
    pub wildcard: bool,
    /// `-exact`
    pub exact: bool,
    /// `-casesensitive`
    pub case_sensitive: bool,
    /// `-parallel`
    pub parallel: bool,
}

/// `switch (...) { ... }`.
#[derive(Debug)]
pub struct SwitchStatementAst {
    /// Extent, label included.
    pub span: Span,
    /// Loop label without its colon.
    pub label: Option<Arc<str>>,
    /// Flags.
    pub flags: SwitchFlags,
    /// What is switched over; with `-file` the file's name.
    pub condition: StatementAst,
    /// Clauses: test and body.
    pub clauses: Vec<(ExpressionAst, StatementBlockAst)>,
    /// `default` body.
    pub default: Option<StatementBlockAst>,
}

/// `foreach ($v in ...) { ... }`.
#[derive(Debug)]
pub struct ForEachStatementAst {
    /// Extent, label included.
    pub span: Span,
    /// Loop label without its colon.
    pub label: Option<Arc<str>>,
    /// `-parallel`.
    pub parallel: bool,
    /// `-throttlelimit`.
    pub throttle_limit: Option<ExpressionAst>,
    /// Loop variable.
    pub variable: VariableExpressionAst,
    /// What is enumerated.
    pub condition: StatementAst,
    /// Body.
    pub body: StatementBlockAst,
}

/// `for (...; ...; ...) { ... }`.
#[derive(Debug)]
pub struct ForStatementAst {
    /// Extent, label included.
    pub span: Span,
    /// Loop label without its colon.
    pub label: Option<Arc<str>>,
    /// First part.
    pub initializer: Option<StatementAst>,
    /// Second part.
    pub condition: Option<StatementAst>,
    /// Third part.
    pub iterator: Option<StatementAst>,
    /// Body.
    pub body: StatementBlockAst,
}

/// `while (...) { ... }`.
#[derive(Debug)]
pub struct WhileStatementAst {
    /// Extent, label included.
    pub span: Span,
    /// Loop label without its colon.
    pub label: Option<Arc<str>>,
    /// Condition.
    pub condition: StatementAst,
    /// Body.
    pub body: StatementBlockAst,
}

/// `do { ... } while (...)`.
#[derive(Debug)]
pub struct DoWhileStatementAst {
    /// Extent, label included.
    pub span: Span,
    /// Loop label without its colon.
    pub label: Option<Arc<str>>,
    /// Condition.
    pub condition: StatementAst,
    /// Body.
    pub body: StatementBlockAst,
}

/// `do { ... } until (...)`.
#[derive(Debug)]
pub struct DoUntilStatementAst {
    /// Extent, label included.
    pub span: Span,
    /// Loop label without its colon.
    pub label: Option<Arc<str>>,
    /// Condition.
    pub condition: StatementAst,
    /// Body.
    pub body: StatementBlockAst,
}

/// `try`, its `catch`es and its `finally`.
#[derive(Debug)]
pub struct TryStatementAst {
    /// Extent.
    pub span: Span,
    /// The guarded block.
    pub body: StatementBlockAst,
    /// Catch clauses.
    pub catches: Vec<CatchClauseAst>,
    /// `finally` block.
    pub finally: Option<StatementBlockAst>,
}

/// `catch [types] { ... }`.
#[derive(Debug)]
pub struct CatchClauseAst {
    /// Extent.
    pub span: Span,
    /// Exception types; empty catches all.
    pub types: Vec<TypeConstraintAst>,
    /// Body.
    pub body: StatementBlockAst,
}

/// `trap [type] { ... }`.
#[derive(Debug)]
pub struct TrapStatementAst {
    /// Extent.
    pub span: Span,
    /// Exception type; none traps all.
    pub trap_type: Option<TypeConstraintAst>,
    /// Body.
    pub body: StatementBlockAst,
}

/// `break [label]`.
#[derive(Debug)]
pub struct BreakStatementAst {
    /// Extent.
    pub span: Span,
    /// Label, which may be any expression.
    pub label: Option<Box<ExpressionAst>>,
}

/// `continue [label]`.
#[derive(Debug)]
pub struct ContinueStatementAst {
    /// Extent.
    pub span: Span,
    /// Label, which may be any expression.
    pub label: Option<Box<ExpressionAst>>,
}

/// `return [pipeline]`.
#[derive(Debug)]
pub struct ReturnStatementAst {
    /// Extent.
    pub span: Span,
    /// What is returned.
    pub pipeline: Option<Box<StatementAst>>,
}

/// `exit [pipeline]`.
#[derive(Debug)]
pub struct ExitStatementAst {
    /// Extent.
    pub span: Span,
    /// The exit code.
    pub pipeline: Option<Box<StatementAst>>,
}

/// `throw [pipeline]`.
#[derive(Debug)]
pub struct ThrowStatementAst {
    /// Extent.
    pub span: Span,
    /// What is thrown; nothing rethrows inside a catch.
    pub pipeline: Option<Box<StatementAst>>,
}

/// `data name -supportedcommand ... { ... }`.
#[derive(Debug)]
pub struct DataStatementAst {
    /// Extent.
    pub span: Span,
    /// Variable that takes the result.
    pub variable: Option<Arc<str>>,
    /// Allowed commands.
    pub commands_allowed: Vec<ExpressionAst>,
    /// Body.
    pub body: StatementBlockAst,
}

/// `parallel { ... }` or `sequence { ... }`.
#[derive(Debug)]
pub struct BlockStatementAst {
    /// Extent.
    pub span: Span,
    /// Whether the keyword is `parallel`.
    pub parallel: bool,
    /// Body.
    pub body: StatementBlockAst,
}

/// What could not be read as a statement.
#[derive(Debug)]
pub struct ErrorStatementAst {
    /// Extent.
    pub span: Span,
    /// The parts that could be read, in the order in which PowerShell visits them.
    pub parts: Vec<ErrorPart>,
}

/// A part of an error statement or expression.
#[derive(Debug)]
#[expect(missing_docs, reason = "each variant is named as the node that it holds")]
pub enum ErrorPart {
    Statement(StatementAst),
    Block(StatementBlockAst),
    Expression(ExpressionAst),
    Attribute(AttributeAst),
    TypeConstraint(TypeConstraintAst),
    NamedBlock(super::NamedBlockAst),
    Parameter(super::ParameterAst),
    Redirection(super::RedirectionAst),
}
