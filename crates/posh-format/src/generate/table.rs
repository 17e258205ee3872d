//! Tables: a column for each property.

use posh_runtime::{Result, Runspace, Value};

use super::{Request, shown};
use crate::generate::list::expression_label;
use crate::packet::{Cell, Entry, TableColumn, TableStart, TypeNames};
use crate::property::{PropertySpec, Resolved, default_properties};
use crate::value_text::{TextRules, is_scalar};
use crate::view::{Alignment, Control, Expression, Table, ViewRef, entry_for, evaluate};

/// A table made of properties that nobody asked for has no more columns.
const MOST_COLUMNS: usize = 10;

enum Columns {
    View(ViewRef),
    Properties(Vec<Resolved>),
}

/// What a table shows.
pub(super) struct TableBody {
    columns: Columns,
    wrap: bool,
}

fn table_of(view: &ViewRef) -> Option<&Table> {
    match &view.control {
        Control::Table(table) => Some(table),
        _ => None,
    }
}

impl TableBody {
    /// As a view says.
    pub(super) fn of_view(request: &Request, view: ViewRef, names: &TypeNames) -> (TableStart, Self) {
        let mut start = TableStart {
            columns: Vec::new(),
            auto_size: request.auto_size,
            hide_headers: request.hide_headers,
            repeat_header: request.repeat_header,
        };
        if let Some(table) = table_of(&view) {
            start.auto_size |= table.auto_size;
            start.hide_headers |= table.hide_headers;
            let row = entry_for(&table.rows, |r| &r.only_for, names);
            let default = table.rows.iter().find(|r| r.only_for.is_empty()).or(row);
            let columns = default.map(|r| &*r.columns).unwrap_or(&[]);
            for (at, column) in columns.iter().enumerate() {
                let header = table.headers.get(at);
                let label = header.and_then(|h| h.label.as_deref()).map(str::to_owned);
                start.columns.push(TableColumn {
                    is_property: is_name(label.as_deref(), &column.expression),
                    label: label.unwrap_or_else(|| expression_label(&column.expression)),
                    width: header.map_or(0, |h| h.width as usize),
                    alignment: header.and_then(|h| h.alignment).unwrap_or(Alignment::Left),
                });
            }
        }
        (start, Self { columns: Columns::View(view), wrap: request.wrap })
    }

    /// The properties that were asked for, or those of the first object.
    pub(super) fn of_properties(
        rs: &mut Runspace,
        request: &Request,
        first: &Value,
    ) -> Result<(TableStart, Self)> {
        let mut columns = Vec::new();
        if request.properties.is_empty() {
            for name in default_properties(rs, first)?.into_iter().take(MOST_COLUMNS) {
                columns.extend(PropertySpec::named(&name).resolve(rs, first, true)?);
            }
        } else {
            for spec in &request.properties {
                columns.extend(spec.resolve(rs, first, true)?);
            }
        }
        let mut start = TableStart {
            columns: Vec::new(),
            auto_size: request.auto_size,
            hide_headers: request.hide_headers,
            repeat_header: request.repeat_header,
        };
        for column in &columns {
            let alignment = match column.alignment {
                Some(alignment) => alignment,
                None => match column.source.value(rs, first) {
                    Ok(value) => natural_alignment(&value),
                    Err(_) => Alignment::Left,
                },
            };
            start.columns.push(TableColumn {
                label: column.label.clone(),
                width: column.width.unwrap_or(0),
                alignment,
                is_property: column.is_property,
            });
        }
        Ok((start, Self { columns: Columns::Properties(columns), wrap: request.wrap }))
    }

    pub(super) fn entry(
        &self,
        rs: &mut Runspace,
        object: &Value,
        names: &TypeNames,
        rules: &TextRules,
    ) -> Result<Entry> {
        match &self.columns {
            Columns::View(view) => view_row(rs, view, object, names, rules, self.wrap),
            Columns::Properties(columns) => {
                let mut cells = Vec::with_capacity(columns.len());
                for column in columns {
                    let value = column.source.value(rs, object);
                    let format = column.format.as_deref().or_else(|| natural_format(value.as_ref().ok()));
                    let text = shown(rs, &column.source.text(), value, format, rules)?;
                    cells.push(Cell { text, alignment: None });
                }
                Ok(Entry::Row { cells, wrap: self.wrap })
            }
        }
    }
}

fn view_row(
    rs: &mut Runspace,
    view: &ViewRef,
    object: &Value,
    names: &TypeNames,
    rules: &TextRules,
    wrap: bool,
) -> Result<Entry> {
    let Some(row) = table_of(view).and_then(|t| entry_for(&t.rows, |r| &r.only_for, names)) else {
        return Ok(Entry::Row { cells: Vec::new(), wrap });
    };
    let mut cells = Vec::with_capacity(row.columns.len());
    for column in row.columns.iter() {
        let value = evaluate(rs, &column.expression, object);
        let text = shown(rs, &expression_label(&column.expression), value, column.format.as_deref(), rules)?;
        cells.push(Cell { text, alignment: column.alignment });
    }
    Ok(Entry::Row { cells, wrap: wrap || row.wrap })
}

/// Whether a header is the name of the property below it.
fn is_name(label: Option<&str>, expression: &Expression) -> bool {
    match expression {
        Expression::Property(name) => label.is_none_or(|l| l.eq_ignore_ascii_case(name)),
        _ => false,
    }
}

/// Numbers and their like stand on the right.
fn natural_alignment(value: &Value) -> Alignment {
    match value.base() {
        Value::Str(_) => Alignment::Left,
        _ if is_scalar(value) => Alignment::Right,
        _ => Alignment::Left,
    }
}

/// Numbers with a fraction show three digits of it, the number of the culture en-US.
fn natural_format(value: Option<&Value>) -> Option<&'static str> {
    match value.map(Value::base) {
        Some(Value::Double(_) | Value::Single(_) | Value::Decimal(_)) => Some("F3"),
        _ => None,
    }
}
