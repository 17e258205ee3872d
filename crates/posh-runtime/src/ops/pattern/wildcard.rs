//! Wildcard patterns: `*`, `?`, `[a-z]`, and the backtick.

use crate::error::{ErrorCategory, Raised, Result};

#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Any,
    One,
    Char(char),
    Set(Vec<(char, char)>),
}

/// A wildcard pattern.
#[derive(Clone, Debug)]
pub struct Wildcard {
    pieces: Vec<Piece>,
    ignore_case: bool,
}

impl Wildcard {
    /// Reads a pattern.
    ///
    /// # Errors
    /// `WildcardPatternException` where a bracket is not closed.
    pub fn new(pattern: &str, ignore_case: bool) -> Result<Self> {
        let mut pieces = Vec::new();
        let units: Vec<char> = units(pattern).collect();
        let mut chars = units.into_iter().peekable();
        while let Some(c) = chars.next() {
            match c {
                '*' => {
                    if pieces.last() != Some(&Piece::Any) {
                        pieces.push(Piece::Any);
                    }
                }
                '?' => pieces.push(Piece::One),
                '`' => pieces.push(Piece::Char(chars.next().unwrap_or('`'))),
                '[' => pieces.push(Piece::Set(set(&mut chars, ignore_case).ok_or_else(|| invalid(pattern))?)),
                other => pieces.push(Piece::Char(fold(other, ignore_case))),
            }
        }
        Ok(Self { pieces, ignore_case })
    }

    /// Whether a text contains wildcard characters at all.
    pub fn is_pattern(text: &str) -> bool {
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            match c {
                '`' => {
                    chars.next();
                }
                '*' | '?' | '[' | ']' => return true,
                _ => {}
            }
        }
        false
    }

    /// Whether the pattern matches the whole of a text. Takes time in proportion to pattern times text.
    pub fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = units(text).map(|c| fold(c, self.ignore_case)).collect();
        let (mut p, mut t) = (0, 0);
        let mut back: Option<(usize, usize)> = None;
        while t < chars.len() {
            let here = chars.get(t).copied().unwrap_or('\0');
            match self.pieces.get(p) {
                Some(Piece::Any) => {
                    back = Some((p, t));
                    p += 1;
                    continue;
                }
                Some(piece) if self.one_matches(piece, here) => {
                    p += 1;
                    t += 1;
                    continue;
                }
                _ => {}
            }
            match back {
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    p = star + 1;
                    t = from + 1;
                }
                None => return false,
            }
        }
        self.pieces.get(p..).is_some_and(|rest| rest.iter().all(|piece| *piece == Piece::Any))
    }

    fn one_matches(&self, piece: &Piece, c: char) -> bool {
        match piece {
            Piece::Any => false,
            Piece::One => true,
            Piece::Char(wanted) => fold(*wanted, self.ignore_case) == c,
            Piece::Set(ranges) => ranges.iter().any(|(from, to)| {
                (*from..=*to).contains(&c)
                    || self.ignore_case && c.to_uppercase().next().is_some_and(|u| (*from..=*to).contains(&u))
            }),
        }
    }
}

/// The UTF-16 units of a text, each a character: a surrogate is one of a private area.
fn units(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(|c| {
        let mut pair = [0; 2];
        let units = c.encode_utf16(&mut pair);
        let second = units.get(1).copied();
        let first = if second.is_some() { stand_in(units.first().copied().unwrap_or(0)) } else { c };
        std::iter::once(first).chain(second.map(stand_in))
    })
}

fn stand_in(surrogate: u16) -> char {
    char::from_u32(0xf_0000 + u32::from(surrogate)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn fold(c: char, ignore_case: bool) -> char {
    if !ignore_case {
        return c;
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(l), None) => l,
        _ => c,
    }
}

fn set(
    chars: &mut std::iter::Peekable<std::vec::IntoIter<char>>,
    ignore_case: bool,
) -> Option<Vec<(char, char)>> {
    let mut members = Vec::new();
    let mut closed = false;
    while let Some(c) = chars.next() {
        match c {
            // A set of nothing is no set: the bracket is its first member.
            ']' if members.is_empty() => members.push((']', false)),
            ']' => {
                closed = true;
                break;
            }
            '`' => members.push((chars.next()?, false)),
            '-' => members.push(('-', true)),
            other => members.push((other, false)),
        }
    }
    if !closed {
        return None;
    }
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some((c, _)) = members.get(at).copied() {
        match (members.get(at + 1), members.get(at + 2)) {
            (Some(('-', true)), Some((to, _))) => {
                let range = (fold(c, ignore_case), fold(*to, ignore_case));
                if range.0 > range.1 {
                    return None;
                }
                ranges.push(range);
                at += 3;
            }
            _ => {
                ranges.push((fold(c, ignore_case), fold(c, ignore_case)));
                at += 1;
            }
        }
    }
    Some(ranges)
}

fn invalid(pattern: &str) -> Box<Raised> {
    Raised::typed(
        "System.Management.Automation.WildcardPatternException",
        "RuntimeException",
        ErrorCategory::NotSpecified,
        format!("The specified wildcard character pattern is not valid: {pattern}"),
    )
}

#[cfg(test)]
mod tests {
    use super::Wildcard;

    fn like(text: &str, pattern: &str) -> bool {
        Wildcard::new(pattern, true).unwrap().matches(text)
    }

    #[test]
    fn matches_as_like_does() {
        assert!(like("Contoso", "con*"));
        assert!(like("abc", "a?c"));
        assert!(like("abc", "[a-c]*"));
        assert!(!like("abc", "[x]*"));
        assert!(like("a*c", "a`*c"));
        assert!(!like("abc", "a`*c"));
        assert!(like("", "*"));
        assert!(Wildcard::new("[a", true).is_err());
    }
}
