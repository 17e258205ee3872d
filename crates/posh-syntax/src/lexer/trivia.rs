//! Comments, `#requires` lines among them, and the signature block.

use super::chars::is_newline;
use super::{Lexer, TokValue};
use crate::TokenKind;
use crate::diagnostic::ids::ErrorId;

/// What the first and last line of a signature block end with.
const SIGNATURE: [&str; 2] = ["# Begin signature block", "# End signature block"];

impl Lexer<'_> {
    /// Reads a comment, if `c` begins one.
    pub(super) fn skip_comment(&mut self, from: usize, c: char) -> bool {
        if c == '#' {
            self.line_comment(from);
            return true;
        }
        if c == '<' && self.char_at(from + 1) == '#' {
            self.block_comment(from);
            return true;
        }
        false
    }

    fn line_comment(&mut self, from: usize) {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(from..self.end).unwrap_or(&[]);
        let len = rest.iter().position(|&b| is_newline(char::from(b))).unwrap_or(rest.len());
        self.pos = from + len;
        let tok = self.make(TokenKind::Comment, from, TokValue::None);
        let text = self.local(from, self.pos);
        let is_requires = text.get(1..9).is_some_and(|word| word.eq_ignore_ascii_case("requires"))
            && text.as_bytes().get(9).is_none_or(|b| b.is_ascii_whitespace());
        let line = text.trim_end();
        let is_signature = SIGNATURE.iter().any(|mark| {
            let behind = line.len().checked_sub(mark.len()).and_then(|at| line.get(at..));
            behind.is_some_and(|end| end.eq_ignore_ascii_case(mark))
        });
        if is_signature {
            self.signature.get_or_insert(from);
        }
        if is_requires {
            self.requires.push(tok);
        }
    }

    fn block_comment(&mut self, from: usize) {
        match self.local(from + 2, self.end).find("#>") {
            Some(close) => self.pos = from + 2 + close + 2,
            None => {
                self.pos = self.end;
                self.error_incomplete(ErrorId::MissingTerminatorMultiLineComment, &[], from, self.end);
            }
        }
        self.fuel = self.fuel.saturating_sub((self.pos - from) as u64);
        self.make(TokenKind::Comment, from, TokValue::None);
    }
}
