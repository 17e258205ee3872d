//! How good a conversion from one type to another is, which chooses among overloads and operators.
//!
//! PowerShell ranks conversions by the kind of rule that makes them; the numbers are only compared with each other.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::types::{OverloadKind, TypeCode, TypeKind, TypeRef, recorded_overloads};

/// Rank of a conversion; greater is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Rank(u16);

impl Rank {
    /// There is no conversion.
    pub const NONE: Self = Self(0);
    /// Between arrays whose elements must be converted one by one.
    pub const UNRELATED_ARRAYS: Self = Self(0x0f);
    /// The text of any value.
    pub const TO_STRING: Self = Self(0x1f);
    /// `IConvertible`.
    pub const ICONVERTIBLE: Self = Self(0x3f);
    /// An implicit operator of one of the types.
    pub const IMPLICIT_CAST: Self = Self(0x4f);
    /// An explicit operator of one of the types.
    pub const EXPLICIT_CAST: Self = Self(0x5f);
    /// A constructor.
    pub const CONSTRUCTOR: Self = Self(0x6f);
    /// `Parse`.
    pub const PARSE: Self = Self(0x7f);
    /// Wrapped as a `PSObject`.
    pub const PSOBJECT: Self = Self(0x8f);
    /// A rule of the language.
    pub const LANGUAGE: Self = Self(0x9f);
    /// Null to the value that stands for nothing.
    pub const NULL_TO_VALUE: Self = Self(0xaf);
    /// Null to a reference.
    pub const NULL_TO_REF: Self = Self(0xbf);
    /// Between numbers, where something can be lost.
    pub const NUMERIC_EXPLICIT: Self = Self(0xcf);
    /// Between numbers, where less can be lost.
    pub const NUMERIC_EXPLICIT1: Self = Self(0xdf);
    /// Between numbers and text.
    pub const NUMERIC_STRING: Self = Self(0xef);
    /// Between numbers, where nothing is lost.
    pub const NUMERIC_IMPLICIT: Self = Self(0xff);
    /// To a base class or interface.
    pub const ASSIGNABLE: Self = Self(0x10f);
    /// A string as its characters.
    pub const STRING_TO_CHARS: Self = Self(0x11a);
    /// The type itself.
    pub const IDENTITY: Self = Self(0x11f);

    /// How much worse another rank is.
    pub const fn distance(self, other: Self) -> u16 {
        self.0.saturating_sub(other.0)
    }

    /// The rank where the value becomes the only element of an array.
    const fn of_element(self) -> Self {
        Self(self.0 & 0xfff7)
    }
}

thread_local! {
    static RANKS: RefCell<HashMap<(TypeRef, TypeRef), Rank>> = RefCell::default();
}

/// Rank of the conversion between two types; `from` is `None` for null.
pub fn conversion_rank(from: Option<&TypeRef>, to: &TypeRef) -> Rank {
    let Some(from) = from else { return of_null(to) };
    if from == to {
        return Rank::IDENTITY;
    }
    if let Some(rank) = numeric(from.code(), to.code()) {
        return rank;
    }
    let key = (from.clone(), to.clone());
    if let Some(known) = RANKS.with(|r| r.borrow().get(&key).copied()) {
        return known;
    }
    let rank = figure(from, to);
    RANKS.with(|r| r.borrow_mut().insert(key, rank));
    rank
}

fn of_null(to: &TypeRef) -> Rank {
    match to.code() {
        TypeCode::String => Rank::TO_STRING,
        code if code.is_numeric() => Rank::NULL_TO_VALUE,
        TypeCode::Char | TypeCode::Bool | TypeCode::Switch | TypeCode::Void => Rank::NULL_TO_VALUE,
        TypeCode::Nullable => Rank::NULL_TO_VALUE,
        TypeCode::PSReference => Rank::NULL_TO_REF,
        _ if to.is_value_type() => Rank::NONE,
        _ => Rank::NULL_TO_REF,
    }
}

/// Size of an integer type as a power of two, and whether it is signed.
fn integer(code: TypeCode) -> Option<(u8, bool)> {
    Some(match code {
        TypeCode::SByte => (0, true),
        TypeCode::Byte => (0, false),
        TypeCode::Int16 => (1, true),
        TypeCode::UInt16 => (1, false),
        TypeCode::Int32 => (2, true),
        TypeCode::UInt32 => (2, false),
        TypeCode::Int64 => (3, true),
        TypeCode::UInt64 => (3, false),
        _ => return None,
    })
}

/// The ranks between numbers, text, characters and truth.
fn numeric(from: TypeCode, to: TypeCode) -> Option<Rank> {
    use TypeCode as T;
    let real = |c| matches!(c, T::Single | T::Double | T::Decimal);
    if let (Some((size, signed)), Some((other, other_signed))) = (integer(from), integer(to)) {
        return Some(match (signed, other_signed) {
            _ if other < size => Rank::NUMERIC_EXPLICIT,
            (false, true) if size == other => Rank::NUMERIC_EXPLICIT,
            (true, false) => Rank::NUMERIC_EXPLICIT1,
            _ => Rank::NUMERIC_IMPLICIT,
        });
    }
    Some(match (from, to) {
        (_, T::Bool) if from.is_numeric() || matches!(from, T::String | T::Char | T::Switch) => {
            Rank::LANGUAGE
        }
        (_, T::String | T::Char) if from.is_numeric() => Rank::NUMERIC_STRING,
        (T::String, _) if to.is_numeric() => Rank::NUMERIC_STRING,
        (T::Char, T::Single | T::Double) | (T::Bool, T::BigInteger) => Rank::LANGUAGE,
        (T::Single, T::Double) => Rank::NUMERIC_IMPLICIT,
        (T::Decimal, T::Single | T::Double) => Rank::NUMERIC_EXPLICIT1,
        (T::Single | T::Double, _) if real(to) => Rank::NUMERIC_EXPLICIT,
        (_, _) if integer(from).is_some() && real(to) => Rank::NUMERIC_IMPLICIT,
        (_, _) if real(from) && integer(to).is_some() => Rank::NUMERIC_EXPLICIT,
        // The operators that differ only in what they return are recorded once.
        (T::BigInteger, _) if integer(to).is_some() || real(to) => Rank::EXPLICIT_CAST,
        _ => return None,
    })
}

fn figure(from: &TypeRef, to: &TypeRef) -> Rank {
    if is_stack_only(to) {
        return Rank::NONE;
    }
    if from.is_a(to) || (from.code() == TypeCode::PSCustomObject && to.code() == TypeCode::PSObject) {
        return Rank::ASSIGNABLE;
    }
    match (to.code(), to.generic_arguments()) {
        (TypeCode::PSObject, _) => return Rank::PSOBJECT,
        (TypeCode::Nullable, [inner]) => {
            let rank = conversion_rank(Some(from), inner);
            if rank != Rank::NONE {
                return rank;
            }
        }
        _ => {}
    }
    let element = match language(from, to) {
        Ok(rank) => return rank,
        Err(element) => element,
    };
    let made = by_member(from, to);
    made.max(element)
}

/// Types that live on the stack alone, which no value of a script is.
fn is_stack_only(ty: &TypeRef) -> bool {
    matches!(ty.definition_name(), "System.ReadOnlySpan`1" | "System.Span`1")
}

/// Whether pipelines unroll values of the type.
fn is_enumerable(ty: &TypeRef) -> bool {
    if matches!(ty.code(), TypeCode::String | TypeCode::Hashtable | TypeCode::OrderedDictionary) {
        return false;
    }
    ty.code() == TypeCode::Array
        || ty.code() == TypeCode::ArrayBase
        || (ty.is_a(&TypeRef::named("System.Collections.IEnumerable")) && !is_dictionary(ty))
}

fn is_dictionary(ty: &TypeRef) -> bool {
    matches!(ty.code(), TypeCode::Hashtable | TypeCode::OrderedDictionary | TypeCode::IDictionary)
        || ty.is_a(&TypeRef::named("System.Collections.IDictionary"))
}

/// The conversions that the language makes itself; otherwise the rank of making the value an array's only element.
fn language(from: &TypeRef, to: &TypeRef) -> Result<Rank, Rank> {
    match to.code() {
        TypeCode::Void | TypeCode::Bool => return Ok(Rank::LANGUAGE),
        TypeCode::String => return Ok(Rank::TO_STRING),
        TypeCode::Hashtable if is_dictionary(from) => return Ok(Rank::LANGUAGE),
        TypeCode::PSReference | TypeCode::XmlDocument | TypeCode::PSCustomObject => {
            return Ok(Rank::LANGUAGE);
        }
        TypeCode::Regex | TypeCode::Type | TypeCode::Uri if from.code() == TypeCode::String => {
            return Ok(Rank::LANGUAGE);
        }
        TypeCode::Enum if is_integral(from) => return Ok(Rank::LANGUAGE),
        TypeCode::Array => return array(from, to),
        TypeCode::ArrayBase if from.element().is_some() => return Ok(Rank::ASSIGNABLE),
        TypeCode::ArrayBase if is_enumerable(from) => return Ok(Rank::LANGUAGE),
        TypeCode::ArrayBase => return Err(Rank::ASSIGNABLE.of_element()),
        _ => {}
    }
    if from.code() == TypeCode::ScriptBlock && is_delegate(to) {
        return Ok(Rank::LANGUAGE);
    }
    Err(Rank::NONE)
}

fn array(from: &TypeRef, to: &TypeRef) -> Result<Rank, Rank> {
    let Some(element) = to.element() else { return Err(Rank::NONE) };
    if let Some(own) = from.element() {
        return Ok(if own.is_a(element) { Rank::LANGUAGE } else { Rank::UNRELATED_ARRAYS });
    }
    if from.code() == TypeCode::String && element.code() == TypeCode::Char {
        return Ok(Rank::STRING_TO_CHARS);
    }
    if is_enumerable(from) {
        return Ok(Rank::LANGUAGE);
    }
    Err(conversion_rank(Some(from), element).of_element())
}

/// Whether values of the type are functions.
pub(super) fn is_delegate(ty: &TypeRef) -> bool {
    ty.bases().iter().any(|b| b.full_name() == "System.MulticastDelegate")
        || ["System.Func`", "System.Action", "System.Predicate`", "System.Comparison`"]
            .iter()
            .any(|d| ty.definition_name().starts_with(d))
}

fn is_integral(ty: &TypeRef) -> bool {
    ty.code().is_integer() || ty.code() == TypeCode::Enum
}

/// The conversions that a member of one of the types makes.
fn by_member(from: &TypeRef, to: &TypeRef) -> Rank {
    if to.code() == TypeCode::Enum && (from.code() == TypeCode::String || is_enumerable(from)) {
        return Rank::PARSE;
    }
    if from.code() == TypeCode::String && has_parse(to) {
        return Rank::PARSE;
    }
    let hashes = to.definition_name() == "System.Collections.Generic.HashSet`1";
    if !(from.code().is_integer() && is_collection(to) && !hashes) && has_constructor(to, from) {
        return Rank::CONSTRUCTOR;
    }
    let cast = cast_operator(from, to);
    if cast != Rank::NONE {
        return cast;
    }
    let convertible = by_convertible(from, to);
    if convertible != Rank::NONE {
        return convertible;
    }
    if is_dictionary(from) && (has_empty_constructor(to) || (to.is_value_type() && !is_primitive(to))) {
        return Rank::CONSTRUCTOR;
    }
    if takes_sequence(to) {
        return Rank::CONSTRUCTOR;
    }
    let plain = from.code() == TypeCode::PSCustomObject;
    if plain && (has_empty_constructor(to) || (to.is_value_type() && !is_primitive(to))) {
        return Rank::CONSTRUCTOR;
    }
    Rank::NONE
}

fn by_convertible(from: &TypeRef, to: &TypeRef) -> Rank {
    let text = || conversion_rank(Some(&crate::types::known::string()), to);
    match from.code() {
        code if code.is_numeric() => {
            if code != TypeCode::BigInteger && to.code() != TypeCode::Array && text() != Rank::NONE {
                return Rank::ICONVERTIBLE;
            }
            Rank::NONE
        }
        TypeCode::Bool | TypeCode::Char | TypeCode::DateTime | TypeCode::Enum => Rank::ICONVERTIBLE,
        _ if from.full_name() == "System.DBNull" => Rank::ICONVERTIBLE,
        _ => Rank::NONE,
    }
}

/// Whether .NET counts the type as primitive.
pub(crate) fn is_primitive(ty: &TypeRef) -> bool {
    match ty.code() {
        TypeCode::Bool | TypeCode::Char | TypeCode::Single | TypeCode::Double => true,
        code => code.is_integer() || matches!(ty.full_name(), "System.IntPtr" | "System.UIntPtr"),
    }
}

fn has_parse(ty: &TypeRef) -> bool {
    let is_parse = |m: &crate::types::Method| {
        let types: Vec<String> = m.parameters.iter().map(|p| p.ty.of(ty).full_name().to_owned()).collect();
        matches!(
            types.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
            ["System.String"] | ["System.String", "System.IFormatProvider"]
        )
    };
    recorded_overloads(ty, OverloadKind::StaticMethods, "parse").iter().any(is_parse)
        || crate::types::native_members(ty.definition_name()).is_some_and(|m| {
            m.methods.get("parse").is_some_and(|all| all.iter().any(|m| m.is_static && is_parse(m)))
        })
}

/// Whether a constructor takes one value of a type.
pub(super) fn has_constructor(ty: &TypeRef, from: &TypeRef) -> bool {
    if let Some(class) = ty.class_info() {
        return class.constructors.iter().any(|c| c.parameters.len() == 1);
    }
    let takes = |m: &crate::types::Method| constructor_takes(ty, m, from);
    if ty.generic_arguments().is_empty() && ty.record().is_some() {
        return recorded_overloads(ty, OverloadKind::Constructors, "new").iter().any(takes);
    }
    crate::types::native_members(ty.definition_name()).is_some_and(|m| m.constructors.iter().any(takes))
}

/// Whether .NET's binder chooses a constructor for one value of a type.
pub(crate) fn constructor_takes(ty: &TypeRef, constructor: &crate::types::Method, from: &TypeRef) -> bool {
    match &*constructor.parameters {
        [only] => {
            let wanted = only.ty.of(ty);
            // A generic collection's source stands as an object in its signature.
            if wanted.code() == TypeCode::Object && is_collection(ty) {
                return is_source(ty, from);
            }
            accepts(&wanted, from)
        }
        _ => false,
    }
}

/// Whether a generic collection can be made of another one as it is.
fn is_source(ty: &TypeRef, from: &TypeRef) -> bool {
    match (ty.generic_arguments(), from.generic_arguments()) {
        ([], []) => is_collection(from) && !from.is_value_type(),
        ([wanted], []) => from.element().is_some_and(|e| e.is_a(wanted)),
        ([wanted], [given]) => is_enumerable(from) && given.is_a(wanted),
        (wanted, given) => wanted == given && is_dictionary(from),
    }
}

/// Whether a type is a collection or a dictionary.
pub(super) fn is_collection(ty: &TypeRef) -> bool {
    is_enumerable(ty) || is_dictionary(ty)
}

/// Whether .NET's binder passes a value of one type where the other is wanted.
fn accepts(wanted: &TypeRef, from: &TypeRef) -> bool {
    if from == wanted || from.is_a(wanted) {
        return true;
    }
    // An enumeration counts as the integers below it.
    let code = from.enum_info().map_or(from.code(), |i| i.underlying);
    if from.enum_info().is_some() && code == wanted.code() {
        return true;
    }
    let wider = match (code, wanted.code()) {
        (TypeCode::Char, TypeCode::UInt16 | TypeCode::Int32 | TypeCode::UInt32 | TypeCode::Int64)
        | (TypeCode::Char, TypeCode::UInt64 | TypeCode::Single | TypeCode::Double)
        | (TypeCode::Single, TypeCode::Double) => true,
        (a, b) if integer(a).is_some() => {
            numeric(a, b) == Some(Rank::NUMERIC_IMPLICIT) && b != TypeCode::Decimal
        }
        _ => false,
    };
    wider && wanted.code() != TypeCode::Decimal
}

/// Whether a type has a constructor without parameters.
pub(super) fn has_empty_constructor(ty: &TypeRef) -> bool {
    if let Some(class) = ty.class_info() {
        return class.constructors.is_empty() || class.constructors.iter().any(|c| c.parameters.is_empty());
    }
    recorded_overloads(ty, OverloadKind::Constructors, "new").iter().any(|m| m.parameters.is_empty())
        || crate::types::native_members(ty.definition_name())
            .is_some_and(|m| m.constructors.iter().any(|m| m.parameters.is_empty()))
}

fn cast_operator(from: &TypeRef, to: &TypeRef) -> Rank {
    let finds = |owner: &TypeRef, name: &str| {
        recorded_overloads(owner, OverloadKind::Operators, name).iter().any(|m| {
            let returns = m.returns.as_ref().is_some_and(|r| r.is_a(to));
            let takes = matches!(&*m.parameters, [only] if from.is_a(&only.ty.of(owner)));
            returns && takes
        })
    };
    if finds(to, "op_implicit") {
        Rank::IMPLICIT_CAST
    } else if finds(to, "op_explicit") {
        Rank::EXPLICIT_CAST
    } else if finds(from, "op_implicit") {
        Rank::IMPLICIT_CAST
    } else if finds(from, "op_explicit") {
        Rank::EXPLICIT_CAST
    } else {
        Rank::NONE
    }
}

/// Whether a generic collection takes a sequence of elements: any value is tried as one.
fn takes_sequence(to: &TypeRef) -> bool {
    matches!((to.generic_arguments(), to.kind()), ([_], TypeKind::Generic { .. }))
        && is_enumerable(to)
        && crate::types::native_members(to.definition_name()).is_some_and(|m| !m.constructors.is_empty())
}
