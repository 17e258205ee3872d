//! Hashtable literals.

use std::rc::Rc;

use super::stmt::value_of;
use super::{Frame, eval};
use crate::code::HashLiteral;
use crate::convert::{plain_text, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::Runspace;
use crate::value::{Dictionary, Object, PropertyBag, Value};

fn fill(rs: &mut Runspace, f: &Frame<'_>, literal: &HashLiteral, table: &Dictionary) -> Result<()> {
    for (key, value) in &literal.pairs {
        let key = eval(rs, f, key)?.into_base();
        if key.is_null() {
            return Err(Raised::runtime(
                "InvalidNullKey",
                ErrorCategory::InvalidOperation,
                "A null key is not allowed in a hash literal.",
            ));
        }
        let value = value_of(rs, f, value)?.or_null();
        if table.contains(&key) {
            return Err(Raised::runtime(
                "DuplicateKeyInHashLiteral",
                ErrorCategory::InvalidOperation,
                format!("Duplicate keys '{}' are not allowed in hash literals.", plain_text(&key)),
            ));
        }
        table.set(key, value);
    }
    Ok(())
}

/// `@{ }`.
pub(super) fn hashtable(rs: &mut Runspace, f: &Frame<'_>, literal: &HashLiteral) -> Result<Value> {
    let table = Dictionary::hashtable();
    fill(rs, f, literal, &table)?;
    Ok(Value::Hash(Rc::new(table)))
}

/// `[ordered]@{ }`.
pub(super) fn ordered(rs: &mut Runspace, f: &Frame<'_>, literal: &HashLiteral) -> Result<Value> {
    let table = Dictionary::ordered();
    fill(rs, f, literal, &table)?;
    Ok(Value::Hash(Rc::new(table)))
}

/// `[pscustomobject]@{ }`.
pub(super) fn custom(rs: &mut Runspace, f: &Frame<'_>, literal: &HashLiteral) -> Result<Value> {
    if let Some(names) = literal.names.as_ref().filter(|names| !names_a_type(names)) {
        let mut values = Vec::with_capacity(literal.pairs.len());
        for (_, value) in &literal.pairs {
            values.push(value_of(rs, f, value)?.or_null());
        }
        return Ok(Value::Object(Object::custom(PropertyBag::with_names(names.clone(), values))));
    }
    let mut bag = PropertyBag::default();
    for (key, value) in &literal.pairs {
        let key = eval(rs, f, key)?;
        let name = to_text(rs, &key)?;
        let value = value_of(rs, f, value)?.or_null();
        bag.set(name, value);
    }
    Ok(Value::Object(Object::custom_of_table(bag)))
}

/// Whether a literal says what type its object is.
fn names_a_type(names: &[std::rc::Rc<str>]) -> bool {
    names.iter().any(|n| n.eq_ignore_ascii_case("PSTypeName"))
}
