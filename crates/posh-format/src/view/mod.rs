//! Views: which properties of a type are shown, and in which shape. Data, whether built in or loaded from a
//! `.format.ps1xml` file.

mod builtin;
mod computes;
mod evaluate;
mod registry;
mod xml;

use std::ops::Deref;
use std::sync::Arc;

pub(crate) use builtin::display_properties;
pub(crate) use evaluate::{evaluate, holds, script_value};
pub(crate) use registry::ViewRef;
pub use registry::{FormatTable, Shape};
pub use xml::{FormatFileError, load as load_format_file};

/// Text of a view: built in, or from a file.
#[derive(Clone, Debug)]
pub enum Text {
    /// Built in.
    Static(&'static str),
    /// From a file.
    Shared(Arc<str>),
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Static(text) => text,
            Self::Shared(text) => text,
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Shared(text.into())
    }
}

/// A list of a view: built in, or from a file.
#[derive(Clone, Debug)]
pub enum List<T: 'static> {
    /// Built in.
    Static(&'static [T]),
    /// From a file.
    Shared(Arc<[T]>),
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Static(items) => items,
            Self::Shared(items) => items,
        }
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self::Shared(items.into())
    }
}

/// Where a value stands in its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alignment {
    Left,
    Right,
    Center,
}

/// What a view shows of an object.
#[derive(Clone, Debug)]
pub enum Expression {
    /// A property.
    Property(Text),
    /// Properties of properties, joined by dots.
    Path(Text),
    /// The object itself.
    Item,
    /// What a script of PowerShell computes, in words; [`computes`] does it.
    Computes(Text),
    /// A script block's text, from a file.
    Script(Text),
}

/// How a view groups its objects.
#[derive(Clone, Debug)]
pub struct GroupBy {
    /// The key.
    pub expression: Expression,
    /// Label in the group's heading; else the property's name.
    pub label: Option<Text>,
}

/// A view.
#[derive(Clone, Debug)]
pub struct View {
    /// Names of the types that it is for.
    pub types: List<Text>,
    /// Name, for `-View`.
    pub name: Text,
    /// Whether it is used between the lines of other views.
    pub out_of_band: bool,
    /// Whether it shows help or records that Get-FormatData leaves out.
    pub help: bool,
    /// Grouping.
    pub group_by: Option<GroupBy>,
    /// The shape.
    pub control: Control,
}

/// The shape of a view.
#[derive(Clone, Debug)]
pub enum Control {
    /// A table.
    Table(Table),
    /// A list.
    List(List<ListEntry>),
    /// Several objects a line.
    Wide {
        /// Number of columns; 0 where not given.
        columns: u32,
        /// What is shown of each type.
        entries: List<WideEntry>,
    },
    /// Free text.
    Custom(List<CustomEntry>),
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Columns as wide as their content.
    pub auto_size: bool,
    /// No header lines.
    pub hide_headers: bool,
    /// Headers; none where all are the properties' names.
    pub headers: List<Header>,
    /// Rows; the first without types is the default.
    pub rows: List<Row>,
}

/// A column's header.
#[derive(Clone, Debug)]
pub struct Header {
    /// Label; else the property's name.
    pub label: Option<Text>,
    /// Width in cells; 0 where it is computed.
    pub width: u32,
    /// Alignment; else by the value's type.
    pub alignment: Option<Alignment>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The types that it is for; all where empty.
    pub only_for: List<Text>,
    /// Whether long values are broken into lines.
    pub wrap: bool,
    /// Columns.
    pub columns: List<Column>,
}

/// A cell of a row.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it shows.
    pub expression: Expression,
    /// Alignment, where it is not the header's.
    pub alignment: Option<Alignment>,
    /// Format string.
    pub format: Option<Text>,
}

/// The lines of a list.
#[derive(Clone, Debug)]
pub struct ListEntry {
    /// The types that it is for; all where empty.
    pub only_for: List<Text>,
    /// Lines.
    pub items: List<ListItem>,
}

/// A line of a list.
#[derive(Clone, Debug)]
pub struct ListItem {
    /// Label; else the property's name.
    pub label: Option<Text>,
    /// What it shows.
    pub expression: Expression,
    /// Shown only where this holds.
    pub condition: Option<Expression>,
    /// Format string.
    pub format: Option<Text>,
}

/// What a wide view shows of a type.
#[derive(Clone, Debug)]
pub struct WideEntry {
    /// The types that it is for; all where empty.
    pub only_for: List<Text>,
    /// What it shows.
    pub expression: Expression,
}

/// The content of a custom view for a type.
#[derive(Clone, Debug)]
pub struct CustomEntry {
    /// The types that it is for; all where empty.
    pub only_for: List<Text>,
    /// Content.
    pub items: List<Item>,
}

/// A piece of a custom view.
#[derive(Clone, Debug)]
pub enum Item {
    /// Text as it is.
    Text(Text),
    /// Line ends.
    NewLine(u32),
    /// Indented content.
    Frame(Frame),
    /// A value.
    Expression(CustomExpression),
}

/// Indented content.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Cells on the left.
    pub left: i32,
    /// Cells on the right.
    pub right: i32,
    /// How much further in the first line begins; less than 0 where the following lines do.
    pub first: i32,
    /// Content.
    pub items: List<Item>,
}

/// A value in a custom view.
#[derive(Clone, Debug)]
pub struct CustomExpression {
    /// The value.
    pub expression: Expression,
    /// Shown only where this holds.
    pub condition: Option<Expression>,
    /// Whether each element is shown by itself.
    pub enumerate: bool,
    /// How the value is shown; as text where empty.
    pub control: List<CustomEntry>,
}

/// The entry for an object's types: the first whose types match best, else the one for all.
pub(crate) fn entry_for<'a, T>(
    entries: &'a [T],
    types: impl Fn(&T) -> &List<Text>,
    names: &[std::rc::Rc<str>],
) -> Option<&'a T> {
    for name in names {
        let name = plain_type_name(name);
        let found = entries.iter().find(|e| types(e).iter().any(|t| t.eq_ignore_ascii_case(name)));
        if found.is_some() {
            return found;
        }
    }
    entries.iter().find(|e| types(e).is_empty())
}

/// A type name without the mark of deserialized objects.
pub(crate) fn plain_type_name(name: &str) -> &str {
    name.strip_prefix("Deserialized.").unwrap_or(name)
}
