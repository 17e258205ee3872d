//! Statements: what begins with a keyword, and the flow of control.

use super::{Parser, after, before, error_statement};
use crate::ast::{
    AttributeBaseAst, BlockStatementAst, BreakStatementAst, ContinueStatementAst, ErrorPart,
    ExitStatementAst, ExpressionAst, IfStatementAst, ReturnStatementAst, StatementAst,
    StringConstantExpressionAst, StringConstantKind, ThrowStatementAst, TrapStatementAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};
use crate::{Span, TokenKind};

impl Parser<'_> {
    /// A statement; a `trap` is an error in places that hold one statement, and becomes an error node.
    pub(super) fn statement(&mut self) -> Option<StatementAst> {
        Some(match self.statement_or_trap()? {
            Ok(statement) => statement,
            Err(trap) => error_statement(trap.span, vec![ErrorPart::Block(trap.body)]),
        })
    }

    pub(super) fn statement_or_trap(&mut self) -> Option<Result<StatementAst, TrapStatementAst>> {
        self.deeper(|p| p.in_mode(Mode::Command, Self::statement_in_mode))
    }

    fn statement_in_mode(&mut self) -> Option<Result<StatementAst, TrapStatementAst>> {
        use TokenKind as K;
        let start = self.restore_point();
        let mut attributes = Vec::new();
        if self.begins_with_bracket() {
            attributes = self.attribute_list(false);
            let keyword = self.peek().clone();
            if !attributes.is_empty() && !self.attributes_fit(&attributes, &keyword) {
                attributes.clear();
                self.rewind(start);
            } else if attributes.is_empty() {
                self.rewind(start);
            }
        }
        let tok = self.next();
        let statement = match tok.kind {
            K::If => self.if_statement(&tok),
            K::While => self.while_statement(None, &tok),
            K::Do => self.do_statement(None, &tok),
            K::For => self.for_statement(None, &tok),
            K::Foreach => self.foreach_statement(None, &tok),
            K::Switch => self.switch_statement(None, &tok),
            K::Try => self.try_statement(&tok),
            K::Trap => return Some(self.trap_statement(&tok)),
            K::Function | K::Filter | K::Workflow => self.function_statement(&tok),
            K::Return => self.return_statement(&tok),
            K::Exit => self.exit_statement(&tok),
            K::Throw => self.throw_statement(&tok),
            K::Break => self.break_statement(&tok),
            K::Continue => self.continue_statement(&tok),
            K::Data => self.data_statement(&tok),
            K::Parallel | K::Sequence => self.block_statement(&tok),
            K::Configuration => return self.configuration_statement(&tok).map(Ok),
            K::Class => self.class_definition(attributes, &tok),
            K::Enum => self.enum_definition(attributes, &tok),
            K::Using => self.misplaced_using(&tok),
            K::From | K::Define | K::Var => {
                let text = self.text_of(&tok);
                self.report(tok.span, ErrorId::ReservedKeywordNotAllowed, &[&text]);
                error_statement(tok.span, Vec::new())
            }
            K::Label => return self.labeled_statement(tok).map(Ok),
            K::EndOfInput => {
                self.unget(tok);
                return None;
            }
            _ => {
                self.unget(tok);
                return self.pipeline_chain().map(Ok);
            }
        };
        Some(Ok(statement))
    }

    /// Whether a `[` stands here, which among commands begins a word.
    pub(super) fn begins_with_bracket(&mut self) -> bool {
        match self.peek().kind {
            TokenKind::LBracket => true,
            TokenKind::Generic => {
                let at = self.peek().at;
                self.lex.local(at, at + 1) == "["
            }
            _ => false,
        }
    }

    /// Whether attributes may stand before the keyword; reports those that may not. Where no keyword follows, they are
    /// part of an expression.
    fn attributes_fit(&mut self, attributes: &[AttributeBaseAst], keyword: &Tok) -> bool {
        use TokenKind as K;
        let takes_none = matches!(
            keyword.kind,
            K::If
                | K::While
                | K::Do
                | K::For
                | K::Foreach
                | K::Switch
                | K::Try
                | K::Trap
                | K::Function
                | K::Filter
                | K::Workflow
                | K::Return
                | K::Exit
                | K::Throw
                | K::Break
                | K::Continue
                | K::Data
                | K::Parallel
                | K::Sequence
        );
        let mut types = false;
        if takes_none {
            types = attributes.iter().any(|a| matches!(a, AttributeBaseAst::TypeConstraint(_)));
        }
        if types || !keyword.kind.is_keyword() {
            return false;
        }
        for attribute in attributes {
            match attribute {
                AttributeBaseAst::TypeConstraint(t) => {
                    let name = t.type_name.to_string();
                    self.report(t.span, ErrorId::TypeNotAllowedBeforeStatement, &[&name]);
                }
                AttributeBaseAst::Attribute(a) if takes_none => {
                    let name = a.type_name.to_string();
                    self.report(a.span, ErrorId::UnexpectedAttribute, &[&name]);
                }
                AttributeBaseAst::Attribute(_) => {}
            }
        }
        true
    }

    fn labeled_statement(&mut self, label: Tok) -> Option<StatementAst> {
        use TokenKind as K;
        self.skip_newlines();
        let tok = self.next();
        Some(match tok.kind {
            K::While => self.while_statement(Some(&label), &tok),
            K::Do => self.do_statement(Some(&label), &tok),
            K::For => self.for_statement(Some(&label), &tok),
            K::Foreach => self.foreach_statement(Some(&label), &tok),
            K::Switch => self.switch_statement(Some(&label), &tok),
            _ => {
                self.rewind(label.at);
                return self.pipeline_chain();
            }
        })
    }

    // --- if ---------------------------------------------------------------------------------------------------------

    fn if_statement(&mut self, if_token: &Tok) -> StatementAst {
        let mut clauses: Vec<(StatementAst, _)> = Vec::new();
        let mut keyword = if_token.clone();
        loop {
            self.skip_newlines();
            let text = self.text_of(&keyword);
            let Some(open) = self.eat(TokenKind::LParen) else {
                self.report_incomplete(
                    after(keyword.span),
                    ErrorId::MissingOpenParenthesisInIfStatement,
                    &[&text],
                );
                return error_if(if_token.span.to(keyword.span), clauses, None);
            };
            self.skip_newlines();
            let condition = self.pipeline_chain();
            let missing = condition.is_none();
            let condition = condition.unwrap_or_else(|| {
                self.report_incomplete(after(open.span), ErrorId::IfStatementMissingCondition, &[&text]);
                error_statement(after(open.span), Vec::new())
            });
            self.skip_newlines();
            let Some(close) = self.eat(TokenKind::RParen) else {
                let found = self.peek().span;
                if !missing {
                    self.report_incomplete(found, ErrorId::MissingEndParenthesisAfterStatement, &[&text]);
                }
                return error_if(if_token.span.to(before(found)), clauses, Some(condition));
            };
            let Some(body) = self.statement_block() else {
                self.report_incomplete(close.span, ErrorId::MissingStatementBlock, &[&text]);
                return error_if(if_token.span.to(close.span), clauses, Some(condition));
            };
            let mut end = body.span;
            clauses.push((condition, body));
            let back = self.restore_point();
            self.skip_newlines();
            if let Some(elseif) = self.eat(TokenKind::ElseIf) {
                keyword = elseif;
                continue;
            }
            let mut else_clause = None;
            if let Some(word) = self.eat(TokenKind::Else) {
                else_clause = self.statement_block();
                match &else_clause {
                    Some(block) => end = block.span,
                    None => {
                        self.report_incomplete(
                            after(word.span),
                            ErrorId::MissingStatementBlockAfterElse,
                            &[],
                        );
                        return error_if(if_token.span.to(word.span), clauses, None);
                    }
                }
            } else {
                self.rewind(back);
            }
            return StatementAst::If(Box::new(IfStatementAst {
                span: if_token.span.to(end),
                clauses,
                else_clause,
            }));
        }
    }

    // --- flow of control --------------------------------------------------------------------------------------------

    fn flow_pipeline(&mut self, keyword: &Tok) -> (Span, Option<Box<StatementAst>>) {
        let pipeline = self.pipeline_chain();
        let span = pipeline.as_ref().map_or(keyword.span, |p| keyword.span.to(p.span()));
        (span, pipeline.map(Box::new))
    }

    fn return_statement(&mut self, keyword: &Tok) -> StatementAst {
        let (span, pipeline) = self.flow_pipeline(keyword);
        StatementAst::Return(ReturnStatementAst { span, pipeline })
    }

    fn exit_statement(&mut self, keyword: &Tok) -> StatementAst {
        let (span, pipeline) = self.flow_pipeline(keyword);
        StatementAst::Exit(ExitStatementAst { span, pipeline })
    }

    fn throw_statement(&mut self, keyword: &Tok) -> StatementAst {
        let (span, pipeline) = self.flow_pipeline(keyword);
        StatementAst::Throw(ThrowStatementAst { span, pipeline })
    }

    fn break_statement(&mut self, keyword: &Tok) -> StatementAst {
        let (span, label) = self.flow_label(keyword);
        StatementAst::Break(BreakStatementAst { span, label })
    }

    fn continue_statement(&mut self, keyword: &Tok) -> StatementAst {
        let (span, label) = self.flow_label(keyword);
        StatementAst::Continue(ContinueStatementAst { span, label })
    }

    fn flow_label(&mut self, keyword: &Tok) -> (Span, Option<Box<ExpressionAst>>) {
        let label = self.label_or_key();
        let span = label.as_ref().map_or(keyword.span, |l| keyword.span.to(l.span()));
        (span, label.map(Box::new))
    }

    /// A bare word, or any expression that binds tightly.
    pub(super) fn label_or_key(&mut self) -> Option<ExpressionAst> {
        self.in_mode(Mode::Expression, |p| {
            if let Some(tok) = p.eat(TokenKind::Identifier) {
                return Some(p.bare_word(&tok));
            }
            p.array_literal_element()
        })
    }

    /// A token as the word that it is.
    pub(super) fn bare_word(&self, tok: &Tok) -> ExpressionAst {
        ExpressionAst::StringConstant(StringConstantExpressionAst {
            span: tok.span,
            kind: StringConstantKind::BareWord,
            value: self.source.slice(tok.span).into(),
        })
    }

    // --- parallel and sequence --------------------------------------------------------------------------------------

    fn block_statement(&mut self, keyword: &Tok) -> StatementAst {
        self.skip_newlines();
        let Some(body) = self.statement_block() else {
            let text = self.text_of(keyword);
            self.report_incomplete(after(keyword.span), ErrorId::MissingStatementAfterKeyword, &[&text]);
            return error_statement(keyword.span, Vec::new());
        };
        StatementAst::Block(Box::new(BlockStatementAst {
            span: keyword.span.to(body.span),
            parallel: keyword.kind == TokenKind::Parallel,
            body,
        }))
    }
}

fn error_if(
    span: Span,
    clauses: Vec<(StatementAst, crate::ast::StatementBlockAst)>,
    condition: Option<StatementAst>,
) -> StatementAst {
    let mut parts = Vec::new();
    for (condition, body) in clauses {
        parts.push(ErrorPart::Statement(condition));
        parts.push(ErrorPart::Block(body));
    }
    parts.extend(condition.map(ErrorPart::Statement));
    error_statement(span, parts)
}
