//! Backtick escapes.

use nom::IResult;
use nom::Parser;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::char as nom_char;
use nom::sequence::preceded;

use super::Lexer;
use super::string::StringBuilder;
use crate::diagnostic::ids::ErrorId;

/// The digits behind `{`, one more than there may be.
fn unicode_digits(input: &str) -> IResult<&str, &str> {
    preceded(nom_char('{'), take_while_m_n(0, 7, |c: char| c.is_ascii_hexdigit())).parse(input)
}

impl Lexer<'_> {
    /// Reads an escape that stands at its backtick, with a character behind it.
    pub(super) fn escape(&mut self, out: &mut StringBuilder) {
        let from = self.pos;
        self.pos += 1;
        let c = self.peek();
        self.bump(c);
        let plain = match c {
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'e' => '\u{1b}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'u' => return self.unicode_escape(from, out),
            other => other,
        };
        out.push_escaped(plain);
    }

    /// `` `u{1F600} ``, standing behind its `u`.
    fn unicode_escape(&mut self, from: usize, out: &mut StringBuilder) {
        let Ok((_, digits)) = unicode_digits(self.local(self.pos, self.end)) else {
            self.error(ErrorId::InvalidUnicodeEscapeSequence, &[], from, self.pos);
            return;
        };
        let digits = digits.to_owned();
        let digits_start = self.pos + 1;
        if digits.len() > 6 {
            self.pos = digits_start + 6;
            self.error(ErrorId::TooManyDigitsInUnicodeEscapeSequence, &[], self.pos, self.pos + 1);
            return;
        }
        self.pos = digits_start + digits.len();
        if self.peek() != '}' {
            let id = if digits.len() < 6 {
                ErrorId::InvalidUnicodeEscapeSequence
            } else {
                ErrorId::MissingUnicodeEscapeSequenceTerminator
            };
            self.error(id, &[], self.pos, self.pos + 1);
            return;
        }
        if digits.is_empty() {
            self.error(ErrorId::InvalidUnicodeEscapeSequence, &[], from, self.pos + 1);
            self.pos += 1;
            return;
        }
        let code = u32::from_str_radix(&digits, 16).unwrap_or(u32::MAX);
        if code > 0x10_ffff {
            self.error(ErrorId::InvalidUnicodeEscapeSequenceValue, &[], digits_start, self.pos);
            self.pos += 1;
            return;
        }
        self.pos += 1;
        match char::from_u32(code) {
            Some(c) => out.push_escaped(c),
            None => out.push_unit(u16::try_from(code).unwrap_or(0xfffd)),
        }
    }
}
