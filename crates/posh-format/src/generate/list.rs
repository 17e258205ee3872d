//! Lists: a line for each property.

use posh_runtime::{Result, Runspace, Value};

use super::shown;
use crate::packet::{Entry, TypeNames};
use crate::property::{PropertySpec, default_properties};
use crate::value_text::TextRules;
use crate::view::{Control, Expression, ViewRef, entry_for, evaluate, holds};

/// What a list shows.
pub(super) enum ListBody {
    View(ViewRef),
    Properties(Vec<PropertySpec>),
}

/// Labels and values of the properties that are shown where nobody says which.
pub(super) fn default_lines(
    rs: &mut Runspace,
    object: &Value,
    rules: &TextRules,
) -> Result<Vec<(String, String)>> {
    let mut lines = Vec::new();
    for name in default_properties(rs, object)? {
        let value = posh_runtime::members::get_property(rs, object, &name).map(Option::unwrap_or_default);
        lines.push((name.to_string(), shown(rs, &name, value, None, rules)?));
    }
    Ok(lines)
}

/// What stands for an expression without a label.
pub(super) fn expression_label(expression: &Expression) -> String {
    match expression {
        Expression::Property(text) | Expression::Path(text) | Expression::Script(text) => text.to_string(),
        Expression::Computes(_) | Expression::Item => String::new(),
    }
}

impl ListBody {
    pub(super) fn of_view(view: ViewRef) -> Self {
        Self::View(view)
    }

    pub(super) fn of_properties(properties: &[PropertySpec]) -> Self {
        Self::Properties(properties.to_vec())
    }

    pub(super) fn entry(
        &self,
        rs: &mut Runspace,
        object: &Value,
        names: &TypeNames,
        rules: &TextRules,
    ) -> Result<Entry> {
        let lines = match self {
            Self::View(view) => view_lines(rs, view, object, names, rules)?,
            Self::Properties(specs) if specs.is_empty() => default_lines(rs, object, rules)?,
            Self::Properties(specs) => {
                let mut lines = Vec::new();
                for spec in specs {
                    for property in spec.resolve(rs, object, false)? {
                        let value = property.source.value(rs, object);
                        let text =
                            shown(rs, &property.source.text(), value, property.format.as_deref(), rules)?;
                        lines.push((property.label, text));
                    }
                }
                lines
            }
        };
        Ok(Entry::List(lines))
    }
}

fn view_lines(
    rs: &mut Runspace,
    view: &ViewRef,
    object: &Value,
    names: &TypeNames,
    rules: &TextRules,
) -> Result<Vec<(String, String)>> {
    let Control::List(entries) = &view.control else { return Ok(Vec::new()) };
    let Some(entry) = entry_for(entries, |e| &e.only_for, names) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for item in entry.items.iter() {
        if !holds(rs, item.condition.as_ref(), object) {
            continue;
        }
        let value = evaluate(rs, &item.expression, object);
        let label = item.label.as_deref().map_or_else(|| expression_label(&item.expression), str::to_owned);
        let text = shown(rs, &label, value, item.format.as_deref(), rules)?;
        lines.push((label, text));
    }
    Ok(lines)
}
