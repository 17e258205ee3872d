//! The source line of an error, cut to what the console shows, and what underlines it.

use super::ScriptPosition;

/// The most characters of a line that are shown.
const WIDEST: usize = 69;
/// Characters before and behind the error that a cut line keeps.
const BEFORE: usize = 12;
const BEHIND: usize = 8;

/// A source line and the part of it that is underlined, in characters.
pub struct Excerpt {
    /// The line, cut.
    pub line: String,
    /// Where the underlined part begins.
    pub start: usize,
    /// How long it is.
    pub length: usize,
}

/// The line of a place; `None` where it is empty.
pub fn excerpt(position: &ScriptPosition) -> Option<Excerpt> {
    let source: Vec<char> = position.line().trim_end().chars().collect();
    if source.is_empty() {
        return None;
    }
    let begin = position.source.position(position.span.start);
    let end = position.source.position(position.span.end);
    let column = |c: u32| usize::try_from(c).unwrap_or(1);
    let start = column(begin.column).saturating_sub(1);
    let length = if begin.line == end.line && column(end.column) <= source.len() + 1 {
        column(end.column).saturating_sub(column(begin.column))
    } else {
        source.len().saturating_sub(start)
    };
    let (source, start, length) = without_tabs(&source, start, length);
    Some(if source.len() > WIDEST {
        cut(&source, start, length)
    } else {
        Excerpt { line: source.into_iter().collect(), start, length: length.max(1) }
    })
}

/// Four blanks for each tab.
fn without_tabs(source: &[char], start: usize, length: usize) -> (Vec<char>, usize, usize) {
    let mut out = Vec::with_capacity(source.len());
    let (mut new_start, mut new_length) = (start, length);
    for (at, c) in source.iter().enumerate() {
        if *c != '\t' {
            out.push(*c);
            continue;
        }
        out.extend([' '; 4]);
        if at < start {
            new_start += 3;
        } else if at < start + length {
            new_length += 3;
        }
    }
    (out, new_start, new_length)
}

fn cut(source: &[char], start: usize, length: usize) -> Excerpt {
    let start = start.min(source.len());
    let mut length = length.min(source.len() - start);
    let after = source.len() - start - length;
    let mut before = start.min(BEFORE);
    let mut behind = after.min(BEHIND);
    if before + length + behind >= WIDEST {
        length = length.min(WIDEST - before);
        behind = WIDEST - before - length;
    } else {
        before += (start - before).min(WIDEST - before - length - behind);
        behind += (after - behind).min(WIDEST - before - length - behind);
    }
    let from = start - before;
    let to = (start + length + behind).min(source.len());
    let kept: String = source.get(from..to).unwrap_or(&[]).iter().collect();
    let head = if from > 0 { "… " } else { "" };
    let tail = if to < source.len() { " …" } else { "" };
    let shift = if from > 0 { 2 } else { 0 };
    Excerpt { line: format!("{head}{kept}{tail}"), start: before + shift, length: length.max(1) }
}

/// `At FILE:LINE char:COLUMN`, the line, and the tildes below it.
pub fn position_message(position: &ScriptPosition) -> String {
    let start = position.source.position(position.span.start);
    let file = position.source.file().unwrap_or("line");
    let place = format!("At {file}:{} char:{}", start.line, start.column);
    match excerpt(position) {
        Some(e) => format!("{place}\n+ {}\n+ {}{}", e.line, " ".repeat(e.start), "~".repeat(e.length)),
        None => place,
    }
}
