//! Where output goes.

use crate::error::Result;
use crate::net::List;
use crate::runspace::Runspace;
use crate::value::Value;

/// Takes the objects that code outputs.
pub trait Sink {
    /// Takes an object, as it is.
    ///
    /// # Errors
    /// What the commands behind raise.
    fn write(&mut self, rs: &mut Runspace, value: Value) -> Result<()>;

    /// A chance to pass on what other streams left for this output.
    ///
    /// # Errors
    /// What the commands behind raise.
    fn poll(&mut self, rs: &mut Runspace) -> Result<()> {
        let _ = rs;
        Ok(())
    }

    /// Whether what a native program writes is taken as it is, byte by byte.
    fn takes_bytes(&self) -> bool {
        false
    }

    /// Takes bytes of a native program; only where [`Sink::takes_bytes`].
    ///
    /// # Errors
    /// What the commands behind raise.
    fn write_bytes(&mut self, rs: &mut Runspace, bytes: &[u8]) -> Result<()> {
        let _ = (rs, bytes);
        Ok(())
    }

    /// Whether what `return` gives is taken as it is: methods of classes return collections whole.
    fn takes_whole(&self) -> bool {
        false
    }

    /// Whether output is dropped, so that it need not be made.
    fn is_discarding(&self) -> bool {
        false
    }
}

/// Keeps output.
#[derive(Default)]
pub struct Collect {
    /// What came.
    pub items: Vec<Value>,
}

impl Sink for Collect {
    fn write(&mut self, _: &mut Runspace, value: Value) -> Result<()> {
        self.items.push(value);
        Ok(())
    }
}

impl Collect {
    /// Nothing for no output, the object for one, an array for more.
    pub fn into_value(mut self) -> Value {
        match self.items.len() {
            0 => Value::Void,
            1 => self.items.pop().unwrap_or(Value::Void),
            _ => Value::array(self.items),
        }
    }
}

/// Drops output.
#[derive(Default, Debug)]
pub struct Discard;

impl Sink for Discard {
    fn write(&mut self, _: &mut Runspace, _: Value) -> Result<()> {
        Ok(())
    }

    fn is_discarding(&self) -> bool {
        true
    }
}

/// Writes the elements of a collection one by one, or a single object; nothing for no output.
///
/// # Errors
/// What the commands behind raise.
pub fn write_enumerated(rs: &mut Runspace, out: &mut dyn Sink, value: Value) -> Result<()> {
    match value {
        Value::Void => Ok(()),
        Value::Null
        | Value::Str(_)
        | Value::Int(_)
        | Value::Bool(_)
        | Value::Double(_)
        | Value::Hash(_)
        | Value::Wrapped(_) => out.write(rs, value),
        Value::Array(array) => {
            let mut at = 0;
            while let Some(item) = array.get(at) {
                rs.check_stop()?;
                out.write(rs, item.or_null())?;
                at += 1;
            }
            Ok(())
        }
        Value::Object(ref object) if object.native::<List>().is_some_and(List::is_input) => {
            // An enumerator is left where its reader stops.
            while let Some(item) = value.native::<List>().and_then(List::next) {
                rs.check_stop()?;
                out.write(rs, item.or_null())?;
            }
            Ok(())
        }
        Value::Object(_) => match crate::members::enumerate(rs, &value)? {
            None => out.write(rs, value),
            Some(items) => {
                for item in items {
                    rs.check_stop()?;
                    out.write(rs, item.or_null())?;
                }
                Ok(())
            }
        },
        other => out.write(rs, other),
    }
}
