//! Places in a source text.

use std::sync::{Arc, OnceLock};

/// A half-open range of byte offsets into a [`Source`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Number of bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A line and a column, both counted from 1; the column in UTF-16 code units, as PowerShell counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 units, from 1.
    pub column: u32,
}

/// A source text with its name. At most 4 GiB.
#[derive(Debug)]
pub struct Source {
    file: Option<Arc<str>>,
    text: Arc<str>,
    /// Byte offset of each line's first byte, made when first asked for.
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    /// A text, and the path of the file that it came from, if any.
    pub fn new(text: impl Into<Arc<str>>, file: Option<Arc<str>>) -> Self {
        Self { file, text: text.into(), lines: OnceLock::new() }
    }

    /// Path of the file, as `$PSCommandPath` and positions show it.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`; empty where the span does not lie on character borders of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (i, &byte) in bytes.iter().enumerate() {
                let ends = byte == b'\n' || (byte == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
                if ends {
                    starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
                }
            }
            starts
        })
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let lines = self.lines();
        let line = lines.partition_point(|&start| start <= offset).max(1);
        let start = lines.get(line - 1).copied().unwrap_or(0);
        let column = self.slice(Span::new(start, offset)).encode_utf16().count() + 1;
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    /// The text of a line, counted from 1, without its line end.
    pub fn line(&self, line: u32) -> &str {
        let lines = self.lines();
        let index = line.saturating_sub(1) as usize;
        let Some(&start) = lines.get(index) else { return "" };
        let end = lines.get(index + 1).copied().unwrap_or(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.slice(Span::new(start, end)).trim_end_matches(['\r', '\n'])
    }

    /// Number of UTF-16 code units before a byte offset.
    pub fn utf16_offset(&self, offset: u32) -> u32 {
        // The end of input stands behind the end of the text.
        let len = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let inside = offset.min(len);
        let units = self.slice(Span::new(0, inside)).encode_utf16().count();
        u32::try_from(units).unwrap_or(u32::MAX).saturating_add(offset - inside)
    }
}
