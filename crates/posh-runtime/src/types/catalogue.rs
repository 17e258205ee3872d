//! The recorded facts about .NET and PowerShell types: names, bases, member texts, enumerations, accelerators.

use std::rc::Rc;

use super::TypeCode;
use crate::value::EnumInfo;

const TYPES: &str = include_str!(concat!(env!("OUT_DIR"), "/types.txt"));
const TYPES_INDEX: &[u32] = include!(concat!(env!("OUT_DIR"), "/types.rs"));
const ENUMS: &str = include_str!(concat!(env!("OUT_DIR"), "/enums.txt"));
const ENUMS_INDEX: &[u32] = include!(concat!(env!("OUT_DIR"), "/enums.rs"));
const ACCELERATORS: &str = include_str!(concat!(env!("OUT_DIR"), "/accelerators.txt"));
const ACCELERATORS_INDEX: &[u32] = include!(concat!(env!("OUT_DIR"), "/accelerators.rs"));

fn record_at(data: &'static str, offset: u32) -> &'static str {
    let rest = data.get(offset as usize..).unwrap_or("");
    rest.split('\u{1e}').next().unwrap_or("")
}

fn find(data: &'static str, index: &[u32], name: &str) -> Option<&'static str> {
    let wanted = name.to_lowercase();
    let at = index
        .binary_search_by(|&offset| {
            let record = record_at(data, offset);
            let key = record.split('\u{1f}').next().unwrap_or("");
            key.to_lowercase().cmp(&wanted)
        })
        .ok()?;
    index.get(at).map(|&offset| record_at(data, offset))
}

/// What is recorded of a type.
#[derive(Clone, Copy)]
pub struct TypeRecord {
    fields: [&'static str; 10],
}

impl TypeRecord {
    /// The record of a type, by its full name in any letter case.
    pub fn find(name: &str) -> Option<Self> {
        let record = find(TYPES, TYPES_INDEX, name)?;
        let mut fields = [""; 10];
        for (slot, field) in fields.iter_mut().zip(record.split('\u{1f}')) {
            *slot = field;
        }
        Some(Self { fields })
    }

    /// All recorded type names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TYPES_INDEX.iter().map(|&o| record_at(TYPES, o).split('\u{1f}').next().unwrap_or(""))
    }

    fn list(self, field: usize) -> impl Iterator<Item = &'static str> {
        self.fields[field].split('\u{1d}').filter(|s| !s.is_empty())
    }

    /// Full name.
    pub fn name(self) -> &'static str {
        self.fields[0]
    }

    /// `class`, `struct`, `interface` ...
    pub fn kind(self) -> &'static str {
        self.fields[1]
    }

    /// Base classes, the nearest first.
    pub fn bases(self) -> impl Iterator<Item = &'static str> {
        self.list(2)
    }

    /// Interfaces, sorted.
    pub fn interfaces(self) -> impl Iterator<Item = &'static str> {
        self.list(3)
    }

    /// Constructors, as `OverloadDefinitions` prints them.
    pub fn constructors(self) -> impl Iterator<Item = &'static str> {
        self.list(4)
    }

    /// Properties in the adapter's order, such as `int Length {get;}`.
    pub fn properties(self) -> impl Iterator<Item = &'static str> {
        self.list(5)
    }

    /// Static properties.
    pub fn static_properties(self) -> impl Iterator<Item = &'static str> {
        self.list(6)
    }

    /// Methods, one overload each.
    pub fn methods(self) -> impl Iterator<Item = &'static str> {
        self.list(7)
    }

    /// Static methods, one overload each.
    pub fn static_methods(self) -> impl Iterator<Item = &'static str> {
        self.list(8)
    }

    /// Operators (`op_Addition`, `op_Implicit` ...), one overload each.
    pub fn operators(self) -> impl Iterator<Item = &'static str> {
        self.list(9)
    }
}

/// An enumeration of .NET or PowerShell, by its full name in any letter case.
pub fn find_enum(name: &str) -> Option<EnumInfo> {
    let record = find(ENUMS, ENUMS_INDEX, name)?;
    let mut fields = record.split('\u{1f}');
    let name: Rc<str> = fields.next()?.into();
    let underlying = TypeCode::of_name(fields.next()?);
    let flags = fields.next()? == "1";
    let values = fields
        .filter_map(|item| {
            let (name, value) = item.split_once('=')?;
            let number = value.parse::<i64>().or_else(|_| value.parse::<u64>().map(u64::cast_signed)).ok()?;
            Some((Rc::from(name), number))
        })
        .collect();
    Some(EnumInfo { name, flags, underlying, values })
}

/// Full name behind a type accelerator such as `int` or `pscredential`.
pub fn find_accelerator(name: &str) -> Option<&'static str> {
    find(ACCELERATORS, ACCELERATORS_INDEX, name)?.split('\u{1f}').nth(1)
}

/// All accelerators: short name and full name.
pub fn accelerators() -> impl Iterator<Item = (&'static str, &'static str)> {
    ACCELERATORS_INDEX.iter().filter_map(|&o| record_at(ACCELERATORS, o).split_once('\u{1f}'))
}
