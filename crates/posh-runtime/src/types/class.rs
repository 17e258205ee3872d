//! Classes that scripts define.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::ast::{FunctionMemberAst, TypeDefinitionAst};

use super::TypeRef;
use crate::value::Value;

/// A property of a script's class.
pub struct ClassProperty {
    /// Name.
    pub name: Rc<str>,
    /// Declared type; `None` is `object`.
    pub ty: Option<TypeRef>,
    /// `hidden`.
    pub hidden: bool,
    /// Place in the instance's slots, or among the statics.
    pub slot: usize,
    /// Place of the member in the definition, for its initial value and attributes.
    pub member: usize,
}

/// A method or constructor of a script's class.
pub struct ClassMethod {
    /// Name; of a constructor the class's.
    pub name: Rc<str>,
    /// Declared types of the parameters; `None` is `object`.
    pub parameters: Vec<(Rc<str>, Option<TypeRef>)>,
    /// Declared return type; `None` is `void` for constructors and `object` where nothing is written.
    pub returns: Option<TypeRef>,
    /// `static`.
    pub is_static: bool,
    /// `hidden`.
    pub hidden: bool,
    /// Place of the member in the definition.
    pub member: usize,
    /// The lowered body, made at the first call.
    pub code: OnceCell<Rc<crate::code::BlockCode>>,
}

/// A class of a script.
pub struct ClassInfo {
    /// Name.
    pub name: Rc<str>,
    /// Its definition.
    pub ast: Arc<TypeDefinitionAst>,
    /// Where the definition stands.
    pub source: Arc<posh_syntax::Source>,
    /// Values of the static properties.
    pub statics: RefCell<Vec<Value>>,
    /// Where functions and variables of the definition's module or script are found.
    pub scope: RefCell<Option<Rc<crate::scope::Scope>>>,
    /// What stands for the members until they are known.
    outline: ClassMembers,
    members: OnceCell<ClassMembers>,
}

/// What a class inherits and has. Its members may name the class itself and others of the same script, so that all of
/// them are declared before any is filled in.
pub struct ClassMembers {
    /// Base class.
    pub base: TypeRef,
    /// Interfaces.
    pub interfaces: Vec<TypeRef>,
    /// Instance properties of this class alone; slots count on from the base's.
    pub properties: Vec<ClassProperty>,
    /// Static properties.
    pub static_properties: Vec<ClassProperty>,
    /// Methods.
    pub methods: Vec<ClassMethod>,
    /// Constructors.
    pub constructors: Vec<ClassMethod>,
    /// Number of instance slots, those of the bases included.
    pub slot_count: usize,
}

impl std::ops::Deref for ClassInfo {
    type Target = ClassMembers;

    fn deref(&self) -> &ClassMembers {
        self.members.get().unwrap_or(&self.outline)
    }
}

impl ClassInfo {
    /// A class whose members are not known yet.
    pub fn declared(ast: &Arc<TypeDefinitionAst>, source: &Arc<posh_syntax::Source>) -> Self {
        Self {
            name: Rc::from(&*ast.name),
            ast: ast.clone(),
            source: source.clone(),
            statics: RefCell::default(),
            scope: RefCell::default(),
            outline: ClassMembers {
                base: super::known::object(),
                interfaces: Vec::new(),
                properties: Vec::new(),
                static_properties: Vec::new(),
                methods: Vec::new(),
                constructors: Vec::new(),
                slot_count: 0,
            },
            members: OnceCell::new(),
        }
    }

    /// Gives the class its members, once.
    pub fn fill(&self, members: ClassMembers) {
        *self.statics.borrow_mut() = vec![Value::Null; members.static_properties.len()];
        let _ = self.members.set(members);
    }

    /// The base, where it is a script's class too.
    pub fn base_class(&self) -> Option<&Rc<Self>> {
        self.base.class_info()
    }

    /// An instance property by name, the bases' included.
    pub fn property(&self, name: &str) -> Option<&ClassProperty> {
        let own = self.properties.iter().find(|p| p.name.eq_ignore_ascii_case(name));
        own.or_else(|| self.base_class().and_then(|base| base.property(name)))
    }

    /// A static property and the class that has it.
    pub fn static_property(&self, name: &str) -> Option<(&Self, &ClassProperty)> {
        match self.static_properties.iter().find(|p| p.name.eq_ignore_ascii_case(name)) {
            Some(p) => Some((self, p)),
            None => self.base_class().and_then(|base| base.static_property(name)),
        }
    }

    /// All instance properties, base classes first.
    pub fn all_properties(&self) -> Vec<&ClassProperty> {
        let mut all = self.base_class().map(|b| b.all_properties()).unwrap_or_default();
        all.extend(&self.properties);
        all
    }

    /// The member of the definition behind a method.
    pub fn function(&self, method: &ClassMethod) -> Option<&FunctionMemberAst> {
        match self.ast.members.get(method.member) {
            Some(posh_syntax::ast::MemberAst::Function(f)) => Some(f),
            _ => None,
        }
    }
}
