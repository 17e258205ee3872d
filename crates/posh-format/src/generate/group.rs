//! Groups of objects with the same key.

use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Runspace, Value};

use super::shown;
use crate::packet::{GroupHeading, Packet};
use crate::property::{PropertySpec, Source};
use crate::value_text::TextRules;
use crate::view::{Expression, View, evaluate};

enum Key {
    Property(Source, Option<String>),
    View(Expression),
}

/// How objects are grouped, and the group that is open.
pub(super) struct Groups {
    key: Option<Key>,
    label: String,
    open: Option<String>,
}

impl Groups {
    /// One group of all.
    pub(super) fn none() -> Self {
        Self { key: None, label: String::new(), open: None }
    }

    /// `-GroupBy`
    pub(super) fn by_property(rs: &mut Runspace, spec: &PropertySpec, first: &Value) -> Result<Self> {
        let Some(property) = spec.resolve(rs, first, true)?.into_iter().next() else {
            return Ok(Self::none());
        };
        Ok(Self {
            key: Some(Key::Property(property.source, property.format)),
            label: property.label,
            open: None,
        })
    }

    /// As a view says.
    pub(super) fn of_view(view: &View) -> Self {
        let Some(group) = &view.group_by else { return Self::none() };
        let label = match (&group.label, &group.expression) {
            (Some(label), _) => label.to_string(),
            // A folder's heading is the folder, further in than others.
            (None, Expression::Property(name)) if &**name == "PSParentPath" => " Directory".to_owned(),
            (None, Expression::Property(name) | Expression::Path(name)) => name.to_string(),
            _ => String::new(),
        };
        Self { key: Some(Key::View(group.expression.clone())), label, open: None }
    }

    /// Whether a group is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens the object's group where it is not the one that is open.
    pub(super) fn enter(
        &mut self,
        rs: &mut Runspace,
        object: &Value,
        rules: &TextRules,
        out: &mut Vec<Packet>,
    ) -> Result<()> {
        let Some(key) = &self.key else {
            if self.open.is_none() {
                self.open = Some(String::new());
                out.push(Packet::GroupStart(None));
            }
            return Ok(());
        };
        let (value, format) = match key {
            Key::Property(source, format) => (source.value(rs, object), format.as_deref()),
            Key::View(expression) => (evaluate(rs, expression, object), None),
        };
        let same_as = value.as_ref().map(plain_text).unwrap_or_default();
        if self.open.as_ref().is_some_and(|open| posh_runtime::text::equal(open, &same_as, true)) {
            return Ok(());
        }
        if self.open.is_some() {
            out.push(Packet::GroupEnd);
        }
        self.open = Some(same_as);
        let text = shown(rs, value, format, rules)?;
        let shown = text.strip_prefix("Microsoft.PowerShell.Core\\FileSystem::").unwrap_or(&text);
        out.push(Packet::GroupStart(Some(GroupHeading {
            label: self.label.clone(),
            value: shown.to_owned(),
        })));
        Ok(())
    }
}
