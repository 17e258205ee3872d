//! Overloads that the catalogue records, parsed when they are first asked for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::native::{Method, parse_method};
use super::{TypeKind, TypeRef};
use crate::error::{Raised, Result};
use crate::types::Call;
use crate::value::Value;

/// Which of a type's overloads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OverloadKind {
    /// Constructors, under the name `new`.
    Constructors,
    /// Instance methods.
    Methods,
    /// Static methods.
    StaticMethods,
    /// Operators.
    Operators,
}

type Key = (TypeRef, OverloadKind, Rc<str>);

thread_local! {
    static PARSED: RefCell<HashMap<Key, Rc<[Method]>>> = RefCell::default();
}

/// The recorded overloads of a type that is not generic, by folded name. Overloads that take spans or pointers, and
/// generic ones, are left out: no argument of a script is one.
pub fn recorded_overloads(ty: &TypeRef, kind: OverloadKind, folded: &str) -> Rc<[Method]> {
    let key = (ty.clone(), kind, Rc::from(folded));
    if let Some(known) = PARSED.with(|p| p.borrow().get(&key).cloned()) {
        return known;
    }
    let parsed: Rc<[Method]> = read(ty, kind, folded).into();
    PARSED.with(|p| p.borrow_mut().insert(key, parsed.clone()));
    parsed
}

fn read(ty: &TypeRef, kind: OverloadKind, folded: &str) -> Vec<Method> {
    if !matches!(ty.kind(), TypeKind::Plain) {
        return Vec::new();
    }
    let Some(record) = ty.record() else { return Vec::new() };
    let texts: Box<dyn Iterator<Item = &'static str>> = match kind {
        OverloadKind::Constructors => Box::new(record.constructors()),
        OverloadKind::Methods => Box::new(record.methods()),
        OverloadKind::StaticMethods => Box::new(record.static_methods()),
        OverloadKind::Operators => Box::new(record.operators()),
    };
    texts
        .filter(|text| named(text, folded) && !text.contains("Span[") && !text.contains('*'))
        .map(|text| {
            let mut method = parse_method(text, not_built);
            method.built = false;
            method
        })
        .collect()
}

fn named(text: &str, folded: &str) -> bool {
    let head = text.split('(').next().unwrap_or(text);
    head.rsplit(' ').next().is_some_and(|name| name.eq_ignore_ascii_case(folded))
}

fn not_built(call: &mut Call<'_>) -> Result<Value> {
    Err(Raised::not_supported(call.ty.full_name()))
}
