//! The end of a pipeline: objects and formatted packets to lines of text.

use posh_runtime::{Result, Runspace, Value};

use crate::error_view::ErrorStyle;
use crate::generate::{Generator, Request};
use crate::layout::{Layout, Page};
use crate::packet::Packet;
use crate::style::Style;

/// Turns a stream of objects into lines, as Out-Default does: objects that were formatted already are laid out, others
/// are formatted by the view that the first of them decides.
///
/// Lines come without line ends, as soon as they are ready; nothing is printed here.
pub struct Formatter {
    generator: Option<Generator>,
    layout: Layout,
    errors: ErrorStyle,
}

impl Formatter {
    /// For a page of `width` cells, without colours.
    pub fn new(width: usize) -> Self {
        Self::with_page(Page { width, table_width: width, height: 24 }, Style::Plain)
    }

    /// For a page, in a style.
    pub fn with_page(page: Page, style: Style) -> Self {
        let errors = ErrorStyle::new(page.table_width, style);
        Self { generator: None, layout: Layout::new(page, style), errors }
    }

    /// Error records as wide as this, where it is not the page's width.
    #[must_use]
    pub fn with_errors(mut self, errors: ErrorStyle) -> Self {
        self.errors = errors;
        self
    }

    /// Takes an object; the lines that are ready.
    ///
    /// # Errors
    /// What formatting the object raises.
    pub fn write(&mut self, rs: &mut Runspace, value: &Value) -> Result<Vec<String>> {
        let mut out = Vec::new();
        let now = rs.host.now();
        if let Some(packet) = Packet::of(value) {
            if let Packet::FormatStart(_) = packet {
                self.end_default(now, &mut out);
            }
            self.layout.add(packet.clone(), now, &mut out);
            return Ok(out);
        }
        let generator =
            self.generator.get_or_insert_with(|| Generator::new(rs, Request::default(), self.errors.clone()));
        let mut packets = Vec::new();
        let done = generator.process(rs, value, &mut packets);
        for packet in packets {
            self.layout.add(packet, now, &mut out);
        }
        done.map(|()| out)
    }

    /// The lines that end what was begun.
    pub fn finish(&mut self, rs: &Runspace) -> Vec<String> {
        let mut out = Vec::new();
        self.end_default(rs.host.now(), &mut out);
        self.layout.release(&mut out);
        if self.layout.is_open() {
            self.layout.add(Packet::FormatEnd, rs.host.now(), &mut out);
        }
        out
    }

    fn end_default(&mut self, now: std::time::SystemTime, out: &mut Vec<String>) {
        if let Some(mut generator) = self.generator.take() {
            let mut packets = Vec::new();
            generator.end(&mut packets);
            for packet in packets {
                self.layout.add(packet, now, out);
            }
        }
    }
}

/// Objects as one text, as `Out-String -Width` gives it.
///
/// # Errors
/// What formatting the objects raises.
pub fn to_string(rs: &mut Runspace, values: &[Value], width: usize) -> Result<String> {
    let mut formatter = Formatter::new(width);
    let mut lines = Vec::new();
    for value in values {
        lines.extend(formatter.write(rs, value)?);
    }
    lines.extend(formatter.finish(rs));
    Ok(lines.into_iter().map(|l| l + "\n").collect())
}
