//! The delegate types that scripts name: a script block is one as it is.

use crate::types::TypeDef;

const fn delegate(name: &'static str) -> TypeDef {
    TypeDef { base: Some("System.MulticastDelegate"), ..TypeDef::new(name) }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &delegate("System.Predicate`1"),
    &delegate("System.Comparison`1"),
    &delegate("System.Converter`2"),
    &delegate("System.Func`1"),
    &delegate("System.Func`2"),
    &delegate("System.Func`3"),
    &delegate("System.Func`4"),
    &delegate("System.Action`1"),
    &delegate("System.Action`2"),
    &delegate("System.Action`3"),
];
