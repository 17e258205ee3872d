//! Text on a screen of cells: widths, cutting, breaking into lines.

mod cells;
mod wrap;

pub(crate) use cells::{head, length, pad, spaces, strip_ansi, tail};
pub(crate) use wrap::{break_lines, raw_lines, split_lines};

/// The mark of text that was cut.
pub(crate) const ELLIPSIS: &str = "…";
