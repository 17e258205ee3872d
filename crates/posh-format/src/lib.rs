//! Objects to text: lists, tables, wide and custom views, and the error view.
//!
//! A [`Generator`] turns objects into packets (what a Format-* command outputs), by a view of the session's
//! [`FormatTable`] or by properties. A [`Formatter`] lays packets out as lines of a page, and formats objects that were
//! not formatted yet: what Out-Default, Out-String and their kin do. Nothing here knows a terminal or prints.

mod error_view;
mod formatter;
mod generate;
mod layout;
mod packet;
mod property;
mod stream;
mod style;
mod text;
mod value_text;
mod view;

pub use error_view::{ErrorStyle, ErrorView, format_error};
pub use formatter::{Formatter, to_string};
pub use generate::{Expand, Failure, Generator, Request};
pub use layout::Page;
pub use property::{PropertySpec, SpecKind};
pub use stream::format_message;
pub use style::Style;
pub use view::{FormatFileError, FormatTable, Shape, View, load_format_file};

/// A text without its escape sequences.
pub fn plain(text: &str) -> String {
    text::strip_ansi(text)
}
