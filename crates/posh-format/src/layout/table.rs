//! Tables as lines.

use super::Page;
use super::columns::fitted;
use crate::packet::{Cell, TableStart};
use crate::style::Style;
use crate::text::{ELLIPSIS, break_lines, head, length, pad, spaces, tail};
use crate::view::Alignment;

/// Narrower pages hold no table.
const LEAST_PAGE: usize = 5;

struct Column {
    label: String,
    is_property: bool,
    /// 0 where the column is dropped.
    width: usize,
    alignment: Alignment,
}

/// Writes the rows of a table whose widths are known.
pub(super) struct TableWriter {
    columns: Vec<Column>,
    disabled: bool,
    hide_headers: bool,
    repeat_header: bool,
    height: usize,
    rows_since_header: usize,
    style: Style,
}

impl TableWriter {
    pub(super) fn new(start: &TableStart, widths: &[usize], page: Page, style: Style) -> Self {
        let widths = fitted(widths, page.table_width);
        let columns = start
            .columns
            .iter()
            .zip(widths)
            .map(|(c, width)| Column {
                label: c.label.clone(),
                is_property: c.is_property,
                width,
                alignment: c.alignment,
            })
            .collect();
        Self {
            columns,
            disabled: page.table_width < LEAST_PAGE,
            hide_headers: start.hide_headers,
            repeat_header: start.repeat_header,
            height: page.height,
            rows_since_header: 0,
            style,
        }
    }

    /// Writes labels, and dashes below them.
    pub(super) fn header(&mut self, out: &mut Vec<String>) {
        self.rows_since_header = 0;
        if self.disabled || self.hide_headers {
            return;
        }
        let labels: Vec<(&str, Alignment)> =
            self.columns.iter().map(|c| (c.label.as_str(), c.alignment)).collect();
        self.wrapped(&labels, true, out);
        let dashes: Vec<String> =
            self.columns.iter().map(|c| "-".repeat(length(&c.label).min(c.width))).collect();
        let cells: Vec<(&str, Alignment)> =
            dashes.iter().zip(&self.columns).map(|(d, c)| (d.as_str(), c.alignment)).collect();
        out.push(self.single(&cells, true));
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: &[Cell], wrap: bool, out: &mut Vec<String>) {
        if self.disabled {
            return;
        }
        if self.repeat_header && self.rows_since_header + 2 >= self.height {
            out.push(String::new());
            self.header(out);
        }
        let row: Vec<(&str, Alignment)> = self
            .columns
            .iter()
            .enumerate()
            .map(|(i, c)| match cells.get(i) {
                Some(cell) => (cell.text.as_str(), cell.alignment.unwrap_or(c.alignment)),
                None => ("", c.alignment),
            })
            .collect();
        let before = out.len();
        if wrap {
            self.wrapped(&row, false, out);
        } else {
            out.push(self.single(&row, false));
        }
        self.rows_since_header += out.len() - before;
    }

    /// One line; what does not fit is cut.
    fn single(&self, cells: &[(&str, Alignment)], is_header: bool) -> String {
        let mut line = String::new();
        let last = self.columns.len().saturating_sub(1);
        for (at, (column, (text, alignment))) in self.columns.iter().zip(cells).enumerate() {
            if column.width == 0 {
                continue;
            }
            if at > 0 {
                line.push(' ');
            }
            let mut cell = field(text, column.width, *alignment, at < last);
            if is_header {
                cell = self.style.header(&cell, column.is_property);
            } else if cell.contains('\u{1b}') && !cell.trim_end().ends_with("\u{1b}[0m") {
                cell.push_str("\u{1b}[0m");
            }
            line.push_str(&cell);
        }
        line
    }

    /// As many lines as the tallest cell.
    fn wrapped(&self, cells: &[(&str, Alignment)], is_header: bool, out: &mut Vec<String>) {
        let visible: Vec<(&Column, &(&str, Alignment))> =
            self.columns.iter().zip(cells).filter(|(c, _)| c.width > 0).collect();
        let last = visible.len().saturating_sub(1);
        let broken: Vec<Vec<String>> = visible
            .iter()
            .enumerate()
            .map(|(at, (column, (text, alignment)))| {
                break_lines(text, column.width)
                    .into_iter()
                    .map(|line| field(&line, column.width, *alignment, at < last))
                    .collect()
            })
            .collect();
        let height = broken.iter().map(Vec::len).max().unwrap_or(0);
        for row in 0..height {
            // Columns behind the last one that has text in this line are left out.
            let end = broken.iter().rposition(|lines| lines.len() > row).map_or(0, |i| i + 1);
            let mut line = String::new();
            for (at, (lines, (column, _))) in broken.iter().zip(&visible).take(end).enumerate() {
                let separator = if at > 0 { " " } else { "" };
                match lines.get(row) {
                    Some(text) if is_header => {
                        line.push_str(&self.style.header(&format!("{separator}{text}"), column.is_property));
                    }
                    Some(text) => line.push_str(&format!("{separator}{text}")),
                    None => line.push_str(&format!("{separator}{}", spaces(column.width))),
                }
            }
            // Lines of a row that has several end with their text.
            out.push(if height > 1 { line.trim_end_matches(' ').to_owned() } else { line });
        }
    }
}

/// A value in exactly `width` cells; the last column is not filled on its right.
pub(super) fn field(value: &str, width: usize, alignment: Alignment, fill: bool) -> String {
    let mut text = match value.find(['\n', '\r']).and_then(|at| value.get(..at)) {
        Some(first) => format!("{first}{ELLIPSIS}"),
        None => value.to_owned(),
    };
    let cells = length(&text);
    if cells > width {
        text = cut(&text, width, alignment);
    }
    let missing = width.saturating_sub(length(&text));
    match alignment {
        Alignment::Right => spaces(missing) + &text,
        Alignment::Center => {
            let left = spaces(missing / 2) + &text;
            if fill { pad(&left, width) } else { left }
        }
        Alignment::Left if fill => text + &spaces(missing),
        Alignment::Left => text,
    }
}

fn cut(text: &str, width: usize, alignment: Alignment) -> String {
    let right = alignment == Alignment::Right;
    match width.checked_sub(1) {
        Some(room) if room > 0 && right => format!("{ELLIPSIS}{}", tail(text, room)),
        Some(room) if room > 0 => format!("{}{ELLIPSIS}", head(text, room)),
        _ if right => tail(text, width),
        _ => head(text, width),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_and_filled() {
        assert_eq!(field("abcdef", 4, Alignment::Left, true), "abc…");
        assert_eq!(field("abcdef", 4, Alignment::Right, true), "…def");
        assert_eq!(field("ab", 4, Alignment::Center, true), " ab ");
        assert_eq!(field("ab", 4, Alignment::Left, false), "ab");
        assert_eq!(field("a\nb", 4, Alignment::Left, true), "a…  ");
        assert_eq!(field("abc", 1, Alignment::Left, true), "a");
    }

    proptest::proptest! {
        #[test]
        fn filled_cells_are_as_wide_as_their_column(value in "\\PC{0,30}", width in 1_usize..20, right: bool) {
            let alignment = if right { Alignment::Right } else { Alignment::Left };
            proptest::prop_assert_eq!(length(&field(&value, width, alignment, true)), width);
        }
    }
}
