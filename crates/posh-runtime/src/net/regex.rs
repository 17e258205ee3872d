//! `Regex`, `Match`, `Group`.

use std::rc::Rc;

use crate::error::Result;
use crate::ops::pattern::{Found, Regex, RegexOptions};
use crate::types::{Call, Member, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

/// A `Regex`.
pub struct RegexObject(pub Rc<Regex>);

impl Native for RegexObject {}

/// A match or group: what it captured, and where.
struct Capture {
    success: bool,
    value: PsStr,
    index: i32,
    name: Rc<str>,
    groups: Vec<Value>,
    /// For `NextMatch`.
    regex: Option<Rc<Regex>>,
    text: Rc<str>,
    end: usize,
}

impl Native for Capture {}

const REGEX: &str = "System.Text.RegularExpressions.Regex";
const MATCH: &str = "System.Text.RegularExpressions.Match";
const GROUP: &str = "System.Text.RegularExpressions.Group";
const GROUPS: &str = "System.Text.RegularExpressions.GroupCollection";

fn units(text: &str, offset: usize) -> i32 {
    let count =
        text.get(..offset).map_or(0, |t| if t.is_ascii() { t.len() } else { t.encode_utf16().count() });
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn group_object(text: &Rc<str>, name: &Rc<str>, place: Option<(usize, usize)>) -> Value {
    let capture = Capture {
        success: place.is_some(),
        value: PsStr::from(place.and_then(|(s, e)| text.get(s..e)).unwrap_or("")),
        index: place.map_or(0, |(s, _)| units(text, s)),
        name: name.clone(),
        groups: Vec::new(),
        regex: None,
        text: text.clone(),
        end: 0,
    };
    Value::Object(Object::native_of(TypeRef::named(GROUP), capture))
}

/// A `Match`.
pub fn match_object(regex: &Regex, text: &str, found: &Found) -> Value {
    match_of(&Rc::new(regex.clone()), &text.into(), Some(found))
}

fn match_of(regex: &Rc<Regex>, text: &Rc<str>, found: Option<&Found>) -> Value {
    let capture = match found {
        Some(f) => Capture {
            success: true,
            value: PsStr::from(text.get(f.start..f.end).unwrap_or("")),
            index: units(text, f.start),
            name: "0".into(),
            groups: f.groups.iter().map(|(n, p)| group_object(text, n, *p)).collect(),
            regex: Some(regex.clone()),
            text: text.clone(),
            end: if f.end > f.start {
                f.end
            } else {
                f.end + text.get(f.end..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)
            },
        },
        None => Capture {
            success: false,
            value: PsStr::from(""),
            index: 0,
            name: "0".into(),
            groups: vec![group_object(text, &"0".into(), None)],
            regex: Some(regex.clone()),
            text: text.clone(),
            end: usize::MAX,
        },
    };
    Value::Object(Object::native_of(TypeRef::named(MATCH), capture))
}

pub(super) fn text(value: &Value) -> Option<String> {
    if let Some(r) = value.native::<RegexObject>() {
        return Some(r.0.pattern.to_string());
    }
    value.native::<Capture>().map(|c| c.value.lossy().to_owned())
}

fn options_of(value: &Value) -> RegexOptions {
    let raw = if let Value::Enum(e) = value.base() { e.raw } else { 0 };
    RegexOptions {
        ignore_case: raw & 1 != 0,
        multiline: raw & 2 != 0,
        explicit_capture: raw & 4 != 0,
        singleline: raw & 16 != 0,
        ignore_white_space: raw & 32 != 0,
        right_to_left: raw & 64 != 0,
    }
}

fn compile(pattern: &str, options: RegexOptions) -> Result<Rc<Regex>> {
    Regex::compile_with(pattern, options).map(Rc::new).inspect_err(|raised| {
        if let Some(record) = raised.record() {
            *record.id.borrow_mut() = "RegexParseException".into();
            record.raw.set(true);
        }
    })
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    let regex = compile(call.text(0).lossy(), options_of(&call.arg(1)))?;
    Ok(Value::Object(Object::native_of(TypeRef::named(REGEX), RegexObject(regex))))
}

/// The expression, the input, and the number of the argument behind the input: of an instance or a static call.
fn parts(call: &Call<'_>, options_at: usize) -> Result<(Rc<Regex>, Rc<str>, usize)> {
    if let Some(regex) = call.this.native::<RegexObject>() {
        return Ok((regex.0.clone(), call.text(0).lossy().into(), 1));
    }
    let options = options_of(&call.arg(options_at));
    Ok((compile(call.text(1).lossy(), options)?, call.text(0).lossy().into(), 2))
}

fn is_match(call: &mut Call<'_>) -> Result<Value> {
    let (regex, text, _) = parts(call, 2)?;
    regex.is_match(&text).map(Value::Bool)
}

fn match_first(call: &mut Call<'_>) -> Result<Value> {
    let (regex, text, _) = parts(call, 2)?;
    let found = regex.find_at(&text, 0)?;
    Ok(match_of(&regex, &text, found.as_ref()))
}

fn matches(call: &mut Call<'_>) -> Result<Value> {
    let (regex, text, _) = parts(call, 2)?;
    let all = regex.find_all(&text)?;
    let items = all.iter().map(|f| match_of(&regex, &text, Some(f))).collect();
    Ok(super::List::collection(items))
}

fn replace(call: &mut Call<'_>) -> Result<Value> {
    let (regex, text, next) = parts(call, 3)?;
    let by = call.arg(next);
    let count = match call.args.get(next + 1) {
        Some(Value::Int(n)) => i64::from(*n),
        _ => -1,
    };
    if let Value::Block(_) = by.base() {
        let mut out = String::new();
        let mut at = 0;
        for found in regex.find_all(&text)? {
            out.push_str(text.get(at..found.start).unwrap_or(""));
            let item = match_of(&regex, &text, Some(&found));
            let result = call.rs.invoke_block(&by, &[item])?;
            let value = crate::pipeline::Collect { items: result }.into_value();
            out.push_str(&crate::convert::to_text(call.rs, &value)?);
            at = found.end;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        return Ok(Value::str(out));
    }
    let replacement = crate::convert::to_text(call.rs, &by)?;
    regex.replace(&text, &replacement, count).map(Value::from)
}

fn split(call: &mut Call<'_>) -> Result<Value> {
    let (regex, text, next) = parts(call, 2)?;
    let limit = match call.args.get(next) {
        Some(Value::Int(n)) => *n,
        _ => 0,
    };
    Ok(crate::convert::string_array(regex.split(&text, limit)?))
}

fn escape(call: &mut Call<'_>) -> Result<Value> {
    let mut out = String::new();
    for c in call.text(0).lossy().chars() {
        match c {
            '\\' | '*' | '+' | '?' | '|' | '{' | '[' | '(' | ')' | '^' | '$' | '.' | '#' | ' ' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{c}' => out.push_str("\\f"),
            c => out.push(c),
        }
    }
    Ok(Value::str(out))
}

fn unescape(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let mut out = String::new();
    let mut chars = text.lossy().chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('f') => out.push('\u{c}'),
            Some(c) => out.push(c),
            None => {}
        }
    }
    Ok(Value::str(out))
}

fn group_names(call: &mut Call<'_>) -> Result<Value> {
    let names = call.this.native::<RegexObject>().map(|r| r.0.group_names()).unwrap_or_default();
    Ok(crate::convert::string_array(names.iter().map(|n| &**n)))
}

fn group_numbers(call: &mut Call<'_>) -> Result<Value> {
    let count = call.this.native::<RegexObject>().map_or(0, |r| r.0.group_names().len());
    let numbers = (0..count).map(|n| Value::Int(i32::try_from(n).unwrap_or(i32::MAX))).collect();
    Ok(Value::Array(Rc::new(crate::value::Array::typed(crate::types::known::int(), numbers))))
}

fn group_name(call: &mut Call<'_>) -> Result<Value> {
    let names = call.this.native::<RegexObject>().map(|r| r.0.group_names()).unwrap_or_default();
    let found = usize::try_from(call.int(0)).ok().and_then(|i| names.get(i).cloned());
    Ok(Value::str(found.as_deref().unwrap_or("")))
}

fn group_number(call: &mut Call<'_>) -> Result<Value> {
    let wanted = call.text(0);
    let names = call.this.native::<RegexObject>().map(|r| r.0.group_names()).unwrap_or_default();
    let found = names.iter().position(|n| **n == *wanted.lossy()).and_then(|i| i32::try_from(i).ok());
    Ok(Value::Int(found.unwrap_or(-1)))
}

fn count(call: &mut Call<'_>) -> Result<Value> {
    let (regex, text, _) = parts(call, 2)?;
    Ok(Value::Int(i32::try_from(regex.find_all(&text)?.len()).unwrap_or(i32::MAX)))
}

/// A match or group as the one capture that it ends with.
fn captures(call: &mut Call<'_>) -> Result<Value> {
    let success = capture(call).is_some_and(|c| c.success);
    Ok(super::List::collection(if success { vec![call.this.clone()] } else { Vec::new() }))
}

fn options(call: &mut Call<'_>) -> Result<Value> {
    let Some(r) = call.this.native::<RegexObject>() else { return Ok(Value::Null) };
    let o = r.0.options;
    let raw = i64::from(o.ignore_case)
        | i64::from(o.multiline) << 1
        | i64::from(o.explicit_capture) << 2
        | i64::from(o.singleline) << 4
        | i64::from(o.ignore_white_space) << 5
        | i64::from(o.right_to_left) << 6;
    let ty = TypeRef::named("System.Text.RegularExpressions.RegexOptions");
    Ok(Value::Enum(Rc::new(crate::value::EnumValue::new(ty, raw))))
}

fn capture<'a>(call: &'a Call<'_>) -> Option<&'a Capture> {
    call.this.native::<Capture>()
}

/// `.Groups`.
struct Groups(Vec<Value>);

impl Native for Groups {}

fn groups(call: &mut Call<'_>) -> Result<Value> {
    let items = capture(call).map(|c| c.groups.clone()).unwrap_or_default();
    Ok(Value::Object(Object::native_of(TypeRef::named(GROUPS), Groups(items))))
}

fn group_items(_: &mut crate::Runspace, value: &Value) -> Result<Vec<Value>> {
    Ok(value.native::<Groups>().map(|g| g.0.clone()).unwrap_or_default())
}

fn group_index(_: &mut crate::Runspace, value: &Value, index: &Value) -> Result<Value> {
    let wanted = crate::convert::plain_text(index);
    let found = value.native::<Groups>().and_then(|g| {
        g.0.iter().find(|v| v.native::<Capture>().is_some_and(|c| *c.name == *wanted)).cloned()
    });
    Ok(found.unwrap_or_else(|| group_object(&"".into(), &wanted.as_str().into(), None)))
}

fn next_match(call: &mut Call<'_>) -> Result<Value> {
    let Some(c) = capture(call) else { return Ok(Value::Null) };
    let Some(regex) = c.regex.clone() else { return Ok(Value::Null) };
    let found = if c.end <= c.text.len() { regex.find_at(&c.text, c.end)? } else { None };
    Ok(match_of(&regex, &c.text, found.as_ref()))
}

fn result(call: &mut Call<'_>) -> Result<Value> {
    let replacement = call.text(0);
    let Some(c) = capture(call) else { return Ok(Value::Null) };
    let Some(regex) = c.regex.clone() else { return Ok(Value::Null) };
    regex.replace(c.value.lossy(), replacement.lossy(), 1).map(Value::from)
}

fn convert(_: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    let Value::Str(s) = value else { return None };
    Some(
        compile(s.lossy(), RegexOptions::default())
            .map(|r| Value::Object(Object::native_of(TypeRef::named(REGEX), RegexObject(r)))),
    )
}

const METHODS: &[Member] = &[
    ("bool IsMatch(string input)", is_match),
    ("System.Text.RegularExpressions.Match Match(string input)", match_first),
    ("System.Text.RegularExpressions.MatchCollection Matches(string input)", matches),
    ("string Replace(string input, scriptblock evaluator)", replace),
    ("string Replace(string input, string replacement)", replace),
    ("string Replace(string input, string replacement, int count)", replace),
    ("string[] Split(string input)", split),
    ("string[] Split(string input, int count)", split),
    ("string[] GetGroupNames()", group_names),
    ("int[] GetGroupNumbers()", group_numbers),
    ("string GroupNameFromNumber(int i)", group_name),
    ("int GroupNumberFromName(string name)", group_number),
    ("int Count(string input)", count),
    ("static int Count(string input, string pattern)", count),
    ("static bool IsMatch(string input, string pattern)", is_match),
    (
        "static bool IsMatch(string input, string pattern, System.Text.RegularExpressions.RegexOptions options)",
        is_match,
    ),
    ("static System.Text.RegularExpressions.Match Match(string input, string pattern)", match_first),
    (
        "static System.Text.RegularExpressions.Match Match(string input, string pattern, System.Text.RegularExpressions.RegexOptions options)",
        match_first,
    ),
    ("static System.Text.RegularExpressions.MatchCollection Matches(string input, string pattern)", matches),
    (
        "static System.Text.RegularExpressions.MatchCollection Matches(string input, string pattern, System.Text.RegularExpressions.RegexOptions options)",
        matches,
    ),
    ("static string Replace(string input, string pattern, scriptblock evaluator)", replace),
    ("static string Replace(string input, string pattern, string replacement)", replace),
    (
        "static string Replace(string input, string pattern, string replacement, System.Text.RegularExpressions.RegexOptions options)",
        replace,
    ),
    ("static string[] Split(string input, string pattern)", split),
    (
        "static string[] Split(string input, string pattern, System.Text.RegularExpressions.RegexOptions options)",
        split,
    ),
    ("static string Escape(string str)", escape),
    ("static string Unescape(string str)", unescape),
];

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        constructors: &[
            ("(string pattern)", new),
            ("(string pattern, System.Text.RegularExpressions.RegexOptions options)", new),
            (
                "(string pattern, System.Text.RegularExpressions.RegexOptions options, timespan matchTimeout)",
                new,
            ),
        ],
        methods: METHODS,
        properties: &[
            ("System.Text.RegularExpressions.RegexOptions Options {get;}", options, None),
            (
                "bool RightToLeft {get;}",
                |c| {
                    Ok(Value::Bool(c.this.native::<RegexObject>().is_some_and(|r| r.0.options.right_to_left)))
                },
                None,
            ),
        ],
        convert_from: Some(convert),
        ..TypeDef::new(REGEX)
    },
    &TypeDef {
        properties: &[
            ("bool Success {get;}", |c| Ok(Value::Bool(capture(c).is_some_and(|m| m.success))), None),
            ("System.Text.RegularExpressions.CaptureCollection Captures {get;}", captures, None),
            ("string Name {get;}", |c| Ok(capture(c).map_or(Value::Null, |m| Value::str(&*m.name))), None),
            ("int Index {get;}", |c| Ok(Value::Int(capture(c).map_or(0, |m| m.index))), None),
            (
                "int Length {get;}",
                |c| Ok(Value::Int(capture(c).map_or(0, |m| i32::try_from(m.value.len16()).unwrap_or(0)))),
                None,
            ),
            (
                "string Value {get;}",
                |c| Ok(capture(c).map_or(Value::Null, |m| Value::Str(m.value.clone()))),
                None,
            ),
        ],
        ..TypeDef::new(GROUP)
    },
    &TypeDef {
        base: Some(GROUP),
        properties: &[("System.Text.RegularExpressions.GroupCollection Groups {get;}", groups, None)],
        methods: &[
            ("System.Text.RegularExpressions.Match NextMatch()", next_match),
            ("string Result(string replacement)", result),
        ],
        ..TypeDef::new(MATCH)
    },
    &TypeDef {
        enumerate: Some(group_items),
        index_get: Some(group_index),
        properties: &[(
            "int Count {get;}",
            |c| {
                let n = c.this.native::<Groups>().map_or(0, |g| g.0.len());
                Ok(Value::Int(i32::try_from(n).unwrap_or(0)))
            },
            None,
        )],
        ..TypeDef::new(GROUPS)
    },
];
