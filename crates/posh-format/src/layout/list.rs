//! Lists as lines.

use crate::style::Style;
use crate::text::{break_lines, head, length, pad, spaces};

const SEPARATOR: &str = " : ";

/// Writes labels and values, the labels as wide as the longest.
pub(super) fn write(lines: &[(String, String)], width: usize, style: Style, out: &mut Vec<String>) {
    if width < SEPARATOR.len() + 2 {
        return;
    }
    let longest = lines.iter().map(|(label, _)| length(label)).max().unwrap_or(0);
    let label_width = longest.min(width - SEPARATOR.len() - 1);
    let indent = label_width + SEPARATOR.len();
    for (label, value) in lines {
        let label = pad(&head(label, label_width), label_width);
        let mut prefix = style.label(&format!("{label}{SEPARATOR}"));
        for line in break_lines(value, width - indent) {
            out.push(format!("{prefix}{line}"));
            prefix = spaces(indent);
        }
    }
}
