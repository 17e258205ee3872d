//! Values: what variables hold and pipelines carry.

mod array;
mod block;
mod custom;
mod datetime;
mod enumeration;
mod hashtable;
mod members;
mod object;
mod string;

use std::rc::Rc;

use num_bigint::BigInt;
use rust_decimal::Decimal;

pub use array::{Array, ArrayItems};
pub use block::ScriptBlock;
pub use custom::PropertyBag;
pub use datetime::{DateTime, DateTimeKind, TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan};
pub use enumeration::{EnumInfo, EnumValue};
pub use hashtable::{Dictionary, DictionaryKind, HashKey};
pub use members::{InstanceMember, InstanceMembers, MemberValue};
pub use object::{ClassInstance, Native, Object, ObjectData, Wrapped};
pub use string::PsStr;

use crate::types::{TypeRef, known};

/// A PowerShell value. 16 bytes: scalars inline, everything else a counted reference with identity.
#[derive(Clone, Default)]
#[expect(missing_docs, reason = "the variants are named as the .NET types that they are")]
pub enum Value {
    /// `$null`.
    #[default]
    Null,
    /// No output at all (`AutomationNull`): enumerates as nothing, otherwise behaves as `$null`.
    Void,
    Bool(bool),
    /// A UTF-16 unit.
    Char(u16),
    SByte(i8),
    Byte(u8),
    Int16(i16),
    UInt16(u16),
    Int(i32),
    UInt(u32),
    Long(i64),
    ULong(u64),
    Single(f32),
    Double(f64),
    Decimal(Rc<Decimal>),
    BigInt(Rc<BigInt>),
    DateTime(DateTime),
    TimeSpan(TimeSpan),
    /// `SwitchParameter`.
    Switch(bool),
    Str(PsStr),
    Enum(Rc<EnumValue>),
    Type(TypeRef),
    Array(Rc<Array>),
    /// `Hashtable`, `OrderedDictionary` and the other dictionaries.
    Hash(Rc<Dictionary>),
    Block(Rc<ScriptBlock>),
    Object(Rc<Object>),
    /// A scalar with instance members or type names of its own.
    Wrapped(Rc<Wrapped>),
}

impl Value {
    /// A string value.
    pub fn str(text: impl Into<PsStr>) -> Self {
        Self::Str(text.into())
    }

    /// An `object[]`.
    pub fn array(items: Vec<Self>) -> Self {
        Self::Array(Rc::new(Array::new(items)))
    }

    /// A decimal.
    pub fn decimal(value: Decimal) -> Self {
        Self::Decimal(Rc::new(value))
    }

    /// A big integer.
    pub fn bigint(value: BigInt) -> Self {
        Self::BigInt(Rc::new(value))
    }

    /// Whether the value is `$null` or no output.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null | Self::Void)
    }

    /// The value without members that were put on a scalar (`PSObject.BaseObject`).
    pub fn base(&self) -> &Self {
        match self {
            Self::Wrapped(w) => &w.base,
            other => other,
        }
    }

    /// The value without members that were put on a scalar.
    pub fn into_base(self) -> Self {
        match self {
            Self::Wrapped(w) => w.base.clone(),
            other => other,
        }
    }

    /// `$null` for no output, else the value.
    pub fn or_null(self) -> Self {
        if matches!(self, Self::Void) { Self::Null } else { self }
    }

    /// Its type; `None` for `$null`.
    pub fn type_ref(&self) -> Option<TypeRef> {
        Some(match self {
            Self::Null | Self::Void => return None,
            Self::Bool(_) => known::bool(),
            Self::Char(_) => known::char(),
            Self::SByte(_) => known::sbyte(),
            Self::Byte(_) => known::byte(),
            Self::Int16(_) => known::int16(),
            Self::UInt16(_) => known::uint16(),
            Self::Int(_) => known::int(),
            Self::UInt(_) => known::uint(),
            Self::Long(_) => known::long(),
            Self::ULong(_) => known::ulong(),
            Self::Single(_) => known::single(),
            Self::Double(_) => known::double(),
            Self::Decimal(_) => known::decimal(),
            Self::BigInt(_) => known::bigint(),
            Self::DateTime(_) => known::datetime(),
            Self::TimeSpan(_) => known::timespan(),
            Self::Switch(_) => known::switch(),
            Self::Str(_) => known::string(),
            Self::Enum(e) => e.type_ref(),
            Self::Type(_) => known::runtime_type(),
            Self::Array(a) => a.type_ref(),
            Self::Hash(h) => h.type_ref(),
            Self::Block(_) => known::script_block(),
            Self::Object(o) => o.type_ref(),
            Self::Wrapped(w) => return w.base.type_ref(),
        })
    }

    /// Whether both are one and the same object (of scalars: never).
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Str(a), Self::Str(b)) => a.same(b),
            _ => match (self.address(), other.address()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            },
        }
    }

    /// What identifies a reference object while it lives; `None` for scalars.
    pub fn address(&self) -> Option<usize> {
        Some(match self {
            Self::Str(s) => s.address(),
            Self::Array(a) => Rc::as_ptr(a).cast::<u8>() as usize,
            Self::Hash(h) => Rc::as_ptr(h).cast::<u8>() as usize,
            Self::Block(b) => Rc::as_ptr(b).cast::<u8>() as usize,
            Self::Object(o) => Rc::as_ptr(o).cast::<u8>() as usize,
            Self::Wrapped(w) => Rc::as_ptr(w).cast::<u8>() as usize,
            _ => return None,
        })
    }

    /// The native data of an object, where it is of type `T`.
    pub fn native<T: Native>(&self) -> Option<&T> {
        match self {
            Self::Object(o) => o.native::<T>(),
            Self::Wrapped(w) => w.base.native::<T>(),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("$null"),
            Self::Void => f.write_str("(no output)"),
            Self::Str(s) => write!(f, "{s:?}"),
            Self::Int(i) => write!(f, "{i}"),
            Self::Bool(b) => write!(f, "${b}"),
            Self::Array(a) => f.debug_list().entries(a.to_vec()).finish(),
            other => match other.type_ref() {
                Some(t) => write!(f, "[{}]", t.full_name()),
                None => f.write_str("$null"),
            },
        }
    }
}

macro_rules! from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value)
            }
        })*
    };
}
from!(bool => Bool, i32 => Int, i64 => Long, u64 => ULong, u8 => Byte, f64 => Double, PsStr => Str, DateTime => DateTime,
      TimeSpan => TimeSpan, Rc<Array> => Array, Rc<Dictionary> => Hash, Rc<Object> => Object, TypeRef => Type);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::str(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::str(text)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::Value;

    #[test]
    fn a_value_is_sixteen_bytes() {
        assert_eq!(size_of::<Value>(), 16);
    }
}
