//! Property arguments: names, wildcard patterns, script blocks, calculated properties.

use std::rc::Rc;

use posh_runtime::command::Pipe;
use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorDetails};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::pipeline::Collect;
use posh_runtime::runspace::Runspace;
use posh_runtime::value::PsStr;
use posh_runtime::{Raised, Result, Value, members};

use super::errors::record;

/// What computes a value of an object.
#[derive(Clone)]
pub(crate) enum Expression {
    /// A property's name or pattern.
    Name(String),
    /// A script block that sees the object as `$_`.
    Block(Value),
}

/// A property argument.
#[derive(Clone)]
pub(crate) struct Property {
    /// The name that was given to a calculated property.
    pub(crate) label: Option<String>,
    /// What computes it.
    pub(crate) expression: Expression,
    /// Further entries of a calculated property, under their full key.
    pub(crate) entries: Vec<(&'static str, Value)>,
}

/// A property of one object.
pub(crate) struct Resolved {
    /// Its name: the object's own spelling, where it has the property.
    pub(crate) name: Rc<str>,
    /// Its value; `None` where the object does not have it.
    pub(crate) value: Option<Value>,
    /// What the script block raised instead of a value.
    pub(crate) failure: Option<Box<Raised>>,
}

impl Property {
    fn of(expression: Expression) -> Self {
        Self { label: None, expression, entries: Vec::new() }
    }

    /// A further entry of a calculated property.
    pub(crate) fn entry(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(k, _)| *k == key).map(|(_, v)| v)
    }

    /// Whether the name is a pattern.
    pub(crate) fn is_pattern(&self) -> bool {
        matches!(&self.expression, Expression::Name(name) if Wildcard::is_pattern(name))
    }

    /// The name under which its value goes.
    pub(crate) fn title(&self) -> String {
        match (&self.label, &self.expression) {
            (Some(label), _) => label.clone(),
            (None, Expression::Name(name)) => name.clone(),
            (None, Expression::Block(block)) => plain_text(block),
        }
    }

    /// The property or, of a pattern, the properties of an object.
    ///
    /// # Errors
    /// Where the script block ends the script.
    pub(crate) fn resolve(&self, rs: &mut Runspace, target: &Value) -> Result<Vec<Resolved>> {
        match &self.expression {
            Expression::Block(block) => self.run(rs, block, target).map(|r| vec![r]),
            Expression::Name(pattern) if Wildcard::is_pattern(pattern) => {
                let wildcard = Wildcard::new(pattern, true)?;
                let names = names_of(rs, target)?;
                let mut out = Vec::new();
                for name in names.into_iter().filter(|n| wildcard.matches(n)) {
                    let value = value_of(rs, target, &name);
                    out.push(Resolved { name, value: value.or(Some(Value::Null)), failure: None });
                }
                Ok(out)
            }
            Expression::Name(name) => {
                let value = value_of(rs, target, name);
                let name = match (&self.label, &value) {
                    (Some(label), _) => label.as_str().into(),
                    (None, None) => name.as_str().into(),
                    (None, Some(_)) => spelling(rs, target, name)?,
                };
                Ok(vec![Resolved { name, value, failure: None }])
            }
        }
    }

    fn run(&self, rs: &mut Runspace, block: &Value, target: &Value) -> Result<Resolved> {
        let name = self.title().into();
        let Value::Block(code) = block.base() else {
            return Ok(Resolved { name, value: None, failure: None });
        };
        let mut out = Collect::default();
        match rs.invoke_in_scope(code, Vec::new(), Some(target.clone()), &mut out) {
            Ok(()) => {
                let value = out.into_value();
                let value = if matches!(value, Value::Void) { Value::Null } else { value };
                Ok(Resolved { name, value: Some(value), failure: None })
            }
            Err(raised) if raised.record().is_some() => {
                Ok(Resolved { name, value: Some(Value::Null), failure: Some(raised) })
            }
            Err(raised) => Err(raised),
        }
    }
}

/// Names of an object's properties; a dictionary's are its keys.
pub(crate) fn names_of(rs: &mut Runspace, target: &Value) -> Result<Vec<Rc<str>>> {
    if let Value::Hash(table) = target.base()
        && table.kind() == posh_runtime::value::DictionaryKind::Hashtable
    {
        return Ok(table.keys().iter().map(|k| plain_text(k).into()).collect());
    }
    members::property_names(rs, target)
}

/// The value of an object's own property.
pub(crate) fn value_of(rs: &mut Runspace, target: &Value, name: &str) -> Option<Value> {
    members::expressed_property(rs, target, name).ok().flatten()
}

fn spelling(rs: &mut Runspace, target: &Value, name: &str) -> Result<Rc<str>> {
    let names = names_of(rs, target)?;
    Ok(names.into_iter().find(|n| n.eq_ignore_ascii_case(name)).unwrap_or_else(|| name.into()))
}

/// Reads property arguments. `keys` are those that a calculated property can have beside its expression.
///
/// # Errors
/// `DictionaryKeyIllegal` and its kin.
pub(crate) fn parse(pipe: &mut Pipe<'_>, values: &[Value], keys: &[&'static str]) -> Result<Vec<Property>> {
    values.iter().map(|v| parse_one(pipe, v, keys)).collect()
}

fn parse_one(pipe: &mut Pipe<'_>, value: &Value, keys: &[&'static str]) -> Result<Property> {
    match value.base() {
        Value::Block(_) => Ok(Property::of(Expression::Block(value.clone()))),
        Value::Hash(table) => {
            let pairs = table.pairs();
            calculated(pipe, &pairs, keys)
        }
        Value::Str(s) => Ok(Property::of(Expression::Name(s.lossy().to_owned()))),
        Value::Null | Value::Void => refuse(pipe, "PropertyNull", "A property argument is null.".into())
            .map(|()| Property::of(Expression::Name(String::new()))),
        other => Ok(Property::of(Expression::Name(plain_text(other)))),
    }
}

fn refuse(pipe: &mut Pipe<'_>, id: &str, details: String) -> Result<()> {
    let error = record(
        "System.NotSupportedException",
        "Specified method is not supported.",
        id,
        ErrorCategory::InvalidArgument,
        Value::Null,
    );
    *error.details.borrow_mut() =
        Some(ErrorDetails { message: PsStr::from(details), recommended_action: PsStr::from("") });
    pipe.fatal(error)
}

fn calculated(pipe: &mut Pipe<'_>, pairs: &[(Value, Value)], keys: &[&'static str]) -> Result<Property> {
    let mut expression = None;
    let mut label = None;
    let mut entries = Vec::new();
    for (key, value) in pairs {
        let written = plain_text(key);
        let folded = written.to_lowercase();
        let full = std::iter::once("expression")
            .chain(keys.iter().copied())
            .find(|k| !folded.is_empty() && k.starts_with(&folded));
        match full {
            None => refuse(pipe, "DictionaryKeyIllegal", format!("The {written} key is not valid."))?,
            Some("expression") => expression = Some(expression_of(pipe, &written, value)?),
            Some("name" | "label") => match value.base() {
                Value::Str(s) if !s.is_empty() => label = Some(s.lossy().to_owned()),
                other => {
                    let ty = other.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
                    refuse(
                        pipe,
                        "DictionaryKeyIllegalValue2",
                        format!(
                            "The \"{written}\" key has a type, {ty}, that is not valid; expected type is System.String."
                        ),
                    )?;
                }
            },
            Some(other) => entries.push((other, value.clone())),
        }
    }
    match expression {
        Some(expression) => Ok(Property { label, expression, entries }),
        None => {
            refuse(
                pipe,
                "DictionaryKeyMandatoryEntry",
                "A mandatory entry for expression is missing.".into(),
            )?;
            Ok(Property::of(Expression::Name(String::new())))
        }
    }
}

fn expression_of(pipe: &mut Pipe<'_>, key: &str, value: &Value) -> Result<Expression> {
    match value.base() {
        Value::Block(_) => Ok(Expression::Block(value.clone())),
        Value::Str(s) => Ok(Expression::Name(s.lossy().to_owned())),
        other => {
            let ty = other.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
            refuse(
                pipe,
                "DictionaryKeyIllegalValue1",
                format!(
                    "The \"{key}\" key has a type, {ty}, that is not valid; expected types are {{System.String, System.Management.Automation.ScriptBlock}}."
                ),
            )?;
            Ok(Expression::Name(String::new()))
        }
    }
}
