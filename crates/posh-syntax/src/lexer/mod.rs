//! The tokenizer: one token at a time, in the mode that the grammar asks for, with ways back.
//!
//! What a character means depends on where it stands: `-eq` is an operator among expressions and a parameter among a
//! command's arguments. So the parser chooses the [`Mode`], and where it changes it, the lexer reads the waiting token
//! again. [`Lexer::rewind`] goes back to any earlier place.

pub(crate) mod chars;
mod escape;
pub(crate) mod number;
mod string;
pub(crate) mod tokens;
mod trivia;
mod variable;
mod word;

use std::borrow::Cow;
use std::collections::HashSet;

pub(crate) use tokens::{RawPart, StringTok, SubText, Tok, TokValue};

use crate::diagnostic::ids::ErrorId;
use crate::{Diagnostic, Span, Token, TokenKind};
use chars::{
    forces_new_token, is_dash, is_double_quote, is_identifier_start, is_newline, is_single_quote,
    is_variable_char, is_white,
};

/// What the lexer expects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Words, parameters and their like.
    Command,
    /// Operators and operands.
    Expression,
    /// Names of types.
    TypeName,
}

/// The state that a scan inside of a string puts aside.
pub(crate) struct Outer<'s> {
    text: Cow<'s, str>,
    pos: usize,
    end: usize,
    start: usize,
    base: usize,
    skips: Vec<usize>,
    record: bool,
}

/// A lazy tokenizer.
pub(crate) struct Lexer<'s> {
    text: Cow<'s, str>,
    /// Offset of the next character; one more than `end` for each time that the end was read.
    pub(crate) pos: usize,
    end: usize,
    /// Where this text starts: 0, or the start of a nested scan.
    start: usize,
    /// What to add to an offset of `text` to get one of the source.
    base: usize,
    /// Offsets in `text` behind which the source has a doubled quote that `text` has not.
    skips: Vec<usize>,
    pub(crate) mode: Mode,
    /// Whether a sign belongs to the number behind it.
    pub(crate) signed_numbers: bool,
    /// Whether a word is a plain name, never a keyword.
    pub(crate) simple_names: bool,
    /// Whether `?` and `:` end a number.
    pub(crate) ternary_ends_number: bool,
    record: bool,
    pub(crate) tokens: Vec<Token>,
    pub(crate) requires: Vec<Tok>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Ids of the diagnostics, one for one.
    ids: Vec<ErrorId>,
    reported: HashSet<(ErrorId, Span)>,
    /// Start of the signature block, behind which no code may stand.
    pub(crate) signature: Option<usize>,
    /// Whether a rule that failed went on behind its error.
    recovered: bool,
    stopped: bool,
    /// Work that is left: reading the same text again and again is bounded.
    pub(crate) fuel: u64,
}

impl<'s> Lexer<'s> {
    pub(crate) fn new(text: &'s str, record: bool) -> Self {
        /// How often on average each byte may be read again.
        const REREAD: u64 = 64;
        Self {
            text: Cow::Borrowed(text),
            pos: 0,
            end: text.len(),
            start: 0,
            base: 0,
            skips: Vec::new(),
            mode: Mode::Command,
            signed_numbers: false,
            simple_names: false,
            ternary_ends_number: false,
            record,
            tokens: Vec::new(),
            requires: Vec::new(),
            diagnostics: Vec::new(),
            ids: Vec::new(),
            reported: HashSet::new(),
            signature: None,
            recovered: false,
            stopped: false,
            fuel: (text.len() as u64 + 1024) * REREAD,
        }
    }

    // --- characters -------------------------------------------------------------------------------------------------

    fn char_at(&self, at: usize) -> char {
        if at >= self.end {
            return '\0';
        }
        match self.text.as_bytes().get(at) {
            Some(&b) if b < 128 => char::from(b),
            Some(_) => self.text.get(at..).and_then(|s| s.chars().next()).unwrap_or('\0'),
            None => '\0',
        }
    }

    pub(crate) fn peek(&self) -> char {
        self.char_at(self.pos)
    }

    /// The character behind the next one.
    pub(crate) fn peek_second(&self) -> char {
        let first = self.peek();
        if self.at_end() { '\0' } else { self.char_at(self.pos + first.len_utf8()) }
    }

    pub(crate) fn at_end(&self) -> bool {
        self.pos >= self.end
    }

    fn bump(&mut self, c: char) {
        self.pos += c.len_utf8();
    }

    pub(crate) fn local(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to.min(self.end)).unwrap_or("")
    }

    // --- places -----------------------------------------------------------------------------------------------------

    fn to_source(&self, local: usize) -> u32 {
        let skipped = self.skips.partition_point(|&at| at < local);
        u32::try_from(local + self.base + skipped).unwrap_or(u32::MAX)
    }

    /// Extent in the source of a range of this text.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.to_source(from), self.to_source(to))
    }

    /// Extent as errors inside of strings have it: doubled quotes are not counted.
    fn error_span(&self, from: usize, to: usize) -> Span {
        let place = |at: usize| u32::try_from(at + self.base).unwrap_or(u32::MAX);
        Span::new(place(from), place(to))
    }

    /// The text of an extent of the source; only outside of nested scans.
    pub(crate) fn source_text(&self, span: Span) -> &str {
        self.local(span.start as usize, span.end as usize)
    }

    // --- errors -----------------------------------------------------------------------------------------------------

    /// Reports an error, once for each id and place.
    pub(crate) fn report(&mut self, id: ErrorId, arguments: &[&str], span: Span, incomplete: bool) {
        if !self.stopped && self.reported.insert((id, span)) {
            self.ids.push(id);
            self.diagnostics.push(Diagnostic {
                id: Cow::Borrowed(id.name()),
                message: id.message(arguments),
                span,
                incomplete,
            });
        }
    }

    /// Ends the parse: the script is too complicated. From here on there is only the end of the text.
    pub(crate) fn stop(&mut self, span: Span) {
        self.report(ErrorId::ScriptTooComplicated, &[], span, false);
        self.stopped = true;
        self.pos = self.pos.max(self.end);
    }

    /// Takes errors back that a rule reported which turned out not to be meant.
    pub(crate) fn forget_errors(&mut self, keep: usize) {
        while self.diagnostics.len() > keep {
            if let (Some(diagnostic), Some(id)) = (self.diagnostics.pop(), self.ids.pop()) {
                self.reported.remove(&(id, diagnostic.span));
            }
        }
    }

    /// Whether an error of this id was reported behind the first `since` ones.
    pub(crate) fn reported_since(&self, since: usize, id: ErrorId) -> bool {
        self.ids.iter().skip(since).any(|&reported| reported == id)
    }

    /// Whether a rule that answered nothing has gone on behind its error.
    pub(crate) fn take_recovered(&mut self) -> bool {
        std::mem::take(&mut self.recovered)
    }

    fn error(&mut self, id: ErrorId, arguments: &[&str], from: usize, to: usize) {
        let span = self.error_span(from, to);
        self.report(id, arguments, span, false);
    }

    fn error_incomplete(&mut self, id: ErrorId, arguments: &[&str], from: usize, to: usize) {
        let span = self.error_span(from, to);
        self.report(id, arguments, span, true);
    }

    /// Whether nothing but white space and comments stands behind `span`.
    pub(crate) fn is_at_end(&self, span: Span) -> bool {
        if span.end as usize >= self.end - self.start {
            return true;
        }
        let mut at = (span.end as usize).saturating_sub(self.base);
        loop {
            let c = self.char_at(at);
            if at >= self.end {
                return true;
            }
            if is_white(c) {
                at += c.len_utf8();
            } else if c == '#' {
                while at < self.end && !is_newline(self.char_at(at)) {
                    at += self.char_at(at).len_utf8();
                }
            } else if c == '<' && self.char_at(at + 1) == '#' {
                match self.local(at + 2, self.end).find("#>") {
                    Some(close) => at += close + 4,
                    None => return true,
                }
            } else {
                return false;
            }
        }
    }

    // --- nested scans -----------------------------------------------------------------------------------------------

    /// Goes into the text of a sub-expression of a string.
    pub(crate) fn enter(&mut self, sub: &SubText) -> Outer<'s> {
        let (from, to) = sub.local;
        let outer = Outer {
            text: Cow::Borrowed(""),
            pos: self.pos,
            end: self.end,
            start: self.start,
            base: self.base,
            skips: Vec::new(),
            record: std::mem::replace(&mut self.record, false),
        };
        match &sub.collapsed {
            None => {
                self.pos = from;
                self.start = from;
                self.end = to;
                outer
            }
            Some((text, skips)) => {
                let base = self.to_source(from) as usize;
                let text = std::mem::replace(&mut self.text, Cow::Owned(text.to_string()));
                let skips = std::mem::replace(&mut self.skips, skips.clone());
                self.pos = 0;
                self.start = 0;
                self.base = base;
                self.end = self.text.len();
                Outer { text, skips, ..outer }
            }
        }
    }

    /// Comes back from [`Lexer::enter`].
    pub(crate) fn leave(&mut self, sub: &SubText, outer: Outer<'s>) {
        if sub.collapsed.is_some() {
            self.text = outer.text;
            self.skips = outer.skips;
        }
        self.pos = outer.pos;
        self.end = outer.end;
        self.start = outer.start;
        self.base = outer.base;
        self.record = outer.record;
    }

    // --- tokens -----------------------------------------------------------------------------------------------------

    /// Forgets what was read from `at` on.
    pub(crate) fn rewind(&mut self, at: usize) {
        if self.stopped {
            return;
        }
        self.pos = at;
        if self.record {
            let keep = self.to_source(at);
            while self.tokens.last().is_some_and(|t| t.span.start >= keep) {
                self.tokens.pop();
            }
        }
        while self.requires.last().is_some_and(|t| t.at >= at) {
            self.requires.pop();
        }
    }

    /// The kind of a word is not what it looked like: a keyword among arguments, for example.
    pub(crate) fn change_kind(&mut self, span: Span, kind: TokenKind) {
        if self.record
            && let Some(token) = self.tokens.iter_mut().rev().find(|t| t.span == span)
        {
            token.kind = kind;
        }
    }

    pub(crate) fn make(&mut self, kind: TokenKind, from: usize, value: TokValue) -> Tok {
        let tok = Tok { kind, span: self.span(from, self.pos), at: from, value };
        self.save(&tok);
        tok
    }

    fn save(&mut self, tok: &Tok) {
        if self.record {
            self.tokens.push(tok.plain());
        }
    }

    /// The next token.
    pub(crate) fn next(&mut self) -> Tok {
        loop {
            self.fuel = self.fuel.saturating_sub(1);
            let from = self.pos;
            let c = self.peek();
            if self.stopped || self.at_end() {
                // The end may be looked at again and again; PowerShell's place of it moves by two at most.
                self.pos = (self.pos + 1).min(self.end + 2);
                let at = u32::try_from(self.pos + self.base + self.skips.len()).unwrap_or(u32::MAX);
                let tok = Tok {
                    kind: TokenKind::EndOfInput,
                    span: Span::new(at, at),
                    at: self.pos,
                    value: TokValue::None,
                };
                self.save(&tok);
                return tok;
            }
            if is_white(c) {
                self.bump(c);
                continue;
            }
            if c == '`' {
                if let Some(tok) = self.backtick(from) {
                    return tok;
                }
                continue;
            }
            if self.skip_comment(from, c) {
                continue;
            }
            let tok = self.token(from, c);
            self.fuel = self.fuel.saturating_sub((self.pos - from) as u64);
            return tok;
        }
    }

    /// A backtick outside of a string: a line that goes on, or the start of a word.
    fn backtick(&mut self, from: usize) -> Option<Tok> {
        self.pos += 1;
        let c = self.peek();
        if self.at_end() {
            // The end is read once here.
            self.pos += 1;
            self.error_incomplete(ErrorId::IncompleteString, &[], self.pos, self.pos);
            return None;
        }
        if is_newline(c) {
            self.bump(c);
            if c == '\r' && self.peek() == '\n' {
                self.pos += 1;
            }
            self.make(TokenKind::LineContinuation, from, TokValue::None);
            return None;
        }
        if is_white(c) {
            return None;
        }
        self.pos = from;
        Some(self.generic(from))
    }

    fn token(&mut self, from: usize, c: char) -> Tok {
        use TokenKind as K;
        if is_identifier_start(c) {
            return self.identifier(from);
        }
        match c {
            '\r' | '\n' => {
                self.pos += 1;
                if c == '\r' && self.peek() == '\n' {
                    self.pos += 1;
                }
                self.make(K::NewLine, from, TokValue::None)
            }
            ';' => self.single(K::Semi, from),
            ',' => self.single(K::Comma, from),
            '(' => self.single(K::LParen, from),
            ')' => self.single(K::RParen, from),
            '{' => self.single(K::LCurly, from),
            '}' => self.single(K::RCurly, from),
            '[' if self.mode == Mode::Command => self.generic(from),
            '[' => self.single(K::LBracket, from),
            ']' => self.single(K::RBracket, from),
            '0'..='9' => self.number_or_redirection(from, c),
            '$' => self.dollar(from),
            '@' => self.at_sign(from),
            '&' => self.pair(from, '&', K::AndAnd, K::Ampersand),
            '|' => self.pair(from, '|', K::OrOr, K::Pipe),
            '<' => self.single(K::RedirectInStd, from),
            '>' => self.redirection(from),
            '+' => self.plus(from),
            '*' => self.star(from),
            '/' => self.with_equals(from, "/", K::DivideEquals, K::Divide),
            '%' => self.with_equals(from, "%", K::RemainderEquals, K::Rem),
            '=' => self.operator(from, "=", K::Equals),
            '!' => self.exclamation(from),
            '.' => self.dot(from),
            ':' => self.colon(from),
            '?' if self.mode == Mode::Expression => self.question(from),
            _ if is_dash(c) => self.dash(from, c),
            _ if is_single_quote(c) => self.single_quoted(from),
            _ if is_double_quote(c) => self.double_quoted(from),
            _ => self.generic(from),
        }
    }

    fn single(&mut self, kind: TokenKind, from: usize) -> Tok {
        self.pos = from + 1;
        self.make(kind, from, TokValue::None)
    }

    fn pair(&mut self, from: usize, second: char, both: TokenKind, one: TokenKind) -> Tok {
        self.pos = from + 1;
        let kind = if self.peek() == second {
            self.pos += 1;
            both
        } else {
            one
        };
        self.make(kind, from, TokValue::None)
    }

    /// An operator of ASCII characters; among a command's arguments a word may begin with it.
    fn operator(&mut self, from: usize, text: &str, kind: TokenKind) -> Tok {
        self.pos = from + text.len();
        if self.mode == Mode::Command && !(self.at_end() || forces_new_token(self.peek())) {
            self.pos = from;
            return self.generic(from);
        }
        self.make(kind, from, TokValue::None)
    }

    fn with_equals(&mut self, from: usize, text: &'static str, both: TokenKind, one: TokenKind) -> Tok {
        if self.char_at(from + 1) == '=' {
            self.operator_of_two(from, both)
        } else {
            self.operator(from, text, one)
        }
    }

    fn operator_of_two(&mut self, from: usize, kind: TokenKind) -> Tok {
        self.operator(from, "..", kind)
    }

    fn plus(&mut self, from: usize) -> Tok {
        match self.char_at(from + 1) {
            '+' => self.operator_of_two(from, TokenKind::PlusPlus),
            '=' => self.operator_of_two(from, TokenKind::PlusEquals),
            c if self.signed_numbers && (c.is_ascii_digit() || c == '.') => self.number(from),
            _ => self.operator(from, "+", TokenKind::Plus),
        }
    }

    fn star(&mut self, from: usize) -> Tok {
        match self.char_at(from + 1) {
            '=' => self.operator_of_two(from, TokenKind::MultiplyEquals),
            '>' => {
                self.pos = from + 1;
                self.redirection(from)
            }
            _ => self.operator(from, "*", TokenKind::Multiply),
        }
    }

    fn exclamation(&mut self, from: usize) -> Tok {
        if self.mode == Mode::Expression {
            return self.single(TokenKind::Exclaim, from);
        }
        self.operator(from, "!", TokenKind::Exclaim)
    }

    fn dot(&mut self, from: usize) -> Tok {
        let second = self.char_at(from + 1);
        if second == '.' {
            return self.operator_of_two(from, TokenKind::DotDot);
        }
        if second.is_ascii_digit() {
            return self.number(from);
        }
        if second == '$' || is_single_quote(second) || is_double_quote(second) {
            return self.single(TokenKind::Dot, from);
        }
        self.operator(from, ".", TokenKind::Dot)
    }

    fn colon(&mut self, from: usize) -> Tok {
        self.pos = from + 1;
        let c = self.peek();
        if c == ':' {
            if self.mode == Mode::Command && !self.simple_names {
                return self.operator_of_two(from, TokenKind::ColonColon);
            }
            self.pos += 1;
            return self.make(TokenKind::ColonColon, from, TokValue::None);
        }
        if self.simple_names {
            return self.make(TokenKind::Colon, from, TokValue::None);
        }
        self.label(from)
    }

    fn question(&mut self, from: usize) -> Tok {
        self.pos = from + 1;
        if self.peek() != '?' {
            return self.make(TokenKind::QuestionMark, from, TokValue::None);
        }
        self.pos += 1;
        if self.peek() == '=' {
            self.pos += 1;
            return self.make(TokenKind::QuestionQuestionEquals, from, TokValue::None);
        }
        self.make(TokenKind::QuestionQuestion, from, TokValue::None)
    }

    fn dash(&mut self, from: usize, c: char) -> Tok {
        use TokenKind as K;
        let len = c.len_utf8();
        self.pos = from + len;
        let second = self.peek();
        if is_dash(second) {
            self.pos += second.len_utf8();
            if self.mode == Mode::Command && !(self.at_end() || forces_new_token(self.peek())) {
                self.pos = from;
                return self.generic(from);
            }
            return self.make(K::MinusMinus, from, TokValue::None);
        }
        if second == '=' {
            self.pos += 1;
            if self.mode == Mode::Command && !(self.at_end() || forces_new_token(self.peek())) {
                self.pos = from;
                return self.generic(from);
            }
            return self.make(K::MinusEquals, from, TokValue::None);
        }
        if second.is_alphabetic() || second == '_' || (second == '?' && self.mode == Mode::Command) {
            return self.parameter(from);
        }
        if self.signed_numbers
            && (second.is_ascii_digit() || (second == '.' && self.peek_second().is_ascii_digit()))
        {
            return self.number(from);
        }
        if self.mode == Mode::Command && !(self.at_end() || forces_new_token(second)) {
            self.pos = from;
            return self.generic(from);
        }
        self.make(K::Minus, from, TokValue::None)
    }

    fn at_sign(&mut self, from: usize) -> Tok {
        let c = self.char_at(from + 1);
        match c {
            '(' | '{' => {
                self.pos = from + 2;
                let kind = if c == '(' { TokenKind::AtParen } else { TokenKind::AtCurly };
                self.make(kind, from, TokValue::None)
            }
            _ if is_single_quote(c) => self.here_string_literal(from),
            _ if is_double_quote(c) => self.here_string_expandable(from),
            _ if is_variable_char(c) => self.splatted(from),
            _ => {
                self.pos = from + 1;
                self.error(ErrorId::UnrecognizedToken, &[], from, from + 1);
                self.make(TokenKind::Unknown, from, TokValue::None)
            }
        }
    }

    // --- member access ----------------------------------------------------------------------------------------------

    /// Whether a `[` comes next, behind white space at most.
    pub(crate) fn bracket_follows(&self) -> bool {
        let mut at = self.pos;
        while is_white(self.char_at(at)) {
            at += self.char_at(at).len_utf8();
        }
        at < self.end && self.char_at(at) == '['
    }

    /// Whether two brackets come next.
    pub(crate) fn bracket_follows_bracket(&self) -> bool {
        self.peek() == '[' && self.char_at(self.pos + 1) == '['
    }

    /// Whether the next line that holds anything begins with a pipe.
    pub(crate) fn pipe_follows(&self) -> bool {
        let mut at = self.pos;
        loop {
            let c = self.char_at(at);
            if at >= self.end {
                return false;
            }
            if is_white(c) {
                at += c.len_utf8();
            } else if c == '#' {
                // Lines that hold a comment alone do not count; empty ones do.
                while at < self.end && !is_newline(self.char_at(at)) {
                    at += self.char_at(at).len_utf8();
                }
                at += if self.char_at(at) == '\r' && self.char_at(at + 1) == '\n' { 2 } else { 1 };
            } else {
                return c == '|';
            }
        }
    }

    /// The operator of a member or index access, if one stands right here.
    pub(crate) fn member_access(&mut self, allow_bracket: bool) -> Option<Tok> {
        use TokenKind as K;
        let from = self.pos;
        let (c, second) = (self.peek(), self.peek_second());
        let (kind, len) = match (c, second) {
            ('[', _) if allow_bracket => (K::LBracket, 1),
            ('?', '[') if allow_bracket => (K::QuestionLBracket, 2),
            ('?', '.') => (K::QuestionDot, 2),
            ('.', '.') => return None,
            ('.', _) => (K::Dot, 1),
            (':', ':') => (K::ColonColon, 2),
            _ => return None,
        };
        let after = self.char_at(from + len);
        let ends = from + len >= self.end || is_white(after) || is_newline(after);
        if self.mode == Mode::Command && matches!(kind, K::Dot | K::ColonColon | K::QuestionDot) && ends {
            return None;
        }
        self.pos = from + len;
        Some(self.make(kind, from, TokValue::None))
    }

    /// What stands behind `--%`: the rest of the line, up to a pipe or `&` outside of quotes.
    pub(crate) fn verbatim_argument(&mut self) -> Option<(usize, usize)> {
        while !self.at_end() && is_white(self.peek()) {
            let c = self.peek();
            self.bump(c);
        }
        let from = self.pos;
        let mut quoted = false;
        while !self.at_end() {
            let c = self.peek();
            if is_newline(c) || (!quoted && matches!(c, '|' | '&')) {
                break;
            }
            quoted ^= is_double_quote(c);
            self.bump(c);
        }
        let text = self.local(from, self.pos);
        let to = from + text.trim_end().len();
        (to > from).then(|| {
            let end = self.pos;
            self.pos = to;
            self.make(TokenKind::Generic, from, TokValue::None);
            self.pos = end;
            (from, to)
        })
    }

    /// The name of an assembly behind the comma of a type's name, and its extent.
    pub(crate) fn assembly_name(&mut self) -> Option<(String, Span)> {
        while !self.at_end() && (is_white(self.peek()) || is_newline(self.peek())) {
            let c = self.peek();
            self.bump(c);
        }
        let from = self.pos;
        while !self.at_end() && !matches!(self.peek(), ']' | '\r' | '\n') {
            let c = self.peek();
            self.bump(c);
        }
        let text = self.local(from, self.pos).trim_end().to_owned();
        let to = from + text.len();
        self.pos = to;
        if text.is_empty() {
            return None;
        }
        self.make(TokenKind::Identifier, from, TokValue::None);
        Some((text, self.span(from, to)))
    }

    /// A parenthesis that opens arguments, if it stands right here.
    pub(crate) fn immediately(&mut self, c: char, kind: TokenKind) -> Option<Tok> {
        (self.peek() == c && !self.at_end()).then(|| {
            let from = self.pos;
            self.single(kind, from)
        })
    }
}
