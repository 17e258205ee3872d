//! Packets to lines, at a width.

mod columns;
mod custom;
mod list;
mod table;
mod wide;

use std::time::{Duration, SystemTime};

use crate::packet::{Entry, GroupHeading, Packet, Start};
use crate::style::Style;
use table::TableWriter;

/// How long the rows of a table without widths are held back, so that their widths can be measured.
const HOLD: Duration = Duration::from_millis(300);

/// How wide the page is.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Cells of a line, for lists and custom documents.
    pub width: usize,
    /// Cells of a line, for tables and wide documents.
    pub table_width: usize,
    /// Lines of the screen, for `-RepeatHeader`.
    pub height: usize,
}

enum Context {
    Table { start: crate::packet::TableStart, writer: Option<TableWriter> },
    List,
    Wide(wide::WideWriter),
    Custom,
}

/// Lays packets out as lines.
pub(crate) struct Layout {
    page: Page,
    style: Style,
    context: Option<Context>,
    held: Option<Held>,
    /// Whether the document had a group before.
    had_group: bool,
}

/// Packets of a group that are held back.
struct Held {
    packets: Vec<Packet>,
    /// When the group began, where time ends the wait.
    since: Option<SystemTime>,
}

impl Layout {
    pub(crate) fn new(page: Page, style: Style) -> Self {
        Self { page, style, context: None, held: None, had_group: false }
    }

    /// Whether a document is open.
    pub(crate) fn is_open(&self) -> bool {
        self.context.is_some()
    }

    /// Takes a packet; adds the lines that are ready.
    pub(crate) fn add(&mut self, packet: Packet, now: SystemTime, out: &mut Vec<String>) {
        if let Some(held) = &mut self.held {
            let waited = held.since.and_then(|s| now.duration_since(s).ok());
            let ends =
                matches!(packet, Packet::GroupEnd | Packet::FormatEnd) || waited.is_some_and(|w| w > HOLD);
            held.packets.push(packet);
            if ends {
                self.release(out);
            }
            return;
        }
        if let Packet::GroupStart(_) = packet
            && let Some(since) = self.must_hold(now)
        {
            self.held = Some(Held { packets: vec![packet], since });
            return;
        }
        self.lay(packet, out);
    }

    /// Lays out what is held back.
    pub(crate) fn release(&mut self, out: &mut Vec<String>) {
        let Some(held) = self.held.take() else { return };
        self.measure(&held.packets);
        for packet in held.packets {
            self.lay(packet, out);
        }
    }

    /// Whether a group that begins is held back; where time ends the wait, since when.
    fn must_hold(&self, now: SystemTime) -> Option<Option<SystemTime>> {
        match &self.context {
            Some(Context::Table { start, .. }) if start.auto_size => Some(None),
            Some(Context::Table { start, .. }) if start.columns.first().is_some_and(|c| c.width == 0) => {
                Some(Some(now))
            }
            Some(Context::Wide(wide)) if wide.auto_size => Some(None),
            _ => None,
        }
    }

    fn measure(&mut self, packets: &[Packet]) {
        let entries = packets.iter().filter_map(|p| if let Packet::Entry(e) = p { Some(e) } else { None });
        match &mut self.context {
            Some(Context::Table { start, writer }) => {
                let widths = columns::measured(start, entries);
                *writer = Some(TableWriter::new(start, &widths, self.page, self.style));
            }
            Some(Context::Wide(wide)) => wide.measure(entries),
            _ => {}
        }
    }

    fn lay(&mut self, packet: Packet, out: &mut Vec<String>) {
        match packet {
            Packet::FormatStart(start) => {
                out.push(String::new());
                self.had_group = false;
                self.context = Some(match start {
                    Start::Table(start) => Context::Table { start, writer: None },
                    Start::List => Context::List,
                    Start::Wide { columns, auto_size } => {
                        Context::Wide(wide::WideWriter::new(columns, auto_size, self.page))
                    }
                    Start::Custom => Context::Custom,
                });
            }
            Packet::GroupStart(heading) => self.group_start(heading, out),
            Packet::Entry(entry) => self.entry(entry, out),
            Packet::OutOfBand(entry) => self.out_of_band(entry, out),
            Packet::GroupEnd => {
                if let Some(Context::Wide(wide)) = &mut self.context {
                    wide.flush(out);
                }
                if let Some(Context::Table { writer, .. }) = &mut self.context {
                    *writer = None;
                }
                self.had_group = true;
            }
            Packet::FormatEnd => {
                if !matches!(self.context, Some(Context::List) | None) {
                    out.push(String::new());
                }
                self.context = None;
            }
        }
    }

    fn group_start(&mut self, heading: Option<GroupHeading>, out: &mut Vec<String>) {
        if let Some(heading) = heading {
            if self.had_group {
                out.push(String::new());
            }
            let line = format!("   {}: {}", heading.label, heading.value);
            out.extend(crate::text::break_lines(&line, self.page.width));
            out.push(String::new());
        }
        let (page, style) = (self.page, self.style);
        if let Some(Context::Table { start, writer }) = &mut self.context {
            let writer = writer.get_or_insert_with(|| {
                let widths: Vec<usize> = start.columns.iter().map(|c| c.width).collect();
                TableWriter::new(start, &widths, page, style)
            });
            writer.header(out);
        }
    }

    fn entry(&mut self, entry: Entry, out: &mut Vec<String>) {
        match (&mut self.context, entry) {
            (Some(Context::Table { writer: Some(writer), .. }), Entry::Row { cells, wrap }) => {
                writer.row(&cells, wrap, out);
            }
            (Some(Context::Wide(wide)), Entry::Wide(text)) => wide.add(text, out),
            (_, Entry::List(lines)) => {
                list::write(&lines, self.page.width, self.style, out);
                out.push(String::new());
            }
            (_, Entry::Custom(flow)) => custom::write(&flow, self.page.width, out),
            (_, Entry::Text(text)) => out.extend(crate::text::raw_lines(&text)),
            (_, Entry::Row { cells, .. }) => {
                let texts: Vec<&str> = cells.iter().map(|c| c.text.as_str()).collect();
                out.push(texts.join(" "));
            }
            (_, Entry::Wide(text)) => out.push(text),
        }
    }

    fn out_of_band(&mut self, entry: Entry, out: &mut Vec<String>) {
        match entry {
            Entry::List(lines) => {
                out.push(String::new());
                list::write(&lines, self.page.width, self.style, out);
                out.push(String::new());
            }
            other => self.entry(other, out),
        }
    }
}
