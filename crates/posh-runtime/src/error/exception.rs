//! Exceptions: native data of every .NET exception type.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::types::TypeRef;
use crate::value::{Native, Object, PsStr, Value};

/// A .NET exception. Which one it is, is the type of the object that holds it.
pub struct Exception {
    /// `Message`.
    pub message: RefCell<PsStr>,
    /// `InnerException`.
    pub inner: RefCell<Value>,
    /// Properties of particular exception types, such as `ParamName` or `ErrorId`.
    pub properties: RefCell<Vec<(Rc<str>, Value)>>,
    /// The error record that the exception carries (`RuntimeException.ErrorRecord`).
    pub record: RefCell<Option<Rc<Object>>>,
    /// `StackTrace`: where it was thrown, `None` before.
    pub stack_trace: RefCell<Option<PsStr>>,
    /// `WasThrownFromThrowStatement`.
    pub thrown: Cell<bool>,
}

impl Native for Exception {}

impl Exception {
    /// An exception of a type, by the type's full name.
    #[expect(clippy::new_ret_no_self, reason = "exceptions are objects everywhere")]
    pub fn new(type_name: &str, message: impl Into<String>) -> Rc<Object> {
        Self::of_type(TypeRef::named(type_name), PsStr::from(message.into()), Value::Null)
    }

    /// An exception of a type, with the exception that caused it.
    pub fn of_type(ty: TypeRef, message: PsStr, inner: Value) -> Rc<Object> {
        Object::native_of(ty, Self::data(message, inner))
    }

    /// The data alone.
    pub fn data(message: PsStr, inner: Value) -> Self {
        Self {
            message: RefCell::new(message),
            inner: RefCell::new(inner),
            properties: RefCell::default(),
            record: RefCell::default(),
            stack_trace: RefCell::default(),
            thrown: Cell::new(false),
        }
    }

    /// Sets a property of a particular exception type.
    pub fn set(&self, name: &str, value: Value) {
        let mut properties = self.properties.borrow_mut();
        match properties.iter_mut().find(|(n, _)| n.eq_ignore_ascii_case(name)) {
            Some((_, slot)) => *slot = value,
            None => properties.push((name.into(), value)),
        }
    }

    /// A property of a particular exception type.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.properties.borrow().iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.clone())
    }
}

/// The exception that caused all others, the innermost.
pub fn base_exception(exception: &Value) -> Value {
    let mut current = exception.clone();
    // A chain of causes can be made a circle through reflection-like means; it ends after a bounded walk.
    for _ in 0..1000 {
        let Some(inner) = current.native::<Exception>().map(|e| e.inner.borrow().clone()) else { break };
        if inner.is_null() {
            break;
        }
        current = inner;
    }
    current
}
