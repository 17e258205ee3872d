//! Interned names of variables and labels: letter case aside, a number each.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A variable's or label's name. Names that differ in letter case alone are equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Name(u32);

#[derive(Default)]
struct Interner {
    numbers: HashMap<Rc<str>, u32, foldhash::fast::RandomState>,
    texts: Vec<Rc<str>>,
}

thread_local! {
    static NAMES: RefCell<Interner> = RefCell::default();
}

impl Name {
    /// The name of a text.
    pub fn of(text: &str) -> Self {
        NAMES.with(|names| {
            let mut names = names.borrow_mut();
            if let Some(&number) = names.numbers.get(text) {
                return Self(number);
            }
            let folded: Rc<str> = text.to_lowercase().into();
            if let Some(&number) = names.numbers.get(&folded) {
                names.numbers.insert(text.into(), number);
                return Self(number);
            }
            let number = u32::try_from(names.texts.len()).unwrap_or(u32::MAX);
            names.texts.push(text.into());
            names.numbers.insert(folded, number);
            names.numbers.insert(text.into(), number);
            Self(number)
        })
    }

    /// The text, in the letter case in which it was first seen.
    pub fn text(self) -> Rc<str> {
        NAMES.with(|names| names.borrow().texts.get(self.0 as usize).cloned().unwrap_or_else(|| "".into()))
    }
}
