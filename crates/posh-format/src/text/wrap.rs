//! Breaking text into lines at words.

use super::cells::{Piece, length, pieces};

const SOFT_HYPHEN: char = '\u{ad}';
const RESET: &str = "\u{1b}[0m";

/// The lines of a text as they are.
pub(crate) fn raw_lines(text: &str) -> impl Iterator<Item = String> {
    text.split('\n').map(str::to_owned)
}

/// The lines of a text. Each ends the escape sequences that are in force and takes up all those before it, as
/// PowerShell's writer does.
pub(crate) fn split_lines(text: &str) -> Vec<String> {
    let mut carried = String::new();
    text.split('\n')
        .map(|line| {
            let line = line.replace('\r', "");
            let (own, before) = (escapes(&line), carried.clone());
            carried.push_str(&own);
            let is_open = !carried.is_empty() && !line.ends_with(RESET);
            if carried.is_empty() {
                line
            } else {
                format!("{before}{line}{}", if is_open { RESET } else { "" })
            }
        })
        .collect()
}

fn escapes(line: &str) -> String {
    if !line.contains('\u{1b}') {
        return String::new();
    }
    pieces(line).filter_map(|p| if let Piece::Escape(e) = p { Some(e) } else { None }).collect()
}

/// A text broken to lines of at most `width` cells, at words where a line has one that ends.
pub(crate) fn break_lines(text: &str, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for line in split_lines(text) {
        if length(&line) <= width {
            out.push(line);
        } else if width > 0 {
            let mut breaker =
                Breaker { width, left: width, line: String::new(), open: String::new(), out: &mut out };
            for word in words(&line) {
                breaker.add(&word);
            }
            breaker.end();
        }
    }
    out
}

/// Words with the blank that ends each.
fn words(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in line.chars() {
        match c {
            ' ' | '\t' | SOFT_HYPHEN => {
                word.push(c);
                out.push(std::mem::take(&mut word));
            }
            '\u{2011}' | '\u{a0}' => {
                if !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
                word.push(c);
            }
            other => word.push(other),
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

struct Breaker<'a> {
    width: usize,
    /// Cells left in the line.
    left: usize,
    line: String,
    /// Escape sequences so far.
    open: String,
    out: &'a mut Vec<String>,
}

impl Breaker<'_> {
    fn add(&mut self, word: &str) {
        let mut cells = length(word);
        let mut shown = word.to_owned();
        if let Some(plain) = word.strip_suffix(SOFT_HYPHEN) {
            // The hyphen shows only where the line ends with it.
            let with = length(plain) + 1;
            shown = if with == self.left { format!("{plain}-") } else { plain.to_owned() };
            cells = length(&shown);
        }
        if cells > self.width {
            return self.fill(&shown);
        }
        if cells > self.left {
            self.wrap();
        }
        self.left -= cells;
        self.put(&shown);
    }

    /// A word longer than a line goes on character by character.
    fn fill(&mut self, word: &str) {
        for piece in pieces(word) {
            match piece {
                Piece::Escape(escape) => self.escape(escape),
                Piece::Char(c, cells) => {
                    let (c, cells) = if cells > self.width { ('?', 1) } else { (c, cells) };
                    if cells > self.left {
                        self.wrap();
                    }
                    self.line.push(c);
                    self.left -= cells;
                }
            }
        }
    }

    fn put(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Escape(escape) => self.escape(escape),
                Piece::Char(c, _) => self.line.push(c),
            }
        }
    }

    fn escape(&mut self, escape: &str) {
        self.line.push_str(escape);
        self.open.push_str(escape);
    }

    fn wrap(&mut self) {
        let mut line = std::mem::replace(&mut self.line, self.open.clone());
        if !self.open.is_empty() && !line.ends_with(RESET) {
            line.push_str(RESET);
        }
        self.out.push(line);
        self.left = self.width;
    }

    fn end(self) {
        self.out.push(self.line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_at_words_and_fills_long_ones() {
        assert_eq!(break_lines("one two three", 8), ["one two ", "three"]);
        assert_eq!(break_lines("a abcdefgh", 5), ["a abc", "defgh"]);
        assert_eq!(break_lines("x\ny", 5), ["x", "y"]);
        assert_eq!(break_lines("", 5), [""]);
        assert_eq!(split_lines("a\r\nb\n"), ["a", "b", ""]);
        assert_eq!(split_lines("\u{1b}[31ma\nb"), ["\u{1b}[31ma\u{1b}[0m", "\u{1b}[31mb\u{1b}[0m"]);
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_wider_than_the_page(text in "[a-z \t日本\u{1b}\\[0-9m\n\u{ad}\u{a0}]{0,80}", width in 1_usize..20) {
            for line in break_lines(&text, width) {
                proptest::prop_assert!(length(&line) <= width, "{line:?} is wider than {width}");
            }
        }

        #[test]
        fn nothing_of_a_plain_text_is_lost(text in "[a-z -]{0,80}", width in 1_usize..20) {
            proptest::prop_assert_eq!(break_lines(&text, width).concat(), text);
        }
    }
}
