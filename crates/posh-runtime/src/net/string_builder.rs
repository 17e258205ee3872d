//! `System.Text.StringBuilder`.

use std::cell::RefCell;

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

/// The text, in UTF-16 units so that indexes cost nothing, and the capacity that .NET would report.
struct Builder {
    units: RefCell<Vec<u16>>,
    capacity: std::cell::Cell<i32>,
}

impl Native for Builder {}

const NAME: &str = "System.Text.StringBuilder";
const MOST: usize = 1 << 29;

fn this<'a>(call: &'a Call<'_>) -> Result<&'a Builder> {
    call.this.native::<Builder>().ok_or_else(|| {
        Raised::net("System.NullReferenceException", "Object reference not set to an instance of an object.")
    })
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    let (text, capacity) = match call.args {
        [Value::Int(n)] => (PsStr::from(""), *n),
        [_, Value::Int(n), ..] => (call.text(0), *n),
        _ => (call.text(0), 16),
    };
    if capacity < 0 {
        return Err(Raised::out_of_range("capacity", "'capacity' must be greater than zero."));
    }
    let units = text.to_units();
    let capacity = capacity.max(16).max(i32::try_from(units.len()).unwrap_or(i32::MAX));
    let builder = Builder { units: RefCell::new(units), capacity: std::cell::Cell::new(capacity) };
    Ok(Value::Object(Object::native_of(TypeRef::named(NAME), builder)))
}

fn convert(rs: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    let Value::Str(_) = value else { return None };
    let ty = TypeRef::named(NAME);
    Some(new(&mut Call { rs, this: &Value::Null, args: std::slice::from_ref(value), ty: &ty }))
}

fn put(call: &Call<'_>, at: Option<usize>, text: &[u16]) -> Result<Value> {
    let b = this(call)?;
    let mut units = b.units.borrow_mut();
    if units.len() + text.len() > MOST {
        return Err(Raised::net(
            "System.OutOfMemoryException",
            "Insufficient memory to continue the execution of the program.",
        ));
    }
    match at {
        None => units.extend_from_slice(text),
        Some(at) => drop(units.splice(at..at, text.iter().copied())),
    }
    let length = i32::try_from(units.len()).unwrap_or(i32::MAX);
    if length > b.capacity.get() {
        b.capacity.set(length.max(b.capacity.get().saturating_mul(2)));
    }
    Ok(call.this.clone())
}

/// Text of an argument in the culture in force; arrays of characters as their characters.
fn units_of(call: &mut Call<'_>, index: usize) -> Result<Vec<u16>> {
    let value = call.arg(index);
    Ok(match value.base() {
        Value::Str(s) => s.to_units(),
        Value::Char(c) => vec![*c],
        Value::Null => Vec::new(),
        Value::Array(a) if a.element() == crate::types::known::char() => {
            a.to_vec().iter().map(|v| if let Value::Char(c) = v { *c } else { 0 }).collect()
        }
        _ => PsStr::from(crate::format::culture_text(call.rs, &value)?).to_units(),
    })
}

fn append(call: &mut Call<'_>) -> Result<Value> {
    let units = units_of(call, 0)?;
    put(call, None, &units)
}

fn append_repeated(call: &mut Call<'_>) -> Result<Value> {
    let Value::Char(c) = call.arg(0) else { return Ok(call.this.clone()) };
    let Ok(count) = usize::try_from(call.int(1)) else {
        return Err(Raised::out_of_range(
            "repeatCount",
            &format!("repeatCount ('{}') must be a non-negative value.", call.int(1)),
        ));
    };
    if count > MOST {
        return Err(Raised::net(
            "System.OutOfMemoryException",
            "Insufficient memory to continue the execution of the program.",
        ));
    }
    put(call, None, &vec![c; count])
}

fn append_part(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let part = usize::try_from(call.int(1)).ok().zip(usize::try_from(call.int(2)).ok());
    let Some(part) = part.and_then(|(start, count)| text.substring(start, count)) else {
        return Err(Raised::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        ));
    };
    put(call, None, &part.to_units())
}

fn append_line(call: &mut Call<'_>) -> Result<Value> {
    let mut units = if call.args.is_empty() { Vec::new() } else { units_of(call, 0)? };
    units.push(10);
    put(call, None, &units)
}

fn append_format(call: &mut Call<'_>) -> Result<Value> {
    let pattern = call.text(0);
    let arguments = match call.args.get(1).map(Value::base) {
        Some(Value::Array(a)) if call.args.len() == 2 => a.to_vec(),
        _ => call.args.iter().skip(1).cloned().collect(),
    };
    let text = crate::format::composite(call.rs, pattern.lossy(), &arguments)
        .map_err(|message| Raised::net("System.FormatException", message))?;
    put(call, None, &PsStr::from(text).to_units())
}

fn append_join(call: &mut Call<'_>) -> Result<Value> {
    let separator = units_of(call, 0)?;
    let items = crate::members::elements(call.rs, &call.arg(1))?;
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(&separator);
        }
        out.extend(PsStr::from(crate::format::culture_text(call.rs, item)?).to_units());
    }
    put(call, None, &out)
}

fn insert(call: &mut Call<'_>) -> Result<Value> {
    let units = units_of(call, 1)?;
    let length = this(call)?.units.borrow().len();
    let Some(at) = usize::try_from(call.int(0)).ok().filter(|i| *i <= length) else {
        return Err(Raised::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        ));
    };
    put(call, Some(at), &units)
}

fn range(call: &Call<'_>, first: usize) -> Result<std::ops::Range<usize>> {
    let length = this(call)?.units.borrow().len();
    let start = usize::try_from(call.int(first));
    let count = usize::try_from(call.int(first + 1));
    let (Ok(start), Ok(count)) = (start, count) else {
        let name = if call.int(first) < 0 { "startIndex" } else { "length" };
        let words = if name == "startIndex" { "StartIndex" } else { "Length" };
        return Err(Raised::out_of_range(name, &format!("{words} cannot be less than zero.")));
    };
    start.checked_add(count).filter(|end| *end <= length).map(|end| start..end).ok_or_else(|| {
        Raised::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        )
    })
}

fn remove(call: &mut Call<'_>) -> Result<Value> {
    let range = range(call, 0)?;
    this(call)?.units.borrow_mut().drain(range);
    Ok(call.this.clone())
}

fn replace(call: &mut Call<'_>) -> Result<Value> {
    let (from, to) = (units_of(call, 0)?, units_of(call, 1)?);
    if from.is_empty() {
        return Err(Raised::bad_argument("oldValue", "The value cannot be an empty string."));
    }
    let range = if call.args.len() == 4 { range(call, 2)? } else { 0..this(call)?.units.borrow().len() };
    let mut units = this(call)?.units.borrow_mut();
    let mut out = units.get(..range.start).unwrap_or(&[]).to_vec();
    let mut at = range.start;
    while at < range.end {
        let here = units.get(at..(at + from.len()).min(range.end)).unwrap_or(&[]);
        if here == from {
            out.extend_from_slice(&to);
            at += from.len();
        } else {
            out.extend(units.get(at));
            at += 1;
        }
        if out.len() > MOST {
            return Err(Raised::net(
                "System.OutOfMemoryException",
                "Insufficient memory to continue the execution of the program.",
            ));
        }
    }
    out.extend_from_slice(units.get(range.end..).unwrap_or(&[]));
    *units = out;
    drop(units);
    Ok(call.this.clone())
}

fn clear(call: &mut Call<'_>) -> Result<Value> {
    this(call)?.units.borrow_mut().clear();
    Ok(call.this.clone())
}

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    let units = this(call)?.units.borrow();
    if call.args.len() == 2 {
        drop(units);
        let range = range(call, 0)?;
        let units = this(call)?.units.borrow();
        return Ok(Value::Str(PsStr::from_units(units.get(range).unwrap_or(&[]))));
    }
    Ok(Value::Str(PsStr::from_units(&units)))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<Builder>().map(|b| String::from_utf16_lossy(&b.units.borrow()))
}

fn length(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Int(i32::try_from(this(call)?.units.borrow().len()).unwrap_or(i32::MAX)))
}

fn set_length(call: &mut Call<'_>) -> Result<Value> {
    let Some(length) = usize::try_from(call.int(0)).ok().filter(|n| *n <= MOST) else {
        return Err(Raised::out_of_range("value", "Length cannot be less than zero."));
    };
    this(call)?.units.borrow_mut().resize(length, 0);
    Ok(Value::Void)
}

fn capacity(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Int(this(call)?.capacity.get()))
}

fn set_capacity(call: &mut Call<'_>) -> Result<Value> {
    this(call)?.capacity.set(call.int(0));
    Ok(Value::Void)
}

fn get(_: &mut crate::Runspace, value: &Value, index: &Value) -> Result<Value> {
    let at = if let Value::Int(i) = index.base() { usize::try_from(*i).ok() } else { None };
    let unit = value.native::<Builder>().and_then(|b| at.and_then(|i| b.units.borrow().get(i).copied()));
    unit.map(Value::Char).ok_or_else(|| {
        Raised::net("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
    })
}

fn set(rs: &mut crate::Runspace, value: &Value, index: &Value, new: Value) -> Result<()> {
    let unit = crate::convert::cast(rs, &new, &crate::types::known::char())?;
    let at = if let Value::Int(i) = index.base() { usize::try_from(*i).ok() } else { None };
    let (Some(b), Some(at), Value::Char(c)) = (value.native::<Builder>(), at, unit) else { return Ok(()) };
    match b.units.borrow_mut().get_mut(at) {
        Some(place) => {
            *place = c;
            Ok(())
        }
        None => Err(Raised::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        )),
    }
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    constructors: &[
        ("()", new),
        ("(int capacity)", new),
        ("(string value)", new),
        ("(string value, int capacity)", new),
        ("(int capacity, int maxCapacity)", new),
    ],
    methods: &[
        ("System.Text.StringBuilder Append(char value, int repeatCount)", append_repeated),
        ("System.Text.StringBuilder Append(string value)", append),
        ("System.Text.StringBuilder Append(char value)", append),
        ("System.Text.StringBuilder Append(char[] value)", append),
        ("System.Text.StringBuilder Append(System.Object value)", append),
        ("System.Text.StringBuilder Append(string value, int startIndex, int count)", append_part),
        ("System.Text.StringBuilder AppendLine()", append_line),
        ("System.Text.StringBuilder AppendLine(string value)", append_line),
        ("System.Text.StringBuilder AppendFormat(string format, Params System.Object[] args)", append_format),
        ("System.Text.StringBuilder AppendJoin(string separator, System.Object values)", append_join),
        ("System.Text.StringBuilder Insert(int index, System.Object value)", insert),
        ("System.Text.StringBuilder Remove(int startIndex, int length)", remove),
        ("System.Text.StringBuilder Replace(string oldValue, string newValue)", replace),
        ("System.Text.StringBuilder Replace(char oldChar, char newChar)", replace),
        (
            "System.Text.StringBuilder Replace(string oldValue, string newValue, int startIndex, int count)",
            replace,
        ),
        ("System.Text.StringBuilder Clear()", clear),
        ("string ToString()", to_string),
        ("string ToString(int startIndex, int length)", to_string),
        ("int EnsureCapacity(int capacity)", |c| {
            let b = this(c)?;
            b.capacity.set(b.capacity.get().max(c.int(0)));
            capacity(c)
        }),
        ("char Chars(int index)", |c| {
            let index = c.arg(0);
            get(c.rs, c.this, &index)
        }),
    ],
    properties: &[
        ("int Capacity {get;set;}", capacity, Some(set_capacity)),
        ("int MaxCapacity {get;}", |_| Ok(Value::Int(i32::MAX)), None),
        ("int Length {get;set;}", length, Some(set_length)),
    ],
    index_get: Some(get),
    index_set: Some(set),
    convert_from: Some(convert),
    ..TypeDef::new(NAME)
}];
