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
            return crate::format::format_date(rs, *d, "F").map(|t| Some(Value::str(t)));
        }
        (Value::Object(o), "name") if o.native::<super::dictionary::Entry>().is_some() => {
            return crate::members::get_property(rs, target, "Key");
        }
        _ => {}
    }
    Ok(super::xml::adapted(target.base(), &name))
}

/// Names of the properties that the type table adds and listings show.
pub fn extended_names(value: &Value) -> Vec<Rc<str>> {
    match value.base() {
        Value::Object(o) if o.native::<super::dictionary::Entry>().is_some() => vec!["Name".into()],
        other => super::xml::adapted_names(other),
    }
}
