//! Script blocks, their parameters, attributes and type names.

use std::sync::Arc;

use super::{ExpressionAst, StatementAst, TrapStatementAst, UsingStatementAst, VariableExpressionAst};
use crate::Span;

/// `{ ... }`, or a whole script.
#[derive(Debug)]
pub struct ScriptBlockAst {
    /// Extent; of `{...}` with its braces, of a script the whole statement range.
    pub span: Span,
    /// `using` statements at the top of a script.
    pub usings: Vec<UsingStatementAst>,
    /// Attributes before the `param` block.
    pub attributes: Vec<AttributeAst>,
    /// The `param` block.
    pub param_block: Option<ParamBlockAst>,
    /// `dynamicparam { ... }`.
    pub dynamic_param: Option<NamedBlockAst>,
    /// `begin { ... }`.
    pub begin: Option<NamedBlockAst>,
    /// `process { ... }`, or the body of a filter.
    pub process: Option<NamedBlockAst>,
    /// `end { ... }`, or the statements of a block without named blocks.
    pub end: Option<NamedBlockAst>,
    /// `clean { ... }`.
    pub clean: Option<NamedBlockAst>,
    /// What `#requires` lines ask for; only on the script itself.
    pub requirements: Option<ScriptRequirements>,
}

/// Which named block of a script block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// `dynamicparam`
    DynamicParam,
    /// `begin`
    Begin,
    /// `process`
    Process,
    /// `end`
    End,
    /// `clean`
    Clean,
}

/// A named block, or the statements of a block that names none.
#[derive(Debug)]
pub struct NamedBlockAst {
    /// Extent.
    pub span: Span,
    /// Which block.
    pub kind: BlockKind,
    /// Whether the block stands without its keyword.
    pub unnamed: bool,
    /// `trap` statements, wherever in the block they stand.
    pub traps: Vec<TrapStatementAst>,
    /// The statements in order, without the traps.
    pub statements: Vec<StatementAst>,
}

/// `param ( ... )`.
#[derive(Debug)]
pub struct ParamBlockAst {
    /// Extent from `param` on, without the attributes.
    pub span: Span,
    /// Attributes before `param`, `[CmdletBinding()]` among them.
    pub attributes: Vec<AttributeAst>,
    /// The parameters.
    pub parameters: Vec<ParameterAst>,
}

/// One parameter of a `param` block, a function or a method.
#[derive(Debug)]
pub struct ParameterAst {
    /// Extent.
    pub span: Span,
    /// Attributes and type constraints, in order.
    pub attributes: Vec<AttributeBaseAst>,
    /// Its variable.
    pub name: VariableExpressionAst,
    /// The expression behind `=`.
    pub default: Option<ExpressionAst>,
}

/// An attribute or a type constraint.
#[derive(Debug)]
pub enum AttributeBaseAst {
    /// `[Parameter(Mandatory)]`
    Attribute(AttributeAst),
    /// `[int]`
    TypeConstraint(TypeConstraintAst),
}

impl AttributeBaseAst {
    /// Extent.
    pub fn span(&self) -> Span {
        match self {
            Self::Attribute(a) => a.span,
            Self::TypeConstraint(t) => t.span,
        }
    }
}

/// `[Name(positional, Named = value)]`.
#[derive(Debug)]
pub struct AttributeAst {
    /// Extent with the brackets.
    pub span: Span,
    /// Name of the attribute's type, as written.
    pub type_name: TypeName,
    /// Positional arguments.
    pub positional: Vec<ExpressionAst>,
    /// Named arguments.
    pub named: Vec<NamedAttributeArgumentAst>,
}

/// `Name = value`, or `Name` alone, in an attribute.
#[derive(Debug)]
pub struct NamedAttributeArgumentAst {
    /// Extent.
    pub span: Span,
    /// The name, as written.
    pub name: Arc<str>,
    /// The value; the constant `$true` where none is written.
    pub argument: ExpressionAst,
    /// Whether no value is written.
    pub expression_omitted: bool,
}

/// `[type]` before a variable, a parameter or an expression, or a base type of a class.
#[derive(Debug)]
pub struct TypeConstraintAst {
    /// Extent; with the brackets where there are some.
    pub span: Span,
    /// The type.
    pub type_name: TypeName,
}

/// A type's name as written.
#[derive(Clone, PartialEq, Debug)]
pub struct TypeName {
    /// Extent without the brackets around it.
    pub span: Span,
    /// What is named.
    pub kind: TypeNameKind,
}

/// The forms of a type's name.
#[derive(Clone, PartialEq, Debug)]
pub enum TypeNameKind {
    /// `int`, `System.Int32`; with an assembly name where one follows a comma.
    Simple {
        /// Name as written, namespace included.
        name: Arc<str>,
        /// Assembly name.
        assembly: Option<Arc<str>>,
    },
    /// `int[]`, `int[,]`.
    Array {
        /// Type of the elements.
        element: Box<TypeName>,
        /// Number of dimensions, from 1.
        rank: u8,
    },
    /// `List[int]`, `Dictionary[string,int]`.
    Generic {
        /// The generic type.
        definition: Box<TypeName>,
        /// Its arguments.
        arguments: Vec<TypeName>,
    },
}

/// What the `#requires` lines of a script ask for.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct ScriptRequirements {
    /// `-Version`, as written.
    pub version: Option<Arc<str>>,
    /// `-PSEdition` values.
    pub editions: Vec<Arc<str>>,
    /// `-Modules`.
    pub modules: Vec<RequiredModule>,
    /// `-RunAsAdministrator`.
    pub run_as_administrator: bool,
    /// `-ShellId`.
    pub shell_id: Option<Arc<str>>,
}

/// A module that `#requires -Modules` or `using module` names.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct RequiredModule {
    /// `ModuleName`.
    pub name: Arc<str>,
    /// `ModuleVersion`, the lowest.
    pub version: Option<Arc<str>>,
    /// `MaximumVersion`.
    pub maximum_version: Option<Arc<str>>,
    /// `RequiredVersion`, the only one.
    pub required_version: Option<Arc<str>>,
    /// `GUID`.
    pub guid: Option<Arc<str>>,
}

impl ScriptBlockAst {
    /// A block with nothing in it.
    pub fn empty(span: Span) -> Self {
        Self {
            span,
            usings: Vec::new(),
            attributes: Vec::new(),
            param_block: None,
            dynamic_param: None,
            begin: None,
            process: None,
            end: None,
            clean: None,
            requirements: None,
        }
    }
}

/// The name in PowerShell's spelling (`ITypeName.FullName`).
impl std::fmt::Display for TypeName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            TypeNameKind::Simple { name, assembly: None } => f.write_str(name),
            TypeNameKind::Simple { name, assembly: Some(assembly) } => write!(f, "{name},{assembly}"),
            TypeNameKind::Array { element, rank } => {
                write!(f, "{element}[{}]", ",".repeat(usize::from(*rank).saturating_sub(1)))
            }
            TypeNameKind::Generic { definition, arguments } => {
                write!(f, "{definition}[")?;
                for (i, argument) in arguments.iter().enumerate() {
                    if i > 0 {
                        f.write_str(",")?;
                    }
                    write!(f, "{argument}")?;
                }
                f.write_str("]")
            }
        }
    }
}
