//! The values of a view's expressions.

use posh_runtime::convert::is_true;
use posh_runtime::{Result, Runspace, Value, members};

use super::{Expression, computes::compute};

/// The value that an expression shows of an object.
///
/// # Errors
/// What a getter or a script throws.
pub(crate) fn evaluate(rs: &mut Runspace, expression: &Expression, object: &Value) -> Result<Value> {
    match expression {
        Expression::Property(name) => Ok(members::get_property(rs, object, name)?.unwrap_or(Value::Null)),
        Expression::Path(path) => walk(rs, path, object),
        Expression::Item => Ok(object.clone()),
        Expression::Computes(what) => compute(rs, what, object),
        Expression::Script(text) => {
            let block = rs.script_block_of_text(text)?;
            script_value(rs, &block, object)
        }
    }
}

/// The output of a script block for an object in `$_`.
///
/// # Errors
/// What the script throws.
pub(crate) fn script_value(rs: &mut Runspace, block: &Value, object: &Value) -> Result<Value> {
    let mut out = rs.raising(|rs| rs.invoke_block_with_item(block, object.clone(), &[]))?;
    Ok(match out.len() {
        0 => Value::Null,
        1 => out.pop().unwrap_or(Value::Null).or_null(),
        _ => Value::array(out),
    })
}

/// Whether a condition holds; one that cannot be computed does not.
pub(crate) fn holds(rs: &mut Runspace, condition: Option<&Expression>, object: &Value) -> bool {
    condition.is_none_or(|c| evaluate(rs, c, object).is_ok_and(|v| is_true(&v)))
}

/// A path such as `SignerCertificate.Thumbprint`.
pub(super) fn walk(rs: &mut Runspace, path: &str, object: &Value) -> Result<Value> {
    let mut at = object.clone();
    for name in path.split('.') {
        at = members::get_property(rs, &at, name)?.unwrap_or(Value::Null);
    }
    Ok(at)
}
