//! The canonical text of a value, as the tables write it.

use posh_runtime::convert::{double_text, plain_text, single_text, to_text};
use posh_runtime::error::Exception;
use posh_runtime::runspace::Runspace;
use posh_runtime::types::{TypeKind, TypeRef};
use posh_runtime::value::{Dictionary, DictionaryKind, ObjectData};
use posh_runtime::{Value, members};

const SHORT: &[(&str, &str)] = &[
    ("System.Object", "object"),
    ("System.Boolean", "bool"),
    ("System.Int32", "int"),
    ("System.Int64", "long"),
    ("System.Int16", "short"),
    ("System.SByte", "sbyte"),
    ("System.Byte", "byte"),
    ("System.UInt16", "ushort"),
    ("System.UInt32", "uint"),
    ("System.UInt64", "ulong"),
    ("System.Single", "float"),
    ("System.Double", "double"),
    ("System.Decimal", "decimal"),
    ("System.Numerics.BigInteger", "bigint"),
    ("System.Char", "char"),
    ("System.String", "string"),
    ("System.DateTime", "datetime"),
    ("System.TimeSpan", "timespan"),
    ("System.DateTimeOffset", "datetimeoffset"),
    ("System.Guid", "guid"),
    ("System.Version", "version"),
    ("System.Uri", "uri"),
    ("System.Text.RegularExpressions.Regex", "regex"),
    ("System.Management.Automation.ScriptBlock", "scriptblock"),
    ("System.Collections.Hashtable", "hashtable"),
    ("System.Collections.Specialized.OrderedDictionary", "ordered"),
    ("System.Management.Automation.SwitchParameter", "switch"),
    ("System.Xml.XmlDocument", "xml"),
    ("System.Management.Automation.SemanticVersion", "semver"),
    ("System.Management.Automation.PSObject", "psobject"),
];

/// Types that are shown by their properties.
const BY_PROPERTIES: &[&str] = &[
    "Microsoft.PowerShell.Commands.GenericMeasureInfo",
    "Microsoft.PowerShell.Commands.TextMeasureInfo",
    "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo",
    "Microsoft.PowerShell.Commands.GroupInfo",
    "Microsoft.PowerShell.Commands.MatchInfo",
];

fn type_name(ty: &TypeRef) -> String {
    if let TypeKind::Array { element, rank } = ty.kind() {
        return format!("{}[{}]", type_name(element), ",".repeat(usize::from(*rank) - 1));
    }
    let full = ty.full_name();
    SHORT
        .iter()
        .find(|(name, _)| *name == full)
        .map_or_else(|| full.to_owned(), |(_, short)| (*short).to_owned())
}

pub(crate) fn json_string(units: impl Iterator<Item = u16>) -> String {
    let mut out = String::from("\"");
    for unit in char::decode_utf16(units) {
        match unit {
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

fn quoted(text: &str) -> String {
    json_string(text.encode_utf16())
}

fn dictionary(rs: &mut Runspace, table: &Dictionary, depth: u32) -> String {
    let mut pairs: Vec<(String, String)> =
        table.pairs().iter().map(|(k, v)| (render(rs, k, depth + 1), render(rs, v, depth + 1))).collect();
    if matches!(table.kind(), DictionaryKind::Hashtable) {
        pairs.sort();
    }
    let items: Vec<String> = pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
    format!("[{}]{{{}}}", type_name(&table.type_ref()), items.join("; "))
}

fn properties(rs: &mut Runspace, value: &Value, head: &str, depth: u32) -> String {
    let names = members::property_names(rs, value).unwrap_or_default();
    let mut items = Vec::new();
    for name in names {
        let text = match members::get_property(rs, value, &name) {
            Ok(v) => render(rs, &v.unwrap_or(Value::Null), depth + 1),
            Err(_) => "throws".to_owned(),
        };
        items.push(format!("{}={text}", quoted(&name)));
    }
    format!("[{head}]{{{}}}", items.join("; "))
}

fn object(rs: &mut Runspace, value: &Value, depth: u32) -> String {
    let Value::Object(o) = value else { return String::new() };
    if matches!(o.data, ObjectData::Custom(_)) {
        return properties(rs, value, "pscustomobject", depth);
    }
    let ty = o.ty().clone();
    if let Some(exception) = o.native::<Exception>() {
        return format!(
            "[{}]{}",
            ty.full_name(),
            json_string(exception.message.borrow().to_units().into_iter())
        );
    }
    if ty.full_name() == "System.Security.SecureString" {
        let length = members::try_property(rs, value, "Length").unwrap_or(Value::Null);
        return format!("[System.Security.SecureString]{}", plain_text(&length));
    }
    if BY_PROPERTIES.contains(&ty.full_name()) {
        return properties(rs, value, ty.full_name(), depth);
    }
    if ty.full_name() == "System.Text.RegularExpressions.Regex" {
        let options = members::try_property(rs, value, "Options").unwrap_or(Value::Null);
        return format!(
            "[regex]{} {}",
            quoted(&to_text(rs, value).unwrap_or_default()),
            plain_text(&options)
        );
    }
    let whole = ["System.Text.RegularExpressions.Match", "System.Text.RegularExpressions.Group"];
    if !whole.contains(&ty.full_name())
        && let Ok(Some(items)) = members::enumerate(rs, value)
    {
        let items: Vec<String> = items.iter().map(|i| render(rs, i, depth + 1)).collect();
        return format!("[{}]({})", type_name(&ty), items.join(", "));
    }
    format!("[{}]{}", type_name(&ty), quoted(&to_text(rs, value).unwrap_or_default()))
}

pub(crate) fn render(rs: &mut Runspace, value: &Value, depth: u32) -> String {
    if depth > 8 {
        return "...".to_owned();
    }
    let value = value.base();
    let tagged = |tag: &str| format!("[{tag}]{}", plain_text(value));
    match value {
        Value::Null | Value::Void => "null".to_owned(),
        Value::Str(s) => json_string(s.to_units().into_iter()),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Enum(e) => format!("[{}]{}", e.type_ref().full_name(), e.text()),
        Value::Double(x) => format!("[double]{}", number(double_text(*x))),
        Value::Single(x) => format!("[float]{}", number(single_text(*x))),
        Value::Char(c) => format!("[char]{}", json_string(std::iter::once(*c))),
        Value::DateTime(d) => format!("[datetime]{} {:?}", d.ticks(), d.kind()),
        Value::TimeSpan(t) => format!("[timespan]{}", t.ticks()),
        Value::Type(t) => format!("[type]{}", t.full_name()),
        Value::Switch(b) => format!("[switch]{b}"),
        Value::Hash(table) => dictionary(rs, table, depth),
        Value::Array(a) => {
            if let Some(bytes) = a.to_bytes() {
                return format!("[byte[]]{}", bytes.iter().map(|b| format!("{b:02x}")).collect::<String>());
            }
            let items: Vec<String> = a.to_vec().iter().map(|i| render(rs, i, depth + 1)).collect();
            format!("[{}]({})", type_name(&a.type_ref()), items.join(", "))
        }
        Value::Block(b) => format!("[scriptblock]{}", quoted(b.text())),
        Value::Object(_) => object(rs, value, depth),
        other => tagged(&other.type_ref().map(|t| type_name(&t)).unwrap_or_default()),
    }
}

fn number(text: String) -> String {
    match text.as_str() {
        "∞" => "Infinity".into(),
        "-∞" => "-Infinity".into(),
        _ => text,
    }
}
