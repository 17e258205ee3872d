//! Words: identifiers, keywords, generic tokens, parameters, labels, numbers and redirections.

use std::sync::Arc;

use super::chars::{
    forces_new_token, forces_new_token_after_number, is_double_quote, is_identifier_follow,
    is_identifier_start, is_single_quote, is_white,
};
use super::string::StringBuilder;
use super::tokens::{keyword, word_operator};
use super::{Lexer, Mode, StringTok, Tok, TokValue, number};
use crate::TokenKind;
use crate::ast::{RedirectionStream, StringConstantKind};
use crate::diagnostic::ids::ErrorId;

impl Lexer<'_> {
    pub(super) fn identifier(&mut self, from: usize) -> Tok {
        if self.mode == Mode::TypeName {
            return self.type_name(from);
        }
        self.pos = from;
        let mut c = self.peek();
        while !self.at_end() && is_identifier_follow(c) {
            self.bump(c);
            c = self.peek();
        }
        if self.mode == Mode::Command && !(self.at_end() || forces_new_token(c)) && !self.simple_names {
            self.pos = from;
            return self.generic(from);
        }
        let kind = if self.mode == Mode::Command && !self.simple_names {
            keyword(self.local(from, self.pos)).unwrap_or(TokenKind::Identifier)
        } else {
            TokenKind::Identifier
        };
        self.make(kind, from, TokValue::None)
    }

    fn type_name(&mut self, from: usize) -> Tok {
        self.pos = from;
        loop {
            let c = self.peek();
            let goes_on = matches!(c, '.' | '`' | '_' | '+' | '#' | '\\') || c.is_alphanumeric();
            if self.at_end() || !goes_on {
                break;
            }
            self.bump(c);
        }
        self.make(TokenKind::Identifier, from, TokValue::None)
    }

    /// A word that is no plain name, from its first character on.
    pub(super) fn generic(&mut self, from: usize) -> Tok {
        self.pos = from;
        let plain_end = self.plain_word_end(from);
        if plain_end > from && (plain_end >= self.end || forces_new_token(self.char_at(plain_end))) {
            self.pos = plain_end;
            let value = StringTok {
                kind: StringConstantKind::BareWord,
                value: self.local(from, plain_end).into(),
                parts: Vec::new(),
            };
            return self.make(TokenKind::Generic, from, TokValue::String(Arc::new(value)));
        }
        let mut out = StringBuilder::default();
        // The first character belongs to the word, whatever it is.
        let mut first = true;
        loop {
            let c = self.peek();
            if self.at_end() || (forces_new_token(c) && !first) {
                break;
            }
            if c == '`' {
                if self.pos + 1 >= self.end {
                    out.push('`');
                    self.pos += 1;
                } else {
                    self.escape(&mut out);
                }
            } else if is_single_quote(c) {
                self.single_quoted_into(self.pos, &mut out);
            } else if is_double_quote(c) {
                self.double_quoted_into(self.pos, &mut out);
            } else if c != '$' || !self.dollar_in_string(&mut out) {
                out.push(c);
                self.bump(c);
            }
            first = false;
        }
        let value = out.finish(StringConstantKind::BareWord);
        self.make(TokenKind::Generic, from, TokValue::String(Arc::new(value)))
    }

    /// End of the run of characters that mean nothing but themselves.
    fn plain_word_end(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let c = self.char_at(at);
            if at >= self.end
                || forces_new_token(c)
                || c == '`'
                || c == '$'
                || is_single_quote(c)
                || is_double_quote(c)
            {
                return at;
            }
            at += c.len_utf8();
        }
    }

    /// `-Name`, `-Name:`, or among expressions an operator such as `-eq`.
    pub(super) fn parameter(&mut self, from: usize) -> Tok {
        let name_start = self.pos;
        let mut colon = false;
        loop {
            let c = self.peek();
            if self.at_end() || is_white(c) {
                break;
            }
            match c {
                '{' | '}' | '(' | ')' | ';' | ',' | '|' | '&' | '.' | '[' | '\r' | '\n' => break,
                ':' if self.mode == Mode::Expression => break,
                ':' => {
                    self.pos += 1;
                    colon = true;
                    break;
                }
                _ if is_single_quote(c) || is_double_quote(c) => {
                    if self.mode == Mode::Command {
                        return self.generic(from);
                    }
                    break;
                }
                _ if self.mode == Mode::Command => {}
                _ if !c.is_alphabetic() && c != '_' && c != '?' => break,
                _ => {}
            }
            self.bump(c);
        }
        let name_end = if colon { self.pos - 1 } else { self.pos };
        if self.mode == Mode::Expression
            && let Some(kind) = word_operator(self.local(name_start, name_end))
        {
            self.pos = name_end;
            return self.make(kind, from, TokValue::None);
        }
        let name: Arc<str> = self.local(name_start, name_end).into();
        self.make(TokenKind::Parameter, from, TokValue::Parameter(name, colon))
    }

    /// `:name`, the label of a loop; or a colon.
    pub(super) fn label(&mut self, from: usize) -> Tok {
        self.pos = from + 1;
        let c = self.peek();
        if self.at_end() || !is_identifier_start(c) {
            if self.mode == Mode::Command {
                return self.generic(from);
            }
            return self.make(TokenKind::Colon, from, TokValue::None);
        }
        let mut c = c;
        while !self.at_end() && is_identifier_follow(c) {
            self.bump(c);
            c = self.peek();
        }
        if self.mode == Mode::Command && !(self.at_end() || forces_new_token(c)) {
            return self.generic(from);
        }
        let name: Arc<str> = self.local(from + 1, self.pos).into();
        self.make(TokenKind::Label, from, TokValue::Label(name))
    }

    pub(super) fn number_or_redirection(&mut self, from: usize, c: char) -> Tok {
        if ('1'..='6').contains(&c) && self.char_at(from + 1) == '>' {
            self.pos = from + 1;
            return self.redirection(from);
        }
        self.number(from)
    }

    /// A number, or a word that begins like one.
    pub(super) fn number(&mut self, from: usize) -> Tok {
        let signed = self.char_at(from).len_utf8() > 1 || matches!(self.char_at(from), '-' | '+');
        let Some((literal, len)) = number::scan(self.local(from, self.end), signed) else {
            return self.generic(from);
        };
        let value = literal.value();
        self.pos = from + len;
        let c = self.peek();
        let ends = self.at_end()
            || forces_new_token(c)
            || (self.mode == Mode::Expression
                && (forces_new_token_after_number(c)
                    || (self.ternary_ends_number && matches!(c, '?' | ':'))));
        if !ends {
            return self.generic(from);
        }
        let value = match value {
            Some(value) => value,
            None => {
                let text = self.local(from, self.pos).to_owned();
                self.error(ErrorId::BadNumericConstant, &[&text], from, self.pos);
                crate::ast::Number::Int32(0)
            }
        };
        self.make(TokenKind::Number, from, TokValue::Number(value))
    }

    /// A redirection, standing at its `>`.
    pub(super) fn redirection(&mut self, from: usize) -> Tok {
        let stream = match self.char_at(from) {
            '*' => RedirectionStream::All,
            '2' => RedirectionStream::Error,
            '3' => RedirectionStream::Warning,
            '4' => RedirectionStream::Verbose,
            '5' => RedirectionStream::Debug,
            '6' => RedirectionStream::Information,
            _ => RedirectionStream::Output,
        };
        self.pos += 1;
        match self.peek() {
            '>' => {
                self.pos += 1;
                self.make(
                    TokenKind::Redirection,
                    from,
                    TokValue::FileRedirection { from: stream, append: true },
                )
            }
            '&' if self.char_at(from) != '>' && matches!(self.peek_second(), '1' | '2') => {
                let to = if self.peek_second() == '1' {
                    RedirectionStream::Output
                } else {
                    RedirectionStream::Error
                };
                self.pos += 2;
                self.make(TokenKind::Redirection, from, TokValue::Merging { from: stream, to })
            }
            _ => self.make(
                TokenKind::Redirection,
                from,
                TokValue::FileRedirection { from: stream, append: false },
            ),
        }
    }
}
