//! `switch`.

use super::loops::{label_name, start_of};
use super::{Parser, after, error_statement};
use crate::ast::{
    CommandBaseAst, CommandExpressionAst, ErrorPart, ExpressionAst, PipelineAst, StatementAst,
    StatementBlockAst, StringConstantKind, SwitchFlags, SwitchStatementAst,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::Tok;
use crate::{Span, TokenKind};

/// What was read of a switch so far.
struct Switch {
    flags: SwitchFlags,
    condition: Option<StatementAst>,
    clauses: Vec<(ExpressionAst, StatementBlockAst)>,
    default: Option<StatementBlockAst>,
    /// Extent of what was read last, behind which errors are put.
    end: Span,
    is_error: bool,
    /// Whether a part before the clauses is missing.
    cut_off: bool,
}

impl Parser<'_> {
    pub(super) fn switch_statement(&mut self, label: Option<&Tok>, keyword: &Tok) -> StatementAst {
        let start = start_of(label, keyword);
        let mut switch = Switch {
            flags: SwitchFlags::default(),
            condition: None,
            clauses: Vec::new(),
            default: None,
            end: keyword.span,
            is_error: false,
            cut_off: false,
        };
        self.switch_flags(&mut switch);
        self.switch_condition(&mut switch);
        self.skip_newlines();
        match self.eat(TokenKind::LCurly) {
            None => {
                let cut_off = switch.cut_off && self.peek_kind() == TokenKind::EndOfInput;
                switch.is_error = true;
                if !cut_off {
                    self.report_incomplete(
                        after(switch.end),
                        ErrorId::MissingCurlyBraceInSwitchStatement,
                        &[],
                    );
                }
            }
            Some(open) => {
                switch.end = open.span;
                self.switch_clauses(&open, &mut switch);
            }
        }
        let span = start.to(switch.end);
        match switch.condition {
            Some(condition) if !switch.is_error => StatementAst::Switch(Box::new(SwitchStatementAst {
                span,
                label: label_name(label),
                flags: switch.flags,
                condition,
                clauses: switch.clauses,
                default: switch.default,
            })),
            condition => {
                let mut parts: Vec<ErrorPart> = condition.map(ErrorPart::Statement).into_iter().collect();
                for (test, body) in switch.clauses {
                    parts.push(ErrorPart::Expression(test));
                    parts.push(ErrorPart::Block(body));
                }
                parts.extend(switch.default.map(ErrorPart::Block));
                error_statement(span, parts)
            }
        }
    }

    fn switch_flags(&mut self, switch: &mut Switch) {
        while self.peek_kind() == TokenKind::Parameter {
            let tok = self.next();
            switch.end = tok.span;
            let flags = &mut switch.flags;
            if tok.is_parameter("regex") {
                flags.regex = true;
                flags.wildcard = false;
            } else if tok.is_parameter("wildcard") {
                flags.wildcard = true;
                flags.regex = false;
            } else if tok.is_parameter("exact") {
                flags.regex = false;
                flags.wildcard = false;
                flags.exact = true;
            } else if tok.is_parameter("casesensitive") {
                flags.case_sensitive = true;
            } else if tok.is_parameter("parallel") {
                flags.parallel = true;
            } else if tok.is_parameter("file") {
                flags.file = true;
                self.switch_file(&tok, switch);
            } else {
                switch.is_error = true;
                let name = tok.parameter().map_or(String::new(), |(name, _)| name.to_string());
                self.report(tok.span, ErrorId::InvalidSwitchFlag, &[&name]);
            }
        }
    }

    fn switch_file(&mut self, flag: &Tok, switch: &mut Switch) {
        self.skip_newlines();
        let Some(file) = self.single_argument(false) else {
            switch.is_error = true;
            switch.cut_off = true;
            self.report_incomplete(after(flag.span), ErrorId::MissingFilenameOption, &[]);
            return;
        };
        let span = file.span();
        switch.end = span;
        let element = CommandExpressionAst { span, expression: file, redirections: Vec::new() };
        let elements = vec![CommandBaseAst::Expression(Box::new(element))];
        switch.condition = Some(StatementAst::Pipeline(PipelineAst { span, elements, background: false }));
    }

    fn switch_condition(&mut self, switch: &mut Switch) {
        if switch.flags.file && switch.condition.is_none() {
            return;
        }
        let Some(open) = self.eat(TokenKind::LParen) else {
            if !switch.flags.file {
                switch.is_error = true;
                switch.cut_off = true;
                self.report_incomplete(after(switch.end), ErrorId::PipelineValueRequired, &[]);
            }
            return;
        };
        switch.end = open.span;
        if switch.flags.file {
            self.unexpected(&open);
        }
        self.skip_newlines();
        let mut missing = false;
        match self.pipeline_chain() {
            Some(condition) => {
                switch.end = condition.span();
                switch.condition = Some(condition);
            }
            None => {
                missing = true;
                switch.is_error = true;
                switch.cut_off = true;
                self.report_incomplete(after(open.span), ErrorId::PipelineValueRequired, &[]);
            }
        }
        self.skip_newlines();
        match self.eat(TokenKind::RParen) {
            Some(close) => switch.end = close.span,
            None if missing => {}
            None => {
                switch.cut_off = true;
                switch.is_error = true;
                self.report_incomplete(
                    after(switch.end),
                    ErrorId::MissingEndParenthesisInSwitchStatement,
                    &[],
                );
            }
        }
    }

    fn switch_clauses(&mut self, open: &Tok, switch: &mut Switch) {
        self.skip_newlines();
        loop {
            let Some(test) = self.single_argument(true) else {
                switch.is_error = true;
                self.report_incomplete(after(switch.end), ErrorId::MissingSwitchConditionExpression, &[]);
                if let Some(close) = self.eat(TokenKind::RCurly) {
                    switch.end = close.span;
                }
                return;
            };
            switch.end = test.span();
            match self.statement_block() {
                None => {
                    switch.is_error = true;
                    switch.cut_off = self.peek_kind() == TokenKind::EndOfInput;
                    self.report_incomplete(after(switch.end), ErrorId::MissingSwitchStatementClause, &[]);
                }
                Some(body) => self.switch_clause(test, body, switch),
            }
            self.skip_newlines_and_semicolons();
            if let Some(close) = self.eat(TokenKind::RCurly) {
                switch.end = close.span;
                return;
            }
            if self.peek_kind() == TokenKind::EndOfInput {
                switch.is_error = true;
                let found = self.peek().span;
                if !switch.cut_off {
                    self.report_incomplete_at(open.span, found, ErrorId::MissingEndCurlyBrace, &[]);
                }
                return;
            }
        }
    }

    fn switch_clause(&mut self, test: ExpressionAst, body: StatementBlockAst, switch: &mut Switch) {
        switch.end = body.span;
        let is_default = matches!(&test, ExpressionAst::StringConstant(s)
            if s.kind == StringConstantKind::BareWord
                && s.value.as_str().is_some_and(|v| v.eq_ignore_ascii_case("default")));
        if !is_default {
            switch.clauses.push((test, body));
        } else if switch.default.is_some() {
            switch.is_error = true;
            self.report(test.span(), ErrorId::MultipleSwitchDefaultClauses, &[]);
        } else {
            switch.default = Some(body);
        }
    }
}
