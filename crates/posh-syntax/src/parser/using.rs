//! `using`.

use super::{Parser, after, error_statement};
use crate::ast::{
    ErrorPart, ExpressionAst, HashtableAst, RequiredModule, StatementAst, StringConstantExpressionAst,
    UsingStatementAst, UsingStatementKind,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, Tok};
use crate::{Span, TokenKind};

/// The name or alias of a `using`: a string, a table, or what it should not be.
enum Item {
    Name(StringConstantExpressionAst),
    Table(HashtableAst),
    Other(ExpressionAst),
    /// What stands behind an operator, which is reported already.
    Unary(ExpressionAst),
}

impl Parser<'_> {
    /// `using` statements at the top of a script.
    pub(super) fn using_statements(&mut self) -> Vec<UsingStatementAst> {
        let mut list = Vec::new();
        loop {
            self.skip_newlines_and_semicolons();
            if self.peek_kind() != TokenKind::Using {
                return list;
            }
            let keyword = self.next();
            if let Ok(using) = self.using_statement(&keyword) {
                list.push(using);
            }
        }
    }

    /// A `using` behind other statements.
    pub(super) fn misplaced_using(&mut self, keyword: &Tok) -> StatementAst {
        let statement = match self.using_statement(keyword) {
            Ok(using) => StatementAst::Using(Box::new(using)),
            Err(error) => error,
        };
        self.report(statement.span(), ErrorId::UsingMustBeAtStartOfScript, &[]);
        statement
    }

    fn using_statement(&mut self, keyword: &Tok) -> Result<UsingStatementAst, StatementAst> {
        self.has_symbols = true;
        let directive = self.peek().clone();
        let kind = match directive.kind {
            TokenKind::Assembly => UsingStatementKind::Assembly,
            TokenKind::Command => UsingStatementKind::Command,
            TokenKind::Module => UsingStatementKind::Module,
            TokenKind::Namespace => UsingStatementKind::Namespace,
            TokenKind::Type => UsingStatementKind::Type,
            _ => {
                self.report_incomplete(after(keyword.span), ErrorId::MissingUsingStatementDirective, &[]);
                return Err(error_statement(keyword.span, Vec::new()));
            }
        };
        self.skip();
        let Some(item) = self.using_item() else {
            self.report_incomplete(after(directive.span), ErrorId::MissingUsingItemName, &[]);
            return Err(error_statement(keyword.span.to(directive.span), Vec::new()));
        };
        let end = item.span();
        let mut using = UsingStatementAst {
            span: keyword.span.to(end),
            kind,
            name: None,
            alias: None,
            module_specification: None,
            module: None,
        };
        match item {
            Item::Name(name) => using.name = Some(name),
            Item::Table(table) if kind == UsingStatementKind::Module => {
                using.module_specification = Some(table)
            }
            Item::Table(table) => {
                return Err(self.bad_item(keyword, ExpressionAst::Hashtable(table)));
            }
            Item::Other(other) => return Err(self.bad_item(keyword, other)),
            Item::Unary(other) => return Err(error_statement(keyword.span.to(other.span()), Vec::new())),
        }
        self.using_alias(keyword, &mut using)?;
        if let (UsingStatementKind::Assembly, Some(name)) = (kind, &using.name) {
            let text = name.value.to_string_lossy();
            self.using_assembly(&text, name.span);
        }
        self.using_terminator();
        if let Some(table) = &using.module_specification {
            using.module = self.using_module_table(table, using.span);
        } else if kind == UsingStatementKind::Module {
            using.module = using.name.as_ref().map(|n| RequiredModule {
                name: n.value.to_string_lossy().into(),
                ..RequiredModule::default()
            });
        }
        Ok(using)
    }

    fn bad_item(&mut self, keyword: &Tok, item: ExpressionAst) -> StatementAst {
        let text = self.source.slice(item.span()).to_owned();
        self.report(item.span(), ErrorId::InvalidValueForUsingItemName, &[&text]);
        let span = keyword.span.to(item.span());
        error_statement(span, vec![ErrorPart::Expression(item)])
    }

    /// `= alias` behind the name.
    fn using_alias(&mut self, keyword: &Tok, using: &mut UsingStatementAst) -> Result<(), StatementAst> {
        use UsingStatementKind as U;
        let needs = matches!(using.kind, U::Type | U::Command);
        let Some(equals) = self.eat(TokenKind::Equals) else {
            if needs {
                self.report_incomplete(after(using.span), ErrorId::MissingEqualsInUsingAlias, &[]);
                return Err(error_statement(using.span, Vec::new()));
            }
            return Ok(());
        };
        let Some(alias) = self.using_item() else {
            self.report_incomplete(after(equals.span), ErrorId::MissingNamespaceAlias, &[]);
            return Err(error_statement(keyword.span.to(equals.span), Vec::new()));
        };
        using.span = using.span.to(alias.span());
        match alias {
            Item::Name(alias) => using.alias = Some(alias),
            Item::Table(table) if using.kind == U::Module => using.module_specification = Some(table),
            Item::Table(table) => return Err(self.bad_item(keyword, ExpressionAst::Hashtable(table))),
            Item::Other(other) => return Err(self.bad_item(keyword, other)),
            Item::Unary(other) => return Err(error_statement(keyword.span.to(other.span()), Vec::new())),
        }
        Ok(())
    }

    fn using_assembly(&mut self, text: &str, span: Span) {
        let scheme = text.split_once("://").filter(|(scheme, rest)| {
            !rest.is_empty() && scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric())
        });
        if text.starts_with("\\\\") {
            self.report(span, ErrorId::CannotLoadAssemblyFromUncPath, &[text]);
        } else if let Some((scheme, _)) = scheme {
            if !scheme.eq_ignore_ascii_case("file") {
                self.report(span, ErrorId::CannotLoadAssemblyWithUriSchema, &[&scheme.to_ascii_lowercase()]);
            }
        } else if !self.known.assembly(text) {
            self.report(span, ErrorId::ErrorLoadingAssembly, &[text]);
        }
    }

    fn using_terminator(&mut self) {
        use TokenKind as K;
        let tok = self.peek().clone();
        if !matches!(tok.kind, K::NewLine | K::Semi | K::EndOfInput) {
            self.report_incomplete(tok.span, ErrorId::MissingStatementTerminator, &[]);
        }
    }

    fn using_item(&mut self) -> Option<Item> {
        let tok = self.peek().clone();
        let ends = matches!(tok.kind, TokenKind::NewLine | TokenKind::Semi | TokenKind::EndOfInput);
        if ends {
            return None;
        }
        if tok.kind.is_unary() && tok.kind != TokenKind::Generic {
            return Some(Item::Unary(self.unary_item(&tok)));
        }
        let expression = self.single_argument(false)?;
        Some(match expression {
            ExpressionAst::StringConstant(name) => Item::Name(name),
            ExpressionAst::Hashtable(table) => Item::Table(table),
            other => Item::Other(other),
        })
    }

    /// An operator where a name should be; what follows it is read and lost.
    fn unary_item(&mut self, tok: &Tok) -> ExpressionAst {
        let text = self.text_of(tok);
        self.report(tok.span, ErrorId::UnexpectedUnaryOperator, &[&text]);
        let errors = self.lex.diagnostics.len();
        let read = self.in_mode(Mode::Expression, Self::expression);
        self.lex.forget_errors(errors);
        read.unwrap_or_else(|| super::error_expression(tok.span, Vec::new()))
    }
}

impl Item {
    fn span(&self) -> Span {
        match self {
            Self::Name(name) => name.span,
            Self::Table(table) => table.span,
            Self::Other(other) | Self::Unary(other) => other.span(),
        }
    }
}
