//! How many cells of the screen a text takes.
//!
//! PowerShell counts UTF-16 units: one cell each, two in the wide blocks below; escape sequences take none.

const ESCAPE: char = '\u{1b}';

fn char_cells(c: char) -> usize {
    let c = u32::from(c);
    let wide = matches!(c, 0x1100..=0x115f | 0x2329 | 0x232a | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff
        | 0xfe10..=0xfe19 | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6)
        && c != 0x303f;
    if wide || c > 0xffff { 2 } else { 1 }
}

/// A piece of text: an escape sequence, or a character.
pub(super) enum Piece<'a> {
    /// No cells.
    Escape(&'a str),
    /// A character and its cells.
    Char(char, usize),
}

/// Length in bytes of the escape sequence at the start of `text`.
fn escape_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(ESCAPE)?;
    if let Some(body) = rest.strip_prefix('[') {
        let end = body.find(|c: char| !matches!(c, '0'..='9' | ';' | '?'))?;
        let last = body.get(end..)?.chars().next()?;
        return matches!(last, 'm' | 'h' | 'l' | 'K' | 'J' | 'H' | 'A'..='D').then_some(2 + end + 1);
    }
    if rest.starts_with("]8;;") {
        return rest.find("\u{1b}\\").map(|end| 1 + end + 2);
    }
    None
}

pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let taken = if first == ESCAPE { escape_length(rest) } else { None };
        let (piece, after) = match taken.and_then(|n| rest.split_at_checked(n)) {
            Some((escape, after)) => (Piece::Escape(escape), after),
            None => (Piece::Char(first, char_cells(first)), rest.get(first.len_utf8()..).unwrap_or("")),
        };
        rest = after;
        Some(piece)
    })
}

/// Number of cells of a text.
pub(crate) fn length(text: &str) -> usize {
    if text.is_ascii() && !text.contains(ESCAPE) {
        return text.len();
    }
    pieces(text).map(|p| if let Piece::Char(_, cells) = p { cells } else { 0 }).sum()
}

/// A text without its escape sequences.
pub(crate) fn strip_ansi(text: &str) -> String {
    if !text.contains(ESCAPE) {
        return text.to_owned();
    }
    pieces(text).filter_map(|p| if let Piece::Char(c, _) = p { Some(c) } else { None }).collect()
}

/// The beginning of a text that takes at most `cells`.
pub(crate) fn head(text: &str, cells: usize) -> String {
    let mut out = String::new();
    let mut room = cells;
    for piece in pieces(text) {
        match piece {
            Piece::Escape(escape) => out.push_str(escape),
            Piece::Char(c, width) if width <= room => {
                room -= width;
                out.push(c);
            }
            Piece::Char(..) => break,
        }
    }
    out
}

/// The end of a text that takes at most `cells`.
pub(crate) fn tail(text: &str, cells: usize) -> String {
    let plain: Vec<char> = strip_ansi(text).chars().collect();
    let mut room = cells;
    let mut from = plain.len();
    for (at, c) in plain.iter().enumerate().rev() {
        let width = char_cells(*c);
        if width > room {
            break;
        }
        room -= width;
        from = at;
    }
    plain.into_iter().skip(from).collect()
}

/// A run of blanks.
pub(crate) fn spaces(count: usize) -> String {
    " ".repeat(count)
}

/// A text filled with blanks to `cells`.
pub(crate) fn pad(text: &str, cells: usize) -> String {
    format!("{text}{}", spaces(cells.saturating_sub(length(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_count_as_the_console_counts_them() {
        for (text, cells) in
            [("abc", 3), ("日本", 4), ("\u{1b}[31mred\u{1b}[0m", 3), ("é", 1), ("😀", 2), ("a\nb", 3)]
        {
            assert_eq!(length(text), cells, "{text}");
        }
        assert_eq!(head("日本語", 5), "日本");
        assert_eq!(tail("日本語", 5), "本語");
        assert_eq!(strip_ansi("\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{1b}\\"), "link");
    }
}
