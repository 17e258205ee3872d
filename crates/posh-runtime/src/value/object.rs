//! Objects: custom objects, instances of script classes, and native ones.

use std::any::Any;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use super::{InstanceMembers, PropertyBag, Value};
use crate::types::{ClassInfo, TypeRef, known};

/// Data of an object that Rust code made: a list, a regular expression, an exception, an endpoint ...
///
/// Which members a script sees is the business of the object's type ([`crate::types::TypeDef`]).
pub trait Native: Any {}

/// What an object holds.
pub enum ObjectData {
    /// `PSCustomObject`.
    Custom(RefCell<PropertyBag>),
    /// An instance of a class that a script defined.
    Class(ClassInstance),
    /// Data of a native type.
    Native(Box<dyn Any>),
}

/// State of an instance of a script's class.
pub struct ClassInstance {
    /// The class.
    pub class: Rc<ClassInfo>,
    /// Properties, in the class's slot order, base classes first.
    pub slots: RefCell<Vec<Value>>,
    /// The native object of a .NET base class, such as an exception.
    pub base: OnceCell<Value>,
}

/// An object with identity.
pub struct Object {
    ty: TypeRef,
    /// What it holds.
    pub data: ObjectData,
    members: InstanceMembers,
}

const CUSTOM: &str = "System.Management.Automation.PSCustomObject";

impl Object {
    /// A custom object of a table's pairs; `PSTypeName` among them is its type's name.
    pub fn custom_of_table(mut bag: PropertyBag) -> Rc<Self> {
        let name = bag.remove("PSTypeName");
        let object = Self::custom(bag);
        if let Some(name) = name {
            let names = [crate::convert::plain_text(&name).as_str(), CUSTOM, "System.Object"].map(Rc::from);
            object.members.set_type_names(names.to_vec());
        }
        object
    }

    /// A custom object.
    pub fn custom(bag: PropertyBag) -> Rc<Self> {
        Rc::new(Self {
            ty: known::custom_object(),
            data: ObjectData::Custom(RefCell::new(bag)),
            members: InstanceMembers::default(),
        })
    }

    /// A `PSCustomObject` of properties in order.
    pub fn of_properties<N: Into<Rc<str>>>(properties: impl IntoIterator<Item = (N, Value)>) -> Rc<Self> {
        Self::custom(properties.into_iter().map(|(n, v)| (n.into(), v)).collect())
    }

    /// An object of a native type.
    pub fn native_of<T: Native>(ty: TypeRef, data: T) -> Rc<Self> {
        Rc::new(Self { ty, data: ObjectData::Native(Box::new(data)), members: InstanceMembers::default() })
    }

    /// An instance of a script's class.
    pub fn of_class(ty: TypeRef, instance: ClassInstance) -> Rc<Self> {
        Rc::new(Self { ty, data: ObjectData::Class(instance), members: InstanceMembers::default() })
    }

    /// Its type.
    pub fn type_ref(&self) -> TypeRef {
        self.ty.clone()
    }

    /// Its type, borrowed.
    pub fn ty(&self) -> &TypeRef {
        &self.ty
    }

    /// The native data, where it is of type `T`; of an instance of a script's class that of its base.
    pub fn native<T: Native>(&self) -> Option<&T> {
        match &self.data {
            ObjectData::Native(data) => data.downcast_ref(),
            ObjectData::Class(instance) => instance.base.get()?.native(),
            ObjectData::Custom(_) => None,
        }
    }

    /// The properties of a `PSCustomObject`.
    pub fn bag(&self) -> Option<&RefCell<PropertyBag>> {
        match &self.data {
            ObjectData::Custom(bag) => Some(bag),
            _ => None,
        }
    }

    /// The state of an instance of a script's class.
    pub fn class(&self) -> Option<&ClassInstance> {
        match &self.data {
            ObjectData::Class(instance) => Some(instance),
            _ => None,
        }
    }

    /// Members put on this object.
    pub fn members(&self) -> &InstanceMembers {
        &self.members
    }
}

/// A scalar that was given members or type names.
pub struct Wrapped {
    /// The scalar.
    pub base: Value,
    /// What was put on it.
    pub members: InstanceMembers,
}
