//! `System.Text.Rune`: a Unicode scalar value.

use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct Rune(char);

impl Native for Rune {}

const NAME: &str = "System.Text.Rune";

/// A character as a rune.
pub(super) fn rune(c: char) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), Rune(c)))
}

fn this(call: &Call<'_>) -> char {
    call.this.native::<Rune>().map_or('\0', |r| r.0)
}

fn int(n: usize) -> Result<Value> {
    Ok(Value::Int(i32::try_from(n).unwrap_or(i32::MAX)))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<Rune>().map(|r| r.0.to_string())
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.ValueType"),
    methods: &[("string ToString()", |c| Ok(Value::str(this(c).to_string())))],
    properties: &[
        ("bool IsAscii {get;}", |c| Ok(Value::Bool(this(c).is_ascii())), None),
        ("bool IsBmp {get;}", |c| Ok(Value::Bool(u32::from(this(c)) < 0x1_0000)), None),
        ("int Plane {get;}", |c| int((u32::from(this(c)) >> 16) as usize), None),
        ("int Utf16SequenceLength {get;}", |c| int(this(c).len_utf16()), None),
        ("int Utf8SequenceLength {get;}", |c| int(this(c).len_utf8()), None),
        ("int Value {get;}", |c| int(u32::from(this(c)) as usize), None),
    ],
    equals: Some(|a, b| text(a).is_some() && text(a) == text(b)),
    ..TypeDef::new(NAME)
}];
