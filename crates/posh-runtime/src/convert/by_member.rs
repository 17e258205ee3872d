//! Casts that a member of one of the types makes: `Parse`, a constructor, an operator, `IConvertible`, properties out of
//! a table.

use super::cast::failure_because;
use super::number::code_of;
use super::rank::{has_constructor, has_empty_constructor, is_collection, is_primitive};
use super::{Rank, cast, conversion_rank, convert_failure, plain_text};
use crate::error::{Raised, Result};
use crate::members::{call_static_if_any, construct, construct_from_one, construct_from_table};
use crate::runspace::Runspace;
use crate::types::{OverloadKind, TypeCode, TypeDef, TypeRef, native_members, recorded_overloads};
use crate::value::{Dictionary, ObjectData, Value};

/// A value that is not null as one of a type that has no rule of its own for it.
pub(super) fn convert(rs: &mut Runspace, value: &Value, ty: &TypeRef) -> Result<Value> {
    let base = value.base();
    let from = base.type_ref();
    let known = ty.record().is_some() || ty.code() == TypeCode::Enum || !ty.generic_arguments().is_empty();
    if known && conversion_rank(from.as_ref(), ty) == Rank::NONE {
        return Err(convert_failure(value, ty));
    }
    if let Value::Block(_) = base
        && super::rank::is_delegate(ty)
    {
        return Ok(base.clone());
    }
    if let Value::Str(_) = base
        && let Some(done) = from_text(rs, base, ty)
    {
        return done.map_err(|raised| parse_failure(base, ty, raised));
    }
    if let Some(done) = by_constructor(rs, base, ty) {
        return done.map_err(|raised| constructor_failure(value, ty, raised));
    }
    if !is_number(base)
        && let Some(own) = TypeDef::of(ty).and_then(|d| d.convert_from)
        && let Some(done) = own(rs, base)
    {
        return done.map_err(|raised| parse_failure(base, ty, raised));
    }
    if is_number(base) {
        let text = Value::str(plain_text(base));
        if conversion_rank(text.type_ref().as_ref(), ty) != Rank::NONE {
            return cast(rs, &text, ty);
        }
    }
    if is_convertible(base) {
        return Err(invalid_cast(value, ty));
    }
    if let Value::Hash(table) = base
        && (has_empty_constructor(ty) || (ty.is_value_type() && !is_primitive(ty)))
    {
        return construct_from_table(rs, ty, table);
    }
    if let [element] = ty.generic_arguments()
        && is_collection(ty)
    {
        return sequence(rs, value, ty, element);
    }
    if let Value::Object(o) = base
        && let ObjectData::Custom(bag) = &o.data
        && (has_empty_constructor(ty) || (ty.is_value_type() && !is_primitive(ty)))
    {
        let table = Dictionary::ordered();
        for (name, item) in bag.borrow().iter() {
            table.set_str(name, item.clone());
        }
        return construct_from_table(rs, ty, &table).map_err(|raised| {
            let missing =
                raised.record().is_some_and(|r| r.message().lossy().contains("' was not found for the '"));
            if !missing {
                return raised;
            }
            let why = convert_failure(value, ty);
            let why = why.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
            failure_because(value, ty, "InvalidCastConstructorException", &why)
        });
    }
    Err(convert_failure(value, ty))
}

fn is_number(value: &Value) -> bool {
    code_of(value).is_some_and(TypeCode::is_numeric)
}

/// By the type's own rule for text, or its `Parse`.
fn from_text(rs: &mut Runspace, text: &Value, ty: &TypeRef) -> Option<Result<Value>> {
    if let Some(own) = TypeDef::of(ty).and_then(|d| d.convert_from)
        && let Some(done) = own(rs, text)
    {
        return Some(done);
    }
    if let Some(class) = ty.class_info().cloned() {
        let takes = |m: &&crate::types::ClassMethod| m.is_static && m.name.eq_ignore_ascii_case("Parse");
        let parses = class
            .methods
            .iter()
            .filter(takes)
            .any(|m| matches!(m.parameters.as_slice(), [(_, Some(ty))] if ty.code() == TypeCode::String));
        return if parses {
            let args = std::slice::from_ref(text);
            crate::eval::call_class_method(rs, &class, "Parse", &Value::Null, args, true)
        } else {
            None
        };
    }
    call_static_if_any(rs, ty, "Parse", std::slice::from_ref(text))
}

fn by_constructor(rs: &mut Runspace, base: &Value, ty: &TypeRef) -> Option<Result<Value>> {
    let from = base.type_ref()?;
    // A number of elements is not what a collection is made of.
    if from.code().is_integer() && is_collection(ty) {
        return None;
    }
    if ty.class_info().is_none() && !has_constructor(ty, &from) && ty.record().is_some() {
        return None;
    }
    if ty.class_info().is_none() && !ty.generic_arguments().is_empty() && !has_constructor(ty, &from) {
        return None;
    }
    construct_from_one(rs, ty, base)
}

/// A generic collection of one element, or of an array's.
fn sequence(rs: &mut Runspace, value: &Value, ty: &TypeRef, element: &TypeRef) -> Result<Value> {
    let mut items = Vec::new();
    match value.base() {
        Value::Array(a) => {
            for item in a.to_vec() {
                items.push(cast(rs, &item, element).map_err(|_| convert_failure(value, ty))?);
            }
        }
        base => items.push(cast(rs, base, element)?),
    }
    construct(rs, ty, &[Value::array(items)])
}

/// Whether .NET tries `IConvertible` on the value, which knows no type but the primitive ones.
pub(super) fn is_convertible(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Char(_) | Value::DateTime(_) | Value::Enum(_))
        || is_db_null(value)
}

fn is_db_null(value: &Value) -> bool {
    matches!(value, Value::Object(o) if o.ty().full_name() == "System.DBNull")
}

/// `Invalid cast from 'A' to 'B'.`
pub(super) fn invalid_cast(value: &Value, ty: &TypeRef) -> Box<Raised> {
    let base = value.base();
    let own = matches!(
        ty.code(),
        TypeCode::Bool
            | TypeCode::Char
            | TypeCode::Decimal
            | TypeCode::Single
            | TypeCode::Double
            | TypeCode::DateTime
    ) || ty.code().is_integer();
    let why = if own && is_db_null(base) {
        "Object cannot be cast from DBNull to other types.".to_owned()
    } else if own {
        let from = base.type_ref().map(|t| t.name()).unwrap_or_default();
        format!("Invalid cast from '{from}' to '{}'.", ty.name())
    } else {
        let from = base.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
        format!("Invalid cast from '{from}' to '{}'.", crate::net::reflection_name(ty))
    };
    failure_because(value, ty, "InvalidCastIConvertible", &why)
}

fn inner_message(raised: &Raised) -> Option<String> {
    let record = raised.record()?;
    let exception = Value::Object(record.exception.clone());
    let base = crate::error::base_exception(&exception);
    base.native::<crate::error::Exception>().map(|e| e.message.borrow().lossy().to_owned())
}

fn parse_failure(value: &Value, ty: &TypeRef, raised: Box<Raised>) -> Box<Raised> {
    let parses =
        |m: &crate::types::Method| m.is_static && m.signature.to_lowercase().contains(" parse(string");
    let recorded = recorded_overloads(ty, OverloadKind::StaticMethods, "parse");
    let native = native_members(ty.definition_name());
    let own = native.as_ref().and_then(|m| m.methods.get("parse"));
    let all = recorded.iter().chain(own.into_iter().flatten());
    let signatures: Vec<&str> = all.filter(|m| parses(m)).map(|m| m.signature).collect();
    // Where `Parse` takes a culture, the invariant one is given to it.
    let with_provider = signatures.iter().any(|s| {
        s.split_once('(').is_some_and(|(_, p)| p.matches(',').count() == 1 && p.contains("IFormatProvider"))
    });
    let id = if ty.code() == TypeCode::Regex {
        "InvalidCastFromStringToRegex"
    } else if with_provider {
        "InvalidCastParseTargetInvocationWithFormatProvider"
    } else if signatures.is_empty() {
        "InvalidCastConstructorException"
    } else {
        "InvalidCastParseTargetInvocation"
    };
    match inner_message(&raised) {
        Some(message)
            if raised.record().is_some_and(|r| r.raw.get() || r.id.borrow().ends_with("Exception")) =>
        {
            failure_because(value, ty, id, &message)
        }
        _ => raised,
    }
}

fn constructor_failure(value: &Value, ty: &TypeRef, raised: Box<Raised>) -> Box<Raised> {
    match inner_message(&raised) {
        Some(message) => failure_because(value, ty, "InvalidCastConstructorException", &message),
        None => raised,
    }
}
