//! `System.Tuple` and `System.ValueTuple`.

use crate::error::{Raised, Result};
use crate::types::{Call, Member, PropertyDef, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

/// A tuple's items.
pub struct Tuple(pub Vec<Value>);

impl Native for Tuple {}

fn of(name: &str, items: Vec<Value>) -> Value {
    let arguments =
        items.iter().map(|v| v.base().type_ref().unwrap_or_else(crate::types::known::object)).collect();
    let ty = TypeRef::generic(&format!("{name}`{}", items.len()), arguments);
    Value::Object(Object::native_of(ty, Tuple(items)))
}

/// A `ValueTuple` of values.
pub fn value_tuple(items: Vec<Value>) -> Value {
    of("System.ValueTuple", items)
}

fn create(call: &mut Call<'_>) -> Result<Value> {
    let items = call.args.to_vec();
    Ok(of(call.ty.full_name(), items))
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Object(Object::native_of(call.ty.clone(), Tuple(call.args.to_vec()))))
}

fn item(call: &Call<'_>, index: usize) -> Result<Value> {
    let found = call.this.native::<Tuple>().and_then(|t| t.0.get(index).cloned());
    found.ok_or_else(|| {
        Raised::net("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
    })
}

/// `(a, b)`, in the culture in force.
fn text_of(rs: &mut crate::Runspace, value: &Value) -> Result<String> {
    let items = value.native::<Tuple>().map(|t| t.0.clone()).unwrap_or_default();
    let mut texts = Vec::new();
    for item in &items {
        texts.push(crate::format::culture_text(rs, item)?);
    }
    Ok(format!("({})", texts.join(", ")))
}

pub(super) fn text(value: &Value) -> Option<String> {
    let items = &value.native::<Tuple>()?.0;
    Some(format!("({})", items.iter().map(crate::convert::plain_text).collect::<Vec<_>>().join(", ")))
}

fn equal(a: &Value, b: &Value) -> bool {
    match (a.native::<Tuple>(), b.native::<Tuple>()) {
        (Some(a), Some(b)) => {
            a.0.len() == b.0.len() && a.0.iter().zip(&b.0).all(|(x, y)| x.base().equals(y.base()))
        }
        _ => false,
    }
}

const ITEMS: &[PropertyDef] = &[
    ("System.Object Item1 {get;}", |c| item(c, 0), None),
    ("System.Object Item2 {get;}", |c| item(c, 1), None),
    ("System.Object Item3 {get;}", |c| item(c, 2), None),
    ("System.Object Item4 {get;}", |c| item(c, 3), None),
    ("System.Object Item5 {get;}", |c| item(c, 4), None),
    ("System.Object Item6 {get;}", |c| item(c, 5), None),
    ("System.Object Item7 {get;}", |c| item(c, 6), None),
];

const CREATE: &[Member] = &[
    ("static System.Object Create(System.Object item1)", create),
    ("static System.Object Create(System.Object item1, System.Object item2)", create),
    ("static System.Object Create(System.Object item1, System.Object item2, System.Object item3)", create),
    (
        "static System.Object Create(System.Object item1, System.Object item2, System.Object item3, System.Object item4)",
        create,
    ),
    (
        "static System.Object Create(System.Object item1, System.Object item2, System.Object item3, System.Object item4, System.Object item5)",
        create,
    ),
];

static NEW: [Member; 7] = [
    ("(System.Object item1)", new),
    ("(System.Object item1, System.Object item2)", new),
    ("(System.Object item1, System.Object item2, System.Object item3)", new),
    ("(System.Object item1, System.Object item2, System.Object item3, System.Object item4)", new),
    (
        "(System.Object item1, System.Object item2, System.Object item3, System.Object item4, System.Object item5)",
        new,
    ),
    (
        "(System.Object item1, System.Object item2, System.Object item3, System.Object item4, System.Object item5, System.Object item6)",
        new,
    ),
    (
        "(System.Object item1, System.Object item2, System.Object item3, System.Object item4, System.Object item5, System.Object item6, System.Object item7)",
        new,
    ),
];

const fn tuple(
    name: &'static str,
    constructors: &'static [Member],
    properties: &'static [PropertyDef],
) -> TypeDef {
    TypeDef {
        base: Some("System.Object"),
        constructors,
        properties,
        text: Some(text_of),
        equals: Some(equal),
        ..TypeDef::new(name)
    }
}

const fn one(index: usize) -> &'static [Member] {
    NEW.split_at(index).1.split_at(1).0
}

const fn items(count: usize) -> &'static [PropertyDef] {
    ITEMS.split_at(count).0
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef { methods: CREATE, ..TypeDef::new("System.Tuple") },
    &TypeDef { methods: CREATE, ..TypeDef::new("System.ValueTuple") },
    &tuple("System.Tuple`1", one(0), items(1)),
    &tuple("System.Tuple`2", one(1), items(2)),
    &tuple("System.Tuple`3", one(2), items(3)),
    &tuple("System.Tuple`4", one(3), items(4)),
    &tuple("System.Tuple`5", one(4), items(5)),
    &tuple("System.Tuple`6", one(5), items(6)),
    &tuple("System.Tuple`7", one(6), items(7)),
    &tuple("System.ValueTuple`1", one(0), items(1)),
    &tuple("System.ValueTuple`2", one(1), items(2)),
    &tuple("System.ValueTuple`3", one(2), items(3)),
    &tuple("System.ValueTuple`4", one(3), items(4)),
];
