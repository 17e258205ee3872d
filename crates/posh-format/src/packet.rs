//! What Format-* hand to Out-*: a document's start, its groups, its entries, its end. Opaque objects for scripts.

use std::rc::Rc;

use posh_runtime::Value;
use posh_runtime::types::TypeRef;
use posh_runtime::value::{Native, Object};

use crate::view::Alignment;

/// The columns of a table and how they are laid out.
#[derive(Clone, Debug)]
pub(crate) struct TableStart {
    pub(crate) columns: Vec<TableColumn>,
    pub(crate) auto_size: bool,
    pub(crate) hide_headers: bool,
    pub(crate) repeat_header: bool,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(crate) struct TableColumn {
    pub(crate) label: String,
    /// Width in cells; 0 where it is computed.
    pub(crate) width: usize,
    pub(crate) alignment: Alignment,
    /// Whether the label is the name of the property that is shown.
    pub(crate) is_property: bool,
}

/// How a document is laid out.
#[derive(Clone, Debug)]
pub(crate) enum Start {
    Table(TableStart),
    List,
    /// Number of columns; 0 where it is computed.
    Wide {
        columns: usize,
        auto_size: bool,
    },
    Custom,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) alignment: Option<Alignment>,
}

/// A piece of a custom document.
#[derive(Clone, Debug)]
pub(crate) enum Flow {
    Text(String),
    NewLine,
    Frame { left: i32, right: i32, first: i32, content: Vec<Flow> },
}

/// One object, ready for the page.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    /// Labels and values.
    List(Vec<(String, String)>),
    /// Cells; broken into lines where they do not fit and `wrap` is set.
    Row {
        cells: Vec<Cell>,
        wrap: bool,
    },
    Wide(String),
    Custom(Vec<Flow>),
    /// Text as it is, lines and all.
    Text(String),
}

/// A heading of a group.
#[derive(Clone, Debug)]
pub(crate) struct GroupHeading {
    pub(crate) label: String,
    pub(crate) value: String,
}

/// A piece of a formatted document.
#[derive(Clone, Debug)]
pub(crate) enum Packet {
    FormatStart(Start),
    GroupStart(Option<GroupHeading>),
    Entry(Entry),
    /// An entry outside of the document's shape.
    OutOfBand(Entry),
    GroupEnd,
    FormatEnd,
}

/// A packet as an object of the pipeline.
pub(crate) struct PacketObject(pub(crate) Packet);

impl Native for PacketObject {}

impl Packet {
    /// The object that a pipeline carries.
    pub(crate) fn into_value(self) -> Value {
        let name = match &self {
            Self::FormatStart(_) => "FormatStartData",
            Self::GroupStart(_) => "GroupStartData",
            Self::Entry(_) | Self::OutOfBand(_) => "FormatEntryData",
            Self::GroupEnd => "GroupEndData",
            Self::FormatEnd => "FormatEndData",
        };
        let ty = TypeRef::named(&format!("Microsoft.PowerShell.Commands.Internal.Format.{name}"));
        Value::Object(Object::native_of(ty, PacketObject(self)))
    }

    /// The packet in an object of the pipeline.
    pub(crate) fn of(value: &Value) -> Option<&Self> {
        value.native::<PacketObject>().map(|p| &p.0)
    }
}

/// Type names of an object, shared.
pub(crate) type TypeNames = Vec<Rc<str>>;
