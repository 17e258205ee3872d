//! Pipelines, commands, redirections and assignments.

use std::sync::Arc;

use super::{ExpressionAst, StatementAst};
use crate::{Span, TokenKind};

/// One or more commands joined by `|`.
#[derive(Debug)]
pub struct PipelineAst {
    /// Extent.
    pub span: Span,
    /// The elements.
    pub elements: Vec<CommandBaseAst>,
    /// Whether it ends in `&`.
    pub background: bool,
}

/// `a && b`, `a || b`.
#[derive(Debug)]
pub struct PipelineChainAst {
    /// Extent.
    pub span: Span,
    /// Left side: a pipeline or a chain.
    pub lhs: StatementAst,
    /// Right side.
    pub rhs: PipelineAst,
    /// `AndAnd` or `OrOr`.
    pub operator: TokenKind,
    /// Whether it ends in `&`.
    pub background: bool,
}

/// An element of a pipeline.
#[derive(Debug)]
pub enum CommandBaseAst {
    /// A command.
    Command(Box<CommandAst>),
    /// An expression, which can only stand first.
    Expression(Box<CommandExpressionAst>),
}

impl CommandBaseAst {
    /// Extent.
    pub fn span(&self) -> Span {
        match self {
            Self::Command(c) => c.span,
            Self::Expression(e) => e.span,
        }
    }
}

/// How a command is invoked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvocationOperator {
    /// By its name.
    None,
    /// `& command`
    Ampersand,
    /// `. command`
    Dot,
}

/// A command with its elements.
#[derive(Debug)]
pub struct CommandAst {
    /// Extent.
    pub span: Span,
    /// `&`, `.` or nothing.
    pub invocation: InvocationOperator,
    /// The name first, then arguments and parameters.
    pub elements: Vec<CommandElementAst>,
    /// Redirections.
    pub redirections: Vec<RedirectionAst>,
}

/// An element of a command.
#[derive(Debug)]
pub enum CommandElementAst {
    /// `-Name`, `-Name:value`.
    Parameter(CommandParameterAst),
    /// An argument, or the command's name.
    Argument(ExpressionAst),
}

/// `-Name` or `-Name:value`.
#[derive(Debug)]
pub struct CommandParameterAst {
    /// Extent, argument included.
    pub span: Span,
    /// Name without the dash.
    pub name: Arc<str>,
    /// Extent of `-Name` (and `:`), without the argument.
    pub error_span: Span,
    /// The argument behind the colon.
    pub argument: Option<Box<ExpressionAst>>,
}

/// An expression as an element of a pipeline.
#[derive(Debug)]
pub struct CommandExpressionAst {
    /// Extent.
    pub span: Span,
    /// The expression.
    pub expression: ExpressionAst,
    /// Redirections.
    pub redirections: Vec<RedirectionAst>,
}

/// A stream that can be redirected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RedirectionStream {
    /// `*`
    All,
    /// `1`
    Output,
    /// `2`
    Error,
    /// `3`
    Warning,
    /// `4`
    Verbose,
    /// `5`
    Debug,
    /// `6`
    Information,
}

/// A redirection.
#[derive(Debug)]
pub enum RedirectionAst {
    /// `2>&1`
    Merging {
        /// Extent.
        span: Span,
        /// Stream that is redirected.
        from: RedirectionStream,
        /// Stream that it goes to.
        to: RedirectionStream,
    },
    /// `> file`, `2>> file`
    File {
        /// Extent.
        span: Span,
        /// Stream that is redirected.
        from: RedirectionStream,
        /// Where to.
        location: ExpressionAst,
        /// Whether `>>`.
        append: bool,
    },
}

impl RedirectionAst {
    /// Extent.
    pub fn span(&self) -> Span {
        match self {
            Self::Merging { span, .. } | Self::File { span, .. } => *span,
        }
    }
}

/// `left = right`, `left += right`.
#[derive(Debug)]
pub struct AssignmentStatementAst {
    /// Extent.
    pub span: Span,
    /// Target.
    pub left: ExpressionAst,
    /// `Equals`, `PlusEquals` ...
    pub operator: TokenKind,
    /// Extent of the operator.
    pub operator_span: Span,
    /// Value: any statement.
    pub right: StatementAst,
}
