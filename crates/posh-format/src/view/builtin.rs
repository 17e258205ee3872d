//! The views and display properties that PowerShell brings along.

use std::rc::Rc;

use super::{
    Alignment, Column, Control, CustomEntry, CustomExpression, Expression, Frame, GroupBy, Header, Item,
    List, ListEntry, ListItem, Row, Table, Text, View, WideEntry, plain_type_name,
};

/// The views in the order of PowerShell's format table.
pub(super) static VIEWS: &[View] = include!(concat!(env!("OUT_DIR"), "/views.rs"));

/// What the type table says is shown of a type.
#[derive(Clone, Copy)]
pub(crate) struct DisplayProperties {
    /// `DefaultDisplayProperty`; empty where there is none.
    pub(crate) single: &'static str,
    /// `DefaultDisplayPropertySet`.
    pub(crate) set: &'static [&'static str],
}

static DISPLAY: &[(&str, DisplayProperties)] = include!(concat!(env!("OUT_DIR"), "/display.rs"));

/// What the type table says of the first of these types that it knows.
pub(crate) fn display_properties(names: &[Rc<str>]) -> Option<DisplayProperties> {
    names.iter().find_map(|name| {
        let folded = name.to_lowercase();
        let at = |n: &str| DISPLAY.binary_search_by(|(key, _)| (*key).cmp(n)).ok();
        let found = at(&folded).or_else(|| at(plain_type_name(&folded)));
        found.and_then(|i| DISPLAY.get(i)).map(|(_, d)| *d)
    })
}
