//! Functions, classes, enumerations, `using` and the keywords of desired state configuration.

use std::sync::Arc;

use super::{
    AttributeAst, ExpressionAst, HashtableAst, ParameterAst, RequiredModule, ScriptBlockAst,
    StringConstantExpressionAst, TypeConstraintAst,
};
use crate::Span;

/// `function`, `filter`, or the body of a method.
#[derive(Debug)]
pub struct FunctionDefinitionAst {
    /// Extent.
    pub span: Span,
    /// Name as written, scope included.
    pub name: Arc<str>,
    /// Extent of the name.
    pub name_span: Span,
    /// Whether `filter`.
    pub is_filter: bool,
    /// Whether `workflow` (an error, but kept).
    pub is_workflow: bool,
    /// Parameters in parentheses behind the name; `None` where there are no parentheses.
    pub parameters: Option<Vec<ParameterAst>>,
    /// Body.
    pub body: Arc<ScriptBlockAst>,
}

/// What a type definition makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TypeDefinitionKind {
    /// `class`
    Class,
    /// `enum`
    Enum,
    /// `interface` (reserved)
    Interface,
}

/// `class` or `enum`.
#[derive(Debug)]
pub struct TypeDefinitionAst {
    /// Extent, attributes included.
    pub span: Span,
    /// Attributes.
    pub attributes: Vec<AttributeAst>,
    /// Class or enum.
    pub kind: TypeDefinitionKind,
    /// Name.
    pub name: Arc<str>,
    /// Extent of the name.
    pub name_span: Span,
    /// Base types behind the colon.
    pub base_types: Vec<TypeConstraintAst>,
    /// Members.
    pub members: Vec<MemberAst>,
}

/// A member of a type definition.
#[derive(Debug)]
pub enum MemberAst {
    /// A property, or a value of an enumeration.
    Property(PropertyMemberAst),
    /// A method or constructor.
    Function(FunctionMemberAst),
}

/// A property, or a value of an enumeration.
#[derive(Debug)]
pub struct PropertyMemberAst {
    /// Extent.
    pub span: Span,
    /// Attributes.
    pub attributes: Vec<AttributeAst>,
    /// Its type.
    pub property_type: Option<TypeConstraintAst>,
    /// Name without `$`.
    pub name: Arc<str>,
    /// Extent of the name.
    pub name_span: Span,
    /// Value behind `=`.
    pub initial_value: Option<ExpressionAst>,
    /// `static`
    pub is_static: bool,
    /// `hidden`
    pub is_hidden: bool,
}

/// A method or constructor.
#[derive(Debug)]
pub struct FunctionMemberAst {
    /// Extent.
    pub span: Span,
    /// Attributes.
    pub attributes: Vec<AttributeAst>,
    /// Return type.
    pub return_type: Option<TypeConstraintAst>,
    /// Name, parameters and body.
    pub function: Arc<FunctionDefinitionAst>,
    /// `static`
    pub is_static: bool,
    /// `hidden`
    pub is_hidden: bool,
    /// Whether the name is that of the class.
    pub is_constructor: bool,
    /// `: base(...)` or its implied absence, of a constructor.
    pub base_call: Option<BaseConstructorCall>,
}

/// The call of the base constructor.
#[derive(Debug)]
pub struct BaseConstructorCall {
    /// Extent of `base(...)`; empty at 0 where none is written.
    pub span: Span,
    /// Extent of the word `base`.
    pub keyword_span: Span,
    /// Arguments.
    pub arguments: Vec<ExpressionAst>,
    /// Whether it is written out.
    pub explicit: bool,
}

/// What `using` brings in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UsingStatementKind {
    /// `using assembly`
    Assembly,
    /// `using command`
    Command,
    /// `using module`
    Module,
    /// `using namespace`
    Namespace,
    /// `using type`
    Type,
}

/// `using ...`.
#[derive(Debug)]
pub struct UsingStatementAst {
    /// Extent.
    pub span: Span,
    /// Kind.
    pub kind: UsingStatementKind,
    /// Name or path.
    pub name: Option<StringConstantExpressionAst>,
    /// Alias (`using namespace x = y`).
    pub alias: Option<StringConstantExpressionAst>,
    /// Module specification as a hashtable.
    pub module_specification: Option<HashtableAst>,
    /// The module asked for, of `using module`.
    pub module: Option<RequiredModule>,
}

/// `configuration name { ... }`.
#[derive(Debug)]
pub struct ConfigurationDefinitionAst {
    /// Extent.
    pub span: Span,
    /// Name.
    pub name: ExpressionAst,
    /// Body.
    pub body: Arc<ScriptBlockAst>,
}

/// A statement made by a dynamic keyword.
#[derive(Debug)]
pub struct DynamicKeywordStatementAst {
    /// Extent.
    pub span: Span,
    /// Its elements.
    pub elements: Vec<super::CommandElementAst>,
}
