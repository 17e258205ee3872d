//! Walks the tree in the order of PowerShell's `FindAll`: parents first, children as its visitor takes them.

use crate::Span;
use crate::ast::*;

/// A node of the tree.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each variant is named as the node that it holds")]
pub enum Node<'a> {
    ScriptBlock(&'a ScriptBlockAst),
    Using(&'a UsingStatementAst),
    Attribute(&'a AttributeAst),
    NamedArgument(&'a NamedAttributeArgumentAst),
    TypeConstraint(&'a TypeConstraintAst),
    ParamBlock(&'a ParamBlockAst),
    Parameter(&'a ParameterAst),
    NamedBlock(&'a NamedBlockAst),
    StatementBlock(&'a StatementBlockAst),
    Statement(&'a StatementAst),
    Trap(&'a TrapStatementAst),
    Catch(&'a CatchClauseAst),
    Property(&'a PropertyMemberAst),
    Method(&'a FunctionMemberAst),
    Function(&'a FunctionDefinitionAst),
    /// A method's function, its body and block, with the call of the base constructor that PowerShell puts in front.
    MethodFunction(&'a FunctionMemberAst),
    MethodBody(&'a FunctionMemberAst),
    MethodBlock(&'a FunctionMemberAst, &'a NamedBlockAst),
    BaseCall(&'a BaseConstructorCall),
    BaseCallPart(&'static str, Span),
    Pipeline(&'a PipelineAst),
    Command(&'a CommandAst),
    CommandExpression(&'a CommandExpressionAst),
    CommandParameter(&'a CommandParameterAst),
    Redirection(&'a RedirectionAst),
    Expression(&'a ExpressionAst),
    Variable(&'a VariableExpressionAst),
    StringConstant(&'a StringConstantExpressionAst),
    Hashtable(&'a HashtableAst),
}

/// Name and extent of each node of the tree, in PowerShell's order.
pub fn flatten(script: &ScriptBlockAst) -> Vec<(&'static str, Span)> {
    let mut list = Vec::new();
    Node::ScriptBlock(script).walk(&mut |node| {
        list.push((node.name(), node.span()));
        true
    });
    list
}

impl<'a> Node<'a> {
    /// PowerShell's name of the node's class.
    pub fn name(self) -> &'static str {
        match self {
            Self::ScriptBlock(_) => "ScriptBlockAst",
            Self::Using(_) => "UsingStatementAst",
            Self::Attribute(_) => "AttributeAst",
            Self::NamedArgument(_) => "NamedAttributeArgumentAst",
            Self::TypeConstraint(_) => "TypeConstraintAst",
            Self::ParamBlock(_) => "ParamBlockAst",
            Self::Parameter(_) => "ParameterAst",
            Self::NamedBlock(_) => "NamedBlockAst",
            Self::StatementBlock(_) => "StatementBlockAst",
            Self::Statement(s) => statement_name(s),
            Self::Trap(_) => "TrapStatementAst",
            Self::Catch(_) => "CatchClauseAst",
            Self::Property(_) => "PropertyMemberAst",
            Self::Method(_) => "FunctionMemberAst",
            Self::Function(_) => "FunctionDefinitionAst",
            Self::MethodFunction(_) => "FunctionDefinitionAst",
            Self::MethodBody(_) => "ScriptBlockAst",
            Self::MethodBlock(..) => "NamedBlockAst",
            Self::BaseCall(_) => "CommandExpressionAst",
            Self::BaseCallPart(name, _) => name,
            Self::Pipeline(_) => "PipelineAst",
            Self::Command(_) => "CommandAst",
            Self::CommandExpression(_) => "CommandExpressionAst",
            Self::CommandParameter(_) => "CommandParameterAst",
            Self::Redirection(RedirectionAst::Merging { .. }) => "MergingRedirectionAst",
            Self::Redirection(RedirectionAst::File { .. }) => "FileRedirectionAst",
            Self::Expression(e) => expression_name(e),
            Self::Variable(_) => "VariableExpressionAst",
            Self::StringConstant(_) => "StringConstantExpressionAst",
            Self::Hashtable(_) => "HashtableAst",
        }
    }

    /// The node's extent.
    pub fn span(self) -> Span {
        match self {
            Self::ScriptBlock(n) => n.span,
            Self::Using(n) => n.span,
            Self::Attribute(n) => n.span,
            Self::NamedArgument(n) => n.span,
            Self::TypeConstraint(n) => n.span,
            Self::ParamBlock(n) => n.span,
            Self::Parameter(n) => n.span,
            Self::NamedBlock(n) => n.span,
            Self::StatementBlock(n) => n.span,
            Self::Statement(n) => n.span(),
            Self::Trap(n) => n.span,
            Self::Catch(n) => n.span,
            Self::Property(n) => n.span,
            Self::Method(n) => n.span,
            Self::Function(n) => n.span,
            Self::MethodFunction(n) => n.function.span,
            Self::MethodBody(n) => n.function.body.span,
            Self::MethodBlock(_, n) => n.span,
            Self::BaseCall(n) => n.span,
            Self::BaseCallPart(_, span) => span,
            Self::Pipeline(n) => n.span,
            Self::Command(n) => n.span,
            Self::CommandExpression(n) => n.span,
            Self::CommandParameter(n) => n.span,
            Self::Redirection(n) => n.span(),
            Self::Expression(n) => n.span(),
            Self::Variable(n) => n.span,
            Self::StringConstant(n) => n.span,
            Self::Hashtable(n) => n.span,
        }
    }

    /// Calls `visit` for this node and all below it; where it answers false, not for what is below.
    pub fn walk(self, visit: &mut dyn FnMut(Node<'a>) -> bool) {
        if !visit(self) {
            return;
        }
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.children(&mut |child| child.walk(visit)));
    }

    /// Calls `f` for each child.
    pub fn children(self, f: &mut dyn FnMut(Node<'a>)) {
        match self {
            Self::ScriptBlock(n) => script_block(n, f),
            Self::Using(n) => {
                n.name.iter().for_each(|s| f(Self::StringConstant(s)));
                n.alias.iter().for_each(|s| f(Self::StringConstant(s)));
                n.module_specification.iter().for_each(|h| f(Self::Hashtable(h)));
            }
            Self::Attribute(n) => {
                n.positional.iter().for_each(|e| f(Self::Expression(e)));
                n.named.iter().for_each(|a| f(Self::NamedArgument(a)));
            }
            Self::NamedArgument(n) => f(Self::Expression(&n.argument)),
            Self::ParamBlock(n) => {
                n.attributes.iter().for_each(|a| f(Self::Attribute(a)));
                n.parameters.iter().for_each(|p| f(Self::Parameter(p)));
            }
            Self::Parameter(n) => {
                n.attributes.iter().for_each(|a| f(attribute_base(a)));
                f(Self::Variable(&n.name));
                n.default.iter().for_each(|e| f(Self::Expression(e)));
            }
            Self::NamedBlock(n) => statements(&n.traps, &n.statements, f),
            Self::StatementBlock(n) => statements(&n.traps, &n.statements, f),
            Self::Statement(n) => statement(n, f),
            Self::Trap(n) => {
                n.trap_type.iter().for_each(|t| f(Self::TypeConstraint(t)));
                f(Self::StatementBlock(&n.body));
            }
            Self::Catch(n) => {
                n.types.iter().for_each(|t| f(Self::TypeConstraint(t)));
                f(Self::StatementBlock(&n.body));
            }
            Self::Property(n) => {
                n.attributes.iter().for_each(|a| f(Self::Attribute(a)));
                n.property_type.iter().for_each(|t| f(Self::TypeConstraint(t)));
                n.initial_value.iter().for_each(|e| f(Self::Expression(e)));
            }
            Self::Method(n) => {
                n.attributes.iter().for_each(|a| f(Self::Attribute(a)));
                n.return_type.iter().for_each(|t| f(Self::TypeConstraint(t)));
                f(Self::MethodFunction(n));
            }
            Self::MethodFunction(n) => {
                n.function.parameters.iter().flatten().for_each(|p| f(Self::Parameter(p)));
                f(Self::MethodBody(n));
            }
            Self::MethodBody(n) => script_block_with(&n.function.body, f, |b| Self::MethodBlock(n, b)),
            Self::MethodBlock(n, block) => {
                n.base_call.iter().for_each(|c| f(Self::BaseCall(c)));
                statements(&block.traps, &block.statements, f);
            }
            Self::Function(n) => {
                n.parameters.iter().flatten().for_each(|p| f(Self::Parameter(p)));
                f(Self::ScriptBlock(&n.body));
            }
            Self::BaseCall(n) => {
                f(Self::BaseCallPart("VariableExpressionAst", n.keyword_span));
                f(Self::BaseCallPart("StringConstantExpressionAst", n.keyword_span));
                n.arguments.iter().for_each(|e| f(Self::Expression(e)));
            }
            Self::Pipeline(n) => n.elements.iter().for_each(|e| f(command_base(e))),
            Self::Command(n) => {
                for element in &n.elements {
                    match element {
                        CommandElementAst::Parameter(p) => f(Self::CommandParameter(p)),
                        CommandElementAst::Argument(e) => f(Self::Expression(e)),
                    }
                }
                n.redirections.iter().for_each(|r| f(Self::Redirection(r)));
            }
            Self::CommandExpression(n) => {
                f(Self::Expression(&n.expression));
                n.redirections.iter().for_each(|r| f(Self::Redirection(r)));
            }
            Self::CommandParameter(n) => n.argument.iter().for_each(|e| f(Self::Expression(e))),
            Self::Redirection(RedirectionAst::File { location, .. }) => f(Self::Expression(location)),
            Self::Expression(n) => expression(n, f),
            Self::Hashtable(n) => hashtable(n, f),
            Self::Redirection(_)
            | Self::TypeConstraint(_)
            | Self::BaseCallPart(..)
            | Self::Variable(_)
            | Self::StringConstant(_) => {}
        }
    }
}

type Visit<'f, 'a> = &'f mut dyn FnMut(Node<'a>);

fn attribute_base(attribute: &AttributeBaseAst) -> Node<'_> {
    match attribute {
        AttributeBaseAst::Attribute(a) => Node::Attribute(a),
        AttributeBaseAst::TypeConstraint(t) => Node::TypeConstraint(t),
    }
}

fn command_base(element: &CommandBaseAst) -> Node<'_> {
    match element {
        CommandBaseAst::Command(c) => Node::Command(c),
        CommandBaseAst::Expression(e) => Node::CommandExpression(e),
    }
}

fn script_block<'a>(n: &'a ScriptBlockAst, f: Visit<'_, 'a>) {
    script_block_with(n, f, Node::NamedBlock);
}

fn script_block_with<'a>(
    n: &'a ScriptBlockAst,
    f: Visit<'_, 'a>,
    block_node: impl Fn(&'a NamedBlockAst) -> Node<'a>,
) {
    n.usings.iter().for_each(|u| f(Node::Using(u)));
    n.attributes.iter().for_each(|a| f(Node::Attribute(a)));
    n.param_block.iter().for_each(|p| f(Node::ParamBlock(p)));
    for block in [&n.dynamic_param, &n.begin, &n.process, &n.end, &n.clean] {
        block.iter().for_each(|b| f(block_node(b)));
    }
}

fn statements<'a>(traps: &'a [TrapStatementAst], list: &'a [StatementAst], f: Visit<'_, 'a>) {
    traps.iter().for_each(|t| f(Node::Trap(t)));
    list.iter().for_each(|s| f(Node::Statement(s)));
}

fn hashtable<'a>(n: &'a HashtableAst, f: Visit<'_, 'a>) {
    for (key, value) in &n.pairs {
        f(Node::Expression(key));
        f(Node::Statement(value));
    }
}

fn error_part<'a>(part: &'a ErrorPart, f: Visit<'_, 'a>) {
    match part {
        ErrorPart::Statement(s) => f(Node::Statement(s)),
        ErrorPart::Block(b) => f(Node::StatementBlock(b)),
        ErrorPart::Expression(e) => f(Node::Expression(e)),
        ErrorPart::Attribute(a) => f(Node::Attribute(a)),
        ErrorPart::TypeConstraint(t) => f(Node::TypeConstraint(t)),
        ErrorPart::NamedBlock(b) => f(Node::NamedBlock(b)),
        ErrorPart::Parameter(p) => f(Node::Parameter(p)),
        ErrorPart::Redirection(r) => f(Node::Redirection(r)),
    }
}

fn statement<'a>(n: &'a StatementAst, f: Visit<'_, 'a>) {
    match n {
        StatementAst::Pipeline(s) => Node::Pipeline(s).children(f),
        StatementAst::PipelineChain(s) => {
            f(Node::Statement(&s.lhs));
            f(Node::Pipeline(&s.rhs));
        }
        StatementAst::CommandExpression(s) => Node::CommandExpression(s).children(f),
        StatementAst::Assignment(s) => {
            f(Node::Expression(&s.left));
            f(Node::Statement(&s.right));
        }
        StatementAst::If(s) => {
            for (condition, body) in &s.clauses {
                f(Node::Statement(condition));
                f(Node::StatementBlock(body));
            }
            s.else_clause.iter().for_each(|b| f(Node::StatementBlock(b)));
        }
        StatementAst::Switch(s) => {
            f(Node::Statement(&s.condition));
            for (test, body) in &s.clauses {
                f(Node::Expression(test));
                f(Node::StatementBlock(body));
            }
            s.default.iter().for_each(|b| f(Node::StatementBlock(b)));
        }
        StatementAst::ForEach(s) => {
            f(Node::Variable(&s.variable));
            f(Node::Statement(&s.condition));
            f(Node::StatementBlock(&s.body));
        }
        StatementAst::For(s) => {
            for part in [&s.initializer, &s.condition, &s.iterator] {
                part.iter().for_each(|p| f(Node::Statement(p)));
            }
            f(Node::StatementBlock(&s.body));
        }
        StatementAst::While(s) => condition_first(&s.condition, &s.body, f),
        StatementAst::DoWhile(s) => condition_first(&s.condition, &s.body, f),
        StatementAst::DoUntil(s) => condition_first(&s.condition, &s.body, f),
        StatementAst::Try(s) => {
            f(Node::StatementBlock(&s.body));
            s.catches.iter().for_each(|c| f(Node::Catch(c)));
            s.finally.iter().for_each(|b| f(Node::StatementBlock(b)));
        }
        StatementAst::Break(s) => s.label.iter().for_each(|e| f(Node::Expression(e))),
        StatementAst::Continue(s) => s.label.iter().for_each(|e| f(Node::Expression(e))),
        StatementAst::Return(s) => s.pipeline.iter().for_each(|p| f(Node::Statement(p))),
        StatementAst::Exit(s) => s.pipeline.iter().for_each(|p| f(Node::Statement(p))),
        StatementAst::Throw(s) => s.pipeline.iter().for_each(|p| f(Node::Statement(p))),
        StatementAst::Data(s) => {
            f(Node::StatementBlock(&s.body));
        }
        StatementAst::Block(s) => f(Node::StatementBlock(&s.body)),
        StatementAst::FunctionDefinition(s) => Node::Function(s).children(f),
        StatementAst::TypeDefinition(s) => type_definition(s, f),
        StatementAst::Using(s) => Node::Using(s).children(f),
        StatementAst::Configuration(s) => {
            f(Node::Expression(&s.name));
            f(Node::ScriptBlock(&s.body));
        }
        StatementAst::DynamicKeyword(s) => {
            for element in &s.elements {
                match element {
                    CommandElementAst::Parameter(p) => f(Node::CommandParameter(p)),
                    CommandElementAst::Argument(e) => f(Node::Expression(e)),
                }
            }
        }
        StatementAst::Error(s) => s.parts.iter().for_each(|p| error_part(p, f)),
    }
}

fn condition_first<'a>(condition: &'a StatementAst, body: &'a StatementBlockAst, f: Visit<'_, 'a>) {
    f(Node::Statement(condition));
    f(Node::StatementBlock(body));
}

fn type_definition<'a>(n: &'a TypeDefinitionAst, f: Visit<'_, 'a>) {
    n.attributes.iter().for_each(|a| f(Node::Attribute(a)));
    n.base_types.iter().for_each(|t| f(Node::TypeConstraint(t)));
    for member in &n.members {
        match member {
            MemberAst::Property(p) => f(Node::Property(p)),
            MemberAst::Function(m) => f(Node::Method(m)),
        }
    }
}

fn expression<'a>(n: &'a ExpressionAst, f: Visit<'_, 'a>) {
    match n {
        ExpressionAst::Constant(_)
        | ExpressionAst::StringConstant(_)
        | ExpressionAst::Variable(_)
        | ExpressionAst::Type(_) => {}
        ExpressionAst::ExpandableString(e) => {
            for part in &e.parts {
                if let ExpandablePart::Expression(e) = part {
                    f(Node::Expression(e));
                }
            }
        }
        ExpressionAst::Binary(e) => {
            f(Node::Expression(&e.left));
            f(Node::Expression(&e.right));
        }
        ExpressionAst::Unary(e) => f(Node::Expression(&e.child)),
        ExpressionAst::Ternary(e) => {
            f(Node::Expression(&e.condition));
            f(Node::Expression(&e.if_true));
            f(Node::Expression(&e.if_false));
        }
        ExpressionAst::Convert(e) => {
            f(Node::TypeConstraint(&e.type_constraint));
            f(Node::Expression(&e.child));
        }
        ExpressionAst::Attributed(e) => {
            f(attribute_base(&e.attribute));
            f(Node::Expression(&e.child));
        }
        ExpressionAst::Array(e) => f(Node::StatementBlock(&e.body)),
        ExpressionAst::ArrayLiteral(e) => e.elements.iter().for_each(|e| f(Node::Expression(e))),
        ExpressionAst::Hashtable(e) => hashtable(e, f),
        ExpressionAst::Index(e) => {
            f(Node::Expression(&e.target));
            f(Node::Expression(&e.index));
        }
        ExpressionAst::Member(e) => {
            f(Node::Expression(&e.target));
            f(Node::Expression(&e.member));
        }
        ExpressionAst::InvokeMember(e) => {
            f(Node::Expression(&e.target));
            f(Node::Expression(&e.member));
            e.arguments.iter().for_each(|e| f(Node::Expression(e)));
        }
        ExpressionAst::Paren(e) => f(Node::Statement(&e.pipeline)),
        ExpressionAst::Sub(e) => f(Node::StatementBlock(&e.body)),
        ExpressionAst::ScriptBlock(e) => f(Node::ScriptBlock(&e.script_block)),
        ExpressionAst::Using(e) => f(Node::Expression(&e.sub_expression)),
        ExpressionAst::Error(e) => e.parts.iter().for_each(|p| error_part(p, f)),
    }
}

fn statement_name(n: &StatementAst) -> &'static str {
    match n {
        StatementAst::Pipeline(_) => "PipelineAst",
        StatementAst::PipelineChain(_) => "PipelineChainAst",
        StatementAst::CommandExpression(_) => "CommandExpressionAst",
        StatementAst::Assignment(_) => "AssignmentStatementAst",
        StatementAst::If(_) => "IfStatementAst",
        StatementAst::Switch(_) => "SwitchStatementAst",
        StatementAst::ForEach(_) => "ForEachStatementAst",
        StatementAst::For(_) => "ForStatementAst",
        StatementAst::While(_) => "WhileStatementAst",
        StatementAst::DoWhile(_) => "DoWhileStatementAst",
        StatementAst::DoUntil(_) => "DoUntilStatementAst",
        StatementAst::Try(_) => "TryStatementAst",
        StatementAst::Break(_) => "BreakStatementAst",
        StatementAst::Continue(_) => "ContinueStatementAst",
        StatementAst::Return(_) => "ReturnStatementAst",
        StatementAst::Exit(_) => "ExitStatementAst",
        StatementAst::Throw(_) => "ThrowStatementAst",
        StatementAst::Data(_) => "DataStatementAst",
        StatementAst::Block(_) => "BlockStatementAst",
        StatementAst::FunctionDefinition(_) => "FunctionDefinitionAst",
        StatementAst::TypeDefinition(_) => "TypeDefinitionAst",
        StatementAst::Using(_) => "UsingStatementAst",
        StatementAst::Configuration(_) => "ConfigurationDefinitionAst",
        StatementAst::DynamicKeyword(_) => "DynamicKeywordStatementAst",
        StatementAst::Error(_) => "ErrorStatementAst",
    }
}

fn expression_name(n: &ExpressionAst) -> &'static str {
    match n {
        ExpressionAst::Constant(_) => "ConstantExpressionAst",
        ExpressionAst::StringConstant(_) => "StringConstantExpressionAst",
        ExpressionAst::ExpandableString(_) => "ExpandableStringExpressionAst",
        ExpressionAst::Variable(_) => "VariableExpressionAst",
        ExpressionAst::Binary(_) => "BinaryExpressionAst",
        ExpressionAst::Unary(_) => "UnaryExpressionAst",
        ExpressionAst::Ternary(_) => "TernaryExpressionAst",
        ExpressionAst::Convert(_) => "ConvertExpressionAst",
        ExpressionAst::Attributed(_) => "AttributedExpressionAst",
        ExpressionAst::Array(_) => "ArrayExpressionAst",
        ExpressionAst::ArrayLiteral(_) => "ArrayLiteralAst",
        ExpressionAst::Hashtable(_) => "HashtableAst",
        ExpressionAst::Index(_) => "IndexExpressionAst",
        ExpressionAst::Member(_) => "MemberExpressionAst",
        ExpressionAst::InvokeMember(_) => "InvokeMemberExpressionAst",
        ExpressionAst::Paren(_) => "ParenExpressionAst",
        ExpressionAst::Sub(_) => "SubExpressionAst",
        ExpressionAst::ScriptBlock(_) => "ScriptBlockExpressionAst",
        ExpressionAst::Type(_) => "TypeExpressionAst",
        ExpressionAst::Using(_) => "UsingExpressionAst",
        ExpressionAst::Error(_) => "ErrorExpressionAst",
    }
}
