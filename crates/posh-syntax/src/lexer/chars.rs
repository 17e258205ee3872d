//! Classes of characters, as the tokenizer tells them apart.

const WHITE: u8 = 1;
const FORCE: u8 = 2;
const AFTER_NUMBER: u8 = 4;
const IDENT_START: u8 = 8;
const IDENT_FOLLOW: u8 = 16;
const VARIABLE: u8 = 32;

const fn table() -> [u8; 128] {
    let mut t = [0; 128];
    let mut i = 0;
    while i < 128 {
        let c = i as u8;
        let mut bits = 0;
        if matches!(c, b' ' | b'\t' | 0x0b | 0x0c) {
            bits |= WHITE | FORCE;
        }
        if matches!(c, b'\r' | b'\n' | b'&' | b'(' | b')' | b',' | b';' | b'{' | b'|' | b'}') {
            bits |= FORCE;
        }
        if matches!(
            c,
            b'!' | b'#' | b'%' | b'*' | b'+' | b'-' | b'.' | b'/' | b'=' | b']' | b'^' | b'<' | b'>' | b','
        ) {
            bits |= AFTER_NUMBER;
        }
        if c.is_ascii_alphabetic() || c == b'_' {
            bits |= IDENT_START | IDENT_FOLLOW | VARIABLE;
        }
        if c.is_ascii_digit() {
            bits |= IDENT_FOLLOW | VARIABLE;
        }
        if c == b'?' {
            bits |= VARIABLE;
        }
        t[i] = bits;
        i += 1;
    }
    t
}

static TABLE: [u8; 128] = table();

fn has(c: char, bit: u8) -> Option<bool> {
    TABLE.get(c as usize).map(|bits| bits & bit != 0)
}

/// White space that does not end a line.
pub(crate) fn is_white(c: char) -> bool {
    has(c, WHITE)
        .unwrap_or_else(|| c == '\u{85}' || (c.is_whitespace() && c != '\u{2028}' && c != '\u{2029}'))
}

/// Ends a word whatever the mode.
pub(crate) fn forces_new_token(c: char) -> bool {
    has(c, FORCE).unwrap_or_else(|| c == '\u{85}' || c.is_whitespace())
}

/// Ends a number where expressions are read.
pub(crate) fn forces_new_token_after_number(c: char) -> bool {
    has(c, AFTER_NUMBER).unwrap_or_else(|| is_dash(c))
}

/// Begins an identifier.
pub(crate) fn is_identifier_start(c: char) -> bool {
    has(c, IDENT_START).unwrap_or_else(|| c.is_alphabetic())
}

/// Goes on with an identifier.
pub(crate) fn is_identifier_follow(c: char) -> bool {
    has(c, IDENT_FOLLOW).unwrap_or_else(|| c.is_alphanumeric())
}

/// May stand in a variable's name without braces.
pub(crate) fn is_variable_char(c: char) -> bool {
    has(c, VARIABLE).unwrap_or_else(|| c.is_alphanumeric())
}

/// A hyphen, or one of the dashes that word processors make of it.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// A single quote in any of its shapes.
pub(crate) fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

/// A double quote in any of its shapes.
pub(crate) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Ends a line.
pub(crate) fn is_newline(c: char) -> bool {
    matches!(c, '\r' | '\n')
}
