//! Wide documents as lines.

use super::Page;
use super::columns::fitted;
use super::table::field;
use crate::packet::Entry;
use crate::text::length;
use crate::view::Alignment;

/// Columns where nobody says how many.
const COLUMNS: usize = 2;

/// Collects texts and writes a line when it is full.
pub(super) struct WideWriter {
    columns: usize,
    pub(super) auto_size: bool,
    page: Page,
    waiting: Vec<String>,
}

impl WideWriter {
    pub(super) fn new(columns: usize, auto_size: bool, page: Page) -> Self {
        let columns = if columns == 0 { COLUMNS } else { columns };
        Self { columns, auto_size, page, waiting: Vec::new() }
    }

    /// As many columns as the longest text allows.
    pub(super) fn measure<'a>(&mut self, entries: impl Iterator<Item = &'a Entry>) {
        let longest = entries.map(|e| if let Entry::Wide(t) = e { length(t) } else { 0 }).max().unwrap_or(0);
        let width = self.page.table_width;
        // n columns take n * longest cells and n - 1 between them, and must stay below the width.
        self.columns = if longest >= width || longest == 0 { 1 } else { (width / (longest + 1)).max(1) };
    }

    pub(super) fn add(&mut self, text: String, out: &mut Vec<String>) {
        self.waiting.push(text);
        if self.waiting.len() >= self.columns {
            self.flush(out);
        }
    }

    /// Writes the line that is not full.
    pub(super) fn flush(&mut self, out: &mut Vec<String>) {
        if self.waiting.is_empty() {
            return;
        }
        let widths = fitted(&vec![0; self.columns], self.page.table_width);
        let last = self.columns.saturating_sub(1);
        let mut line = String::new();
        for (at, width) in widths.iter().enumerate().filter(|(_, w)| **w > 0) {
            if at > 0 {
                line.push(' ');
            }
            let text = self.waiting.get(at).map_or("", String::as_str);
            line.push_str(&field(text, *width, Alignment::Left, at < last));
        }
        self.waiting.clear();
        out.push(line);
    }
}
