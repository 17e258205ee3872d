//! Scopes and variables.
//!
//! A scope keeps the variables that its block names in slots, and all others in a table. A slot turns into a shared
//! [`Variable`] as soon as something but the block's own code takes hold of it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::command::{Alias, Check, Function};
use crate::names::Name;
use crate::types::TypeRef;
use crate::value::{PsStr, Value};

type Table<T> = HashMap<Name, T, foldhash::fast::RandomState>;

/// A variable that more than one place can hold.
pub struct Variable {
    /// Name, in the letter case of its making.
    pub name: Rc<str>,
    value: RefCell<Value>,
    /// Type, validations and options, where there are any.
    pub info: RefCell<Option<Box<VariableInfo>>>,
}

/// What a variable has beside its value.
#[derive(Clone, Default)]
pub struct VariableInfo {
    /// Types that values are cast to, outermost first.
    pub types: Vec<TypeRef>,
    /// Validations.
    pub checks: Vec<Check>,
    /// Cannot be changed or removed, except with `-Force`.
    pub read_only: bool,
    /// Can never be changed or removed.
    pub constant: bool,
    /// Seen in its own scope alone.
    pub private: bool,
    /// Copied into every new scope.
    pub all_scope: bool,
    /// Whether it is a parameter: values that do not convert raise the conversion's own error.
    pub of_parameter: bool,
    /// Description.
    pub description: Option<PsStr>,
}

impl Variable {
    /// A plain variable.
    pub fn new(name: impl Into<Rc<str>>, value: Value) -> Rc<Self> {
        Rc::new(Self { name: name.into(), value: RefCell::new(value), info: RefCell::default() })
    }

    /// Its value.
    pub fn get(&self) -> Value {
        self.value.borrow().clone()
    }

    /// Changes the value, without asking its type, validations or options.
    pub fn put(&self, value: Value) {
        self.value.replace(value);
    }

    /// Changes the value in place, where nothing but the value is there; what `change` says, or `None`.
    #[inline]
    pub fn update<T>(&self, change: impl FnOnce(&mut Value) -> Option<T>) -> Option<T> {
        if self.is_plain() { change(&mut self.value.borrow_mut()) } else { None }
    }

    /// The value, where it is a small integer.
    #[inline]
    pub fn int(&self) -> Option<i32> {
        match &*self.value.borrow() {
            Value::Int(i) => Some(*i),
            _ => None,
        }
    }

    /// Takes the value out for a change in place; `$null` stands there meanwhile.
    pub fn take(&self) -> Value {
        self.value.replace(Value::Null)
    }

    /// Whether nothing but the value is there, so that it can be changed without asking.
    pub fn is_plain(&self) -> bool {
        self.info.borrow().is_none()
    }
}

/// A variable in a block's slots.
#[derive(Clone)]
pub enum Slot {
    /// Not set in this scope.
    Unset,
    /// A value that only the block's own code sees.
    Plain(Value),
    /// A shared variable.
    Shared(Rc<Variable>),
}

/// What a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// The session.
    Global,
    /// A module.
    Module,
    /// A script file.
    Script,
    /// A function or script block.
    Local,
}

/// A scope.
pub struct Scope {
    /// What it belongs to.
    pub kind: ScopeKind,
    /// The scope that is asked next.
    pub parent: Option<Rc<Scope>>,
    /// Values of the block's own variables.
    pub slots: RefCell<Vec<Slot>>,
    /// Their names.
    pub names: RefCell<Option<Rc<crate::code::BlockCode>>>,
    variables: RefCell<Option<Box<Table<Rc<Variable>>>>>,
    functions: RefCell<Option<Box<Table<Rc<Function>>>>>,
    aliases: RefCell<Option<Box<Table<Rc<Alias>>>>>,
    /// Classes and enumerations.
    types: RefCell<Option<Box<Table<TypeRef>>>>,
    /// `Set-StrictMode` version times ten, 0 for off; `None` asks the parent.
    pub strict: Cell<Option<u32>>,
    /// Name of the module that the scope belongs to.
    pub module: RefCell<Option<Rc<str>>>,
}

impl Scope {
    /// A new scope below `parent`.
    pub fn new(kind: ScopeKind, parent: Option<Rc<Self>>) -> Rc<Self> {
        Rc::new(Self {
            kind,
            parent,
            slots: RefCell::default(),
            names: RefCell::default(),
            variables: RefCell::default(),
            functions: RefCell::default(),
            aliases: RefCell::default(),
            types: RefCell::default(),
            strict: Cell::new(None),
            module: RefCell::default(),
        })
    }

    /// A scope for a call of `code`, its slots unset.
    pub fn for_code(kind: ScopeKind, parent: Rc<Self>, code: &Rc<crate::code::BlockCode>) -> Rc<Self> {
        let scope = Self::new(kind, Some(parent));
        scope.slots.borrow_mut().resize(code.names.len(), Slot::Unset);
        *scope.names.borrow_mut() = Some(code.clone());
        scope
    }

    /// A variable of this very scope, as a shared one.
    pub fn own(&self, name: Name) -> Option<Rc<Variable>> {
        if let Some(code) = &*self.names.borrow()
            && let Some(at) = code.slot_of(name)
            && let Some(slot) = self.slots.borrow_mut().get_mut(at)
        {
            match slot {
                Slot::Shared(variable) => return Some(variable.clone()),
                Slot::Plain(value) => {
                    let variable = Variable::new(name.text(), std::mem::replace(value, Value::Null));
                    *slot = Slot::Shared(variable.clone());
                    return Some(variable);
                }
                Slot::Unset => {}
            }
        }
        self.variables.borrow().as_ref()?.get(&name).cloned()
    }

    /// The value of a variable of this very scope.
    pub fn own_value(&self, name: Name) -> Option<Value> {
        if let Some(code) = &*self.names.borrow()
            && let Some(at) = code.slot_of(name)
        {
            match self.slots.borrow().get(at) {
                Some(Slot::Plain(value)) => return Some(value.clone()),
                Some(Slot::Shared(variable)) => return Some(variable.get()),
                _ => {}
            }
        }
        self.variables.borrow().as_ref()?.get(&name).map(|v| v.get())
    }

    /// The variable as seen from this scope: its own, or the nearest parent's that is not private.
    pub fn find(self: &Rc<Self>, name: Name) -> Option<Rc<Variable>> {
        let mut scope = Some(self);
        let mut own = true;
        while let Some(here) = scope {
            if let Some(variable) = here.own(name)
                && (own || !is_private(&variable))
            {
                return Some(variable);
            }
            own = false;
            scope = here.parent.as_ref();
        }
        None
    }

    /// The value of the variable as seen from this scope.
    pub fn find_value(self: &Rc<Self>, name: Name) -> Option<Value> {
        let mut scope = Some(self);
        let mut own = true;
        while let Some(here) = scope {
            if own {
                if let Some(value) = here.own_value(name) {
                    return Some(value);
                }
            } else if let Some(value) = here.visible_value(name) {
                return Some(value);
            }
            own = false;
            scope = here.parent.as_ref();
        }
        None
    }

    fn visible_value(&self, name: Name) -> Option<Value> {
        if let Some(code) = &*self.names.borrow()
            && let Some(at) = code.slot_of(name)
        {
            match self.slots.borrow().get(at) {
                Some(Slot::Plain(value)) => return Some(value.clone()),
                Some(Slot::Shared(variable)) if !is_private(variable) => return Some(variable.get()),
                _ => {}
            }
        }
        let variables = self.variables.borrow();
        let variable = variables.as_ref()?.get(&name)?;
        (!is_private(variable)).then(|| variable.get())
    }

    /// The variable of this very scope, made where there is none.
    pub fn declare(&self, name: Name) -> Rc<Variable> {
        if let Some(known) = self.own(name) {
            return known;
        }
        let variable = Variable::new(name.text(), Value::Null);
        self.put(name, variable.clone());
        variable
    }

    /// Puts a variable into this very scope, in place of one of the same name.
    pub fn put(&self, name: Name, variable: Rc<Variable>) {
        if let Some(code) = &*self.names.borrow()
            && let Some(at) = code.slot_of(name)
            && let Some(slot) = self.slots.borrow_mut().get_mut(at)
        {
            *slot = Slot::Shared(variable);
            return;
        }
        self.variables.borrow_mut().get_or_insert_default().insert(name, variable);
    }

    /// Sets a plain variable of this very scope.
    pub fn set(&self, name: Name, value: Value) {
        self.declare(name).put(value);
    }

    /// Takes a variable of this very scope away.
    pub fn remove(&self, name: Name) -> bool {
        if let Some(code) = &*self.names.borrow()
            && let Some(at) = code.slot_of(name)
            && let Some(slot) = self.slots.borrow_mut().get_mut(at)
            && !matches!(slot, Slot::Unset)
        {
            *slot = Slot::Unset;
            return true;
        }
        self.variables.borrow_mut().as_mut().is_some_and(|v| v.remove(&name).is_some())
    }

    /// All variables of this very scope.
    pub fn own_variables(&self) -> Vec<Rc<Variable>> {
        let mut all: Vec<Rc<Variable>> =
            self.variables.borrow().as_ref().map(|v| v.values().cloned().collect()).unwrap_or_default();
        let names: Vec<Name> = self.names.borrow().as_ref().map(|c| c.names.to_vec()).unwrap_or_default();
        all.extend(names.into_iter().filter_map(|n| self.own(n)));
        all.sort_by_key(|v| v.name.to_lowercase());
        all.dedup_by(|a, b| Rc::ptr_eq(a, b));
        all
    }

    /// This scope and its parents, the nearest first.
    pub fn chain(self: &Rc<Self>) -> impl Iterator<Item = Rc<Self>> {
        std::iter::successors(Some(self.clone()), |s| s.parent.clone())
    }

    /// The scope that `script:` means.
    pub fn script_scope(self: &Rc<Self>) -> Rc<Self> {
        self.chain().find(|s| s.kind != ScopeKind::Local).unwrap_or_else(|| self.clone())
    }

    /// The session's scope.
    pub fn global(self: &Rc<Self>) -> Rc<Self> {
        self.chain().last().unwrap_or_else(|| self.clone())
    }

    /// The module's or session's scope that a new script block belongs to.
    pub fn home(self: &Rc<Self>) -> Rc<Self> {
        self.chain()
            .find(|s| matches!(s.kind, ScopeKind::Global | ScopeKind::Module))
            .unwrap_or_else(|| self.clone())
    }

    /// Defines a function in this very scope.
    pub fn set_function(&self, function: Rc<Function>) {
        let name = Name::of(&function.name);
        self.functions.borrow_mut().get_or_insert_default().insert(name, function);
    }

    /// A function as seen from this scope.
    pub fn find_function(self: &Rc<Self>, name: Name) -> Option<Rc<Function>> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some(function) = here.functions.borrow().as_ref().and_then(|f| f.get(&name)) {
                return Some(function.clone());
            }
            scope = here.parent.as_ref();
        }
        None
    }

    /// Whether a function of that module is seen from this scope.
    pub fn has_functions_of(self: &Rc<Self>, module: &str) -> bool {
        let mut scope = Some(self);
        while let Some(here) = scope {
            let own = here.functions.borrow();
            let mut own = own.iter().flat_map(|f| f.values());
            if own.any(|f| f.module.as_deref().is_some_and(|m| m.eq_ignore_ascii_case(module))) {
                return true;
            }
            scope = here.parent.as_ref();
        }
        false
    }

    /// Gives a variable of this very scope a value whatever its type and options say: those who hold it see the change.
    pub fn force(&self, name: &str, value: Value) {
        match self.own(Name::of(name)) {
            Some(variable) => variable.put(value),
            None => self.put(Name::of(name), Variable::new(name, value)),
        }
    }

    /// Functions of this very scope.
    pub fn own_functions(&self) -> Vec<Rc<Function>> {
        self.functions.borrow().as_ref().map(|f| f.values().cloned().collect()).unwrap_or_default()
    }

    /// Takes a function away.
    pub fn remove_function(&self, name: Name) -> bool {
        self.functions.borrow_mut().as_mut().is_some_and(|f| f.remove(&name).is_some())
    }

    /// Makes a class or enumeration known in this very scope.
    pub fn set_type(&self, ty: TypeRef) {
        let name = Name::of(ty.full_name());
        self.types.borrow_mut().get_or_insert_default().insert(name, ty);
    }

    /// A class or enumeration as seen from this scope.
    pub fn find_type(self: &Rc<Self>, name: Name) -> Option<TypeRef> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some(ty) = here.types.borrow().as_ref().and_then(|t| t.get(&name)) {
                return Some(ty.clone());
            }
            scope = here.parent.as_ref();
        }
        None
    }

    /// Defines an alias in this very scope.
    pub fn set_alias(&self, alias: Rc<Alias>) {
        let name = Name::of(&alias.name);
        self.aliases.borrow_mut().get_or_insert_default().insert(name, alias);
    }

    /// An alias as seen from this scope.
    pub fn find_alias(self: &Rc<Self>, name: Name) -> Option<Rc<Alias>> {
        let mut scope = Some(self);
        while let Some(here) = scope {
            if let Some(alias) = here.aliases.borrow().as_ref().and_then(|a| a.get(&name)) {
                return Some(alias.clone());
            }
            scope = here.parent.as_ref();
        }
        None
    }

    /// Aliases of this very scope.
    pub fn own_aliases(&self) -> Vec<Rc<Alias>> {
        self.aliases.borrow().as_ref().map(|a| a.values().cloned().collect()).unwrap_or_default()
    }

    /// Takes an alias away.
    pub fn remove_alias(&self, name: Name) -> bool {
        self.aliases.borrow_mut().as_mut().is_some_and(|a| a.remove(&name).is_some())
    }

    /// The strict mode in force here, times ten; 0 for off.
    pub fn strict_mode(self: &Rc<Self>) -> u32 {
        self.chain().find_map(|s| s.strict.get()).unwrap_or(0)
    }
}

fn is_private(variable: &Variable) -> bool {
    variable.info.borrow().as_ref().is_some_and(|i| i.private)
}

#[cfg(test)]
mod tests {
    use super::Slot;

    #[test]
    fn a_slot_is_no_larger_than_a_value() {
        assert_eq!(size_of::<Slot>(), 16);
    }
}
