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
    build: String,
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

/// A `SemanticVersion` of a text; what cannot be read counts as zero.
pub fn semantic_version(text: &str) -> Value {
    semantic(parse_semantic(text).unwrap_or(Semantic {
        numbers: [0; 3],
        label: String::new(),
        build: String::new(),
    }))
}

fn semantic(data: Semantic) -> Value {
    Value::Object(Object::native_of(TypeRef::named(SEMANTIC), data))
}

/// `major[.minor[.patch]][-label][+build]`
fn parse_semantic(text: &str) -> Option<Semantic> {
    if text.ends_with(['-', '+', '.']) {
        return None;
    }
    let (rest, build) = match text.split_once('+') {
        Some((rest, build)) => (rest, build),
        None => (text, ""),
    };
    let (numbers, label) = match rest.split_once('-') {
        Some((_, "")) => return None,
        Some((numbers, label)) => (numbers, label),
        None => (rest, ""),
    };
    let named = |s: &str| {
        s.is_empty()
            || (s.starts_with(|c: char| c.is_ascii_alphanumeric())
                && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')))
    };
    let parts: Vec<&str> = numbers.split('.').collect();
    if parts.len() > 3 || !named(label) || !named(build) {
        return None;
    }
    let mut read = [0; 3];
    for (slot, part) in read.iter_mut().zip(&parts) {
        if part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *slot = part.parse().ok()?;
    }
    Some(Semantic { numbers: read, label: label.to_owned(), build: build.to_owned() })
}

fn bad_semantic() -> Box<Raised> {
    Raised::net("System.FormatException", "The input string '' was not in a correct format.")
}

fn semantic_parse(call: &mut Call<'_>) -> Result<Value> {
    parse_semantic(call.text(0).lossy()).map(semantic).ok_or_else(bad_semantic)
}

/// The first fields of a version.
fn fields_text(call: &mut Call<'_>) -> Result<Value> {
    let parts = call.this.native::<Version>().map(|v| v.0).unwrap_or_default();
    let known = parts.iter().filter(|part| **part >= 0).count();
    match usize::try_from(call.int(0)).ok().filter(|count| *count <= known) {
        Some(count) => {
            let texts: Vec<String> = parts.iter().take(count).map(ToString::to_string).collect();
            Ok(Value::str(texts.join(".")))
        }
        None => Err(Raised::net(
            "System.ArgumentException",
            format!("Argument must be between 0 and {known}. (Parameter 'fieldCount')"),
        )),
    }
}

fn semantic_try_parse(call: &mut Call<'_>) -> Result<Value> {
    let parsed = parse_semantic(call.text(0).lossy());
    let found = parsed.is_some();
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(parsed.map_or(Value::Null, semantic));
    }
    Ok(Value::Bool(found))
}

fn new_semantic(call: &mut Call<'_>) -> Result<Value> {
    let mut numbers = [0; 3];
    let mut labels = Vec::new();
    for at in 0..call.args.len() {
        match call.arg(at) {
            Value::Int(n) if n < 0 => {
                let name = ["major", "minor", "patch"].get(at).copied().unwrap_or("patch");
                return Err(Raised::net(
                    "System.Management.Automation.PSArgumentException",
                    format!(
                        "Cannot process argument because the value of argument \"{name}\" is not valid. Change the \
                         value of the \"{name}\" argument and run the operation again."
                    ),
                ));
            }
            Value::Int(n) => {
                if let Some(slot) = numbers.get_mut(at) {
                    *slot = n;
                }
            }
            other => labels.push(crate::convert::plain_text(&other)),
        }
    }
    let mut labels = labels.into_iter();
    let (label, build) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    Ok(semantic(Semantic { numbers, label, build }))
}

pub(super) fn text(value: &Value) -> Option<String> {
    if let Some(v) = value.native::<Version>() {
        let parts: Vec<String> = v.0.iter().take_while(|n| **n >= 0).map(ToString::to_string).collect();
        return Some(parts.join("."));
    }
    if let Some(v) = value.native::<Semantic>() {
        let [a, b, c] = v.numbers;
        let tail = if v.label.is_empty() { String::new() } else { format!("-{}", v.label) };
        let build = if v.build.is_empty() { String::new() } else { format!("+{}", v.build) };
        return Some(format!("{a}.{b}.{c}{tail}{build}"));
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

fn bad_guid(text: &str) -> Box<Raised> {
    let inner = text.trim();
    let message = if inner.encode_utf16().count() < 32 {
        "Unrecognized Guid format."
    } else if matches!(inner.len(), 32 | 36) && inner.chars().any(|c| c != '-' && !c.is_ascii_hexdigit()) {
        "Guid string should only contain hexadecimal characters."
    } else {
        "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."
    };
    Raised::net("System.FormatException", message)
}

fn guid_parse(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    parse_guid(text.lossy()).map(guid).ok_or_else(|| bad_guid(text.lossy()))
}

fn guid_try_parse(call: &mut Call<'_>) -> Result<Value> {
    let parsed = parse_guid(call.text(0).lossy());
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(guid(parsed.unwrap_or([0; 16])));
    }
    Ok(Value::Bool(parsed.is_some()))
}

/// `{0x00112233,0x4455,0x6677,{0x88,...}}`
fn hexadecimal_groups(hex: &str) -> String {
    let part = |from: usize, to: usize| format!("0x{}", hex.get(from..to).unwrap_or(""));
    let bytes: Vec<String> = (8..16).map(|i| part(i * 2, i * 2 + 2)).collect();
    format!("{{{},{},{},{{{}}}}}", part(0, 8), part(8, 12), part(12, 16), bytes.join(","))
}

fn guid_format(call: &mut Call<'_>) -> Result<Value> {
    let text = text(call.this).unwrap_or_default();
    Ok(Value::str(match call.text(0).lossy() {
        "N" | "n" => text.replace('-', ""),
        "B" | "b" => format!("{{{text}}}"),
        "P" | "p" => format!("({text})"),
        "X" | "x" => hexadecimal_groups(&text.replace('-', "")),
        "D" | "d" | "" => text,
        _ => {
            return Err(Raised::net(
                "System.FormatException",
                "Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".",
            ));
        }
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
        Value::Str(s) => Some(parse_semantic(s.lossy()).map(semantic).ok_or_else(bad_semantic)),
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
            ("string ToString(int fieldCount)", fields_text),
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
            (
                "string BuildLabel {get;}",
                |c| {
                    let label = c.this.native::<Semantic>().map(|s| s.build.clone()).unwrap_or_default();
                    Ok(if label.is_empty() { Value::Null } else { Value::str(label) })
                },
                None,
            ),
        ],
        constructors: &[
            ("(string version)", semantic_parse),
            ("(int major, int minor, int patch, string preReleaseLabel, string buildLabel)", new_semantic),
            ("(int major, int minor, int patch, string label)", new_semantic),
            ("(int major, int minor, int patch)", new_semantic),
            ("(int major, int minor)", new_semantic),
            ("(int major)", new_semantic),
        ],
        methods: &[
            ("static semver Parse(string version)", semantic_parse),
            ("static bool TryParse(string version, [ref] semver result)", semantic_try_parse),
            ("string ToString()", |c| Ok(text(c.this).map_or(Value::Null, Value::from))),
        ],
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
