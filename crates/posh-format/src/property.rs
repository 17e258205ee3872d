//! `-Property` and `-GroupBy`: names, wildcards, script blocks, and tables that say how a value is computed and shown.

use std::rc::Rc;

use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorDetails, ErrorRecord, Exception};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::value::{MemberValue, PsStr};
use posh_runtime::{Raised, Result, Runspace, Value, members};

use crate::view::{Alignment, display_properties, script_value};

/// What is computed for an object.
#[derive(Clone)]
pub(crate) enum Source {
    /// A property by its name, or properties by a pattern.
    Name(String),
    /// The output of a script block.
    Block(Value),
}

/// An argument of `-Property` or `-GroupBy`.
#[derive(Clone)]
pub struct PropertySpec {
    pub(crate) source: Source,
    pub(crate) label: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) width: Option<usize>,
    pub(crate) alignment: Option<Alignment>,
    pub(crate) depth: Option<usize>,
}

/// The keys that a command's property tables may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are the commands'")]
pub enum SpecKind {
    Table,
    List,
    Wide,
    Custom,
    GroupBy,
}

impl SpecKind {
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Table => &["expression", "formatString", "label", "name", "width", "alignment"],
            Self::List | Self::GroupBy => &["expression", "formatString", "label", "name"],
            Self::Wide => &["expression", "formatString"],
            Self::Custom => &["expression", "depth"],
        }
    }
}

/// A property of one object that is to be shown.
#[derive(Clone)]
pub(crate) struct Resolved {
    pub(crate) source: Source,
    pub(crate) label: String,
    /// Whether the label is a property's name.
    pub(crate) is_property: bool,
    pub(crate) format: Option<String>,
    pub(crate) width: Option<usize>,
    pub(crate) alignment: Option<Alignment>,
    pub(crate) depth: Option<usize>,
}

impl PropertySpec {
    /// Reads an argument.
    ///
    /// # Errors
    /// Where a table has keys or values that are not valid.
    pub fn parse(value: &Value, kind: SpecKind) -> Result<Self> {
        match value.base() {
            Value::Block(_) => Ok(Self::of(Source::Block(value.base().clone()))),
            Value::Hash(table) => parse_table(table, kind),
            Value::Str(name) => Ok(Self::of(Source::Name(name.lossy().to_owned()))),
            other => Ok(Self::of(Source::Name(plain_text(other)))),
        }
    }

    fn of(source: Source) -> Self {
        Self { source, label: None, format: None, width: None, alignment: None, depth: None }
    }

    /// A property by name.
    pub(crate) fn named(name: &str) -> Self {
        Self::of(Source::Name(name.to_owned()))
    }

    fn resolved(&self, source: Source, name: &str, is_property: bool) -> Resolved {
        Resolved {
            source,
            is_property: is_property && self.label.as_ref().is_none_or(|l| l.eq_ignore_ascii_case(name)),
            label: self.label.clone().unwrap_or_else(|| name.to_owned()),
            format: self.format.clone(),
            width: self.width,
            alignment: self.alignment,
            depth: self.depth,
        }
    }

    /// The properties of an object that it names. `keep_missing` keeps a plain name that the object does not have.
    ///
    /// # Errors
    /// Where the pattern is not valid, or the properties cannot be listed.
    pub(crate) fn resolve(
        &self,
        rs: &mut Runspace,
        object: &Value,
        keep_missing: bool,
    ) -> Result<Vec<Resolved>> {
        let pattern = match &self.source {
            Source::Block(block) => {
                return Ok(vec![self.resolved(self.source.clone(), &plain_text(block), false)]);
            }
            Source::Name(name) => name,
        };
        if let Some(set) = property_set(object, pattern) {
            return Ok(set.iter().map(|n| self.resolved(Source::Name(n.to_string()), n, true)).collect());
        }
        let names = shown_names(rs, object)?;
        if Wildcard::is_pattern(pattern) {
            let wildcard = Wildcard::new(pattern, true)?;
            return Ok(names
                .iter()
                .filter(|n| wildcard.matches(n))
                .map(|n| self.resolved(Source::Name(n.to_string()), n, true))
                .collect());
        }
        let known = names.iter().find(|n| n.eq_ignore_ascii_case(pattern)).cloned();
        let known = match known {
            None if members::expressed_property(rs, object, pattern).ok().flatten().is_some() => {
                Some(Rc::from(pattern.as_str()))
            }
            other => other,
        };
        Ok(match known {
            Some(name) => vec![self.resolved(Source::Name(name.to_string()), &name, true)],
            None if keep_missing => vec![self.resolved(self.source.clone(), pattern, true)],
            None => Vec::new(),
        })
    }
}

impl Source {
    /// The name, or the script's text.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Block(block) => plain_text(block),
        }
    }

    /// The value for an object; what throws is no value.
    pub(crate) fn value(&self, rs: &mut Runspace, object: &Value) -> Result<Value> {
        match self {
            Self::Name(name) => Ok(members::expressed_property(rs, object, name)?.unwrap_or(Value::Null)),
            Self::Block(block) => script_value(rs, block, object),
        }
    }
}

/// The properties that are shown: of an XML node what its elements and attributes make.
fn shown_names(rs: &mut Runspace, object: &Value) -> Result<Vec<Rc<str>>> {
    match posh_runtime::net::adapted_node_names(object) {
        Some(names) => Ok(names),
        None => members::property_names(rs, object),
    }
}

fn property_set(object: &Value, name: &str) -> Option<Rc<[Rc<str>]>> {
    match members::instance_members(object)?.get(name)?.value {
        MemberValue::PropertySet(names) => Some(names),
        _ => None,
    }
}

fn parse_table(table: &posh_runtime::value::Dictionary, kind: SpecKind) -> Result<PropertySpec> {
    let mut out = PropertySpec::of(Source::Name(String::new()));
    let mut has_expression = false;
    for (key, value) in table.pairs() {
        let written = plain_text(&key);
        match key_of(&written, kind)? {
            "expression" => {
                has_expression = true;
                out.source = expression(&written, &value)?;
            }
            "label" | "name" => out.label = Some(string(&written, &value)?),
            "formatString" => out.format = Some(string(&written, &value)?),
            "width" => out.width = Some(positive(&written, &value)?),
            "depth" => out.depth = Some(positive(&written, &value)?),
            _ => out.alignment = Some(alignment(&written, &value)?),
        }
    }
    if !has_expression {
        return Err(invalid("DictionaryKeyMandatoryEntry", "A mandatory entry for expression is missing."));
    }
    Ok(out)
}

/// The key that a text means: any unambiguous beginning of one.
fn key_of(text: &str, kind: SpecKind) -> Result<&'static str> {
    let folded = text.to_lowercase();
    let found: Vec<&'static str> =
        kind.keys().iter().copied().filter(|k| k.to_lowercase().starts_with(&folded)).collect();
    match found.as_slice() {
        [one] if !folded.is_empty() => Ok(one),
        [] => Err(invalid("DictionaryKeyIllegal", &format!("The {text} key is not valid."))),
        several => Err(invalid(
            "DictionaryKeyAmbiguous",
            &format!("The {text} key is ambiguous; possible matches are {{{}}}.", several.join(", ")),
        )),
    }
}

fn type_text(value: &Value) -> String {
    value.base().type_ref().map_or_else(|| "null".to_owned(), |t| t.full_name().to_owned())
}

fn expression(key: &str, value: &Value) -> Result<Source> {
    match value.base() {
        Value::Block(_) => Ok(Source::Block(value.base().clone())),
        Value::Str(name) => Ok(Source::Name(name.lossy().to_owned())),
        _ => Err(invalid(
            "DictionaryKeyIllegalValue1",
            &format!(
                "The \"{key}\" key has a type, {}, that is not valid; expected types are {{System.String, \
                 System.Management.Automation.ScriptBlock}}.",
                type_text(value)
            ),
        )),
    }
}

fn wrong_type(key: &str, value: &Value, expected: &str) -> Box<Raised> {
    invalid(
        "DictionaryKeyIllegalValue2",
        &format!(
            "The \"{key}\" key has a type, {}, that is not valid; expected type is {expected}.",
            type_text(value)
        ),
    )
}

fn string(key: &str, value: &Value) -> Result<String> {
    match value.base() {
        Value::Str(text) => Ok(text.lossy().to_owned()),
        _ => Err(wrong_type(key, value, "System.String")),
    }
}

fn positive(key: &str, value: &Value) -> Result<usize> {
    let Value::Int(number) = value.base() else { return Err(wrong_type(key, value, "System.Int32")) };
    usize::try_from(*number).ok().filter(|n| *n > 0).ok_or_else(|| {
        invalid(
            "DictionaryKeyIllegalValue",
            &format!("The value {number} of the key {key} must be greater than 0."),
        )
    })
}

fn alignment(key: &str, value: &Value) -> Result<Alignment> {
    let text = string(key, value)?.to_lowercase();
    [("left", Alignment::Left), ("right", Alignment::Right), ("center", Alignment::Center)]
        .into_iter()
        .find(|(name, _)| !text.is_empty() && name.starts_with(&text))
        .map(|(_, a)| a)
        .ok_or_else(|| {
            invalid(
                "DictionaryKeyIllegalValue",
                &format!(
                    "The value {text} of the key {key} is not valid; valid values are left, right, center."
                ),
            )
        })
}

/// The exception says nothing; what is wrong stands in the error's details.
fn invalid(id: &str, message: &str) -> Box<Raised> {
    let exception = Exception::new("System.NotSupportedException", "Specified method is not supported.");
    let record = ErrorRecord::new(exception, id, ErrorCategory::InvalidArgument, Value::Null);
    *record.details.borrow_mut() =
        Some(ErrorDetails { message: message.into(), recommended_action: PsStr::from("") });
    record.raise()
}

/// The properties that are shown of an object where nobody asks for others.
///
/// # Errors
/// Where the properties cannot be listed.
pub(crate) fn default_properties(rs: &mut Runspace, object: &Value) -> Result<Vec<Rc<str>>> {
    if let Some(set) = standard_set(object).or_else(|| rs.default_display(object)) {
        return Ok(set);
    }
    let names = members::type_names(object);
    match display_properties(&names) {
        Some(d) if !d.set.is_empty() => Ok(d.set.iter().map(|n| Rc::from(*n)).collect()),
        _ => shown_names(rs, object),
    }
}

/// `PSStandardMembers.DefaultDisplayPropertySet` put on the object.
fn standard_set(object: &Value) -> Option<Vec<Rc<str>>> {
    let standard = members::instance_members(object)?.get("PSStandardMembers")?;
    let inner = match standard.value {
        MemberValue::MemberSet(inner) => inner,
        _ => return None,
    };
    match inner.get("DefaultDisplayPropertySet")?.value {
        MemberValue::PropertySet(names) => Some(names.to_vec()),
        _ => None,
    }
}

/// The property that names an object: the type's, else by the usual names.
///
/// # Errors
/// Where the properties cannot be listed.
pub(crate) fn display_name(rs: &mut Runspace, object: &Value) -> Result<Option<Rc<str>>> {
    let types = members::type_names(object);
    if let Some(d) = display_properties(&types)
        && !d.single.is_empty()
    {
        return Ok(Some(d.single.into()));
    }
    let names = members::property_names(rs, object)?;
    for wanted in ["name", "id", "key", "*key", "*name", "*id"] {
        let found = names.iter().find(|n| {
            let folded = n.to_lowercase();
            wanted.strip_prefix('*').map_or(folded == wanted, |end| folded.ends_with(end))
        });
        if let Some(name) = found {
            return Ok(Some(name.clone()));
        }
    }
    Ok(None)
}
