//! Expressions.

use std::sync::Arc;

use num_bigint::BigInt;
use rust_decimal::Decimal;

use super::{
    AttributeBaseAst, ErrorPart, PipelineAst, ScriptBlockAst, StatementAst, StatementBlockAst, TypeName,
};
use crate::{Span, Text, TokenKind};

/// An expression.
#[derive(Debug)]
#[expect(missing_docs, reason = "each variant is named as the node that it holds")]
pub enum ExpressionAst {
    Constant(ConstantExpressionAst),
    StringConstant(StringConstantExpressionAst),
    ExpandableString(Box<ExpandableStringExpressionAst>),
    Variable(VariableExpressionAst),
    Binary(Box<BinaryExpressionAst>),
    Unary(Box<UnaryExpressionAst>),
    Ternary(Box<TernaryExpressionAst>),
    Convert(Box<ConvertExpressionAst>),
    Attributed(Box<AttributedExpressionAst>),
    Array(Box<ArrayExpressionAst>),
    ArrayLiteral(ArrayLiteralAst),
    Hashtable(HashtableAst),
    Index(Box<IndexExpressionAst>),
    Member(Box<MemberExpressionAst>),
    InvokeMember(Box<InvokeMemberExpressionAst>),
    Paren(Box<ParenExpressionAst>),
    Sub(Box<SubExpressionAst>),
    ScriptBlock(ScriptBlockExpressionAst),
    Type(TypeExpressionAst),
    Using(Box<UsingExpressionAst>),
    Error(Box<ErrorExpressionAst>),
}

impl ExpressionAst {
    /// Extent.
    pub fn span(&self) -> Span {
        match self {
            Self::Constant(e) => e.span,
            Self::StringConstant(e) => e.span,
            Self::ExpandableString(e) => e.span,
            Self::Variable(e) => e.span,
            Self::Binary(e) => e.span,
            Self::Unary(e) => e.span,
            Self::Ternary(e) => e.span,
            Self::Convert(e) => e.span,
            Self::Attributed(e) => e.span,
            Self::Array(e) => e.span,
            Self::ArrayLiteral(e) => e.span,
            Self::Hashtable(e) => e.span,
            Self::Index(e) => e.span,
            Self::Member(e) => e.span,
            Self::InvokeMember(e) => e.span,
            Self::Paren(e) => e.span,
            Self::Sub(e) => e.span,
            Self::ScriptBlock(e) => e.span,
            Self::Type(e) => e.span,
            Self::Using(e) => e.span,
            Self::Error(e) => e.span,
        }
    }
}

/// A number's value, typed as PowerShell types the literal.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "each variant is named as the .NET type")]
pub enum Number {
    SByte(i8),
    Byte(u8),
    Int16(i16),
    UInt16(u16),
    Int32(i32),
    UInt32(u32),
    Int64(i64),
    UInt64(u64),
    BigInteger(Box<BigInt>),
    Double(f64),
    Decimal(Decimal),
}

/// A number, or a value the parser puts in itself.
#[derive(Clone, PartialEq, Debug)]
pub struct ConstantExpressionAst {
    /// Extent.
    pub span: Span,
    /// Value.
    pub value: Constant,
}

/// A constant's value.
#[derive(Clone, PartialEq, Debug)]
pub enum Constant {
    /// A number.
    Number(Number),
    /// `$true` that stands for an omitted attribute argument, or `$false`.
    Bool(bool),
    /// A missing value in a tree with errors.
    Null,
}

/// How a string constant is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StringConstantKind {
    /// `'...'`
    SingleQuoted,
    /// `@'...'@`
    SingleQuotedHereString,
    /// `"..."`
    DoubleQuoted,
    /// `@"..."@`
    DoubleQuotedHereString,
    /// A word.
    BareWord,
}

/// A string that needs no expansion.
#[derive(Clone, PartialEq, Debug)]
pub struct StringConstantExpressionAst {
    /// Extent with the quotes.
    pub span: Span,
    /// How it is written.
    pub kind: StringConstantKind,
    /// Value.
    pub value: Text,
}

/// A string with variables or sub-expressions in it.
#[derive(Debug)]
pub struct ExpandableStringExpressionAst {
    /// Extent with the quotes.
    pub span: Span,
    /// How it is written.
    pub kind: StringConstantKind,
    /// The text between the quotes with its escapes resolved and the variables as written (`Value`).
    pub value: Text,
    /// Literal pieces and expressions, in order.
    pub parts: Vec<ExpandablePart>,
}

/// A piece of an expandable string.
#[derive(Debug)]
pub enum ExpandablePart {
    /// Text as it is, escapes resolved.
    Literal(Text),
    /// `$name` or `$( )`.
    Expression(ExpressionAst),
}

/// A variable's name and where it lives.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct VariablePath {
    /// Name as written behind `$`, without braces, scope or drive included (`UserPath`).
    pub user_path: Arc<str>,
    /// Name without scope or drive.
    pub name: Arc<str>,
    /// Scope or drive before the colon.
    pub qualifier: VariableQualifier,
}

/// What stands before the colon of a variable's name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum VariableQualifier {
    /// Nothing.
    None,
    /// `global:`
    Global,
    /// `script:`
    Script,
    /// `local:`
    Local,
    /// `private:`
    Private,
    /// `using:`, which the parser turns into [`UsingExpressionAst`] where it may stand.
    Using,
    /// `workflow:`
    Workflow,
    /// `variable:`
    Variable,
    /// Another drive, such as `env`, `function`, `alias`.
    Drive(Arc<str>),
}

/// `$name` or `@name`.
#[derive(Clone, PartialEq, Debug)]
pub struct VariableExpressionAst {
    /// Extent.
    pub span: Span,
    /// Name.
    pub path: VariablePath,
    /// Whether `@name`.
    pub splatted: bool,
}

/// `left -op right`.
#[derive(Debug)]
pub struct BinaryExpressionAst {
    /// Extent.
    pub span: Span,
    /// Left operand.
    pub left: ExpressionAst,
    /// Operator as PowerShell's TokenKind names it.
    pub operator: TokenKind,
    /// Extent of the operator.
    pub operator_span: Span,
    /// Right operand.
    pub right: ExpressionAst,
}

/// `-op child`, `child++`.
#[derive(Debug)]
pub struct UnaryExpressionAst {
    /// Extent.
    pub span: Span,
    /// Operator; the postfix forms are `PostfixPlusPlus` and `PostfixMinusMinus`.
    pub operator: TokenKind,
    /// Operand.
    pub child: ExpressionAst,
}

/// `condition ? if_true : if_false`.
#[derive(Debug)]
pub struct TernaryExpressionAst {
    /// Extent.
    pub span: Span,
    /// Condition.
    pub condition: ExpressionAst,
    /// Value where it holds.
    pub if_true: ExpressionAst,
    /// Value where not.
    pub if_false: ExpressionAst,
}

/// `[type]child`.
#[derive(Debug)]
pub struct ConvertExpressionAst {
    /// Extent.
    pub span: Span,
    /// The type.
    pub type_constraint: super::TypeConstraintAst,
    /// What is converted.
    pub child: ExpressionAst,
}

/// `[attribute()]child`.
#[derive(Debug)]
pub struct AttributedExpressionAst {
    /// Extent.
    pub span: Span,
    /// The attribute.
    pub attribute: AttributeBaseAst,
    /// What it is on.
    pub child: ExpressionAst,
}

/// `@( ... )`.
#[derive(Debug)]
pub struct ArrayExpressionAst {
    /// Extent.
    pub span: Span,
    /// Statements.
    pub body: StatementBlockAst,
}

/// `a, b, c`.
#[derive(Debug)]
pub struct ArrayLiteralAst {
    /// Extent.
    pub span: Span,
    /// Elements.
    pub elements: Vec<ExpressionAst>,
}

/// `@{ key = value }`.
#[derive(Debug)]
pub struct HashtableAst {
    /// Extent.
    pub span: Span,
    /// Keys with their values.
    pub pairs: Vec<(ExpressionAst, StatementAst)>,
}

/// `target[index]`.
#[derive(Debug)]
pub struct IndexExpressionAst {
    /// Extent.
    pub span: Span,
    /// What is indexed.
    pub target: ExpressionAst,
    /// Index.
    pub index: ExpressionAst,
    /// Whether `?[`.
    pub null_conditional: bool,
}

/// `target.member`, `target::member`.
#[derive(Debug)]
pub struct MemberExpressionAst {
    /// Extent.
    pub span: Span,
    /// What the member is of.
    pub target: ExpressionAst,
    /// Name: a string constant or any expression.
    pub member: ExpressionAst,
    /// Whether `::`.
    pub is_static: bool,
    /// Whether `?.`.
    pub null_conditional: bool,
}

/// `target.member(arguments)`.
#[derive(Debug)]
pub struct InvokeMemberExpressionAst {
    /// Extent.
    pub span: Span,
    /// What the member is of.
    pub target: ExpressionAst,
    /// Name: a string constant or any expression.
    pub member: ExpressionAst,
    /// Arguments.
    pub arguments: Vec<ExpressionAst>,
    /// Whether `::`.
    pub is_static: bool,
    /// Whether `?.`.
    pub null_conditional: bool,
    /// Type arguments of a generic method.
    pub generic_arguments: Vec<TypeName>,
}

/// `( pipeline )`.
#[derive(Debug)]
pub struct ParenExpressionAst {
    /// Extent.
    pub span: Span,
    /// A pipeline, a chain or an assignment.
    pub pipeline: StatementAst,
}

/// `$( statements )`.
#[derive(Debug)]
pub struct SubExpressionAst {
    /// Extent.
    pub span: Span,
    /// Statements.
    pub body: StatementBlockAst,
}

/// `{ ... }` as a value.
#[derive(Debug)]
pub struct ScriptBlockExpressionAst {
    /// Extent.
    pub span: Span,
    /// The block.
    pub script_block: Arc<ScriptBlockAst>,
}

/// `[type]` as a value.
#[derive(Debug)]
pub struct TypeExpressionAst {
    /// Extent with the brackets.
    pub span: Span,
    /// The type.
    pub type_name: TypeName,
}

/// `$using:name`.
#[derive(Debug)]
pub struct UsingExpressionAst {
    /// Extent.
    pub span: Span,
    /// The variable, or a member or index of it.
    pub sub_expression: ExpressionAst,
}

/// What could not be read as an expression.
#[derive(Debug)]
pub struct ErrorExpressionAst {
    /// Extent.
    pub span: Span,
    /// The parts that could be read.
    pub parts: Vec<ErrorPart>,
}

/// A lone pipeline, wherever a statement can be one.
impl From<PipelineAst> for StatementAst {
    fn from(pipeline: PipelineAst) -> Self {
        Self::Pipeline(pipeline)
    }
}
