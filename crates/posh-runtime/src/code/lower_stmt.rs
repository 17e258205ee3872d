//! From statements to code.

use std::rc::Rc;

use posh_syntax::TokenKind;
use posh_syntax::ast::{
    AssignmentStatementAst, CommandAst, CommandBaseAst, CommandElementAst, ExpressionAst,
    FunctionDefinitionAst, PipelineAst, RedirectionAst, StatementAst, StringConstantKind, SwitchStatementAst,
    TryStatementAst,
};

use super::lower::{Lowerer, type_site};
use super::{
    ArgumentCode, Assign, AssignOp, BinaryOp, BlockTemplate, ChainCode, CommandCode, CommandName, Expr,
    ForEachCode, FunctionCode, IfCode, LoopCode, PipelineCode, RedirectCode, Stmt, StmtKind, SwitchCode,
    Target, TryCode, UsingCode, VariablePlace,
};
use crate::names::Name;

fn label(label: Option<&std::sync::Arc<str>>) -> Option<Name> {
    label.map(|l| Name::of(l))
}

impl Lowerer {
    pub(super) fn stmt(&mut self, ast: &StatementAst) -> Stmt {
        Stmt { kind: self.stmt_kind(ast), span: ast.span() }
    }

    fn boxed(&mut self, ast: Option<&StatementAst>) -> Option<Box<Stmt>> {
        ast.map(|s| Box::new(self.stmt(s)))
    }

    fn stmt_kind(&mut self, ast: &StatementAst) -> StmtKind {
        match ast {
            StatementAst::Pipeline(p) => self.pipeline(p),
            StatementAst::PipelineChain(c) => StmtKind::Chain(Box::new(ChainCode {
                left: self.stmt(&c.lhs),
                right: Stmt { kind: self.pipeline(&c.rhs), span: c.rhs.span },
                and: c.operator == TokenKind::AndAnd,
                background: c.background,
            })),
            StatementAst::CommandExpression(e) if e.redirections.is_empty() => {
                self.expression_statement(&e.expression)
            }
            StatementAst::CommandExpression(e) => {
                let source = (self.expr(&e.expression), self.redirections(&e.redirections));
                StmtKind::Pipeline(Box::new(PipelineCode {
                    source: Some(source),
                    commands: Vec::new(),
                    background: false,
                    span: e.span,
                }))
            }
            StatementAst::Assignment(a) => StmtKind::Assign(Box::new(self.assignment(a))),
            StatementAst::If(s) => StmtKind::If(Box::new(IfCode {
                clauses: s.clauses.iter().map(|(c, b)| (self.stmt(c), self.statement_block(b))).collect(),
                otherwise: s.else_clause.as_ref().map(|b| self.statement_block(b)),
            })),
            StatementAst::For(s) => StmtKind::Loop(Box::new(LoopCode {
                label: label(s.label.as_ref()),
                initializer: s.initializer.as_ref().map(|s| self.stmt(s)),
                condition: s.condition.as_ref().map(|s| self.stmt(s)),
                iterator: s.iterator.as_ref().map(|s| self.stmt(s)),
                body: self.statement_block(&s.body),
                test_last: false,
                until: false,
            })),
            StatementAst::While(s) => self.plain_loop(s.label.as_ref(), &s.condition, &s.body, false, false),
            StatementAst::DoWhile(s) => self.plain_loop(s.label.as_ref(), &s.condition, &s.body, true, false),
            StatementAst::DoUntil(s) => self.plain_loop(s.label.as_ref(), &s.condition, &s.body, true, true),
            StatementAst::ForEach(s) if s.parallel => StmtKind::Unsupported("foreach -parallel"),
            StatementAst::ForEach(s) => {
                self.slot("foreach");
                StmtKind::ForEach(Box::new(ForEachCode {
                    label: label(s.label.as_ref()),
                    variable: self.variable_target(&s.variable),
                    condition: self.stmt(&s.condition),
                    body: self.statement_block(&s.body),
                }))
            }
            StatementAst::Switch(s) => self.switch(s),
            StatementAst::Try(s) => self.try_statement(s),
            StatementAst::Break(s) => StmtKind::Break(s.label.as_ref().map(|l| Box::new(self.expr(l)))),
            StatementAst::Continue(s) => StmtKind::Continue(s.label.as_ref().map(|l| Box::new(self.expr(l)))),
            StatementAst::Return(s) => StmtKind::Return(self.boxed(s.pipeline.as_deref())),
            StatementAst::Exit(s) => StmtKind::Exit(self.boxed(s.pipeline.as_deref())),
            StatementAst::Throw(s) => StmtKind::Throw(self.boxed(s.pipeline.as_deref())),
            StatementAst::Data(s) => {
                let slot = s.variable.as_ref().map(|v| self.slot(v));
                StmtKind::Data(slot, Box::new(self.statement_block(&s.body)))
            }
            StatementAst::FunctionDefinition(f) if f.is_workflow => StmtKind::Unsupported("workflow"),
            StatementAst::FunctionDefinition(f) => StmtKind::Function(Box::new(self.function(f))),
            StatementAst::TypeDefinition(t) => StmtKind::Types(Box::new([t.clone()])),
            StatementAst::Using(u) => StmtKind::Using(Box::new(UsingCode::of(u))),
            StatementAst::Block(b) => StmtKind::Unsupported(if b.parallel { "parallel" } else { "sequence" }),
            StatementAst::Configuration(_) => StmtKind::Unsupported("configuration"),
            StatementAst::DynamicKeyword(_) => StmtKind::Unsupported("A dynamic keyword"),
            StatementAst::Error(_) => StmtKind::Unsupported("A statement with a syntax error"),
        }
    }

    fn plain_loop(
        &mut self,
        name: Option<&std::sync::Arc<str>>,
        condition: &StatementAst,
        body: &posh_syntax::ast::StatementBlockAst,
        test_last: bool,
        until: bool,
    ) -> StmtKind {
        StmtKind::Loop(Box::new(LoopCode {
            label: label(name),
            initializer: None,
            condition: Some(self.stmt(condition)),
            iterator: None,
            body: self.statement_block(body),
            test_last,
            until,
        }))
    }

    fn switch(&mut self, s: &SwitchStatementAst) -> StmtKind {
        StmtKind::Switch(Box::new(SwitchCode {
            label: label(s.label.as_ref()),
            flags: s.flags,
            condition: self.stmt(&s.condition),
            clauses: s.clauses.iter().map(|(t, b)| (self.expr(t), self.statement_block(b))).collect(),
            default: s.default.as_ref().map(|b| self.statement_block(b)),
            item: self.slot("_"),
            enumerator: self.slot("switch"),
        }))
    }

    fn try_statement(&mut self, s: &TryStatementAst) -> StmtKind {
        StmtKind::Try(Box::new(TryCode {
            body: self.statement_block(&s.body),
            catches: s
                .catches
                .iter()
                .map(|c| {
                    let types = c.types.iter().map(|t| type_site(&t.type_name)).collect();
                    (types, self.statement_block(&c.body))
                })
                .collect(),
            finally: s.finally.as_ref().map(|b| self.statement_block(b)),
            item: self.slot("_"),
        }))
    }

    fn function(&mut self, f: &std::sync::Arc<FunctionDefinitionAst>) -> FunctionCode {
        let (place, name) = match f.name.split_once(':') {
            Some((scope, rest)) if scope.eq_ignore_ascii_case("global") => (VariablePlace::Global, rest),
            Some((scope, rest)) if scope.eq_ignore_ascii_case("script") => (VariablePlace::Script, rest),
            Some((scope, rest)) if scope.eq_ignore_ascii_case("local") => (VariablePlace::Local, rest),
            Some((scope, rest)) if scope.eq_ignore_ascii_case("private") => (VariablePlace::Private, rest),
            Some((scope, rest)) if scope.eq_ignore_ascii_case("function") => (VariablePlace::Any, rest),
            _ => (VariablePlace::Any, &*f.name),
        };
        FunctionCode {
            name: name.into(),
            place,
            is_filter: f.is_filter,
            aliases: aliases_of(f),
            template: BlockTemplate::of_function(f.clone(), self.source.clone()),
        }
    }

    fn assignment(&mut self, a: &AssignmentStatementAst) -> Assign {
        let op = match a.operator {
            TokenKind::PlusEquals => AssignOp::Compound(BinaryOp::Add),
            TokenKind::MinusEquals => AssignOp::Compound(BinaryOp::Subtract),
            TokenKind::MultiplyEquals => AssignOp::Compound(BinaryOp::Multiply),
            TokenKind::DivideEquals => AssignOp::Compound(BinaryOp::Divide),
            TokenKind::RemainderEquals => AssignOp::Compound(BinaryOp::Remainder),
            TokenKind::QuestionQuestionEquals => AssignOp::Coalesce,
            _ => AssignOp::Set,
        };
        let value = self.stmt(&a.right);
        Assign { target: self.target(&a.left), op, value }
    }

    fn expression_statement(&mut self, e: &ExpressionAst) -> StmtKind {
        let silent = matches!(
            e,
            ExpressionAst::Unary(u) if matches!(
                u.operator,
                TokenKind::PlusPlus | TokenKind::MinusMinus | TokenKind::PostfixPlusPlus | TokenKind::PostfixMinusMinus
            )
        );
        let expr = self.expr(e);
        if silent { StmtKind::Silent(expr) } else { StmtKind::Expr(expr) }
    }

    fn pipeline(&mut self, p: &PipelineAst) -> StmtKind {
        if let [CommandBaseAst::Expression(e)] = p.elements.as_slice()
            && e.redirections.is_empty()
            && !p.background
        {
            return self.expression_statement(&e.expression);
        }
        let mut source = None;
        let mut commands = Vec::new();
        for element in &p.elements {
            match element {
                CommandBaseAst::Command(c) => commands.push(self.command(c)),
                CommandBaseAst::Expression(e) => {
                    source = Some((self.expr(&e.expression), self.redirections(&e.redirections)));
                }
            }
        }
        StmtKind::Pipeline(Box::new(PipelineCode {
            source,
            commands,
            background: p.background,
            span: p.span,
        }))
    }

    fn command(&mut self, c: &CommandAst) -> CommandCode {
        let mut elements = c.elements.iter();
        let (name, name_span) = match elements.next() {
            Some(CommandElementAst::Argument(ExpressionAst::StringConstant(s)))
                if s.kind == StringConstantKind::BareWord =>
            {
                (CommandName::Word(s.value.to_string_lossy().into()), s.span)
            }
            Some(CommandElementAst::Argument(e)) => (CommandName::Value(self.expr(e)), e.span()),
            Some(CommandElementAst::Parameter(p)) => {
                (CommandName::Word(self.source.slice(p.span).into()), p.span)
            }
            None => (CommandName::Word("".into()), c.span),
        };
        CommandCode {
            invocation: c.invocation,
            name,
            arguments: elements.map(|e| self.argument(e)).collect(),
            redirections: self.redirections(&c.redirections),
            span: c.span,
            name_span,
        }
    }

    fn argument(&mut self, element: &CommandElementAst) -> ArgumentCode {
        match element {
            CommandElementAst::Parameter(p) => ArgumentCode::Parameter {
                name: Rc::from(&*p.name),
                value: p.argument.as_ref().map(|a| self.expr(a)),
                span: p.error_span,
                value_span: p.argument.as_ref().map_or(p.span, |a| a.span()),
            },
            CommandElementAst::Argument(ExpressionAst::Variable(v)) if v.splatted => {
                ArgumentCode::Splat { value: self.variable(v), span: v.span }
            }
            CommandElementAst::Argument(ExpressionAst::Using(u)) if matches!(&u.sub_expression, ExpressionAst::Variable(v) if v.splatted) => {
                ArgumentCode::Splat { value: self.expr(&u.sub_expression), span: u.span }
            }
            CommandElementAst::Argument(e) => ArgumentCode::Value {
                word: match e {
                    ExpressionAst::Constant(_) => Some(self.source.slice(e.span()).into()),
                    ExpressionAst::StringConstant(s) if s.kind == StringConstantKind::BareWord => {
                        Some(self.source.slice(e.span()).into())
                    }
                    _ => None,
                },
                value: self.expr(e),
                span: e.span(),
            },
        }
    }

    fn redirections(&mut self, redirections: &[RedirectionAst]) -> Vec<RedirectCode> {
        redirections
            .iter()
            .map(|r| match r {
                RedirectionAst::Merging { from, .. } => RedirectCode::Merge { from: *from },
                RedirectionAst::File { from, location, append, .. } => {
                    RedirectCode::File { from: *from, to: self.expr(location), append: *append }
                }
            })
            .collect()
    }

    pub(super) fn variable_target(&mut self, v: &posh_syntax::ast::VariableExpressionAst) -> Target {
        match self.variable(v) {
            Expr::Local(slot) => Target::Local(slot),
            Expr::Variable(r) => Target::Variable(r),
            _ => Target::Variable(Box::new(super::VariableRef {
                name: Name::of(&v.path.name),
                place: VariablePlace::Any,
                written: Rc::from(&*v.path.user_path),
            })),
        }
    }
}

/// Names that `[Alias()]` before the `param` block gives a function.
fn aliases_of(f: &FunctionDefinitionAst) -> Vec<std::rc::Rc<str>> {
    let attributes = f.body.param_block.iter().flat_map(|p| &p.attributes).chain(&f.body.attributes);
    let is_alias = |a: &&posh_syntax::ast::AttributeAst| match &a.type_name.kind {
        posh_syntax::ast::TypeNameKind::Simple { name, .. } => {
            let last = name.rsplit('.').next().unwrap_or(name);
            last.eq_ignore_ascii_case("Alias") || last.eq_ignore_ascii_case("AliasAttribute")
        }
        _ => false,
    };
    let text = |e: &ExpressionAst| match e {
        ExpressionAst::StringConstant(s) => Some(std::rc::Rc::from(s.value.to_string_lossy())),
        _ => None,
    };
    attributes.filter(is_alias).flat_map(|a| &a.positional).filter_map(text).collect()
}
