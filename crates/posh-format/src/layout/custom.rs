//! Custom documents as lines.

use crate::packet::Flow;
use crate::text::{break_lines, spaces, split_lines};

struct Writer<'a> {
    out: &'a mut Vec<String>,
    width: usize,
    line: String,
}

/// Where a frame's lines begin and end.
#[derive(Clone, Copy)]
struct Margin {
    left: usize,
    right: usize,
    /// Cells before the first line, and before the others.
    first: usize,
}

/// Writes the content, the lines in frames further in.
pub(super) fn write(content: &[Flow], width: usize, out: &mut Vec<String>) {
    let mut writer = Writer { out, width, line: String::new() };
    writer.frame(content, Margin { left: 0, right: 0, first: 0 });
    writer.end_of_text(Margin { left: 0, right: 0, first: 0 });
}

impl Writer<'_> {
    fn frame(&mut self, content: &[Flow], margin: Margin) {
        let mut margin = margin;
        for flow in content {
            match flow {
                Flow::Text(text) => {
                    let lines = split_lines(text);
                    for (at, part) in lines.iter().enumerate() {
                        if at > 0 {
                            self.new_line(&mut margin);
                        }
                        self.line.push_str(part);
                    }
                }
                Flow::NewLine => self.new_line(&mut margin),
                Flow::Frame { left, right, first, content } => {
                    self.end_of_text(margin);
                    let add = |a: usize, b: i32| a.saturating_add_signed(isize::try_from(b).unwrap_or(0));
                    let left_margin = add(margin.left, *left);
                    let inner = Margin {
                        left: add(left_margin, (-*first).max(0)),
                        right: add(margin.right, *right),
                        first: add(left_margin, (*first).max(0)),
                    };
                    self.frame(content, inner);
                    self.end_of_text(inner);
                }
            }
        }
        let _ = margin;
    }

    /// Ends the line, text or not.
    fn new_line(&mut self, margin: &mut Margin) {
        let line = std::mem::take(&mut self.line);
        self.put(&line, *margin);
        margin.first = margin.left;
    }

    /// Ends the line where it has text.
    fn end_of_text(&mut self, margin: Margin) {
        if !self.line.is_empty() {
            let mut margin = margin;
            self.new_line(&mut margin);
        }
    }

    fn put(&mut self, line: &str, margin: Margin) {
        let room = self.width.saturating_sub(margin.left.max(margin.first) + margin.right).max(1);
        for (at, part) in break_lines(line, room).into_iter().enumerate() {
            let indent = if at == 0 { margin.first } else { margin.left };
            self.out.push(if part.is_empty() { part } else { spaces(indent) + &part });
        }
    }
}
