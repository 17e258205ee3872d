//! `System.StringComparer`.

use std::cmp::Ordering;

use crate::convert::plain_text;
use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

/// How a comparer compares.
#[derive(Clone, Copy)]
pub(super) struct StringComparer {
    ignore_case: bool,
    ordinal: bool,
}

impl Native for StringComparer {}

impl StringComparer {
    /// Whether letter case counts for nothing.
    pub(super) fn ignores_case(self) -> bool {
        self.ignore_case
    }

    /// Order of two values' texts.
    pub(super) fn compare(self, a: &Value, b: &Value) -> Ordering {
        let (a, b) = (plain_text(a), plain_text(b));
        match (self.ordinal, self.ignore_case) {
            (true, false) => a.encode_utf16().cmp(b.encode_utf16()),
            (true, true) => a.to_uppercase().encode_utf16().cmp(b.to_uppercase().encode_utf16()),
            (false, ignore_case) => crate::text::compare(&a, &b, ignore_case),
        }
    }
}

/// The comparer that a value is.
pub(super) fn comparer_of(value: &Value) -> Option<StringComparer> {
    value.native::<StringComparer>().copied()
}

fn object(ordinal: bool, ignore_case: bool) -> Value {
    let name = match (ordinal, ignore_case) {
        (true, true) => "System.OrdinalIgnoreCaseComparer",
        (true, false) => "System.OrdinalCaseSensitiveComparer",
        _ => "System.CultureAwareComparer",
    };
    Value::Object(Object::native_of(TypeRef::named(name), StringComparer { ignore_case, ordinal }))
}

fn compare(call: &mut Call<'_>) -> Result<Value> {
    let order = comparer_of(call.this).map_or(Ordering::Equal, |c| c.compare(&call.arg(0), &call.arg(1)));
    Ok(Value::Int(order as i32))
}

fn equals(call: &mut Call<'_>) -> Result<Value> {
    let order = comparer_of(call.this).map_or(Ordering::Equal, |c| c.compare(&call.arg(0), &call.arg(1)));
    Ok(Value::Bool(order.is_eq()))
}

const fn derived(name: &'static str) -> TypeDef {
    TypeDef {
        base: Some("System.StringComparer"),
        interfaces: &["System.Collections.IComparer", "System.Collections.IEqualityComparer"],
        ..TypeDef::new(name)
    }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        base: Some("System.Object"),
        interfaces: &["System.Collections.IComparer", "System.Collections.IEqualityComparer"],
        methods: &[("int Compare(string x, string y)", compare), ("bool Equals(string x, string y)", equals)],
        properties: &[
            ("static System.StringComparer Ordinal {get;}", |_| Ok(object(true, false)), None),
            ("static System.StringComparer OrdinalIgnoreCase {get;}", |_| Ok(object(true, true)), None),
            ("static System.StringComparer InvariantCulture {get;}", |_| Ok(object(false, false)), None),
            (
                "static System.StringComparer InvariantCultureIgnoreCase {get;}",
                |_| Ok(object(false, true)),
                None,
            ),
            ("static System.StringComparer CurrentCulture {get;}", |_| Ok(object(false, false)), None),
            (
                "static System.StringComparer CurrentCultureIgnoreCase {get;}",
                |_| Ok(object(false, true)),
                None,
            ),
        ],
        ..TypeDef::new("System.StringComparer")
    },
    &derived("System.OrdinalIgnoreCaseComparer"),
    &derived("System.OrdinalCaseSensitiveComparer"),
    &derived("System.CultureAwareComparer"),
];
