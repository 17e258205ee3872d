//! Pages and depth of searches.

use super::{EwsError, MESSAGES, m};
use crate::xml::Element;

/// How deep to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traversal {
    /// Children.
    Shallow,
    /// All descendants.
    Deep,
}

impl Traversal {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Shallow => "Shallow",
            Self::Deep => "Deep",
        }
    }

    pub(super) fn read(element: &Element) -> Result<Self, EwsError> {
        match element.attribute("Traversal") {
            Some("Shallow") => Ok(Self::Shallow),
            Some("Deep") => Ok(Self::Deep),
            _ => Err(EwsError::Unexpected("Traversal")),
        }
    }
}

/// A page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexedPage {
    /// Most entries.
    pub max_entries: Option<u32>,
    /// The first entry.
    pub offset: u32,
}

impl IndexedPage {
    pub(super) fn write(self, name: &str) -> Element {
        let view = m(name);
        let view = match self.max_entries {
            Some(max) => view.with_attribute("MaxEntriesReturned", max.to_string()),
            None => view,
        };
        view.with_attribute("Offset", self.offset.to_string()).with_attribute("BasePoint", "Beginning")
    }

    pub(super) fn read(parent: &Element, name: &str) -> Option<Self> {
        let view = parent.child_in(MESSAGES, name)?;
        let number = |name| view.attribute(name).and_then(|text| text.parse().ok());
        Some(Self { max_entries: number("MaxEntriesReturned"), offset: number("Offset").unwrap_or(0) })
    }
}

/// What the attributes of a result's root folder say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PageResult {
    pub(super) next_offset: Option<u32>,
    pub(super) last: bool,
    pub(super) total: u32,
}

impl PageResult {
    pub(super) fn read(root: &Element) -> Self {
        let number = |name| root.attribute(name).and_then(|text| text.parse().ok());
        Self {
            next_offset: number("IndexedPagingOffset"),
            last: root.attribute("IncludesLastItemInRange").is_none_or(super::parse_boolean),
            total: number("TotalItemsInView").unwrap_or(0),
        }
    }

    pub(super) fn write(self) -> Element {
        let root = m("RootFolder");
        let root = match self.next_offset {
            Some(offset) => root.with_attribute("IndexedPagingOffset", offset.to_string()),
            None => root,
        };
        root.with_attribute("TotalItemsInView", self.total.to_string())
            .with_attribute("IncludesLastItemInRange", super::boolean(self.last))
    }
}
