//! `System.Management.Automation.WildcardPattern`.

use crate::error::Result;
use crate::ops::pattern::Wildcard;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

/// The pattern's text and how it is read.
struct WildcardPattern {
    pattern: PsStr,
    ignore_case: bool,
}

impl Native for WildcardPattern {}

const NAME: &str = "System.Management.Automation.WildcardPattern";
const IGNORE_CASE: i64 = 2;

fn make(pattern: PsStr, ignore_case: bool) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), WildcardPattern { pattern, ignore_case }))
}

fn options(call: &Call<'_>) -> bool {
    matches!(call.arg(1), Value::Enum(e) if e.raw & IGNORE_CASE != 0)
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    Ok(make(call.text(0), options(call)))
}

/// The pattern is read when it is first used, so that is where a bad one fails.
fn is_match(call: &mut Call<'_>) -> Result<Value> {
    let Some(p) = call.this.native::<WildcardPattern>() else { return Ok(Value::Bool(false)) };
    let wildcard = Wildcard::new(p.pattern.lossy(), p.ignore_case).inspect_err(|raised| {
        if let Some(record) = raised.record() {
            *record.id.borrow_mut() = "WildcardPatternException".into();
            record.raw.set(true);
        }
    })?;
    Ok(Value::Bool(wildcard.matches(call.text(0).lossy())))
}

fn to_wql(call: &mut Call<'_>) -> Result<Value> {
    let Some(p) = call.this.native::<WildcardPattern>() else { return Ok(Value::Null) };
    let mut out = String::new();
    let mut chars = p.pattern.lossy().chars();
    while let Some(c) = chars.next() {
        match c {
            '*' => out.push('%'),
            '?' => out.push('_'),
            '`' => out.extend(chars.next()),
            '%' | '_' => out.extend(['[', c, ']']),
            '\'' => out.push_str("''"),
            other => out.push(other),
        }
    }
    Ok(Value::str(out))
}

/// Puts a backtick before every character that means something in a pattern.
fn escape(call: &mut Call<'_>) -> Result<Value> {
    let mut out = String::new();
    for c in call.text(0).lossy().chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '`') {
            out.push('`');
        }
        out.push(c);
    }
    Ok(Value::str(out))
}

fn unescape(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let mut out = String::new();
    let mut chars = text.lossy().chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('`', Some('*' | '?' | '[' | ']' | '`')) => out.extend(chars.next()),
            ('`', None) => out.push('`'),
            ('`', Some(_)) => out.push('`'),
            (other, _) => out.push(other),
        }
    }
    Ok(Value::str(out))
}

fn contains(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(Wildcard::is_pattern(call.text(0).lossy())))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<WildcardPattern>().map(|_| NAME.to_owned())
}

fn convert(_: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    let Value::Str(s) = value else { return None };
    Some(Ok(make(s.clone(), false)))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    constructors: &[
        ("(string pattern)", new),
        ("(string pattern, System.Management.Automation.WildcardOptions options)", new),
    ],
    methods: &[
        ("bool IsMatch(string input)", is_match),
        ("string ToWql()", to_wql),
        ("static string Escape(string pattern)", escape),
        ("static string Unescape(string pattern)", unescape),
        ("static bool ContainsWildcardCharacters(string pattern)", contains),
        (
            "static System.Management.Automation.WildcardPattern Get(string pattern, System.Management.Automation.WildcardOptions options)",
            new,
        ),
    ],
    convert_from: Some(convert),
    ..TypeDef::new(NAME)
}];
