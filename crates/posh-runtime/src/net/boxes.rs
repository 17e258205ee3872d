//! Numbers, booleans, characters, enumerations and types as objects.

use super::parse_number::{self, Styles};
use crate::convert::plain_text;
use crate::error::{Raised, Result};
use crate::format::culture;
use crate::types::{Call, Member, PropertyDef, TypeDef, TypeKind, TypeRef};
use crate::value::{EnumValue, Value};

fn to_string(call: &mut Call<'_>) -> Result<Value> {
    crate::format::culture_text(call.rs, call.this).map(Value::from)
}

fn to_string_format(call: &mut Call<'_>) -> Result<Value> {
    let format = call.text(0);
    let culture = culture::of_argument(&call.arg(1));
    culture::with(&culture, || {
        if format.is_empty() {
            crate::format::culture_text(call.rs, call.this)
        } else {
            crate::format::format_value(call.rs, call.this, format.lossy())
        }
    })
    .map(Value::from)
}

fn to_string_in(call: &mut Call<'_>) -> Result<Value> {
    let culture = culture::of_argument(&call.arg(0));
    culture::with(&culture, || crate::format::culture_text(call.rs, call.this)).map(Value::from)
}

/// `Parse(text)`, with styles and culture where they are given.
fn parse(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("s"));
    }
    let text = call.text(0);
    let code = call.ty.code();
    let mut styles = Styles::of(code);
    let mut culture = culture::Culture::current();
    for extra in call.args.iter().skip(1) {
        match extra.base() {
            Value::Enum(e) => styles = Styles(e.raw),
            other => culture = culture::of_argument(other),
        }
    }
    parse_number::parse(text.lossy(), code, styles, &culture)
        .map_err(|failure| failure.raise(text.lossy(), code))
}

fn try_parse(call: &mut Call<'_>) -> Result<Value> {
    let (last, given) = match call.args.split_last() {
        Some((last, given)) => (last.clone(), given),
        None => return Ok(Value::Bool(false)),
    };
    let bool_type = call.ty.code() == crate::types::TypeCode::Bool;
    let mut inner = Call { rs: call.rs, this: &Value::Null, args: given, ty: call.ty };
    let done = if bool_type { bool_parse(&mut inner) } else { parse(&mut inner) };
    if let Some(reference) = last.native::<crate::runspace::Reference>() {
        let zero = if bool_type { Value::Bool(false) } else { crate::convert::zero_of(call.ty.code()) };
        reference.0.put(done.as_ref().cloned().unwrap_or(zero));
    }
    Ok(Value::Bool(done.is_ok()))
}

fn compare_to(call: &mut Call<'_>) -> Result<Value> {
    let other = call.arg(0);
    let order = crate::ops::compare::compare_values(call.rs, call.this, &other, false)?;
    Ok(Value::Int(order as i32))
}

fn bounds(call: &mut Call<'_>, max: bool) -> Value {
    use crate::types::TypeCode as T;
    match (call.ty.code(), max) {
        (T::SByte, true) => Value::SByte(i8::MAX),
        (T::SByte, false) => Value::SByte(i8::MIN),
        (T::Byte, true) => Value::Byte(u8::MAX),
        (T::Byte, false) => Value::Byte(0),
        (T::Int16, true) => Value::Int16(i16::MAX),
        (T::Int16, false) => Value::Int16(i16::MIN),
        (T::UInt16, true) => Value::UInt16(u16::MAX),
        (T::UInt16, false) => Value::UInt16(0),
        (T::Int32, true) => Value::Int(i32::MAX),
        (T::Int32, false) => Value::Int(i32::MIN),
        (T::UInt32, true) => Value::UInt(u32::MAX),
        (T::UInt32, false) => Value::UInt(0),
        (T::Int64, true) => Value::Long(i64::MAX),
        (T::Int64, false) => Value::Long(i64::MIN),
        (T::UInt64, true) => Value::ULong(u64::MAX),
        (T::UInt64, false) => Value::ULong(0),
        (T::Single, true) => Value::Single(f32::MAX),
        (T::Single, false) => Value::Single(f32::MIN),
        (T::Double, true) => Value::Double(f64::MAX),
        (T::Double, false) => Value::Double(f64::MIN),
        (T::Decimal, true) => Value::decimal(rust_decimal::Decimal::MAX),
        (T::Decimal, false) => Value::decimal(rust_decimal::Decimal::MIN),
        (T::Char, true) => Value::Char(u16::MAX),
        _ => Value::Char(0),
    }
}

fn max_value(call: &mut Call<'_>) -> Result<Value> {
    Ok(bounds(call, true))
}

fn min_value(call: &mut Call<'_>) -> Result<Value> {
    Ok(bounds(call, false))
}

fn nan(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Double(f64::NAN))
}

fn infinity(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Double(f64::INFINITY))
}

fn negative_infinity(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Double(f64::NEG_INFINITY))
}

fn epsilon(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Double(f64::from_bits(1)))
}

fn is_nan(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(call.double(0).is_nan()))
}

fn is_infinity(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(call.double(0).is_infinite()))
}

const METHODS: &[Member] = &[
    ("string ToString()", to_string),
    ("string ToString(string format)", to_string_format),
    ("string ToString(System.IFormatProvider provider)", to_string_in),
    ("string ToString(string format, System.IFormatProvider provider)", to_string_format),
    ("int CompareTo(System.Object value)", compare_to),
    ("System.TypeCode GetTypeCode()", type_code),
    ("static System.Object Parse(string s)", parse),
    ("static System.Object Parse(string s, System.Globalization.NumberStyles style)", parse),
    ("static System.Object Parse(string s, System.IFormatProvider provider)", parse),
    (
        "static System.Object Parse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider)",
        parse,
    ),
    ("static bool TryParse(string s, [ref] System.Object result)", try_parse),
    (
        "static bool TryParse(string s, System.IFormatProvider provider, [ref] System.Object result)",
        try_parse,
    ),
    (
        "static bool TryParse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider, [ref] System.Object result)",
        try_parse,
    ),
    ("static bool IsNaN(double d)", is_nan),
    ("static bool IsInfinity(double d)", is_infinity),
    ("static bool IsFinite(double d)", |c| Ok(Value::Bool(c.double(0).is_finite()))),
    ("static bool IsPositiveInfinity(double d)", |c| Ok(Value::Bool(c.double(0) == f64::INFINITY))),
    ("static bool IsNegativeInfinity(double d)", |c| Ok(Value::Bool(c.double(0) == f64::NEG_INFINITY))),
    ("static bool IsNegative(double d)", |c| Ok(Value::Bool(c.double(0).is_sign_negative()))),
];

fn type_code(call: &mut Call<'_>) -> Result<Value> {
    Ok(crate::convert::enum_value("System.TypeCode", &call.ty.name()))
}

const fn without_special(all: &'static [Member]) -> &'static [Member] {
    all.split_at(all.len() - 6).0
}

/// A boolean out of its word.
pub(super) fn parse_bool(text: &str) -> Result<Value> {
    match text.trim_matches(|c: char| c.is_whitespace() || c == '\0').to_ascii_lowercase().as_str() {
        "true" => Ok(Value::Bool(true)),
        "false" => Ok(Value::Bool(false)),
        _ => Err(Raised::net(
            "System.FormatException",
            format!("String '{text}' was not recognized as a valid Boolean."),
        )),
    }
}

const BOUNDS: &[PropertyDef] = &[
    ("static System.Object MaxValue {get;}", max_value, None),
    ("static System.Object MinValue {get;}", min_value, None),
];

const DOUBLE_STATICS: &[PropertyDef] = &[
    ("static double MaxValue {get;}", max_value, None),
    ("static double MinValue {get;}", min_value, None),
    ("static double NaN {get;}", nan, None),
    ("static double PositiveInfinity {get;}", infinity, None),
    ("static double NegativeInfinity {get;}", negative_infinity, None),
    ("static double Epsilon {get;}", epsilon, None),
];

/// The members of all numbers, and those of a big integer's own.
const BIG: &[Member] = &{
    let common = without_special(METHODS);
    let own = super::big_integer::METHODS;
    let mut all = [METHODS[0]; METHODS.len() - 6 + super::big_integer::METHODS.len()];
    let mut at = 0;
    while at < all.len() {
        // The own ones come first, so that an own overload wins.
        all[at] = if at < own.len() { own[at] } else { common[at - own.len()] };
        at += 1;
    }
    all
};

const fn number(name: &'static str) -> TypeDef {
    TypeDef { methods: without_special(METHODS), properties: BOUNDS, ..TypeDef::new(name) }
}

fn has_flag(call: &mut Call<'_>) -> Result<Value> {
    let raw = |v: &Value| if let Value::Enum(e) = v.base() { e.raw } else { 0 };
    let flag = raw(&call.arg(0));
    Ok(Value::Bool(raw(call.this) & flag == flag))
}

fn value_underlying(call: &mut Call<'_>) -> Result<Value> {
    match call.this {
        Value::Enum(e) => Ok(i32::try_from(e.raw).map_or(Value::Long(e.raw), Value::Int)),
        _ => Ok(Value::Null),
    }
}

fn enum_type(call: &Call<'_>) -> Result<crate::types::TypeRef> {
    match call.arg(0) {
        Value::Type(t) if t.enum_info().is_some() => Ok(t),
        _ => Err(Raised::bad_argument("enumType", "Type provided must be an Enum.")),
    }
}

fn get_names(call: &mut Call<'_>) -> Result<Value> {
    let ty = enum_type(call)?;
    let mut values: Vec<_> = ty.enum_info().map(|i| i.values.clone()).unwrap_or_default();
    values.sort_by_key(|(_, v)| v.cast_unsigned());
    Ok(crate::convert::string_array(values.iter().map(|(n, _)| &**n)))
}

fn get_values(call: &mut Call<'_>) -> Result<Value> {
    let ty = enum_type(call)?;
    let mut values: Vec<_> = ty.enum_info().map(|i| i.values.clone()).unwrap_or_default();
    values.sort_by_key(|(_, v)| v.cast_unsigned());
    let items = values
        .into_iter()
        .map(|(_, v)| Value::Enum(std::rc::Rc::new(EnumValue::new(ty.clone(), v))))
        .collect();
    Ok(Value::Array(std::rc::Rc::new(crate::value::Array::typed(ty, items))))
}

fn enum_parse(call: &mut Call<'_>) -> Result<Value> {
    let ty = enum_type(call)?;
    parsed_enum(&ty, call.text(1).lossy(), call.bool(2))
}

/// `TryParse` of a named type.
fn enum_try_parse(call: &mut Call<'_>) -> Result<Value> {
    let ty = enum_type(call)?;
    let ignore = call.args.len() > 3 && call.bool(2);
    let parsed = parsed_enum(&ty, call.text(1).lossy(), ignore).ok();
    Ok(put_result(&call.arg(call.args.len().saturating_sub(1)), parsed))
}

/// `TryParse` of the type of the value that the reference holds now.
fn enum_try_parse_into(call: &mut Call<'_>) -> Result<Value> {
    let result = call.arg(call.args.len().saturating_sub(1));
    let held = result.native::<crate::runspace::Reference>().and_then(|r| r.0.get().type_ref());
    let Some(ty) = held.filter(|ty| ty.enum_info().is_some()) else {
        return Err(Raised::net(
            "System.ArgumentException",
            "Type provided must be an Enum. (Parameter 'TEnum')",
        ));
    };
    let ignore = call.args.len() > 2 && call.bool(1);
    let parsed = parsed_enum(&ty, call.text(0).lossy(), ignore).ok();
    Ok(put_result(&result, parsed))
}

/// Puts what was read into a reference; whether anything was.
fn put_result(reference: &Value, parsed: Option<Value>) -> Value {
    let found = parsed.is_some();
    if let (Some(r), Some(value)) = (reference.native::<crate::runspace::Reference>(), parsed) {
        r.0.put(value);
    }
    Value::Bool(found)
}

fn parsed_enum(ty: &TypeRef, text: &str, ignore: bool) -> Result<Value> {
    let info = ty.enum_info();
    let mut raw = 0;
    for part in text.split(',') {
        let part = part.trim();
        let found = info.and_then(|i| {
            i.values
                .iter()
                .find(|(n, _)| **n == *part || ignore && n.eq_ignore_ascii_case(part))
                .map(|(_, v)| *v)
        });
        raw |= match found.or_else(|| part.parse().ok()) {
            Some(v) => v,
            None => {
                return Err(Raised::net(
                    "System.ArgumentException",
                    format!("Requested value '{part}' was not found."),
                ));
            }
        };
    }
    Ok(Value::Enum(std::rc::Rc::new(EnumValue::new(ty.clone(), raw))))
}

fn is_defined(call: &mut Call<'_>) -> Result<Value> {
    let ty = enum_type(call)?;
    let wanted = call.arg(1);
    let info = ty.enum_info();
    Ok(Value::Bool(match wanted.base() {
        Value::Str(s) => info.is_some_and(|i| i.values.iter().any(|(n, _)| **n == *s.lossy())),
        Value::Enum(e) => info.is_some_and(|i| i.name_of(e.raw).is_some()),
        Value::Int(n) => info.is_some_and(|i| i.name_of(i64::from(*n)).is_some()),
        _ => false,
    }))
}

fn get_name(call: &mut Call<'_>) -> Result<Value> {
    let ty = enum_type(call)?;
    let value = crate::convert::cast(call.rs, &call.arg(1), &ty);
    Ok(match value {
        Ok(Value::Enum(e)) => {
            e.info().and_then(|i| i.name_of(e.raw).cloned()).map_or(Value::Null, |n| Value::str(&*n))
        }
        _ => Value::Null,
    })
}

fn underlying_type(call: &mut Call<'_>) -> Result<Value> {
    let Value::Type(ty) = call.arg(0) else { return Err(crate::error::Raised::null_argument("enumType")) };
    match ty.enum_info() {
        Some(info) => Ok(Value::Type(TypeRef::named(info.underlying.full_name()))),
        None => Err(not_an_enum()),
    }
}

fn not_an_enum() -> Box<crate::error::Raised> {
    crate::error::Raised::bad_argument("enumType", "Type provided must be an Enum.")
}

/// A number as a value of an enumeration, whether or not it has a name.
fn enum_of_number(call: &mut Call<'_>) -> Result<Value> {
    let Value::Type(ty) = call.arg(0) else { return Err(crate::error::Raised::null_argument("enumType")) };
    if ty.enum_info().is_none() {
        return Err(not_an_enum());
    }
    match crate::convert::cast(call.rs, &call.arg(1), &crate::types::known::long())? {
        Value::Long(raw) => Ok(Value::Enum(std::rc::Rc::new(crate::value::EnumValue::new(ty, raw)))),
        _ => Ok(Value::Null),
    }
}

fn enum_format(call: &mut Call<'_>) -> Result<Value> {
    let value = match call.arg(1) {
        value @ Value::Enum(_) => value,
        _ => enum_of_number(call)?,
    };
    let format = call.text(2);
    crate::format::format_value(call.rs, &value, format.lossy()).map(Value::from)
}

fn type_of(call: &Call<'_>) -> Option<crate::types::TypeRef> {
    if let Value::Type(t) = call.this { Some(t.clone()) } else { None }
}

fn type_name(call: &mut Call<'_>) -> Result<Value> {
    Ok(type_of(call).map_or(Value::Null, |t| Value::str(t.name())))
}

fn type_full_name(call: &mut Call<'_>) -> Result<Value> {
    Ok(type_of(call).map_or(Value::Null, |t| Value::str(reflection_name(&t))))
}

/// `Type.FullName`: generic arguments with their assemblies.
pub(crate) fn reflection_name(ty: &crate::types::TypeRef) -> String {
    match ty.kind() {
        TypeKind::Generic { definition, arguments } => {
            let inner: Vec<String> = arguments
                .iter()
                .map(|a| {
                    format!(
                        "[{}, System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e]",
                        reflection_name(a)
                    )
                })
                .collect();
            format!("{definition}[{}]", inner.join(","))
        }
        _ => ty.full_name().to_owned(),
    }
}

fn type_namespace(call: &mut Call<'_>) -> Result<Value> {
    Ok(type_of(call).map_or(Value::Null, |t| {
        t.full_name()
            .split('[')
            .next()
            .and_then(|n| n.rsplit_once('.'))
            .map_or(Value::Null, |(ns, _)| Value::str(ns))
    }))
}

fn type_base(call: &mut Call<'_>) -> Result<Value> {
    Ok(type_of(call).and_then(|t| t.base()).map_or(Value::Null, Value::Type))
}

fn type_is_enum(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(type_of(call).is_some_and(|t| t.enum_info().is_some())))
}

fn type_is_array(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(type_of(call).is_some_and(|t| t.element().is_some())))
}

fn type_is_value(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(type_of(call).is_some_and(|t| t.is_value_type())))
}

fn type_is_generic(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(type_of(call).is_some_and(|t| !t.generic_arguments().is_empty())))
}

fn type_is_class(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(type_of(call).is_some_and(|t| !t.is_value_type() && !t.is_interface())))
}

fn type_is_interface(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(type_of(call).is_some_and(|t| t.is_interface())))
}

fn type_element(call: &mut Call<'_>) -> Result<Value> {
    Ok(type_of(call).and_then(|t| t.element().cloned()).map_or(Value::Null, Value::Type))
}

fn type_arguments(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::array(
        type_of(call)
            .map(|t| t.generic_arguments().iter().cloned().map(Value::Type).collect())
            .unwrap_or_default(),
    ))
}

fn assignable_from(call: &mut Call<'_>) -> Result<Value> {
    let (Some(mine), Value::Type(other)) = (type_of(call), call.arg(0)) else {
        return Ok(Value::Bool(false));
    };
    Ok(Value::Bool(other.is_a(&mine)))
}

fn subclass_of(call: &mut Call<'_>) -> Result<Value> {
    let (Some(mine), Value::Type(other)) = (type_of(call), call.arg(0)) else {
        return Ok(Value::Bool(false));
    };
    Ok(Value::Bool(mine.bases().contains(&other)))
}

fn instance_of(call: &mut Call<'_>) -> Result<Value> {
    let Some(mine) = type_of(call) else { return Ok(Value::Bool(false)) };
    Ok(Value::Bool(crate::convert::is_instance(&call.arg(0), &mine)))
}

fn type_to_string(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str(plain_text(call.this)))
}

fn reference_equals(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(call.arg(0).same(&call.arg(1))))
}

fn object_equals(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(call.arg(0).equals(&call.arg(1))))
}

fn reference_value(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<crate::runspace::Reference>().map_or(Value::Null, |r| r.0.get()))
}

fn set_reference_value(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    if let Some(r) = call.this.native::<crate::runspace::Reference>() {
        let variable = r.0.clone();
        call.rs.assign(&variable, value)?;
    }
    Ok(Value::Void)
}

fn is_present(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(matches!(call.this, Value::Switch(true))))
}

fn to_bool(call: &mut Call<'_>) -> Result<Value> {
    is_present(call)
}

fn bool_true(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str("True"))
}

fn bool_false(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str("False"))
}

fn bool_parse(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("value"));
    }
    parse_bool(call.text(0).lossy())
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        methods: &[
            ("static bool ReferenceEquals(System.Object objA, System.Object objB)", reference_equals),
            ("static bool Equals(System.Object objA, System.Object objB)", object_equals),
        ],
        ..TypeDef::new("System.Object")
    },
    &number("System.SByte"),
    &number("System.Byte"),
    &number("System.Int16"),
    &number("System.UInt16"),
    &number("System.Int32"),
    &number("System.UInt32"),
    &number("System.Int64"),
    &number("System.UInt64"),
    &number("System.Decimal"),
    &TypeDef {
        base: None,
        constructors: super::big_integer::CONSTRUCTORS,
        methods: BIG,
        properties: super::big_integer::PROPERTIES,
        ..TypeDef::new("System.Numerics.BigInteger")
    },
    &TypeDef { methods: METHODS, properties: DOUBLE_STATICS, ..TypeDef::new("System.Double") },
    &TypeDef { methods: METHODS, properties: DOUBLE_STATICS, ..TypeDef::new("System.Single") },
    &TypeDef { methods: super::character::METHODS, properties: BOUNDS, ..TypeDef::new("System.Char") },
    &TypeDef {
        methods: &[
            ("string ToString()", to_string),
            ("int CompareTo(System.Object value)", compare_to),
            ("static bool Parse(string value)", bool_parse),
            ("static bool TryParse(string value, [ref] System.Object result)", try_parse),
        ],
        properties: &[
            ("static string TrueString {get;}", bool_true, None),
            ("static string FalseString {get;}", bool_false, None),
        ],
        ..TypeDef::new("System.Boolean")
    },
    &TypeDef {
        methods: &[
            ("bool HasFlag(System.Object flag)", has_flag),
            ("string ToString(string format)", to_string_format),
            ("static string[] GetNames(type enumType)", get_names),
            ("static array GetValues(type enumType)", get_values),
            ("static System.Object Parse(type enumType, string value)", enum_parse),
            ("static System.Object Parse(type enumType, string value, bool ignoreCase)", enum_parse),
            ("static bool TryParse(type enumType, string value, [ref] System.Object result)", enum_try_parse),
            (
                "static bool TryParse(type enumType, string value, bool ignoreCase, [ref] System.Object result)",
                enum_try_parse,
            ),
            ("static bool TryParse(string value, [ref] System.Object result)", enum_try_parse_into),
            (
                "static bool TryParse(string value, bool ignoreCase, [ref] System.Object result)",
                enum_try_parse_into,
            ),
            ("static bool IsDefined(type enumType, System.Object value)", is_defined),
            ("static string GetName(type enumType, System.Object value)", get_name),
            ("static type GetUnderlyingType(type enumType)", underlying_type),
            ("static System.Object ToObject(type enumType, System.Object value)", enum_of_number),
            ("static string Format(type enumType, System.Object value, string format)", enum_format),
            ("System.TypeCode GetTypeCode()", |c| {
                let code = match c.this {
                    Value::Enum(e) => e.info().map(|i| i.underlying.full_name()),
                    _ => None,
                };
                let name = code.and_then(|n| n.strip_prefix("System.")).unwrap_or("Int32");
                Ok(crate::convert::enum_value("System.TypeCode", name))
            }),
        ],
        properties: &[("int value__ {get;}", value_underlying, None)],
        ..TypeDef::new("System.Enum")
    },
    &TypeDef {
        base: Some("System.Type"),
        methods: &[
            ("bool IsAssignableFrom(type c)", assignable_from),
            ("bool IsSubclassOf(type c)", subclass_of),
            ("bool IsInstanceOfType(System.Object o)", instance_of),
            ("type GetElementType()", |call| type_element(call)),
            ("type[] GetGenericArguments()", |call| type_arguments(call)),
            ("string ToString()", type_to_string),
        ],
        properties: &[
            ("bool IsPublic {get;}", |_| Ok(Value::Bool(true)), None),
            ("bool IsSerializable {get;}", |_| Ok(Value::Bool(true)), None),
            ("string Name {get;}", type_name, None),
            ("type BaseType {get;}", type_base, None),
            ("string FullName {get;}", type_full_name, None),
            ("string Namespace {get;}", type_namespace, None),
            ("bool IsEnum {get;}", type_is_enum, None),
            ("bool IsArray {get;}", type_is_array, None),
            ("bool IsValueType {get;}", type_is_value, None),
            ("bool IsGenericType {get;}", type_is_generic, None),
            ("bool IsClass {get;}", type_is_class, None),
            ("bool IsInterface {get;}", type_is_interface, None),
            ("type[] GenericTypeArguments {get;}", type_arguments, None),
        ],
        ..TypeDef::new("System.RuntimeType")
    },
    &TypeDef {
        properties: &[("System.Object Value {get;set;}", reference_value, Some(set_reference_value))],
        ..TypeDef::new("System.Management.Automation.PSReference")
    },
    &TypeDef {
        methods: &[("bool ToBool()", to_bool)],
        properties: &[("bool IsPresent {get;}", is_present, None)],
        ..TypeDef::new("System.Management.Automation.SwitchParameter")
    },
];
