//! Members that PowerShell's type table adds to types.

use std::rc::Rc;

use crate::error::Result;
use crate::runspace::Runspace;
use crate::value::Value;

/// A property that the type table adds; `None` where there is none.
///
/// # Errors
/// What computing it raises.
pub fn extended_property(rs: &mut Runspace, target: &Value, name: &str) -> Result<Option<Value>> {
    let name = name.to_lowercase();
    match (target.base(), name.as_str()) {
        (_, "psobject") => return Ok(Some(super::ps_cmdlet::ps_object(target))),
        (_, "pstypenames") => {
            let names = crate::members::type_names(target);
            return Ok(Some(super::List::collection(names.iter().map(|n| Value::str(&**n)).collect())));
        }
        (_, "psbase") => return Ok(Some(target.base().clone())),
        (Value::DateTime(d), "datetime") => {
            return crate::format::format_date(rs, *d, date_pattern(target)).map(|t| Some(Value::str(t)));
        }
        (Value::Object(o), "name") if *o.ty() == crate::types::known::dictionary_entry() => {
            return crate::members::get_property(rs, target, "Key");
        }
        _ => {}
    }
    Ok(super::xml::adapted(target.base(), &name))
}

/// The format that a date's `DisplayHint` asks for.
fn date_pattern(date: &Value) -> &'static str {
    let hint = crate::members::instance_members(date).and_then(|m| m.get("DisplayHint"));
    let hint = match hint.map(|m| m.value) {
        Some(crate::value::MemberValue::Note(value)) => crate::convert::plain_text(&value),
        _ => String::new(),
    };
    match hint.to_ascii_lowercase().as_str() {
        "date" => "D",
        "time" => "T",
        _ => "F",
    }
}

/// Names of the properties that the type table adds and listings show.
pub fn extended_names(value: &Value) -> Vec<Rc<str>> {
    match value.base() {
        Value::Object(o) if *o.ty() == crate::types::known::dictionary_entry() => vec!["Name".into()],
        Value::DateTime(_) => vec!["DateTime".into()],
        other => super::xml::adapted_names(other),
    }
}
