//! Wide documents: one property of each object, several objects a line.

use posh_runtime::{Result, Runspace, Value};

use super::list::expression_label;
use super::shown;
use crate::packet::{Entry, TypeNames};
use crate::property::{PropertySpec, default_properties, display_name};
use crate::value_text::TextRules;
use crate::view::{Control, ViewRef, entry_for, evaluate};

/// What a wide document shows.
pub(super) enum WideBody {
    View(ViewRef),
    Property(Option<PropertySpec>),
}

impl WideBody {
    pub(super) fn of_view(view: ViewRef) -> Self {
        Self::View(view)
    }

    pub(super) fn of_properties(properties: &[PropertySpec]) -> Self {
        Self::Property(properties.first().cloned())
    }

    pub(super) fn entry(
        &self,
        rs: &mut Runspace,
        object: &Value,
        names: &TypeNames,
        rules: &TextRules,
    ) -> Result<Entry> {
        let (what, value, format) = match self {
            Self::View(view) => {
                let expression = match &view.control {
                    Control::Wide { entries, .. } => {
                        entry_for(entries, |e| &e.only_for, names).map(|e| &e.expression)
                    }
                    _ => None,
                };
                let what = expression.map(expression_label).unwrap_or_default();
                (what, expression.map_or(Ok(Value::Null), |e| evaluate(rs, e, object)), None)
            }
            Self::Property(Some(spec)) => {
                let found = spec.resolve(rs, object, false)?.into_iter().next();
                let format = found.as_ref().and_then(|p| p.format.clone());
                let what = found.as_ref().map(|p| p.source.text()).unwrap_or_default();
                (what, found.map_or(Ok(Value::Null), |p| p.source.value(rs, object)), format)
            }
            Self::Property(None) => {
                let name = match display_name(rs, object)? {
                    Some(name) => Some(name),
                    None => default_properties(rs, object)?.into_iter().next(),
                };
                let value = match name {
                    Some(name) => {
                        posh_runtime::members::get_property(rs, object, &name).map(Option::unwrap_or_default)
                    }
                    None => Ok(object.clone()),
                };
                (String::new(), value, None)
            }
        };
        Ok(Entry::Wide(shown(rs, &what, value, format.as_deref(), rules)?))
    }
}
