//! Lowered expressions.

use std::cell::RefCell;
use std::rc::Rc;

use posh_syntax::Span;
use posh_syntax::ast::TypeName;

use super::{Block, BlockTemplate, SlotIndex, Stmt};
use crate::names::Name;
use crate::types::TypeRef;
use crate::value::Value;

/// An expression.
pub enum Expr {
    /// A value known from the text.
    Const(Value),
    /// A variable of this block's slots.
    Local(SlotIndex),
    /// A variable with a scope or drive.
    Variable(Box<VariableRef>),
    /// `$?`
    LastSuccess,
    /// A string with expressions in it.
    Expand(Box<[ExpandPiece]>),
    /// A binary operator.
    Binary(Box<Binary>),
    /// `-and`
    And(Box<(Expr, Expr)>),
    /// `-or`
    Or(Box<(Expr, Expr)>),
    /// `??`
    Coalesce(Box<(Expr, Expr)>),
    /// `-not`, `!`
    Not(Box<Expr>),
    /// `-bnot`
    BinaryNot(Box<Expr>),
    /// Unary `-`
    Negate(Box<Expr>),
    /// Unary `+`
    Plus(Box<Expr>),
    /// Unary `-join`
    JoinAll(Box<Expr>),
    /// Unary `-split`, `-csplit`
    SplitAll(Box<Expr>),
    /// `,x`
    Comma(Box<Expr>),
    /// `++`, `--`
    Increment(Box<Increment>),
    /// `? :`
    Ternary(Box<(Expr, Expr, Expr)>),
    /// `[type]x`
    Convert(Box<Convert>),
    /// `[attribute()]x`, which has a meaning only at assignments
    Attributed(Box<Expr>),
    /// `a, b`
    ArrayLiteral(Box<[Expr]>),
    /// `@( )`
    Array(Box<Block>),
    /// `$( )`
    Sub(Box<Block>),
    /// `( )`
    Paren(Box<Stmt>),
    /// `@{ }`
    Hash(Box<HashLiteral>),
    /// `x[i]`
    Index(Box<IndexExpr>),
    /// `x.name`, `x::name`
    Member(Box<MemberExpr>),
    /// `x.name()`, `x::name()`
    Invoke(Box<InvokeExpr>),
    /// `{ }`
    Block(Rc<BlockTemplate>),
    /// `[type]`
    Type(Box<TypeSite>),
    /// `$using:x`
    Using(Box<Expr>),
    /// What the evaluator does not run.
    Unsupported(&'static str),
}

/// A variable with a scope or drive before it, or none.
pub struct VariableRef {
    /// Name.
    pub name: Name,
    /// Where it is looked for.
    pub place: VariablePlace,
    /// The name as written, for errors.
    pub written: Rc<str>,
}

/// Where a variable is looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum VariablePlace {
    /// The current scope, then its parents.
    Any,
    /// `$global:`
    Global,
    /// `$script:`
    Script,
    /// `$local:`
    Local,
    /// `$private:`
    Private,
    /// `$env:`
    Env,
    /// `$function:`
    Function,
    /// `$alias:`
    Alias,
    /// Another drive.
    Drive(Rc<str>),
}

/// A piece of an expandable string.
pub enum ExpandPiece {
    /// Text.
    Text(crate::value::PsStr),
    /// A value that becomes text.
    Value(Expr),
}

/// A binary operator and its operands.
pub struct Binary {
    /// Operator.
    pub op: BinaryOp,
    /// Left operand.
    pub left: Expr,
    /// Right operand.
    pub right: Expr,
    /// A compiled pattern of `-match`, `-replace`, `-split`, `-like`, remembered while the text stays the same.
    pub pattern: RefCell<Option<(crate::value::PsStr, Rc<crate::ops::pattern::Pattern>)>>,
}

/// How two values compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// `-eq`
    Eq,
    /// `-ne`
    Ne,
    /// `-lt`
    Lt,
    /// `-le`
    Le,
    /// `-gt`
    Gt,
    /// `-ge`
    Ge,
}

/// A binary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the variants are named as the operators")]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    ShiftLeft,
    ShiftRight,
    BitAnd,
    BitOr,
    BitXor,
    /// Logical `-xor`
    Xor,
    Compare {
        op: Comparison,
        case: bool,
    },
    Like {
        negated: bool,
        case: bool,
    },
    Match {
        negated: bool,
        case: bool,
    },
    Replace {
        case: bool,
    },
    Split {
        case: bool,
    },
    Join,
    Contains {
        negated: bool,
        case: bool,
    },
    In {
        negated: bool,
        case: bool,
    },
    Is {
        negated: bool,
    },
    As,
    Format,
    Range,
}

/// `++` or `--`.
pub struct Increment {
    /// What is changed.
    pub target: Target,
    /// 1 or -1.
    pub delta: i32,
    /// Whether the value before the change is the result.
    pub postfix: bool,
}

/// `[type]x`.
pub struct Convert {
    /// The type.
    pub ty: TypeSite,
    /// What is converted.
    pub child: Expr,
    /// Whether the child is a hashtable literal that `[ordered]` or `[pscustomobject]` makes its own.
    pub literal: bool,
}

/// A type's name at its place in the text, with what it was found to be.
pub struct TypeSite {
    /// Name as written.
    pub name: TypeName,
    /// The type, remembered once found; not where scripts could define another of the name.
    pub found: RefCell<Option<TypeRef>>,
}

/// `@{ }`.
pub struct HashLiteral {
    /// Keys and values.
    pub pairs: Vec<(Expr, Stmt)>,
    /// Names, where all keys are constant strings: shared by all objects made here.
    pub names: Option<Rc<Vec<Rc<str>>>>,
}

/// `x[i]`.
pub struct IndexExpr {
    /// What is indexed.
    pub target: Expr,
    /// Index.
    pub index: Expr,
    /// Whether `?[`.
    pub null_conditional: bool,
}

/// A member's name.
pub enum MemberName {
    /// Known from the text.
    Fixed(Rc<str>),
    /// Made when it runs.
    Dynamic(Expr),
}

/// `x.name`.
pub struct MemberExpr {
    /// What it is a member of.
    pub target: Expr,
    /// Name.
    pub name: MemberName,
    /// Whether `::`.
    pub is_static: bool,
    /// Whether `?.`.
    pub null_conditional: bool,
    /// Where the property was found last in a custom object.
    pub place: std::cell::Cell<u32>,
}

/// `x.name()`.
pub struct InvokeExpr {
    /// What it is a member of.
    pub target: Expr,
    /// Name.
    pub name: MemberName,
    /// Arguments.
    pub arguments: Vec<Expr>,
    /// Whether `::`.
    pub is_static: bool,
    /// Whether `?.`.
    pub null_conditional: bool,
    /// Extent.
    pub span: Span,
    /// The overload that the last call found.
    pub site: crate::members::CallSite,
}

/// What can be assigned to.
pub enum Target {
    /// A variable of this block's slots.
    Local(SlotIndex),
    /// A variable with a scope or drive.
    Variable(Box<VariableRef>),
    /// A typed or validated variable, or `[type]` before another target.
    Constrained(Box<ConstrainedTarget>),
    /// `x.name`
    Member(Box<MemberExpr>),
    /// `x[i]`
    Index(Box<IndexExpr>),
    /// `a, b`
    List(Vec<Target>),
    /// `(a)`: assigned to and output
    Paren(Box<Target>),
    /// What cannot be assigned to.
    Invalid,
}

/// A target with types and attributes before it.
pub struct ConstrainedTarget {
    /// The target.
    pub target: Target,
    /// Types and attributes, outermost first.
    pub constraints: Vec<Constraint>,
}

/// A type or attribute before a variable.
pub enum Constraint {
    /// `[int]`
    Type(TypeSite),
    /// `[ValidateRange(1, 5)]`
    Attribute(Rc<AttributeSite>),
}

/// An attribute and its arguments.
pub struct AttributeSite {
    /// Name of its type.
    pub name: TypeName,
    /// Positional arguments.
    pub positional: Vec<Expr>,
    /// Named arguments.
    pub named: Vec<(Rc<str>, Expr)>,
}
