//! `System.Net.NetworkInformation.PhysicalAddress`.

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct PhysicalAddress(Vec<u8>);

impl Native for PhysicalAddress {}

const NAME: &str = "System.Net.NetworkInformation.PhysicalAddress";

/// Hexadecimal digits in pairs, all together or set apart: pairs by `-` or `:`, fours by `.`.
fn parse(text: &str) -> Option<Vec<u8>> {
    let (separator, width) = match text.chars().find(|c| matches!(c, '-' | ':' | '.')) {
        Some('.') => ('.', 4),
        Some(other) => (other, 2),
        None => ('-', text.len()),
    };
    let groups: Vec<&str> = text.split(separator).collect();
    if groups.len() > 1 && groups.iter().any(|g| g.len() != width) {
        return None;
    }
    let digits = groups.concat();
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    (0..digits.len() / 2).map(|i| u8::from_str_radix(digits.get(i * 2..i * 2 + 2)?, 16).ok()).collect()
}

fn object(bytes: Vec<u8>) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), PhysicalAddress(bytes)))
}

fn parsed(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    parse(text.lossy()).map(object).ok_or_else(|| {
        Raised::net(
            "System.FormatException",
            format!("An invalid physical address was specified: '{}'.", text.lossy()),
        )
    })
}

fn try_parse(call: &mut Call<'_>) -> Result<Value> {
    let made = parse(call.text(0).lossy());
    let found = made.is_some();
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(made.map_or(Value::Null, object));
    }
    Ok(Value::Bool(found))
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    let bytes = match call.arg(0) {
        Value::Array(a) => {
            a.to_vec().iter().filter_map(|v| if let Value::Byte(b) = v { Some(*b) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    Ok(object(bytes))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<PhysicalAddress>().map(|a| a.0.iter().map(|b| format!("{b:02X}")).collect())
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    constructors: &[("(byte[] address)", new)],
    methods: &[
        ("string ToString()", |c| Ok(text(c.this).map_or(Value::Null, Value::from))),
        ("byte[] GetAddressBytes()", |c| {
            let bytes = c.this.native::<PhysicalAddress>().map(|a| a.0.clone()).unwrap_or_default();
            Ok(crate::convert::byte_array(bytes))
        }),
        ("static PhysicalAddress Parse(string address)", parsed),
        ("static bool TryParse(string address, [ref] PhysicalAddress value)", try_parse),
    ],
    properties: &[("static PhysicalAddress None {get;}", |_| Ok(object(Vec::new())), None)],
    equals: Some(|a, b| text(a).is_some() && text(a) == text(b)),
    ..TypeDef::new(NAME)
}];
