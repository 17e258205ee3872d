//! `data` and `configuration`.

use super::command::Place;
use super::{Parser, after, error_statement};
use crate::TokenKind;
use crate::ast::{DataStatementAst, ErrorPart, ExpressionAst, StatementAst};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::Tok;

impl Parser<'_> {
    pub(super) fn data_statement(&mut self, keyword: &Tok) -> StatementAst {
        self.skip_newlines();
        let name = self.simple_name();
        let mut end = name.as_ref().map_or(keyword.span, |n| n.span);
        self.skip_newlines();
        let mut commands = Vec::new();
        let (mut broken, mut invalid) = (false, false);
        if let Some(flag) = self.eat(TokenKind::Parameter) {
            end = flag.span;
            if flag.is_parameter("supportedcommand") {
                broken = !self.supported_commands(&flag, &mut commands);
                end = commands.last().map_or(end, ExpressionAst::span);
            } else {
                invalid = true;
                let text = flag.parameter().map_or(String::new(), |(name, _)| name.to_string());
                self.report(flag.span, ErrorId::InvalidParameterForDataSectionStatement, &[&text]);
            }
        }
        let body = if broken { None } else { self.statement_block() };
        let Some(body) = body else {
            if !broken && !invalid {
                self.report_incomplete(after(end), ErrorId::MissingStatementBlockForDataSection, &[]);
            }
            let parts = commands.into_iter().map(ErrorPart::Expression).collect();
            return error_statement(keyword.span.to(end), parts);
        };
        if invalid {
            let parts = vec![ErrorPart::Block(body)];
            return error_statement(keyword.span.to(end), parts);
        }
        StatementAst::Data(Box::new(DataStatementAst {
            span: keyword.span.to(body.span),
            variable: name.map(|n| self.text_arc(n.span)),
            commands_allowed: commands,
            body,
        }))
    }

    fn supported_commands(&mut self, flag: &Tok, commands: &mut Vec<ExpressionAst>) -> bool {
        let mut last = flag.clone();
        loop {
            self.skip_newlines();
            let Some(command) = self.single_argument_at(Place::Name) else {
                let id = ErrorId::MissingValueForSupportedCommandInDataSectionStatement;
                self.report_incomplete(after(last.span), id, &[]);
                return false;
            };
            commands.push(command);
            match self.eat(TokenKind::Comma) {
                Some(comma) => last = comma,
                None => return true,
            }
        }
    }

    /// A plain name, if one stands here; keywords are names too.
    pub(super) fn simple_name(&mut self) -> Option<Tok> {
        let simple = std::mem::replace(&mut self.lex.simple_names, true);
        if let Some(tok) = &self.ungot
            && !matches!(tok.kind, TokenKind::NewLine | TokenKind::EndOfInput)
        {
            let at = tok.at;
            self.rewind(at);
        }
        let name = self.eat(TokenKind::Identifier);
        self.lex.simple_names = simple;
        if name.is_none()
            && let Some(tok) = &self.ungot
            && !matches!(tok.kind, TokenKind::NewLine | TokenKind::EndOfInput)
        {
            let at = tok.at;
            self.rewind(at);
        }
        name
    }

    /// `configuration name { }`: the schema store that the keyword needs is nowhere on this platform, which is what
    /// PowerShell reports.
    pub(super) fn configuration_statement(&mut self, keyword: &Tok) -> Option<StatementAst> {
        const NO_STORE: &str = "System.IO.DirectoryNotFoundException: Unable to find DSC schema store at \
                                /etc/opt/omi/conf/dsc/configuration. Please ensure PS DSC for Linux is installed.";
        self.skip_newlines();
        let name = if self.peek_kind() == TokenKind::LCurly { None } else { self.single_argument(true) };
        let Some(name) = name else {
            let found = self.peek();
            let place = if found.kind == TokenKind::EndOfInput { found.span } else { after(keyword.span) };
            self.report_incomplete(place, ErrorId::MissingConfigurationName, &[]);
            return Some(error_statement(keyword.span, Vec::new()));
        };
        let text = match &name {
            ExpressionAst::StringConstant(s) => s.value.to_string_lossy(),
            ExpressionAst::Constant(_) => String::new(),
            other => self.source.slice(other.span()).to_owned(),
        };
        let valid = !matches!(name, ExpressionAst::Constant(_) | ExpressionAst::StringConstant(_))
            || text.starts_with(|c: char| c.is_ascii_alphabetic()) && !text.contains(char::is_whitespace);
        if !valid {
            self.report(name.span(), ErrorId::InvalidConfigurationName, &[&text]);
        }
        self.report(name.span(), ErrorId::ParserError, &[NO_STORE]);
        // Whatever comes next is lost with it.
        if self.peek_kind() != TokenKind::EndOfInput {
            self.skip();
        }
        None
    }
}
