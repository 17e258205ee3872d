//! `System.Management.Automation.LanguagePrimitives`: the language's own rules, for scripts that call them.

use crate::convert::{cast, is_true};
use crate::error::Result;
use crate::ops::compare::{compare_values, values_equal};
use crate::runspace::Reference;
use crate::types::{Call, TypeDef, resolve_name};
use crate::value::Value;

fn wanted(call: &Call<'_>) -> crate::types::TypeRef {
    match call.arg(1) {
        Value::Type(ty) => ty,
        _ => crate::types::known::object(),
    }
}

fn convert_to(call: &mut Call<'_>) -> Result<Value> {
    let (value, ty) = (call.arg(0), wanted(call));
    cast(call.rs, &value, &ty)
}

fn try_convert_to(call: &mut Call<'_>) -> Result<Value> {
    let (value, ty) = (call.arg(0), wanted(call));
    let done = cast(call.rs, &value, &ty);
    let converted = done.is_ok();
    if let Some(r) = call.args.last().and_then(|a| a.native::<Reference>()) {
        r.0.put(done.unwrap_or(Value::Null));
    }
    Ok(Value::Bool(converted))
}

fn equal(call: &mut Call<'_>) -> Result<Value> {
    let (a, b, ignore_case) = (call.arg(0), call.arg(1), call.bool(2));
    values_equal(call.rs, &a, &b, !ignore_case).map(Value::Bool)
}

fn compare(call: &mut Call<'_>) -> Result<Value> {
    let (a, b, ignore_case) = (call.arg(0), call.arg(1), call.bool(2));
    compare_values(call.rs, &a, &b, ignore_case).map(|o| Value::Int(o as i32))
}

fn enumerable(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    Ok(Value::Bool(crate::members::enumerate(call.rs, &value)?.is_some()))
}

fn elements(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    Ok(crate::members::enumerate(call.rs, &value)?.map_or(Value::Null, Value::array))
}

fn type_name(call: &mut Call<'_>) -> Result<Value> {
    let name = call.text(0);
    let shown = resolve_name(name.lossy()).map_or_else(|| name.lossy().to_owned(), |t| t.display_name());
    Ok(Value::str(format!("[{shown}]")))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("static System.Object ConvertTo(System.Object valueToConvert, type resultType)", convert_to),
        (
            "static System.Object ConvertTo(System.Object valueToConvert, type resultType, System.IFormatProvider formatProvider)",
            convert_to,
        ),
        (
            "static bool TryConvertTo(System.Object valueToConvert, type resultType, [ref] System.Object result)",
            try_convert_to,
        ),
        ("static bool Equals(System.Object first, System.Object second)", equal),
        ("static bool Equals(System.Object first, System.Object second, bool ignoreCase)", equal),
        ("static int Compare(System.Object first, System.Object second)", compare),
        ("static int Compare(System.Object first, System.Object second, bool ignoreCase)", compare),
        ("static bool IsTrue(System.Object obj)", |c| Ok(Value::Bool(is_true(&c.arg(0))))),
        ("static bool IsObjectEnumerable(System.Object obj)", enumerable),
        ("static System.Collections.IEnumerable GetEnumerable(System.Object obj)", elements),
        ("static string ConvertTypeNameToPSTypeName(string typeName)", type_name),
    ],
    ..TypeDef::new("System.Management.Automation.LanguagePrimitives")
}];
