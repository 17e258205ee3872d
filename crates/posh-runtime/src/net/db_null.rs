//! `System.DBNull`: the value of databases that stands for none.

use crate::types::{TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct DbNull;

impl Native for DbNull {}

const NAME: &str = "System.DBNull";

thread_local! {
    static ONLY: Value = Value::Object(Object::native_of(TypeRef::named(NAME), DbNull));
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<DbNull>().map(|_| String::new())
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("string ToString()", |_| Ok(Value::str(""))),
        ("string ToString(System.IFormatProvider provider)", |_| Ok(Value::str(""))),
        ("System.TypeCode GetTypeCode()", |_| Ok(crate::convert::enum_value("System.TypeCode", "DBNull"))),
    ],
    properties: &[("static System.DBNull Value {get;}", |_| Ok(ONLY.with(Clone::clone)), None)],
    ..TypeDef::new(NAME)
}];
