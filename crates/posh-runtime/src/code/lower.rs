//! From a script block's tree to its code.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::Source;
use posh_syntax::ast::{
    AttributeBaseAst, FunctionDefinitionAst, NamedBlockAst, ParameterAst, ScriptBlockAst, StatementAst,
    StatementBlockAst, TrapStatementAst, TypeNameKind,
};

use super::{Block, BlockCode, ParameterCode, SlotIndex, Stmt, StmtKind, Trap, TypeSite};
use crate::names::Name;

/// What is known of the block while it is lowered.
pub(super) struct Lowerer {
    pub(super) source: Arc<Source>,
    names: Vec<Name>,
}

/// Lowers a script block.
pub(super) fn lower_block(
    ast: &Arc<ScriptBlockAst>,
    source: &Arc<Source>,
    function: Option<Arc<FunctionDefinitionAst>>,
) -> BlockCode {
    let mut low = Lowerer { source: source.clone(), names: Vec::new() };
    let of_function = function.as_ref().and_then(|f| f.parameters.as_deref());
    let own = ast.param_block.as_ref().map(|p| p.parameters.as_slice());
    let parameter_asts: &[ParameterAst] = of_function.or(own).unwrap_or(&[]);
    let parameters: Vec<ParameterCode> = parameter_asts.iter().map(|p| low.parameter(p)).collect();
    let dynamic_param = ast.dynamic_param.as_ref().map(|b| low.named_block(b));
    let mut begin = ast.begin.as_ref().map(|b| low.named_block(b));
    let mut process = ast.process.as_ref().map(|b| low.named_block(b));
    let mut end = ast.end.as_ref().map(|b| low.named_block(b));
    // What a script uses is known before its first statement.
    if let Some(first) = begin.as_mut().or(process.as_mut()).or(end.as_mut()) {
        let usings = ast
            .usings
            .iter()
            .map(|u| Stmt { kind: StmtKind::Using(Box::new(super::UsingCode::of(u))), span: u.span });
        first.statements.splice(0..0, usings);
    }
    let clean = ast.clean.as_ref().map(|b| low.named_block(b));
    let advanced = is_advanced(ast, parameter_asts);
    BlockCode {
        uses_args: low.names.contains(&Name::of("args")),
        uses_input: low.names.contains(&Name::of("input")),
        names: low.names.into_boxed_slice(),
        ast: ast.clone(),
        source: source.clone(),
        parameters,
        metadata: OnceCell::new(),
        dynamic_param,
        begin,
        process,
        end,
        clean,
        advanced,
        function,
    }
}

fn is_advanced(ast: &ScriptBlockAst, parameters: &[ParameterAst]) -> bool {
    let names = |a: &posh_syntax::ast::TypeName, wanted: &[&str]| match &a.kind {
        TypeNameKind::Simple { name, .. } => {
            let last = name.rsplit('.').next().unwrap_or(name);
            wanted.iter().any(|w| last.eq_ignore_ascii_case(w))
        }
        _ => false,
    };
    let block = ast.param_block.iter().flat_map(|p| &p.attributes).chain(&ast.attributes);
    let mut block = block.map(|a| &a.type_name);
    block.any(|n| names(n, &["CmdletBinding", "CmdletBindingAttribute"]))
        || parameters.iter().flat_map(|p| &p.attributes).any(|a| match a {
            AttributeBaseAst::Attribute(a) => names(&a.type_name, &["Parameter", "ParameterAttribute"]),
            AttributeBaseAst::TypeConstraint(_) => false,
        })
}

impl Lowerer {
    /// The slot of a variable, made where there is none.
    pub(super) fn slot(&mut self, name: &str) -> SlotIndex {
        let name = if name.eq_ignore_ascii_case("PSItem") { "_" } else { name };
        let name = Name::of(name);
        let at = self.names.iter().position(|n| *n == name).unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        });
        // More than 65,535 variables in one block share the last slot's neighbours nowhere near real scripts.
        SlotIndex::try_from(at).unwrap_or(SlotIndex::MAX)
    }

    fn parameter(&mut self, ast: &ParameterAst) -> ParameterCode {
        ParameterCode {
            slot: self.slot(&ast.name.path.name),
            name: Rc::from(&*ast.name.path.name),
            default: ast.default.as_ref().map(|d| self.expr(d)),
            span: ast.span,
        }
    }

    fn named_block(&mut self, ast: &NamedBlockAst) -> Block {
        self.block_of(&ast.statements, &ast.traps)
    }

    pub(super) fn statement_block(&mut self, ast: &StatementBlockAst) -> Block {
        self.block_of(&ast.statements, &ast.traps)
    }

    fn block_of(&mut self, statements: &[StatementAst], traps: &[TrapStatementAst]) -> Block {
        // Functions exist only from their statement on; classes and enumerations from the block's start.
        let mut lowered = Vec::with_capacity(statements.len());
        let is_using = |s: &&StatementAst| matches!(s, StatementAst::Using(_));
        let is_type = |s: &&StatementAst| matches!(s, StatementAst::TypeDefinition(_));
        lowered.extend(statements.iter().filter(is_using).map(|s| self.stmt(s)));
        let types: Vec<_> = statements.iter().filter_map(type_definition).collect();
        if let Some(first) = statements.iter().find(is_type) {
            let span = first.span();
            lowered.push(Stmt { kind: StmtKind::Types(types.into_boxed_slice()), span });
        }
        let others = statements.iter().filter(|s| !is_type(s) && !is_using(s));
        lowered.extend(others.map(|s| self.stmt(s)));
        let traps = traps
            .iter()
            .map(|t| Trap {
                ty: t.trap_type.as_ref().map(|c| type_site(&c.type_name)),
                body: self.statement_block(&t.body),
            })
            .collect();
        Block { statements: lowered, traps }
    }
}

fn type_definition(statement: &StatementAst) -> Option<Arc<posh_syntax::ast::TypeDefinitionAst>> {
    match statement {
        StatementAst::TypeDefinition(t) => Some(t.clone()),
        _ => None,
    }
}

pub(super) fn type_site(name: &posh_syntax::ast::TypeName) -> TypeSite {
    TypeSite { name: name.clone(), found: std::cell::RefCell::default() }
}

/// An expression that stands alone, with the variables that it names.
pub struct LoneExpr {
    /// A block without statements that has the names.
    pub block: BlockCode,
    /// The expression.
    pub expr: super::Expr,
}

/// Lowers an expression of an attribute or a class member.
pub fn lower_alone(ast: &posh_syntax::ast::ExpressionAst, source: &Arc<Source>) -> LoneExpr {
    let mut low = Lowerer { source: source.clone(), names: Vec::new() };
    let expr = low.expr(ast);
    let empty = ScriptBlockAst {
        span: ast.span(),
        usings: Vec::new(),
        attributes: Vec::new(),
        param_block: None,
        dynamic_param: None,
        begin: None,
        process: None,
        end: None,
        clean: None,
        requirements: None,
    };
    let block =
        BlockCode { names: low.names.into_boxed_slice(), ..lower_block(&Arc::new(empty), source, None) };
    LoneExpr { block, expr }
}
