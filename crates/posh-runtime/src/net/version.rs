//! `Version`, `SemanticVersion` and `Guid`.

use std::cmp::Ordering;

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

/// A version's numbers; -1 where none is written.
struct Version([i32; 4]);

impl Native for Version {}

/// A semantic version.
struct Semantic {
    numbers: [i32; 3],
    label: String,
}

impl Native for Semantic {}

/// A GUID.
struct Guid([u8; 16]);

impl Native for Guid {}

const VERSION: &str = "System.Version";
const SEMANTIC: &str = "System.Management.Automation.SemanticVersion";
const GUID: &str = "System.Guid";

fn object(numbers: [i32; 4]) -> Value {
    Value::Object(Object::native_of(TypeRef::named(VERSION), Version(numbers)))
}

fn parse(text: &str) -> std::result::Result<[i32; 4], Box<Raised>> {
    let parts: Vec<&str> = text.trim().split('.').collect();
    if parts.len() < 2 || parts.len() > 4 {
        return Err(Raised::bad_argument("input", "Version string portion was too short or too long."));
    }
    let mut numbers = [-1; 4];
    for (slot, part) in numbers.iter_mut().zip(parts) {
        let number: i64 = part.trim().parse().map_err(|_| {
            Raised::net(
                "System.FormatException",
                format!("The input string '{part}' was not in a correct format."),
            )
        })?;
        if number < 0 {
            return Err(Raised::out_of_range(
                "version",
                "Version's parameters must be greater than or equal to zero.",
            ));
        }
        *slot = i32::try_from(number).map_err(|_| {
            Raised::net("System.OverflowException", "Value was either too large or too small for an Int32.")
        })?;
    }
    Ok(numbers)
}

/// A `Version` of a text.
pub fn version_of(text: &str) -> Option<Value> {
    parse(text).ok().map(object)
}

/// A `SemanticVersion` of a text.
pub fn semantic_version(text: &str) -> Value {
    let (numbers, label) = text.split_once('-').unwrap_or((text, ""));
    let mut parts = numbers.split('.').map(|p| p.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let data = Semantic { numbers: [next(), next(), next()], label: label.to_owned() };
    Value::Object(Object::native_of(TypeRef::named(SEMANTIC), data))
}

pub(super) fn text(value: &Value) -> Option<String> {
    if let Some(v) = value.native::<Version>() {
        let parts: Vec<String> = v.0.iter().take_while(|n| **n >= 0).map(ToString::to_string).collect();
        return Some(parts.join("."));
    }
    if let Some(v) = value.native::<Semantic>() {
        let [a, b, c] = v.numbers;
        let tail = if v.label.is_empty() { String::new() } else { format!("-{}", v.label) };
        return Some(format!("{a}.{b}.{c}{tail}"));
    }
    value.native::<Guid>().map(|g| guid_text(&g.0))
}

fn guid_text(bytes: &[u8; 16]) -> String {
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or("");
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

fn parse_guid(text: &str) -> Option<[u8; 16]> {
    let trimmed = text.trim();
    let inner = trimmed
        .strip_prefix('{')
        .and_then(|t| t.strip_suffix('}'))
        .or_else(|| trimmed.strip_prefix('(').and_then(|t| t.strip_suffix(')')))
        .unwrap_or(trimmed);
    let dashes: Vec<usize> = inner.match_indices('-').map(|(i, _)| i).collect();
    if !(dashes.is_empty() || dashes == [8, 13, 18, 23]) {
        return None;
    }
    let hex: String = inner.chars().filter(|c| *c != '-').collect();
    if hex.len() != 32 {
        return None;
    }
    let mut bytes = [0; 16];
    for (i, slot) in bytes.iter_mut().enumerate() {
        *slot = u8::from_str_radix(hex.get(i * 2..i * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}

fn guid(bytes: [u8; 16]) -> Value {
    Value::Object(Object::native_of(TypeRef::named(GUID), Guid(bytes)))
}

fn new_guid(_: &mut Call<'_>) -> Result<Value> {
    Ok(guid(*uuid::Uuid::new_v4().as_bytes()))
}

fn bad_guid() -> Box<Raised> {
    Raised::net(
        "System.FormatException",
        "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
    )
}

fn guid_parse(call: &mut Call<'_>) -> Result<Value> {
    parse_guid(call.text(0).lossy()).map(guid).ok_or_else(bad_guid)
}

fn guid_try_parse(call: &mut Call<'_>) -> Result<Value> {
    let parsed = parse_guid(call.text(0).lossy());
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(guid(parsed.unwrap_or([0; 16])));
    }
    Ok(Value::Bool(parsed.is_some()))
}

fn guid_format(call: &mut Call<'_>) -> Result<Value> {
    let text = text(call.this).unwrap_or_default();
    Ok(Value::str(match call.text(0).lossy() {
        "N" | "n" => text.replace('-', ""),
        "B" | "b" => format!("{{{text}}}"),
        "P" | "p" => format!("({text})"),
        _ => text,
    }))
}

fn guid_equals(a: &Value, b: &Value) -> bool {
    matches!((a.native::<Guid>(), b.native::<Guid>()), (Some(a), Some(b)) if a.0 == b.0)
}

fn compare_text(a: &Value, b: &Value) -> Option<Ordering> {
    Some(text(a)?.cmp(&text(b)?))
}

fn version_equals(a: &Value, b: &Value) -> bool {
    matches!((a.native::<Version>(), b.native::<Version>()), (Some(a), Some(b)) if a.0 == b.0)
}

fn version_compare(a: &Value, b: &Value) -> Option<Ordering> {
    Some(a.native::<Version>()?.0.cmp(&b.native::<Version>()?.0))
}

fn semantic_compare(a: &Value, b: &Value) -> Option<Ordering> {
    let (a, b) = (a.native::<Semantic>()?, b.native::<Semantic>()?);
    Some(a.numbers.cmp(&b.numbers).then_with(|| match (a.label.is_empty(), b.label.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ => a.label.cmp(&b.label),
    }))
}

fn semantic_equals(a: &Value, b: &Value) -> bool {
    semantic_compare(a, b) == Some(Ordering::Equal)
}

fn version_parse(call: &mut Call<'_>) -> Result<Value> {
    parse(call.text(0).lossy()).map(object)
}

fn version_try_parse(call: &mut Call<'_>) -> Result<Value> {
    let parsed = parse(call.text(0).lossy());
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(parsed.as_ref().map_or(Value::Null, |n| object(*n)));
    }
    Ok(Value::Bool(parsed.is_ok()))
}

fn new_version(call: &mut Call<'_>) -> Result<Value> {
    let mut numbers = [-1; 4];
    for (i, slot) in numbers.iter_mut().enumerate().take(call.args.len()) {
        *slot = call.int(i);
    }
    if call.args.is_empty() {
        numbers = [0, 0, -1, -1];
    }
    Ok(object(numbers))
}

fn part(call: &Call<'_>, at: usize) -> Result<Value> {
    Ok(call.this.native::<Version>().and_then(|v| v.0.get(at).copied()).map_or(Value::Int(-1), Value::Int))
}

fn semantic_part(call: &Call<'_>, at: usize) -> Result<Value> {
    Ok(call
        .this
        .native::<Semantic>()
        .and_then(|v| v.numbers.get(at).copied())
        .map_or(Value::Null, Value::Int))
}

fn convert_version(_: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    match value {
        Value::Object(_) if value.native::<Semantic>().is_some() => {
            let [a, b, c] = value.native::<Semantic>().map_or([0; 3], |s| s.numbers);
            Some(Ok(object([a, b, c, -1])))
        }
        Value::Int(_) | Value::Double(_) | Value::Decimal(_) | Value::Long(_) => {
            Some(parse(&crate::convert::plain_text(value)).map(object))
        }
        _ => None,
    }
}

fn convert_semantic(_: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    match value {
        Value::Str(s) => Some(Ok(semantic_version(s.lossy()))),
        Value::Object(_) => {
            value.native::<Version>().map(|_| Ok(semantic_version(&text(value).unwrap_or_default())))
        }
        _ => None,
    }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        constructors: &[
            ("()", new_version),
            ("(string version)", version_parse),
            ("(int major, int minor)", new_version),
            ("(int major, int minor, int build)", new_version),
            ("(int major, int minor, int build, int revision)", new_version),
        ],
        methods: &[
            ("static version Parse(string input)", version_parse),
            ("static bool TryParse(string input, [ref] version result)", version_try_parse),
            ("string ToString()", |c| Ok(text(c.this).map_or(Value::Null, Value::from))),
        ],
        properties: &[
            ("int Major {get;}", |c| part(c, 0), None),
            ("int Minor {get;}", |c| part(c, 1), None),
            ("int Build {get;}", |c| part(c, 2), None),
            ("int Revision {get;}", |c| part(c, 3), None),
        ],
        equals: Some(version_equals),
        compare: Some(version_compare),
        convert_from: Some(convert_version),
        ..TypeDef::new(VERSION)
    },
    &TypeDef {
        properties: &[
            ("int Major {get;}", |c| semantic_part(c, 0), None),
            ("int Minor {get;}", |c| semantic_part(c, 1), None),
            ("int Patch {get;}", |c| semantic_part(c, 2), None),
            (
                "string PreReleaseLabel {get;}",
                |c| {
                    let label = c.this.native::<Semantic>().map(|s| s.label.clone()).unwrap_or_default();
                    Ok(if label.is_empty() { Value::Null } else { Value::str(label) })
                },
                None,
            ),
            ("string BuildLabel {get;}", |_| Ok(Value::Null), None),
        ],
        methods: &[("string ToString()", |c| Ok(text(c.this).map_or(Value::Null, Value::from)))],
        equals: Some(semantic_equals),
        compare: Some(semantic_compare),
        convert_from: Some(convert_semantic),
        ..TypeDef::new(SEMANTIC)
    },
    &TypeDef {
        constructors: &[("(string g)", guid_parse)],
        methods: &[
            ("static guid NewGuid()", new_guid),
            ("static guid Parse(string input)", guid_parse),
            ("static bool TryParse(string input, [ref] guid result)", guid_try_parse),
            ("string ToString()", |c| Ok(text(c.this).map_or(Value::Null, Value::from))),
            ("string ToString(string format)", guid_format),
        ],
        properties: &[
            ("static guid Empty {get;}", |_| Ok(guid([0; 16])), None),
            ("string Guid {get;}", |c| Ok(text(c.this).map_or(Value::Null, Value::from)), None),
        ],
        equals: Some(guid_equals),
        compare: Some(compare_text),
        ..TypeDef::new(GUID)
    },
];
