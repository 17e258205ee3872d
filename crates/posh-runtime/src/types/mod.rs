//! The type system: types, what they derive from, and the members that native code gives them.

mod catalogue;
mod class;
mod code;
pub mod known;
mod native;
mod recorded;
mod resolve;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

pub use catalogue::{TypeRecord, accelerators, find_accelerator, find_enum};
pub use class::{ClassInfo, ClassMembers, ClassMethod, ClassProperty};
pub use code::TypeCode;
pub use native::{
    Call, Constructor, Member, Members, Method, NativeFn, Parameter, ParameterType, Property, PropertyDef,
    TypeDef, equatable_text, members_of as native_members, register,
};
pub use recorded::{OverloadKind, recorded_overloads};
pub use resolve::{TypeNameError, resolve_name, resolve_type_name, written};

use crate::value::EnumInfo;

/// A type. Two references to one type are equal; each type stands once in a thread.
#[derive(Clone)]
pub struct TypeRef(Rc<TypeInfo>);

/// What a type is.
pub enum TypeKind {
    /// A type of .NET, PowerShell or the host that is not generic.
    Plain,
    /// An array.
    Array {
        /// Element type.
        element: TypeRef,
        /// Number of dimensions.
        rank: u8,
    },
    /// A closed generic type.
    Generic {
        /// Full name of the definition, such as ``System.Collections.Generic.List`1``.
        definition: Rc<str>,
        /// Its arguments.
        arguments: Vec<TypeRef>,
    },
    /// An enumeration.
    Enum(EnumInfo),
    /// A class of a script.
    Class(Rc<ClassInfo>),
}

/// A type's facts.
pub struct TypeInfo {
    name: Rc<str>,
    code: TypeCode,
    kind: TypeKind,
    bases: OnceCell<Vec<TypeRef>>,
    record: OnceCell<Option<TypeRecord>>,
}

impl PartialEq for TypeRef {
    fn eq(&self, other: &Self) -> bool {
        // A class has a type while its members are read, and another when they are known.
        Rc::ptr_eq(&self.0, &other.0)
            || match (&self.0.kind, &other.0.kind) {
                (TypeKind::Class(a), TypeKind::Class(b)) => Arc::ptr_eq(&a.ast, &b.ast),
                _ => false,
            }
    }
}

impl Eq for TypeRef {}

impl std::hash::Hash for TypeRef {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        Rc::as_ptr(&self.0).hash(state);
    }
}

impl fmt::Debug for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0.name)
    }
}

thread_local! {
    static TYPES: RefCell<HashMap<Rc<str>, TypeRef>> = RefCell::default();
}

fn interned(name: &str, make: impl FnOnce() -> TypeInfo) -> TypeRef {
    if let Some(known) = TYPES.with(|types| types.borrow().get(name).cloned()) {
        return known;
    }
    let info = make();
    let name = info.name.clone();
    let made = TypeRef(Rc::new(info));
    TYPES.with(|types| types.borrow_mut().entry(name).or_insert(made).clone())
}

impl TypeRef {
    /// The type of a full name that is known to be one.
    pub fn named(name: &str) -> Self {
        interned(name, || {
            let (code, kind) = match find_enum(name) {
                Some(info) => (TypeCode::Enum, TypeKind::Enum(info)),
                None => (TypeCode::of_name(name), TypeKind::Plain),
            };
            TypeInfo { name: name.into(), code, kind, bases: OnceCell::new(), record: OnceCell::new() }
        })
    }

    /// An array type.
    pub fn array_of(element: Self, rank: u8) -> Self {
        let name = format!("{}[{}]", element.full_name(), ",".repeat(usize::from(rank.max(1) - 1)));
        interned(&name, || TypeInfo {
            name: name.as_str().into(),
            code: TypeCode::Array,
            kind: TypeKind::Array { element, rank: rank.max(1) },
            bases: OnceCell::new(),
            record: OnceCell::new(),
        })
    }

    /// A closed generic type.
    pub fn generic(definition: &str, arguments: Vec<Self>) -> Self {
        let inner: Vec<&str> = arguments.iter().map(Self::full_name).collect();
        let name = format!("{definition}[{}]", inner.join(","));
        interned(&name, || TypeInfo {
            name: name.as_str().into(),
            code: if definition == "System.Nullable`1" { TypeCode::Nullable } else { TypeCode::Other },
            kind: TypeKind::Generic { definition: definition.into(), arguments },
            bases: OnceCell::new(),
            record: OnceCell::new(),
        })
    }

    /// A class that a script defines; each definition is a type of its own.
    pub fn of_class(class: Rc<ClassInfo>) -> Self {
        Self(Rc::new(TypeInfo {
            name: class.name.clone(),
            code: TypeCode::Class,
            kind: TypeKind::Class(class),
            bases: OnceCell::new(),
            record: OnceCell::new(),
        }))
    }

    /// An enumeration that a script defines.
    pub fn of_enum(info: EnumInfo) -> Self {
        Self(Rc::new(TypeInfo {
            name: info.name.clone(),
            code: TypeCode::Enum,
            kind: TypeKind::Enum(info),
            bases: OnceCell::new(),
            record: OnceCell::new(),
        }))
    }

    /// Full name, as `Type.ToString()` gives it: ``System.Collections.Generic.List`1[System.Int32]``.
    pub fn full_name(&self) -> &str {
        &self.0.name
    }

    /// Full name, shared.
    pub fn shared_name(&self) -> Rc<str> {
        self.0.name.clone()
    }

    /// `Type.Name`: without namespace and arguments.
    pub fn name(&self) -> String {
        match &self.0.kind {
            TypeKind::Array { element, rank } => {
                format!("{}[{}]", element.name(), ",".repeat(usize::from(rank - 1)))
            }
            TypeKind::Generic { definition, .. } => last_part(definition).to_owned(),
            _ => last_part(&self.0.name).to_owned(),
        }
    }

    /// The name as PowerShell shows types: accelerators short, `System.` kept, generics with brackets.
    pub fn display_name(&self) -> String {
        match &self.0.kind {
            TypeKind::Array { element, rank } => {
                format!("{}[{}]", element.display_name(), ",".repeat(usize::from(rank - 1)))
            }
            TypeKind::Generic { definition, arguments } => {
                let open = definition.split('`').next().unwrap_or(definition);
                let inner: Vec<String> = arguments.iter().map(Self::display_name).collect();
                format!("{open}[{}]", inner.join(","))
            }
            TypeKind::Plain => shortest_accelerator(&self.0.name).unwrap_or(&self.0.name).to_owned(),
            _ => self.0.name.to_string(),
        }
    }

    /// Its code.
    pub fn code(&self) -> TypeCode {
        self.0.code
    }

    /// What it is.
    pub fn kind(&self) -> &TypeKind {
        &self.0.kind
    }

    /// The enumeration that it is.
    pub fn enum_info(&self) -> Option<&EnumInfo> {
        if let TypeKind::Enum(info) = &self.0.kind { Some(info) } else { None }
    }

    /// The class of a script that it is.
    pub fn class_info(&self) -> Option<&Rc<ClassInfo>> {
        if let TypeKind::Class(class) = &self.0.kind { Some(class) } else { None }
    }

    /// Element type of an array type.
    pub fn element(&self) -> Option<&Self> {
        if let TypeKind::Array { element, .. } = &self.0.kind { Some(element) } else { None }
    }

    /// Arguments of a generic type.
    pub fn generic_arguments(&self) -> &[Self] {
        if let TypeKind::Generic { arguments, .. } = &self.0.kind { arguments } else { &[] }
    }

    /// Name under which native code defines its members: the definition's of a generic type, else its own.
    pub fn definition_name(&self) -> &str {
        match &self.0.kind {
            TypeKind::Generic { definition, .. } => definition,
            TypeKind::Array { .. } => "System.Array",
            _ => &self.0.name,
        }
    }

    /// Base classes, the nearest first, `System.Object` last; without the type itself.
    pub fn bases(&self) -> &[Self] {
        self.0.bases.get_or_init(|| self.find_bases())
    }

    fn find_bases(&self) -> Vec<Self> {
        let names: &[&str] = match &self.0.kind {
            TypeKind::Array { .. } => &["System.Array", "System.Object"],
            TypeKind::Enum(_) => &["System.Enum", "System.ValueType", "System.Object"],
            TypeKind::Class(class) => {
                let base = class.base.clone();
                return std::iter::once(base.clone()).chain(base.bases().iter().cloned()).collect();
            }
            TypeKind::Generic { .. } | TypeKind::Plain => {
                if let Some(def) = native::lookup(self.definition_name())
                    && let Some(base) = def.base
                {
                    let base = Self::named(base);
                    return std::iter::once(base.clone()).chain(base.bases().iter().cloned()).collect();
                }
                if let Some(record) = self.record() {
                    return record.bases().map(Self::named).collect();
                }
                if &*self.0.name == "System.Object" { &[] } else { &["System.Object"] }
            }
        };
        names.iter().map(|name| Self::named(name)).collect()
    }

    /// The nearest base class.
    pub fn base(&self) -> Option<Self> {
        self.bases().first().cloned()
    }

    /// What the catalogue records of it.
    pub fn record(&self) -> Option<TypeRecord> {
        *self.0.record.get_or_init(|| {
            TypeRecord::find(&self.0.name).or_else(|| match &self.0.kind {
                TypeKind::Generic { definition, arguments } => {
                    let objects = vec!["System.Object"; arguments.len()].join(",");
                    TypeRecord::find(&format!("{definition}[{objects}]"))
                }
                _ => None,
            })
        })
    }

    /// Whether a value of this type is one of `other` (`-is`).
    pub fn is_a(&self, other: &Self) -> bool {
        if self == other || other.code() == TypeCode::Object {
            return true;
        }
        if let (Some(mine), Some(theirs)) = (self.element(), other.element()) {
            return mine.is_a(theirs) && mine.is_value_type() == theirs.is_value_type();
        }
        if self.bases().iter().any(|b| b == other) {
            return true;
        }
        self.implements(other)
    }

    fn implements(&self, interface: &Self) -> bool {
        let wanted = interface.full_name();
        let own = std::iter::once(self).chain(self.bases());
        for ty in own {
            if let Some(class) = ty.class_info()
                && class.interfaces.iter().any(|i| i == interface || i.implements(interface))
            {
                return true;
            }
            if let Some(def) = native::lookup(ty.definition_name())
                && def.interfaces.contains(&interface.definition_name())
            {
                return true;
            }
            if let Some(record) = ty.record()
                && record.interfaces().any(|i| {
                    i == wanted
                        || (i.contains('`')
                            && i.starts_with(interface.definition_name())
                            && matches!(interface.kind(), TypeKind::Generic { .. }))
                })
            {
                return true;
            }
        }
        self.element().is_some()
            && matches!(
                interface.definition_name(),
                "System.Collections.IEnumerable"
                    | "System.Collections.ICollection"
                    | "System.Collections.IList"
                    | "System.ICloneable"
                    | "System.Collections.Generic.IEnumerable`1"
                    | "System.Collections.Generic.IList`1"
                    | "System.Collections.Generic.ICollection`1"
            )
    }

    /// Whether it is a value type: a struct or an enumeration.
    pub fn is_value_type(&self) -> bool {
        match self.0.code {
            TypeCode::Enum => true,
            TypeCode::Void => true,
            TypeCode::Array | TypeCode::Class => false,
            _ => self.bases().iter().any(|b| b.full_name() == "System.ValueType"),
        }
    }

    /// Whether it is an interface.
    pub fn is_interface(&self) -> bool {
        self.record().is_some_and(|r| r.kind() == "interface")
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit(['.', '+']).next().unwrap_or(name)
}

fn shortest_accelerator(full: &str) -> Option<&'static str> {
    thread_local! {
        static SHORT: HashMap<&'static str, &'static str> = {
            let mut map: HashMap<&'static str, &'static str> = HashMap::new();
            for (short, full) in accelerators() {
                map.entry(full).and_modify(|known| if short.len() < known.len() { *known = short }).or_insert(short);
            }
            map
        };
    }
    SHORT.with(|short| short.get(full).copied())
}
