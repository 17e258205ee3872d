//! The process's environment with the session's changes over it. Programs that a script starts get both.

use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static CHANGES: RefCell<BTreeMap<String, Option<String>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A variable.
pub fn get(name: &str) -> Option<String> {
    match CHANGES.with(|c| c.borrow().get(name).cloned()) {
        Some(changed) => changed,
        None => std::env::var(name).ok(),
    }
}

/// Sets a variable, or removes it.
pub fn set(name: &str, value: Option<&str>) {
    let value = value.map(str::to_owned);
    CHANGES.with(|c| c.borrow_mut().insert(name.to_owned(), value));
}

/// All variables, sorted.
pub fn all() -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = std::env::vars().collect();
    CHANGES.with(|c| {
        for (name, value) in c.borrow().iter() {
            match value {
                Some(value) => all.insert(name.clone(), value.clone()),
                None => all.remove(name),
            };
        }
    });
    all
}

/// Gives a program the session's changes.
pub fn apply(command: &mut std::process::Command) {
    CHANGES.with(|c| {
        for (name, value) in c.borrow().iter() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
    });
}
