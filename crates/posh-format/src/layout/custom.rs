//! Custom documents as lines.

use crate::packet::Flow;
use crate::text::{break_lines, spaces};

struct Writer<'a> {
    out: &'a mut Vec<String>,
    width: usize,
    line: String,
}

/// Where a frame's lines begin and end.
#[derive(Clone, Copy, Default)]
struct Margin {
    left: usize,
    right: usize,
    /// Cells before the first line of the frame.
    first: usize,
}

impl Margin {
    fn inside(self, left: i32, right: i32, first: i32) -> Self {
        let add = |a: usize, b: i32| a.saturating_add_signed(isize::try_from(b).unwrap_or(0));
        let left = add(self.left, left);
        Self {
            left: add(left, (-first).max(0)),
            right: add(self.right, right),
            first: add(left, first.max(0)),
        }
    }
}

/// Writes the content, the lines in frames further in. What is left behind the last line end is a line too, even where
/// it is empty.
pub(super) fn write(content: &[Flow], width: usize, out: &mut Vec<String>) {
    let mut writer = Writer { out, width, line: String::new() };
    writer.frame(content, Margin::default());
    writer.new_line(Margin::default());
}

impl Writer<'_> {
    fn frame(&mut self, content: &[Flow], mut margin: Margin) {
        for flow in content {
            match flow {
                Flow::Text(text) => self.line.push_str(text),
                Flow::NewLine => {
                    self.new_line(margin);
                    margin.first = margin.left;
                }
                Flow::Frame { left, right, first, content } => {
                    self.frame(content, margin.inside(*left, *right, *first));
                }
            }
        }
    }

    /// Ends the line, text or not.
    fn new_line(&mut self, margin: Margin) {
        let line = std::mem::take(&mut self.line);
        let room = self.width.saturating_sub(margin.left.max(margin.first) + margin.right).max(1);
        for (at, part) in break_lines(&line, room).into_iter().enumerate() {
            let indent = if at == 0 { margin.first } else { margin.left };
            self.out.push(spaces(indent) + &part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(content: &[Flow], width: usize) -> Vec<String> {
        let mut out = Vec::new();
        write(content, width, &mut out);
        out
    }

    #[test]
    fn frames_indent_and_the_last_line_is_always_written() {
        let text = |t: &str| Flow::Text(t.to_owned());
        let inner = vec![text("x = "), text("1"), Flow::NewLine];
        let frame = Flow::Frame { left: 2, right: 0, first: 0, content: inner };
        assert_eq!(lines(&[text("{"), Flow::NewLine, frame, text("}")], 20), ["{", "  x = 1", "}"]);
        assert_eq!(lines(&[text("a"), Flow::NewLine], 20), ["a", ""]);
        assert_eq!(lines(&[], 20), [""]);
    }

    #[test]
    fn first_lines_hang() {
        let inner = vec![Flow::Text("one two three".to_owned()), Flow::NewLine];
        let hanging = [Flow::Frame { left: 1, right: 0, first: -2, content: inner }];
        assert_eq!(lines(&hanging, 11), [" one two ", "   three", ""]);
    }
}
