//! Canonical text of a value, as the recordings give it.

use posh_runtime::convert::{double_text, plain_text, single_text, to_text};
use posh_runtime::error::Exception;
use posh_runtime::members::{enumerate, get_property, properties_of};
use posh_runtime::net::{RegexObject, SecureString};
use posh_runtime::types::{TypeKind, TypeRef};
use posh_runtime::value::{DateTimeKind, DictionaryKind, PsStr};
use posh_runtime::{Runspace, Value};

const DEEPEST: usize = 8;

/// Objects of these types are shown by their properties.
const BY_PROPERTIES: &[&str] = &[
    "Microsoft.PowerShell.Commands.GenericMeasureInfo",
    "Microsoft.PowerShell.Commands.TextMeasureInfo",
    "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo",
    "Microsoft.PowerShell.Commands.GroupInfo",
    "Microsoft.PowerShell.Commands.MatchInfo",
];

/// These can be enumerated, but are shown as one.
const NOT_ENUMERATED: &[&str] = &["System.Text.RegularExpressions.GroupCollection", "System.Net.IPAddress"];

/// `Type.ToString()` of a value's type; `null` for `$null`.
pub fn type_text(value: &Value) -> String {
    value.base().type_ref().map_or_else(|| "null".to_owned(), |t| t.full_name().to_owned())
}

/// The canonical text.
pub fn render(rs: &mut Runspace, value: &Value) -> String {
    at_depth(rs, value, 0)
}

fn at_depth(rs: &mut Runspace, value: &Value, depth: usize) -> String {
    if depth > DEEPEST {
        return "...".into();
    }
    match value.base() {
        Value::Null | Value::Void => "null".into(),
        Value::Str(s) => quoted(s),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Char(c) => format!("[char]{}", quoted(&PsStr::from_units(&[*c]))),
        Value::Switch(b) => format!("[switch]{b}"),
        Value::Double(x) => format!("[double]{}", number(&double_text(*x))),
        Value::Single(x) => format!("[float]{}", number(&single_text(*x))),
        Value::DateTime(d) => {
            let kind = match d.kind() {
                DateTimeKind::Unspecified => "Unspecified",
                DateTimeKind::Utc => "Utc",
                DateTimeKind::Local => "Local",
            };
            format!("[datetime]{} {kind}", d.ticks())
        }
        Value::TimeSpan(t) => format!("[timespan]{}", t.ticks()),
        Value::Enum(e) => format!("[{}]{}", e.type_ref().full_name(), e.text()),
        Value::Type(t) => format!("[type]{}", t.full_name()),
        Value::Array(a) => {
            if let Some(bytes) = a.to_bytes() {
                let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
                return format!("[byte[]]{hex}");
            }
            let size = a
                .dims()
                .filter(|d| d.len() > 1)
                .map(|dims| dims.iter().map(ToString::to_string).collect::<Vec<_>>().join("x"));
            let items = list(rs, &a.to_vec(), depth);
            format!("[{}]{}({items})", short_name(&a.type_ref()), size.unwrap_or_default())
        }
        Value::Hash(h) => {
            let mut items: Vec<(String, String)> = Vec::new();
            for (key, item) in h.pairs() {
                items.push((at_depth(rs, &key, depth + 1), at_depth(rs, &item, depth + 1)));
            }
            if h.kind() == DictionaryKind::Hashtable {
                items.sort();
            }
            let items: Vec<String> = items.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
            format!("[{}]{{{}}}", short_name(&h.type_ref()), items.join("; "))
        }
        Value::Object(_) => object(rs, value, depth),
        other => {
            let name = other.type_ref().map_or_else(String::new, |t| short_name(&t));
            let text = plain_text(other);
            if matches!(other, Value::Block(_)) {
                format!("[{name}]{}", quoted(&PsStr::from(text)))
            } else {
                format!("[{name}]{text}")
            }
        }
    }
}

fn object(rs: &mut Runspace, value: &Value, depth: usize) -> String {
    let base = value.base();
    let Some(ty) = base.type_ref() else { return "null".into() };
    let name = ty.full_name();
    if name == "System.Management.Automation.PSCustomObject" {
        return format!("[pscustomobject]{}", properties(rs, value, depth));
    }
    if BY_PROPERTIES.contains(&name) {
        return format!("[{name}]{}", properties(rs, value, depth));
    }
    if let Some(regex) = base.native::<RegexObject>() {
        let options = get_property(rs, base, "Options").ok().flatten().map(|o| plain_text(&o));
        let pattern = quoted(&PsStr::from(&*regex.0.pattern));
        return format!("[regex]{pattern} {}", options.unwrap_or_default());
    }
    if let Some(e) = base.native::<Exception>() {
        return format!("[{}]{}", short_name(&ty), quoted(&e.message.borrow()));
    }
    if base.native::<SecureString>().is_some() {
        let length = get_property(rs, base, "Length").ok().flatten().map(|l| plain_text(&l));
        return format!("[{name}]{}", length.unwrap_or_default());
    }
    if name == "System.DateTimeOffset" {
        let part = |rs: &mut Runspace, wanted: &str| get_property(rs, base, wanted).ok().flatten();
        let ticks = part(rs, "Ticks").map(|t| plain_text(&t)).unwrap_or_default();
        let minutes = match part(rs, "Offset") {
            Some(Value::TimeSpan(t)) => t.ticks() / 600_000_000,
            _ => 0,
        };
        return format!("[datetimeoffset]{ticks} {minutes}");
    }
    if is_xml(&ty) {
        let text = get_property(rs, base, "OuterXml").ok().flatten().map(|t| plain_text(&t));
        return format!("[{}]{}", short_name(&ty), quoted(&PsStr::from(text.unwrap_or_default())));
    }
    if !NOT_ENUMERATED.contains(&name)
        && let Ok(Some(items)) = enumerate(rs, base)
    {
        return format!("[{}]({})", short_name(&ty), list(rs, &items, depth));
    }
    let text = to_text(rs, base).unwrap_or_else(|_| "throws".into());
    format!("[{}]{}", short_name(&ty), quoted(&PsStr::from(text)))
}

fn is_xml(ty: &TypeRef) -> bool {
    ty.full_name() == "System.Xml.XmlNode" || ty.bases().iter().any(|b| b.full_name() == "System.Xml.XmlNode")
}

fn properties(rs: &mut Runspace, value: &Value, depth: usize) -> String {
    let names = posh_runtime::members::property_names(rs, value).unwrap_or_default();
    let mut items = Vec::new();
    for name in names {
        let text = match get_property(rs, value, &name) {
            Ok(item) => at_depth(rs, &item.unwrap_or(Value::Null), depth + 1),
            Err(_) => "throws".into(),
        };
        items.push(format!("{}={text}", quoted(&PsStr::from(&*name))));
    }
    if items.is_empty() && properties_of(rs, value).is_err() {
        return "{throws}".into();
    }
    format!("{{{}}}", items.join("; "))
}

fn list(rs: &mut Runspace, items: &[Value], depth: usize) -> String {
    let texts: Vec<String> = items.iter().map(|item| at_depth(rs, item, depth + 1)).collect();
    texts.join(", ")
}

fn number(text: &str) -> String {
    match text {
        "∞" => "Infinity".into(),
        "-∞" => "-Infinity".into(),
        other => other.to_owned(),
    }
}

/// A JSON string that keeps everything but control characters and lone surrogates as it is.
pub fn quoted(text: &PsStr) -> String {
    let mut out = String::from("\"");
    for item in char::decode_utf16(text.to_units()) {
        match item {
            Ok('"') => out.push_str("\\\""),
            Ok('\\') => out.push_str("\\\\"),
            Ok('\n') => out.push_str("\\n"),
            Ok('\r') => out.push_str("\\r"),
            Ok('\t') => out.push_str("\\t"),
            Ok('\u{8}') => out.push_str("\\b"),
            Ok('\u{c}') => out.push_str("\\f"),
            Ok(c) if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            Ok(c) => out.push(c),
            Err(lone) => out.push_str(&format!("\\u{:04x}", lone.unpaired_surrogate())),
        }
    }
    out.push('"');
    out
}

fn short_name(ty: &TypeRef) -> String {
    if let TypeKind::Array { element, rank } = ty.kind() {
        return format!("{}[{}]", short_name(element), ",".repeat(usize::from(rank - 1)));
    }
    let short = match ty.full_name() {
        "System.Object" => "object",
        "System.Boolean" => "bool",
        "System.Int32" => "int",
        "System.Int64" => "long",
        "System.Int16" => "short",
        "System.SByte" => "sbyte",
        "System.Byte" => "byte",
        "System.UInt16" => "ushort",
        "System.UInt32" => "uint",
        "System.UInt64" => "ulong",
        "System.Single" => "float",
        "System.Double" => "double",
        "System.Decimal" => "decimal",
        "System.Numerics.BigInteger" => "bigint",
        "System.Char" => "char",
        "System.String" => "string",
        "System.DateTime" => "datetime",
        "System.TimeSpan" => "timespan",
        "System.DateTimeOffset" => "datetimeoffset",
        "System.Guid" => "guid",
        "System.Version" => "version",
        "System.Uri" => "uri",
        "System.Text.RegularExpressions.Regex" => "regex",
        "System.Management.Automation.ScriptBlock" => "scriptblock",
        "System.Collections.Hashtable" => "hashtable",
        "System.Collections.Specialized.OrderedDictionary" => "ordered",
        "System.Management.Automation.SwitchParameter" => "switch",
        "System.Xml.XmlDocument" => "xml",
        "System.Management.Automation.SemanticVersion" => "semver",
        "System.Management.Automation.PSObject" => "psobject",
        other => other,
    };
    short.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::session;

    #[test]
    fn values_have_one_text() {
        let (mut rs, _) = session(20);
        for (text, expected) in [
            ("1", "1"),
            ("'a\"b'", "\"a\\\"b\""),
            (",(1,'a',2.5)", "[object[]](1, \"a\", [double]2.5)"),
            ("@{b=1;a=$null}", "[hashtable]{\"a\"=null; \"b\"=1}"),
            ("[pscustomobject]@{a=1}", "[pscustomobject]{\"a\"=1}"),
            ("1e20", "[double]1E+20"),
            ("[double]::PositiveInfinity", "[double]Infinity"),
            ("[char]65", "[char]\"A\""),
            ("[int]", "[type]System.Int32"),
            (",[byte[]](1,255)", "[byte[]]01ff"),
            ("[DayOfWeek]'Friday'", "[System.DayOfWeek]Friday"),
        ] {
            let mut out = posh_runtime::pipeline::Collect::default();
            assert!(rs.run_text(text, None, &mut out).is_ok(), "{text}");
            let texts: Vec<String> = out.items.iter().map(|v| render(&mut rs, v)).collect();
            assert_eq!(texts, [expected], "{text}");
        }
    }
}
