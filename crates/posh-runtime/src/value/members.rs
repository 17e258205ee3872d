//! Members and type names that a script puts on a value (`Add-Member`, `PSObject.TypeNames`).

use std::cell::RefCell;
use std::rc::Rc;

use super::Value;

/// What a member put on a value is.
#[derive(Clone)]
pub enum MemberValue {
    /// `NoteProperty`.
    Note(Value),
    /// `AliasProperty`: the name of another member.
    Alias(Rc<str>),
    /// `ScriptProperty`: getter and setter blocks.
    Script {
        /// Getter.
        get: Value,
        /// Setter, or `$null`.
        set: Value,
    },
    /// `ScriptMethod`.
    Method(Value),
    /// `PropertySet`: names of properties.
    PropertySet(Rc<[Rc<str>]>),
    /// `MemberSet`: members below a name, such as `PSStandardMembers`.
    MemberSet(Rc<InstanceMembers>),
}

/// A member put on a value.
#[derive(Clone)]
pub struct InstanceMember {
    /// Name in the letter case of its making.
    pub name: Rc<str>,
    /// What it is.
    pub value: MemberValue,
    /// Whether Get-Member and formatting leave it out.
    pub hidden: bool,
}

#[derive(Default)]
struct Extra {
    members: Vec<InstanceMember>,
    /// `None`: the type's own names.
    type_names: Option<Vec<Rc<str>>>,
}

/// The members and type names of one value; nothing is allocated until one is put.
#[derive(Default)]
pub struct InstanceMembers(RefCell<Option<Box<Extra>>>);

impl InstanceMembers {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().as_ref().is_none_or(|e| e.members.is_empty())
    }

    /// The member of that name, in any letter case.
    pub fn get(&self, name: &str) -> Option<InstanceMember> {
        let extra = self.0.borrow();
        extra.as_ref()?.members.iter().find(|m| m.name.eq_ignore_ascii_case(name)).cloned()
    }

    /// Puts a member, in place of one of the same name.
    pub fn set(&self, member: InstanceMember) {
        let mut extra = self.0.borrow_mut();
        let members = &mut extra.get_or_insert_default().members;
        match members.iter_mut().find(|m| m.name.eq_ignore_ascii_case(&member.name)) {
            Some(slot) => *slot = member,
            None => members.push(member),
        }
    }

    /// Takes a member away; false where there was none.
    pub fn remove(&self, name: &str) -> bool {
        let mut extra = self.0.borrow_mut();
        let Some(extra) = extra.as_mut() else { return false };
        let before = extra.members.len();
        extra.members.retain(|m| !m.name.eq_ignore_ascii_case(name));
        extra.members.len() != before
    }

    /// All members in the order of their making.
    pub fn all(&self) -> Vec<InstanceMember> {
        self.0.borrow().as_ref().map(|e| e.members.clone()).unwrap_or_default()
    }

    /// Type names, where they are not the type's own.
    pub fn type_names(&self) -> Option<Vec<Rc<str>>> {
        self.0.borrow().as_ref()?.type_names.clone()
    }

    /// Replaces the type names.
    pub fn set_type_names(&self, names: Vec<Rc<str>>) {
        self.0.borrow_mut().get_or_insert_default().type_names = Some(names);
    }

    /// A copy with the same members.
    pub fn copy(&self) -> Self {
        let extra = self.0.borrow();
        Self(RefCell::new(
            extra
                .as_ref()
                .map(|e| Box::new(Extra { members: e.members.clone(), type_names: e.type_names.clone() })),
        ))
    }
}
