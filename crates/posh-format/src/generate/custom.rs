//! Custom documents: text as a view says, or all of an object's properties, nested.

use posh_runtime::{Result, Runspace, Value, members};

use super::shown;
use crate::packet::{Entry, Flow, TypeNames};
use crate::property::{PropertySpec, default_properties};
use crate::value_text::{TextRules, is_scalar};
use crate::view::{Control, CustomEntry, Item, ViewRef, entry_for, evaluate, holds};

const DEFAULT_DEPTH: usize = 5;

/// What a custom document shows.
pub(super) enum CustomBody {
    View(ViewRef),
    Properties { specs: Vec<PropertySpec>, depth: usize },
}

impl CustomBody {
    pub(super) fn of_view(view: ViewRef) -> Self {
        Self::View(view)
    }

    pub(super) fn of_properties(properties: &[PropertySpec], depth: usize) -> Self {
        let depth = if depth == 0 { DEFAULT_DEPTH } else { depth };
        Self::Properties { specs: properties.to_vec(), depth }
    }

    pub(super) fn entry(
        &self,
        rs: &mut Runspace,
        object: &Value,
        names: &TypeNames,
        rules: &TextRules,
    ) -> Result<Entry> {
        let flow = match self {
            Self::View(view) => match &view.control {
                Control::Custom(entries) => of_entries(rs, entries, object, names, rules)?,
                _ => Vec::new(),
            },
            Self::Properties { specs, depth } => {
                let mut browser = Browser { rs, rules, out: Vec::new(), path: Vec::new() };
                browser.object(object, specs, *depth)?;
                browser.out
            }
        };
        Ok(Entry::Custom(flow))
    }
}

/// The content of a view for an object.
pub(super) fn of_entries(
    rs: &mut Runspace,
    entries: &[CustomEntry],
    object: &Value,
    names: &TypeNames,
    rules: &TextRules,
) -> Result<Vec<Flow>> {
    let mut out = Vec::new();
    if let Some(entry) = entry_for(entries, |e| &e.only_for, names) {
        items(rs, &entry.items, object, rules, &mut out)?;
    }
    Ok(out)
}

fn items(
    rs: &mut Runspace,
    list: &[Item],
    object: &Value,
    rules: &TextRules,
    out: &mut Vec<Flow>,
) -> Result<()> {
    for item in list {
        match item {
            Item::Text(text) => out.push(Flow::Text(text.to_string())),
            Item::NewLine(count) => out.extend((0..*count).map(|_| Flow::NewLine)),
            Item::Frame(frame) => {
                let mut content = Vec::new();
                items(rs, &frame.items, object, rules, &mut content)?;
                out.push(Flow::Frame { left: frame.left, right: frame.right, first: frame.first, content });
            }
            Item::Expression(e) => {
                if !holds(rs, e.condition.as_ref(), object) {
                    continue;
                }
                let value = evaluate(rs, &e.expression, object);
                if e.control.is_empty() && !e.enumerate {
                    out.push(Flow::Text(shown(rs, "", value, None, rules)?));
                    continue;
                }
                let value = value.unwrap_or(Value::Null);
                let values = if e.enumerate { members::elements(rs, &value)? } else { vec![value] };
                for value in values {
                    if value.is_null() {
                        continue;
                    }
                    if e.control.is_empty() {
                        out.push(Flow::Text(shown(rs, "", Ok(value), None, rules)?));
                    } else {
                        let names = members::type_names(&value);
                        out.extend(of_entries(rs, &e.control, &value, &names, rules)?);
                    }
                }
            }
        }
    }
    Ok(())
}

/// Walks through an object's properties and theirs.
struct Browser<'a> {
    rs: &'a mut Runspace,
    rules: &'a TextRules,
    out: Vec<Flow>,
    /// Identities of the objects that hold the one being written.
    path: Vec<usize>,
}

impl Browser<'_> {
    fn text(&mut self, text: impl Into<String>) {
        self.out.push(Flow::Text(text.into()));
    }

    fn line(&mut self, text: impl Into<String>) {
        self.text(text);
        self.out.push(Flow::NewLine);
    }

    /// What `inside` writes, further in.
    fn indented(&mut self, inside: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let outer = std::mem::take(&mut self.out);
        let done = inside(self);
        let content = std::mem::replace(&mut self.out, outer);
        self.out.push(Flow::Frame { left: 2, right: 0, first: 0, content });
        done
    }

    /// `class NAME`, braces, properties.
    fn object(&mut self, object: &Value, specs: &[PropertySpec], depth: usize) -> Result<()> {
        self.rs.check_stop()?;
        let names = members::type_names(object);
        let full = names.first().map_or("", |n| &**n);
        let short = full.rsplit('.').next().unwrap_or(full).to_owned();
        self.line(format!("class {short}"));
        self.line("{");
        let mut properties = Vec::new();
        if specs.is_empty() {
            for name in default_properties(self.rs, object)? {
                properties.extend(PropertySpec::named(&name).resolve(self.rs, object, true)?);
            }
        } else {
            for spec in specs {
                properties.extend(spec.resolve(self.rs, object, false)?);
            }
        }
        self.path.extend(object.address());
        let held = self.path.len();
        self.indented(|b| {
            for property in properties {
                b.text(format!("{} = ", property.label));
                let value = property.source.value(b.rs, object).unwrap_or(Value::Null);
                let depth = property.depth.unwrap_or(depth);
                b.value(&value, depth.saturating_sub(1))?;
            }
            Ok(())
        })?;
        self.path.truncate(held - usize::from(object.address().is_some()));
        self.line("}");
        Ok(())
    }

    fn value(&mut self, value: &Value, depth: usize) -> Result<()> {
        let items = match value.base() {
            Value::Hash(_) => Some(crate::value_text::entries(self.rs, value)?),
            _ if value.is_null() => None,
            _ => members::enumerate(self.rs, value)?,
        };
        if let Some(items) = items {
            if depth == 0 {
                return self.leaf(value);
            }
            self.out.push(Flow::NewLine);
            self.indented(|b| b.collection(&items, depth))?;
            return Ok(());
        }
        let leaf = value.is_null()
            || depth == 0
            || self.is_endless(value)
            || is_scalar(value)
            || members::property_names(self.rs, value)?.is_empty();
        if leaf {
            return self.leaf(value);
        }
        self.out.push(Flow::NewLine);
        self.indented(|b| b.object(value, &[], depth))
    }

    /// Whether going on into an object would never end: beyond the usual depth an object is not written inside of
    /// itself, and nothing is at a hundred levels.
    fn is_endless(&self, value: &Value) -> bool {
        let inside_itself = value.address().is_some_and(|a| self.path.contains(&a));
        self.path.len() >= DEFAULT_DEPTH && inside_itself || self.path.len() >= 100
    }

    fn leaf(&mut self, value: &Value) -> Result<()> {
        let text = shown(self.rs, "", Ok(value.clone()), None, self.rules)?;
        self.line(text);
        Ok(())
    }

    fn collection(&mut self, items: &[Value], depth: usize) -> Result<()> {
        self.line("[");
        let limit = self.rules.limit.unwrap_or(items.len()).min(items.len());
        self.indented(|b| {
            for item in items.iter().take(limit) {
                let leaf = item.is_null()
                    || is_scalar(item)
                    || depth <= 1
                    || members::property_names(b.rs, item)?.is_empty();
                if leaf { b.leaf(item)? } else { b.object(item, &[], depth - 1)? }
            }
            if limit < items.len() {
                b.line(crate::text::ELLIPSIS);
            }
            Ok(())
        })?;
        self.line("]");
        self.out.push(Flow::NewLine);
        Ok(())
    }
}
