//! Enumerations, .NET's and a script's own.

use std::rc::Rc;

use crate::types::{TypeCode, TypeRef};

/// An enumeration: its names and values.
#[derive(Debug)]
pub struct EnumInfo {
    /// Full name.
    pub name: Rc<str>,
    /// Whether it has the Flags attribute.
    pub flags: bool,
    /// The integer type below.
    pub underlying: TypeCode,
    /// Names with values, in order of the definition. Unsigned 64-bit values are kept by their bits.
    pub values: Vec<(Rc<str>, i64)>,
}

impl EnumInfo {
    /// The value of a name, by any letter case.
    pub fn value_of(&self, name: &str) -> Option<i64> {
        self.values.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| *v)
    }

    /// The first name of a value.
    pub fn name_of(&self, value: i64) -> Option<&Rc<str>> {
        self.values.iter().find(|(_, v)| *v == value).map(|(n, _)| n)
    }

    /// What `ToString()` gives: the name, the names of the flags joined by commas, or the number.
    pub fn text(&self, value: i64) -> String {
        if let Some(name) = self.name_of(value) {
            return name.to_string();
        }
        if self.flags
            && value != 0
            && let Some(names) = self.flag_names(value)
        {
            return names.join(", ");
        }
        if self.underlying == TypeCode::UInt64 {
            value.cast_unsigned().to_string()
        } else {
            value.to_string()
        }
    }

    fn flag_names(&self, value: i64) -> Option<Vec<String>> {
        let mut sorted: Vec<_> = self.values.iter().filter(|(_, v)| *v != 0).collect();
        sorted.sort_by_key(|(_, v)| v.cast_unsigned());
        let mut rest = value;
        let mut names = Vec::new();
        for (name, bits) in sorted.iter().rev() {
            if rest & bits == *bits {
                rest &= !bits;
                names.push(name.to_string());
            }
        }
        names.reverse();
        (rest == 0).then_some(names)
    }
}

/// A value of an enumeration.
#[derive(Debug)]
pub struct EnumValue {
    ty: TypeRef,
    /// The number, by its bits where it is an unsigned 64-bit one.
    pub raw: i64,
}

impl EnumValue {
    /// A value of the enumeration `ty`.
    pub fn new(ty: TypeRef, raw: i64) -> Self {
        Self { ty, raw }
    }

    /// Its type.
    pub fn type_ref(&self) -> TypeRef {
        self.ty.clone()
    }

    /// The enumeration.
    pub fn info(&self) -> Option<&EnumInfo> {
        self.ty.enum_info()
    }

    /// What `ToString()` gives.
    pub fn text(&self) -> String {
        self.info().map_or_else(|| self.raw.to_string(), |info| info.text(self.raw))
    }
}
