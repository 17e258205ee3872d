//! Groups of objects with the same key.

use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Runspace, Value};

use super::shown;
use crate::packet::{GroupHeading, Packet};
use crate::property::PropertySpec;
use crate::value_text::TextRules;
use crate::view::{Expression, View, evaluate};

/// What objects are grouped by.
enum Key {
    /// `-GroupBy`
    Property(PropertySpec),
    /// As a view says.
    View(Expression),
}

/// How objects are grouped, and the group that is open.
pub(super) struct Groups {
    key: Option<Key>,
    /// Label that was given; else the name of the property that first had a value.
    label: Option<String>,
    found_label: String,
    /// The key's value, as text; `None` for `$null`.
    current: Option<String>,
    open: bool,
}

impl Groups {
    fn new(key: Option<Key>, label: Option<String>) -> Self {
        Self { key, label, found_label: String::new(), current: None, open: false }
    }

    /// One group of all.
    pub(super) fn none() -> Self {
        Self::new(None, None)
    }

    /// `-GroupBy`
    pub(super) fn by_property(spec: &PropertySpec) -> Self {
        Self::new(Some(Key::Property(spec.clone())), spec.label.clone())
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
        Self::new(Some(Key::View(group.expression.clone())), Some(label))
    }

    /// Whether a group is open.
    pub(super) fn is_open(&self) -> bool {
        self.open
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
            if !self.open {
                self.open = true;
                out.push(Packet::GroupStart(None));
            }
            return Ok(());
        };
        let Some(found) = key_of(rs, key, object)? else {
            // An object without a key stays in the group that is open.
            if !self.open {
                self.start(String::new(), out);
            }
            return Ok(());
        };
        let text = if found.value.is_null() { None } else { Some(plain_text(&found.value)) };
        let same = match (&self.current, &text) {
            (Some(a), Some(b)) => posh_runtime::text::equal(a, b, true),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.found_label = found.name;
        } else if self.open {
            return Ok(());
        }
        self.current = text;
        let text = shown(rs, &self.found_label, Ok(found.value), found.format.as_deref(), rules)?;
        let folder = text.strip_prefix("Microsoft.PowerShell.Core\\FileSystem::").unwrap_or(&text);
        self.start(folder.to_owned(), out);
        Ok(())
    }

    fn start(&mut self, value: String, out: &mut Vec<Packet>) {
        if self.open {
            out.push(Packet::GroupEnd);
        }
        self.open = true;
        let label = self.label.clone().unwrap_or_else(|| self.found_label.clone());
        out.push(Packet::GroupStart(Some(GroupHeading { label, value })));
    }
}

struct Found {
    name: String,
    value: Value,
    format: Option<String>,
}

/// The key of an object; `None` where it has none, or it cannot be computed.
fn key_of(rs: &mut Runspace, key: &Key, object: &Value) -> Result<Option<Found>> {
    let (name, value, format) = match key {
        Key::Property(spec) => match spec.resolve(rs, object, false)?.into_iter().next() {
            Some(p) => (p.label, p.source.value(rs, object), p.format),
            None => return Ok(None),
        },
        Key::View(expression) => (String::new(), evaluate(rs, expression, object), None),
    };
    match value {
        Ok(value) => Ok(Some(Found { name, value, format })),
        Err(raised) if raised.record().is_some() => Ok(None),
        Err(raised) => Err(raised),
    }
}
