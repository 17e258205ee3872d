//! `$name`, `${name}`, `$scope:name`, `@name`.

use std::sync::Arc;

use super::chars::{forces_new_token, is_variable_char};
use super::{Lexer, Mode, Tok, TokValue};
use crate::TokenKind;
use crate::ast::{VariablePath, VariableQualifier};
use crate::diagnostic::ids::ErrorId;

impl VariablePath {
    /// Splits a name as written behind `$` into its scope or drive and the rest.
    pub fn parse(user_path: &str) -> Self {
        let whole: Arc<str> = user_path.into();
        match user_path.split_once(':') {
            Some((before, name)) if !before.is_empty() => {
                Self { user_path: whole, name: name.into(), qualifier: VariableQualifier::parse(before) }
            }
            _ => Self { name: Arc::clone(&whole), user_path: whole, qualifier: VariableQualifier::None },
        }
    }
}

impl VariableQualifier {
    fn parse(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "global" => Self::Global,
            "script" => Self::Script,
            "local" => Self::Local,
            "private" => Self::Private,
            "using" => Self::Using,
            "workflow" => Self::Workflow,
            "variable" => Self::Variable,
            _ => Self::Drive(word.into()),
        }
    }
}

impl Lexer<'_> {
    /// A token that begins with `$`.
    pub(super) fn dollar(&mut self, from: usize) -> Tok {
        let c = self.char_at(from + 1);
        if from + 1 < self.end {
            if c == '(' {
                self.pos = from + 2;
                return self.make(TokenKind::DollarParen, from, TokValue::None);
            }
            if c == '{' {
                return self.braced(from, TokenKind::Variable);
            }
            if is_variable_char(c) || matches!(c, '$' | '^' | ':') {
                return self.plain_variable(from, TokenKind::Variable);
            }
        }
        self.generic(from)
    }

    pub(super) fn splatted(&mut self, from: usize) -> Tok {
        self.plain_variable(from, TokenKind::SplattedVariable)
    }

    fn braced(&mut self, from: usize, kind: TokenKind) -> Tok {
        let path = self.braced_name(from);
        if self.goes_on_as_word() {
            self.pos = from;
            return self.generic(from);
        }
        self.make(kind, from, TokValue::Variable(Arc::new(path)))
    }

    /// Among a command's arguments: whether the word does not end with the variable.
    fn goes_on_as_word(&self) -> bool {
        let c = self.peek();
        self.mode == Mode::Command
            && !self.at_end()
            && !forces_new_token(c)
            && !matches!(c, '.' | '[' | '=')
            && (c != ':' || self.peek_second() != ':')
            && (c != '?' || !matches!(self.peek_second(), '.' | '['))
    }

    /// Reads `${...}` from the `$` on.
    fn braced_name(&mut self, from: usize) -> VariablePath {
        self.pos = from + 2;
        let mut name = String::new();
        loop {
            let c = self.peek();
            if self.at_end() {
                // The extent of the error begins at the first character of the name.
                self.error_incomplete(ErrorId::IncompleteDollarVariableReference, &[], from + 1, self.end);
                return VariablePath::parse(&name);
            }
            self.bump(c);
            match c {
                '}' => break,
                '`' if !self.at_end() => {
                    let mut escaped = super::string::StringBuilder::default();
                    self.pos -= 1;
                    self.escape(&mut escaped);
                    name.push_str(&escaped.text.finish().to_string_lossy());
                }
                '{' => {
                    self.error(
                        ErrorId::OpenBraceNeedsToBeBackTickedInVariableName,
                        &[],
                        self.pos,
                        self.pos + 1,
                    );
                    name.push('{');
                }
                _ => name.push(c),
            }
        }
        if name.is_empty() && self.pos > from + 2 && self.char_at(self.pos - 1) == '}' {
            self.error(ErrorId::EmptyVariableReference, &[], self.pos - 1, self.pos);
            name.push_str(":Error:");
        }
        let path = VariablePath::parse(&name);
        if path.name.is_empty() || name == ":" {
            self.error(ErrorId::InvalidBracedVariableReference, &[], from, self.pos);
        }
        path
    }

    fn plain_variable(&mut self, from: usize, kind: TokenKind) -> Tok {
        let Some(path) = self.plain_name(from) else {
            return self.generic(from);
        };
        if self.goes_on_as_word() {
            self.pos = from;
            return self.generic(from);
        }
        self.make(kind, from, TokValue::Variable(path))
    }

    /// A variable in a string; nothing where the `$` is only a character.
    pub(super) fn variable_in_string(&mut self, from: usize) -> Option<Arc<VariablePath>> {
        if self.char_at(from + 1) == '{' {
            return Some(Arc::new(self.braced_name(from)));
        }
        self.plain_name(from)
    }

    /// Reads the name behind `$` or `@`, without braces.
    fn plain_name(&mut self, from: usize) -> Option<Arc<VariablePath>> {
        self.pos = from + 1;
        let first = self.peek();
        if matches!(first, '$' | '^') || (first == '?' && !is_variable_char(self.peek_second())) {
            self.pos += 1;
            return Some(Arc::new(VariablePath::parse(self.local(from + 1, self.pos))));
        }
        loop {
            let c = self.peek();
            if !self.at_end() && is_variable_char(c) {
                self.bump(c);
                continue;
            }
            if c != ':' || self.at_end() {
                break;
            }
            let next = self.peek_second();
            if next == ':' {
                break;
            }
            if self.pos == from + 1 && !is_variable_char(next) {
                self.pos += 1;
                self.error(ErrorId::InvalidVariableReference, &[], from, self.pos);
                break;
            }
            if !is_variable_char(next) {
                self.pos += 1;
                self.error(ErrorId::InvalidVariableReferenceWithDrive, &[], from, self.pos);
                break;
            }
            self.pos += 1;
        }
        if self.pos == from + 1 {
            return None;
        }
        Some(Arc::new(VariablePath::parse(self.local(from + 1, self.pos))))
    }
}
