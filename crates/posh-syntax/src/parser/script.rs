//! Script blocks, their `param` block and named blocks.

use std::sync::Arc;

use super::{Parser, after};
use crate::ast::{
    AttributeBaseAst, BlockKind, NamedBlockAst, ParamBlockAst, ParameterAst, ScriptBlockAst, StatementAst,
    StatementBlockAst, TrapStatementAst, UsingStatementAst, VariableExpressionAst, VariablePath,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok, TokValue};
use crate::{Span, TokenKind};

/// What a list of statements holds.
#[derive(Default)]
pub(super) struct StatementList {
    pub(super) traps: Vec<TrapStatementAst>,
    pub(super) statements: Vec<StatementAst>,
    pub(super) span: Option<Span>,
}

impl Parser<'_> {
    /// A whole script.
    pub(crate) fn script(&mut self) -> ScriptBlockAst {
        let usings = self.using_statements();
        self.script_block(None, usings, false)
    }

    /// `{ param(...) begin { } process { } end { } }` behind its brace.
    pub(super) fn braced_script_block(&mut self, open: &Tok, is_filter: bool) -> ScriptBlockAst {
        let no_commas = std::mem::replace(&mut self.no_commas, false);
        let block =
            self.deeper(|p| p.in_mode(Mode::Command, |p| p.script_block(Some(open), Vec::new(), is_filter)));
        self.no_commas = no_commas;
        block
    }

    fn script_block(
        &mut self,
        open: Option<&Tok>,
        usings: Vec<UsingStatementAst>,
        is_filter: bool,
    ) -> ScriptBlockAst {
        let param_block = self.param_block();
        self.skip_newlines_and_semicolons();
        let mut block = ScriptBlockAst {
            span: Span::default(),
            usings,
            attributes: Vec::new(),
            param_block,
            dynamic_param: None,
            begin: None,
            process: None,
            end: None,
            clean: None,
            requirements: None,
        };
        if block_kind(self.peek_kind()).is_some() {
            self.named_blocks(open, &mut block);
        } else {
            self.unnamed_block(open, is_filter, &mut block);
        }
        block
    }

    // --- param ( ... ) ----------------------------------------------------------------------------------------------

    fn param_block(&mut self) -> Option<ParamBlockAst> {
        self.skip_newlines();
        let start = self.restore_point();
        let attributes = self.attribute_list(false);
        if self.peek_kind() != TokenKind::Param {
            self.rewind(start);
            return None;
        }
        let keyword = self.next();
        self.skip_newlines();
        if self.peek_kind() != TokenKind::LParen {
            self.rewind(start);
            return None;
        }
        let open = self.next();
        let parameters = self.parameter_list();
        let last = parameters.last().map_or(open.span, |p| p.span);
        self.skip_newlines();
        let end = match self.eat(TokenKind::RParen) {
            Some(close) => close.span,
            None => {
                self.report_incomplete(
                    after(last),
                    ErrorId::MissingEndParenthesisInFunctionParameterList,
                    &[],
                );
                last
            }
        };
        let mut kept = Vec::new();
        for attribute in attributes {
            match attribute {
                AttributeBaseAst::Attribute(attribute) => kept.push(attribute),
                AttributeBaseAst::TypeConstraint(t) => {
                    let name = t.type_name.to_string();
                    self.report(t.span, ErrorId::TypeNotAllowedBeforeParam, &[&name]);
                }
            }
        }
        Some(ParamBlockAst { span: keyword.span.to(end), attributes: kept, parameters })
    }

    pub(super) fn parameter_list(&mut self) -> Vec<ParameterAst> {
        let mut parameters = Vec::new();
        let mut comma: Option<Tok> = None;
        loop {
            let Some(parameter) = self.parameter() else {
                if let Some(comma) = comma {
                    self.report_incomplete(after(comma.span), ErrorId::MissingExpressionAfterToken, &[","]);
                }
                return parameters;
            };
            parameters.push(parameter);
            self.skip_newlines();
            comma = self.eat(TokenKind::Comma);
            if comma.is_none() {
                return parameters;
            }
        }
    }

    fn parameter(&mut self) -> Option<ParameterAst> {
        let no_commas = std::mem::replace(&mut self.no_commas, true);
        let parameter = self.deeper(|p| p.in_mode(Mode::Expression, Self::parameter_in_mode));
        self.no_commas = no_commas;
        parameter
    }

    fn parameter_in_mode(&mut self) -> Option<ParameterAst> {
        self.skip_newlines();
        let attributes = self.attribute_list(false);
        self.skip_newlines();
        let tok = self.next();
        let TokValue::Variable(path) = &tok.value else {
            self.unget(tok);
            return self.parameter_without_name(attributes);
        };
        let name = VariableExpressionAst {
            span: tok.span,
            path: (**path).clone(),
            splatted: tok.kind == TokenKind::SplattedVariable,
        };
        let start = attributes.first().map_or(tok.span, AttributeBaseAst::span);
        self.skip_newlines();
        let mut end = tok.span;
        let mut default = None;
        if let Some(equals) = self.eat(TokenKind::Equals) {
            self.skip_newlines();
            default = self.expression();
            match &default {
                Some(value) => end = value.span(),
                None => {
                    end = equals.span;
                    self.report_incomplete(after(equals.span), ErrorId::MissingExpressionAfterToken, &["="]);
                }
            }
        }
        Some(ParameterAst { span: start.to(end), attributes, name, default })
    }

    fn parameter_without_name(&mut self, attributes: Vec<AttributeBaseAst>) -> Option<ParameterAst> {
        let (first, last) = (attributes.first()?.span(), attributes.last()?.span());
        self.report_incomplete(after(last), ErrorId::InvalidFunctionParameter, &[]);
        self.sync(true, &[TokenKind::RParen]);
        let span = first.to(last);
        let name = VariableExpressionAst { span, path: VariablePath::parse("__error__"), splatted: false };
        Some(ParameterAst { span, attributes, name, default: None })
    }

    // --- statements -------------------------------------------------------------------------------------------------

    pub(super) fn statement_list(&mut self) -> StatementList {
        let mut list = StatementList::default();
        loop {
            self.skip_newlines_and_semicolons();
            if !self.statement_into(&mut list) {
                return list;
            }
        }
    }

    fn statement_into(&mut self, list: &mut StatementList) -> bool {
        let span = match self.statement_or_trap() {
            None => return false,
            Some(Ok(statement)) => {
                let span = statement.span();
                list.statements.push(statement);
                span
            }
            Some(Err(trap)) => {
                let span = trap.span;
                list.traps.push(trap);
                span
            }
        };
        list.span = Some(list.span.map_or(span, |s| s.to(span)));
        true
    }

    /// `{ statements }`.
    pub(super) fn statement_block(&mut self) -> Option<StatementBlockAst> {
        self.skip_newlines();
        let open = self.eat(TokenKind::LCurly)?;
        let list = self.statement_list();
        let end = match self.eat(TokenKind::RCurly) {
            Some(close) => close.span,
            None => {
                let found = self.peek().span;
                self.report_incomplete_at(open.span, found, ErrorId::MissingEndCurlyBrace, &[]);
                list.span.unwrap_or(open.span)
            }
        };
        Some(StatementBlockAst { span: open.span.to(end), traps: list.traps, statements: list.statements })
    }

    fn unnamed_block(&mut self, open: Option<&Tok>, is_filter: bool, block: &mut ScriptBlockAst) {
        let mut list = self.statement_list();
        let (span, inner) = self.end_of_script_block(open, &mut list);
        let kind = if is_filter { BlockKind::Process } else { BlockKind::End };
        let params = block.param_block.as_ref().map(|p| p.span);
        let body = match (params, list.span) {
            (Some(params), Some(list)) => params.to(list),
            (params, list) => params.or(list).unwrap_or(inner),
        };
        block.span = span;
        let body =
            NamedBlockAst { span: body, kind, unnamed: true, traps: list.traps, statements: list.statements };
        match kind {
            BlockKind::Process => block.process = Some(body),
            _ => block.end = Some(body),
        }
    }

    /// Takes the closing brace, or at the top level everything that is left. Answers the extent, and that between the
    /// braces.
    fn end_of_script_block(&mut self, open: Option<&Tok>, list: &mut StatementList) -> (Span, Span) {
        let Some(open) = open else {
            while self.peek_kind() != TokenKind::EndOfInput {
                let tok = self.next();
                self.unexpected(&tok);
                self.skip_newlines_and_semicolons();
                while self.statement_into(list) {
                    self.skip_newlines_and_semicolons();
                }
            }
            let whole = Span::new(0, u32::try_from(self.source.text().len()).unwrap_or(u32::MAX));
            return (whole, Span::default());
        };
        if let Some(close) = self.eat(TokenKind::RCurly) {
            return (open.span.to(close.span), after(open.span));
        }
        let found = self.peek().span;
        self.report_incomplete_at(open.span, found, ErrorId::MissingEndCurlyBrace, &[]);
        let end = list.span.unwrap_or(open.span);
        (open.span.to(end), after(open.span))
    }

    // --- begin { } process { } ... ----------------------------------------------------------------------------------

    fn named_blocks(&mut self, open: Option<&Tok>, block: &mut ScriptBlockAst) {
        let mut last = self.peek().span;
        let first = last;
        loop {
            let tok = self.next();
            let Some(kind) = block_kind(tok.kind) else {
                let ends = matches!(tok.kind, TokenKind::EndOfInput | TokenKind::RCurly);
                if ends {
                    self.unget(tok);
                    break;
                }
                let text = self.text_of(&tok);
                self.report(tok.span, ErrorId::MissingNamedBlocks, &[&text]);
                if open.is_some() {
                    self.unget(tok);
                    block.span = open.map_or(first, |o| o.span).to(last);
                    return;
                }
                break;
            };
            let body = self.statement_block();
            let (end, traps, statements) = match body {
                Some(b) => (b.span, b.traps, b.statements),
                None => {
                    let word = keyword_text(kind);
                    self.report_incomplete(after(tok.span), ErrorId::MissingNamedStatementBlock, &[word]);
                    (tok.span, Vec::new(), Vec::new())
                }
            };
            last = end;
            let span = tok.span.to(end);
            let slot = match kind {
                BlockKind::DynamicParam => &mut block.dynamic_param,
                BlockKind::Begin => &mut block.begin,
                BlockKind::Process => &mut block.process,
                BlockKind::End => &mut block.end,
                BlockKind::Clean => &mut block.clean,
            };
            if slot.is_some() {
                let text = self.text_of(&tok);
                self.report(span, ErrorId::DuplicateScriptCommandClause, &[&text]);
            } else {
                *slot = Some(NamedBlockAst { span, kind, unnamed: false, traps, statements });
            }
            self.skip_newlines_and_semicolons();
        }
        let mut list = StatementList { span: Some(first.to(last)), ..StatementList::default() };
        block.span = self.end_of_script_block(open, &mut list).0;
    }

    /// A script block as a value.
    pub(super) fn arc_block(&mut self, open: &Tok, is_filter: bool) -> Arc<ScriptBlockAst> {
        Arc::new(self.braced_script_block(open, is_filter))
    }
}

fn block_kind(kind: TokenKind) -> Option<BlockKind> {
    Some(match kind {
        TokenKind::Dynamicparam => BlockKind::DynamicParam,
        TokenKind::Begin => BlockKind::Begin,
        TokenKind::Process => BlockKind::Process,
        TokenKind::End => BlockKind::End,
        TokenKind::Clean => BlockKind::Clean,
        _ => return None,
    })
}

fn keyword_text(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::DynamicParam => "dynamicparam",
        BlockKind::Begin => "begin",
        BlockKind::Process => "process",
        BlockKind::End => "end",
        BlockKind::Clean => "clean",
    }
}
