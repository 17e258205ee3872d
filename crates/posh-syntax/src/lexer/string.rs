//! Strings: quoted, here-strings, and the variables and sub-expressions in them.

use std::sync::Arc;

use super::chars::{is_double_quote, is_newline, is_single_quote, is_variable_char, is_white};
use super::{Lexer, RawPart, StringTok, SubText, Tok, TokValue};
use crate::ast::StringConstantKind;
use crate::diagnostic::ids::ErrorId;
use crate::{TextBuilder, TokenKind};

/// Collects a string and its pieces.
#[derive(Default)]
pub(super) struct StringBuilder {
    /// Everything, variables as written.
    pub(super) text: TextBuilder,
    piece: Option<TextBuilder>,
    parts: Vec<RawPart>,
}

impl StringBuilder {
    pub(super) fn push(&mut self, c: char) {
        self.text.push(c);
        if let Some(piece) = &mut self.piece {
            piece.push(c);
        }
    }

    pub(super) fn push_str(&mut self, s: &str) {
        self.text.push_str(s);
        if let Some(piece) = &mut self.piece {
            piece.push_str(s);
        }
    }

    pub(super) fn push_escaped(&mut self, c: char) {
        self.push(c);
    }

    pub(super) fn push_unit(&mut self, unit: u16) {
        self.text.push_unit(unit);
        if let Some(piece) = &mut self.piece {
            piece.push_unit(unit);
        }
    }

    fn push_part(&mut self, part: RawPart, written: &str) {
        // Up to the first part the piece is the whole text.
        let literal = self.piece.take().unwrap_or_else(|| self.text.clone());
        if !literal.is_empty() {
            self.parts.push(RawPart::Literal(literal.finish()));
        }
        self.parts.push(part);
        self.text.push_str(written);
        self.piece = Some(TextBuilder::default());
    }

    pub(super) fn finish(mut self, kind: StringConstantKind) -> StringTok {
        if let Some(piece) = self.piece.take()
            && !piece.is_empty()
        {
            self.parts.push(RawPart::Literal(piece.finish()));
        }
        StringTok { kind, value: self.text.finish(), parts: self.parts }
    }
}

impl Lexer<'_> {
    pub(super) fn single_quoted(&mut self, from: usize) -> Tok {
        let mut out = StringBuilder::default();
        self.single_quoted_into(from, &mut out);
        let value = out.finish(StringConstantKind::SingleQuoted);
        self.make(TokenKind::StringLiteral, from, TokValue::String(Arc::new(value)))
    }

    /// Reads `'...'` from its quote on.
    pub(super) fn single_quoted_into(&mut self, from: usize, out: &mut StringBuilder) {
        self.pos = from + self.char_at(from).len_utf8();
        loop {
            let run = self.pos;
            let mut c = self.peek();
            while !self.at_end() && !is_single_quote(c) {
                self.bump(c);
                c = self.peek();
            }
            out.push_str(self.local(run, self.pos));
            if self.at_end() {
                self.error_incomplete(ErrorId::TerminatorExpectedAtEndOfString, &["'"], from, self.end);
                return;
            }
            self.bump(c);
            if !is_single_quote(self.peek()) {
                return;
            }
            out.push(c);
            let second = self.peek();
            self.bump(second);
        }
    }

    pub(super) fn double_quoted(&mut self, from: usize) -> Tok {
        let mut out = StringBuilder::default();
        self.double_quoted_into(from, &mut out);
        let value = out.finish(StringConstantKind::DoubleQuoted);
        self.make(TokenKind::StringExpandable, from, TokValue::String(Arc::new(value)))
    }

    /// Reads `"..."` from its quote on.
    pub(super) fn double_quoted_into(&mut self, from: usize, out: &mut StringBuilder) {
        self.pos = from + self.char_at(from).len_utf8();
        loop {
            let run = self.pos;
            let mut c = self.peek();
            while !self.at_end() && c != '$' && c != '`' && !is_double_quote(c) {
                self.bump(c);
                c = self.peek();
            }
            out.push_str(self.local(run, self.pos));
            if self.at_end() {
                break;
            }
            if is_double_quote(c) {
                self.bump(c);
                let second = self.peek();
                if !is_double_quote(second) {
                    return;
                }
                out.push(c);
                self.bump(second);
            } else if c == '`' {
                if self.pos + 1 >= self.end {
                    self.pos += 1;
                    break;
                }
                self.escape(out);
            } else if !self.dollar_in_string_part(out, true) {
                out.push(c);
                self.bump(c);
            }
        }
        self.error_incomplete(ErrorId::TerminatorExpectedAtEndOfString, &["\""], from, self.end);
    }

    /// A `$` in a word: whether it begins a variable or sub-expression, which is then read.
    pub(super) fn dollar_in_string(&mut self, out: &mut StringBuilder) -> bool {
        self.dollar_in_string_part(out, false)
    }

    fn dollar_in_string_part(&mut self, out: &mut StringBuilder, quoted: bool) -> bool {
        let from = self.pos;
        let c = self.char_at(from + 1);
        if from + 1 >= self.end {
            return false;
        }
        if c == '(' {
            let sub = self.sub_text(from, quoted);
            let written = self.local(from, self.pos).to_owned();
            out.push_part(RawPart::Sub(Arc::new(sub)), &written);
            return true;
        }
        if is_variable_char(c) || matches!(c, '{' | '$' | '^' | ':') {
            let Some(path) = self.variable_in_string(from) else {
                return false;
            };
            let span = self.span(from, self.pos);
            let written = self.local(from, self.pos).to_owned();
            out.push_part(RawPart::Variable(span, path), &written);
            return true;
        }
        false
    }

    /// Finds the end of a `$( ... )` by its parentheses. Inside of a quoted string doubled quotes count as one, and so do
    /// escaped ones where no string of the sub-expression's own is open.
    fn sub_text(&mut self, from: usize, quoted: bool) -> SubText {
        let start = from + 1;
        self.pos = start + 1;
        let mut depth = 1u32;
        let mut doubled = Vec::new();
        // The quote of the string that is open; a backtick for one that an escaped quote began.
        let mut open: Option<char> = None;
        while depth > 0 {
            let c = self.peek();
            if self.at_end() {
                self.error_incomplete(ErrorId::IncompleteDollarSubexpressionReference, &[], from, self.end);
                break;
            }
            self.bump(c);
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                '`' if !self.at_end() => {
                    let next = self.peek();
                    if quoted && is_double_quote(next) && matches!(open, None | Some('`')) {
                        doubled.push(self.pos - 1);
                        open = if open.is_none() { Some('`') } else { None };
                    }
                    self.bump(next);
                }
                _ if quoted && is_double_quote(c) && is_double_quote(self.peek()) => {
                    doubled.push(self.pos);
                    let second = self.peek();
                    self.bump(second);
                }
                _ if is_double_quote(c) => open = toggled(open, '"'),
                _ if is_single_quote(c) => open = toggled(open, '\''),
                _ => {}
            }
        }
        let local = (start, self.pos);
        let collapsed = (!doubled.is_empty()).then(|| self.collapse(local, &doubled));
        SubText { span: self.span(from, self.pos), local, collapsed }
    }

    /// The text without the quotes at `doubled`, and where they were.
    fn collapse(&self, local: (usize, usize), doubled: &[usize]) -> (Arc<str>, Vec<usize>) {
        let mut text = String::new();
        let mut skips = Vec::new();
        let mut from = local.0;
        for &at in doubled {
            text.push_str(self.local(from, at));
            let len = self.char_at(at).len_utf8();
            // A quote of several bytes counts for each of them.
            skips.extend(std::iter::repeat_n(text.len() - 1, len));
            from = at + len;
        }
        text.push_str(self.local(from, local.1));
        // Doubled quotes of the text around this one still count.
        for &outer in &self.skips {
            if outer >= local.0 && outer < local.1 {
                let before = doubled.partition_point(|&at| at < outer);
                skips.push((outer - local.0).saturating_sub(before));
            }
        }
        skips.sort_unstable();
        (text.into(), skips)
    }

    /// The whole text as the inside of a string.
    pub(crate) fn whole_as_string(&mut self) -> Tok {
        let mut out = StringBuilder::default();
        while !self.at_end() {
            let c = self.peek();
            if c == '`' && self.pos + 1 < self.end {
                self.escape(&mut out);
            } else if c != '$' || !self.dollar_in_string_part(&mut out, false) {
                out.push(c);
                self.bump(c);
            }
        }
        let value = out.finish(StringConstantKind::DoubleQuoted);
        self.make(TokenKind::StringExpandable, 0, TokValue::String(Arc::new(value)))
    }

    // --- here-strings -----------------------------------------------------------------------------------------------

    /// Reads the rest of the line behind `@'`; nothing but white space may stand there.
    fn here_string_header(&mut self, is_quote: fn(char) -> bool) -> bool {
        let mut c = self.peek();
        while !self.at_end() && is_white(c) {
            self.bump(c);
            c = self.peek();
        }
        if is_newline(c) {
            self.newline();
            return true;
        }
        if self.at_end() {
            return true;
        }
        self.error(
            ErrorId::UnexpectedCharactersAfterHereStringHeader,
            &[],
            self.pos,
            self.pos + c.len_utf8(),
        );
        while !self.at_end() {
            let c = self.peek();
            if is_newline(c) {
                break;
            }
            self.bump(c);
            if is_quote(c) && self.peek() == '@' {
                self.pos += 1;
                break;
            }
        }
        false
    }

    fn newline(&mut self) {
        let c = self.peek();
        self.pos += 1;
        if c == '\r' && self.peek() == '\n' {
            self.pos += 1;
        }
    }

    /// Whether the footer of a here-string stands at `at`.
    fn footer_at(&self, at: usize, is_quote: fn(char) -> bool) -> bool {
        let c = self.char_at(at);
        is_quote(c) && self.char_at(at + c.len_utf8()) == '@'
    }

    fn here_string_end(&mut self, from: usize, terminator: &str, false_footer: Option<usize>) {
        match false_footer {
            Some(at) => self.error_incomplete(ErrorId::WhitespaceBeforeHereStringFooter, &[], at, self.end),
            None => {
                self.error_incomplete(
                    ErrorId::TerminatorExpectedAtEndOfString,
                    &[terminator],
                    from,
                    self.end,
                );
            }
        }
    }

    /// At a line's start: a footer ends the string; one behind white space is remembered.
    fn footer(&mut self, is_quote: fn(char) -> bool, false_footer: &mut Option<usize>) -> bool {
        if self.footer_at(self.pos, is_quote) {
            let quote = self.peek();
            self.bump(quote);
            self.pos += 1;
            return true;
        }
        if false_footer.is_none() {
            let mut at = self.pos;
            while at < self.end && is_white(self.char_at(at)) {
                at += self.char_at(at).len_utf8();
            }
            if at > self.pos && self.footer_at(at, is_quote) {
                *false_footer = Some(at);
            }
        }
        false
    }

    pub(super) fn here_string_literal(&mut self, from: usize) -> Tok {
        self.pos = from + 1 + self.char_at(from + 1).len_utf8();
        let mut out = StringBuilder::default();
        if self.here_string_header(is_single_quote) {
            let mut false_footer = None;
            let mut pending = String::new();
            loop {
                if self.footer(is_single_quote, &mut false_footer) {
                    break;
                }
                out.push_str(&pending);
                let run = self.pos;
                while !self.at_end() && !is_newline(self.peek()) {
                    let c = self.peek();
                    self.bump(c);
                }
                out.push_str(self.local(run, self.pos));
                if self.at_end() {
                    self.here_string_end(from, "'@", false_footer);
                    break;
                }
                let line_end = self.pos;
                self.newline();
                self.local(line_end, self.pos).clone_into(&mut pending);
            }
        }
        let value = out.finish(StringConstantKind::SingleQuotedHereString);
        self.make(TokenKind::HereStringLiteral, from, TokValue::String(Arc::new(value)))
    }

    pub(super) fn here_string_expandable(&mut self, from: usize) -> Tok {
        self.pos = from + 1 + self.char_at(from + 1).len_utf8();
        let mut out = StringBuilder::default();
        if self.here_string_header(is_double_quote) {
            self.here_string_lines(from, &mut out);
        }
        let value = out.finish(StringConstantKind::DoubleQuotedHereString);
        self.make(TokenKind::HereStringExpandable, from, TokValue::String(Arc::new(value)))
    }

    fn here_string_lines(&mut self, from: usize, out: &mut StringBuilder) {
        let mut false_footer = None;
        let mut pending = String::new();
        loop {
            if self.footer(is_double_quote, &mut false_footer) {
                return;
            }
            out.push_str(&pending);
            while !self.at_end() && !is_newline(self.peek()) {
                let run = self.pos;
                let mut c = self.peek();
                while !self.at_end() && c != '$' && c != '`' && !is_newline(c) {
                    self.bump(c);
                    c = self.peek();
                }
                out.push_str(self.local(run, self.pos));
                if c == '`' && self.pos + 1 < self.end {
                    self.escape(out);
                } else if c == '$' && self.dollar_in_string_part(out, false) {
                } else if !self.at_end() && !is_newline(c) {
                    out.push(c);
                    self.bump(c);
                }
            }
            if self.at_end() {
                self.here_string_end(from, "\"@", false_footer);
                return;
            }
            let line_end = self.pos;
            self.newline();
            self.local(line_end, self.pos).clone_into(&mut pending);
        }
    }
}

/// The string that is open behind a quote.
fn toggled(open: Option<char>, quote: char) -> Option<char> {
    match open {
        None => Some(quote),
        Some(by) if by == quote => None,
        other => other,
    }
}
