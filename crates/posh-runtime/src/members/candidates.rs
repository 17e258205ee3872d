//! The overloads of a name: those with code behind them, of the type and its bases, and those that are only recorded.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::overload::{NoOverload, choose, convert_arguments};
use crate::error::Result;
use crate::runspace::Runspace;
use crate::types::{Method, OverloadKind, TypeRef, native_members, recorded_overloads};
use crate::value::Value;

/// An overload and the type whose code it is.
#[derive(Clone)]
pub(super) struct Overload {
    /// The type or the base that has it.
    pub owner: TypeRef,
    /// The overload.
    pub method: Method,
}

/// An overload with the arguments that it takes, where those are not the ones that were given; or why there is none.
pub(super) type Chosen<'o> = std::result::Result<(&'o Overload, Option<Vec<Value>>), NoOverload>;

type ByName = HashMap<Rc<str>, Rc<[Overload]>>;

thread_local! {
    static INSTANCE: RefCell<HashMap<TypeRef, ByName>> = RefCell::default();
    static STATIC: RefCell<HashMap<TypeRef, ByName>> = RefCell::default();
}

/// All overloads of a name. The result is empty where none has code behind it.
pub(super) fn overloads(ty: &TypeRef, name: &str, is_static: bool) -> Rc<[Overload]> {
    let cache = if is_static { &STATIC } else { &INSTANCE };
    let known = cache.with(|c| c.borrow().get(ty).and_then(|by_name| by_name.get(name).cloned()));
    if let Some(known) = known {
        return known;
    }
    let found: Rc<[Overload]> = find(ty, &name.to_lowercase(), is_static).into();
    cache.with(|c| c.borrow_mut().entry(ty.clone()).or_default().insert(name.into(), found.clone()));
    found
}

/// Forgets what was found: a host has added types.
pub(crate) fn forget() {
    INSTANCE.with(|c| c.borrow_mut().clear());
    STATIC.with(|c| c.borrow_mut().clear());
}

fn find(ty: &TypeRef, folded: &str, is_static: bool) -> Vec<Overload> {
    let mut found: Vec<Overload> = Vec::new();
    let chain = std::iter::once(ty.clone()).chain(ty.bases().iter().cloned());
    for owner in chain {
        let Some(members) = native_members(owner.definition_name()) else { continue };
        let Some(methods) = members.methods.get(folded) else { continue };
        for method in methods.iter().filter(|m| m.is_static == is_static) {
            add(&mut found, ty, Overload { owner: owner.clone(), method: method.clone() });
        }
    }
    if !found.is_empty() {
        let kind = if is_static { OverloadKind::StaticMethods } else { OverloadKind::Methods };
        for method in recorded_overloads(ty, kind, folded).iter() {
            add(&mut found, ty, Overload { owner: ty.clone(), method: method.clone() });
        }
    }
    found
}

/// Adds an overload, unless one of a nearer type takes the same parameters.
fn add(found: &mut Vec<Overload>, ty: &TypeRef, next: Overload) {
    let same = |one: &Overload| {
        let (a, b) = (&one.method.parameters, &next.method.parameters);
        a.len() == b.len()
            && a.iter().zip(b.iter()).all(|(a, b)| a.ty.of(ty) == b.ty.of(ty) && a.by_ref == b.by_ref)
    };
    if !found.iter().any(same) {
        found.push(next);
    }
}

/// The overload that takes the arguments best. Where that is one that has no code, the arguments become what it takes,
/// and the best of those that have code takes them on.
pub(super) fn best<'o>(
    rs: &mut Runspace,
    overloads: &'o [Overload],
    ty: &TypeRef,
    args: &[Value],
) -> Result<Chosen<'o>> {
    let name = |o: &'o Overload| (o, None);
    let find = |chosen: &Method| overloads.iter().find(|o| std::ptr::eq(&o.method, chosen));
    let chosen = match choose(overloads.iter().map(|o| &o.method), ty, args) {
        Ok(chosen) => chosen,
        Err(why) => return Ok(Err(why)),
    };
    if chosen.built {
        return Ok(find(chosen).map(name).ok_or(NoOverload::NoneFits));
    }
    let built = || overloads.iter().map(|o| &o.method).filter(|m| m.built);
    let converted = convert_arguments(rs, chosen, ty, args)?;
    let taken = choose(built(), ty, &converted).ok().and_then(find);
    if let Some(taken) = taken {
        return Ok(Ok((taken, Some(converted))));
    }
    Ok(choose(built(), ty, args).ok().and_then(find).map(name).ok_or(NoOverload::NoneFits))
}
