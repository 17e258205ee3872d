//! Members that Rust code gives a type.
//!
//! A type is a [`TypeDef`]: a static table whose members carry their signature in the words that PowerShell prints
//! (`string Substring(int startIndex, int length)`). Overload resolution, overload errors and Get-Member read the same
//! text; it is parsed when the type's members are first asked for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::{TypeRef, resolve_name};
use crate::error::Result;
use crate::runspace::Runspace;
use crate::value::Value;

/// A call of native code.
pub struct Call<'a> {
    /// The session.
    pub rs: &'a mut Runspace,
    /// The object that the member is of; `$null` for static members.
    pub this: &'a Value,
    /// Arguments, converted to the signature's types.
    pub args: &'a [Value],
    /// The type that the call is on: the closed one of a generic type.
    pub ty: &'a TypeRef,
}

impl Call<'_> {
    /// An argument; `$null` where there is none.
    pub fn arg(&self, index: usize) -> Value {
        self.args.get(index).cloned().unwrap_or(Value::Null)
    }

    /// An argument that the signature types as string; empty for `$null`.
    pub fn text(&self, index: usize) -> crate::value::PsStr {
        match self.args.get(index).map(Value::base) {
            Some(Value::Str(s)) => s.clone(),
            Some(Value::Char(c)) => crate::value::PsStr::from_units(&[*c]),
            _ => crate::value::PsStr::from(""),
        }
    }

    /// An argument that the signature types as int.
    pub fn int(&self, index: usize) -> i32 {
        match self.args.get(index).map(Value::base) {
            Some(Value::Int(i)) => *i,
            _ => 0,
        }
    }

    /// An argument that the signature types as long.
    pub fn long(&self, index: usize) -> i64 {
        match self.args.get(index).map(Value::base) {
            Some(Value::Long(i)) => *i,
            Some(Value::Int(i)) => i64::from(*i),
            _ => 0,
        }
    }

    /// An argument that the signature types as double.
    pub fn double(&self, index: usize) -> f64 {
        match self.args.get(index).map(Value::base) {
            Some(Value::Double(x)) => *x,
            Some(Value::Int(i)) => f64::from(*i),
            _ => 0.0,
        }
    }

    /// An argument that the signature types as bool.
    pub fn bool(&self, index: usize) -> bool {
        matches!(self.args.get(index).map(Value::base), Some(Value::Bool(true)))
    }
}

/// Native code behind a member.
pub type NativeFn = fn(&mut Call<'_>) -> Result<Value>;

/// `(signature, code)`: `static` stands before the signature of a static method.
pub type Member = (&'static str, NativeFn);

/// A property: signature such as `int Length {get;}`, getter, setter.
pub type PropertyDef = (&'static str, NativeFn, Option<NativeFn>);

/// What Rust code gives a type. Start from [`TypeDef::new`] and set what there is.
#[derive(Clone, Copy)]
#[expect(clippy::type_complexity, reason = "each field is one function of a type; a name would say less")]
pub struct TypeDef {
    /// Full name; of a generic type its definition's, such as ``System.Collections.Generic.List`1``.
    pub name: &'static str,
    /// Base class, where the catalogue has no record of the type.
    pub base: Option<&'static str>,
    /// Interfaces (definition names), beside those that the catalogue records.
    pub interfaces: &'static [&'static str],
    /// Constructors, such as `(int capacity)`.
    pub constructors: &'static [Member],
    /// Methods, one overload each.
    pub methods: &'static [Member],
    /// Properties, static ones too.
    pub properties: &'static [PropertyDef],
    /// `ToString()`.
    pub text: Option<fn(&mut Runspace, &Value) -> Result<String>>,
    /// The elements, of a type that pipelines unroll.
    pub enumerate: Option<fn(&mut Runspace, &Value) -> Result<Vec<Value>>>,
    /// `Count` of a collection, where it is known without enumerating.
    pub index_get: Option<fn(&mut Runspace, &Value, &Value) -> Result<Value>>,
    /// `object[index] = value`.
    pub index_set: Option<fn(&mut Runspace, &Value, &Value, Value) -> Result<()>>,
    /// `Equals`, of types that compare by value.
    pub equals: Option<fn(&Value, &Value) -> bool>,
    /// `CompareTo`.
    pub compare: Option<fn(&Value, &Value) -> Option<std::cmp::Ordering>>,
    /// Conversion of another value (a cast); `None` where it has no rule for that value.
    pub convert_from: Option<fn(&mut Runspace, &Value) -> Option<Result<Value>>>,
}

impl TypeDef {
    /// A type without members.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            base: None,
            interfaces: &[],
            constructors: &[],
            methods: &[],
            properties: &[],
            text: None,
            enumerate: None,
            index_get: None,
            index_set: None,
            equals: None,
            compare: None,
            convert_from: None,
        }
    }
}

/// A parsed overload of a method or constructor.
#[derive(Clone)]
pub struct Method {
    /// Name.
    pub name: Rc<str>,
    /// Signature as PowerShell prints it.
    pub signature: &'static str,
    /// Parameter names and types; `None` stands for a type argument of the generic type.
    pub parameters: Rc<[Parameter]>,
    /// Whether the last parameter is `params`.
    pub variadic: bool,
    /// Whether it is static.
    pub is_static: bool,
    /// Whether it returns nothing.
    pub returns_void: bool,
    /// The type that an operator returns.
    pub returns: Option<TypeRef>,
    /// Whether Rust code stands behind it, or the catalogue alone knows it.
    pub built: bool,
    /// The code.
    pub call: NativeFn,
}

/// A parameter of a native method.
#[derive(Clone)]
pub struct Parameter {
    /// Name.
    pub name: Rc<str>,
    /// Type.
    pub ty: ParameterType,
    /// Whether `[ref]` is wanted (`ref` or `out`).
    pub by_ref: bool,
    /// Whether it can be left out.
    pub optional: bool,
}

/// Type of a parameter of a native method.
#[derive(Clone)]
pub enum ParameterType {
    /// A type.
    Fixed(TypeRef),
    /// The argument of a generic type at this place.
    Argument(usize),
    /// An array of the argument of a generic type at this place.
    ArgumentArray(usize),
    /// A generic type of one argument, that of the generic type.
    Generic(Rc<str>),
}

impl ParameterType {
    /// The type, for a call on `ty`.
    pub fn of(&self, ty: &TypeRef) -> TypeRef {
        let argument =
            |i: &usize| ty.generic_arguments().get(*i).cloned().unwrap_or_else(super::known::object);
        match self {
            Self::Fixed(t) => t.clone(),
            Self::Argument(i) => argument(i),
            Self::ArgumentArray(i) => TypeRef::array_of(argument(i), 1),
            Self::Generic(name) => TypeRef::generic(&format!("{name}`1"), vec![argument(&0)]),
        }
    }
}

/// A parsed constructor.
pub type Constructor = Method;

/// A parsed property.
#[derive(Clone)]
pub struct Property {
    /// Name.
    pub name: Rc<str>,
    /// Signature as PowerShell prints it.
    pub signature: &'static str,
    /// Its type's name.
    pub type_name: &'static str,
    /// Whether it is static.
    pub is_static: bool,
    /// Getter.
    pub get: NativeFn,
    /// Setter.
    pub set: Option<NativeFn>,
}

/// A type's native members, parsed.
pub struct Members {
    /// The definition.
    pub def: &'static TypeDef,
    /// Constructors.
    pub constructors: Vec<Constructor>,
    /// Methods by folded name.
    pub methods: HashMap<Rc<str>, Vec<Method>>,
    /// Properties.
    pub properties: Vec<Property>,
}

#[derive(Default)]
struct Registry {
    defs: HashMap<&'static str, &'static TypeDef>,
    members: HashMap<&'static str, Rc<Members>>,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::new(Registry {
        defs: crate::net::ALL.iter().flat_map(|group| group.iter()).map(|def| (def.name, *def)).collect(),
        members: HashMap::new(),
    });
}

/// Adds a host's own types, in this thread.
pub fn register(defs: &[&'static TypeDef]) {
    REGISTRY.with(|r| {
        let mut registry = r.borrow_mut();
        for def in defs {
            registry.defs.insert(def.name, def);
            registry.members.remove(def.name);
        }
    });
    crate::members::forget_overloads();
}

/// The definition of a type's native members, by its definition name.
pub(super) fn lookup(name: &str) -> Option<&'static TypeDef> {
    REGISTRY.with(|r| r.borrow().defs.get(name).copied())
}

/// Full names of all types that Rust code defines, whether or not the catalogue records them.
pub(super) fn find_ignoring_case(name: &str) -> Option<&'static str> {
    REGISTRY.with(|r| r.borrow().defs.keys().find(|n| n.eq_ignore_ascii_case(name)).copied())
}

/// The parsed native members of a type (without those of its bases).
pub fn members_of(name: &str) -> Option<Rc<Members>> {
    let def = REGISTRY.with(|r| {
        let registry = r.borrow();
        match registry.members.get(name) {
            Some(known) => Err(known.clone()),
            None => Ok(registry.defs.get(name).copied()),
        }
    });
    let def = match def {
        Err(known) => return Some(known),
        Ok(def) => def?,
    };
    let parsed = Rc::new(parse(def));
    REGISTRY.with(|r| r.borrow_mut().members.insert(def.name, parsed.clone()));
    Some(parsed)
}

fn parse(def: &'static TypeDef) -> Members {
    let mut methods: HashMap<Rc<str>, Vec<Method>> = HashMap::new();
    for (signature, call) in def.methods {
        let method = parse_method(signature, *call);
        methods.entry(method.name.to_lowercase().into()).or_default().push(method);
    }
    let constructors =
        def.constructors.iter().map(|(signature, call)| parse_method(signature, *call)).collect();
    let properties = def.properties.iter().map(parse_property).collect();
    Members { def, constructors, methods, properties }
}

fn parse_property(def: &PropertyDef) -> Property {
    let (signature, get, set) = *def;
    let head = signature.split('{').next().unwrap_or(signature).trim();
    let (is_static, head) = match head.strip_prefix("static ") {
        Some(rest) => (true, rest),
        None => (false, head),
    };
    let (type_name, name) = head.rsplit_once(' ').unwrap_or(("System.Object", head));
    Property { name: name.into(), signature, type_name, is_static, get, set }
}

pub(super) fn parse_method(signature: &'static str, call: NativeFn) -> Method {
    let (head, rest) = signature.split_once('(').unwrap_or((signature, ""));
    let (is_static, head) = match head.trim().strip_prefix("static ") {
        Some(rest) => (true, rest),
        None => (false, head.trim()),
    };
    let (returns, name) = head.rsplit_once(' ').unwrap_or(("", head));
    let inside = rest.strip_suffix(')').unwrap_or(rest);
    let mut variadic = false;
    let parameters: Vec<Parameter> = split_parameters(inside)
        .into_iter()
        .map(|text| {
            let (text, optional) = match text.split_once('=') {
                Some((before, _)) => (before.trim(), true),
                None => (text.trim(), false),
            };
            let text = match text.strip_prefix("Params ").or_else(|| text.strip_prefix("params ")) {
                Some(rest) => {
                    variadic = true;
                    rest
                }
                None => text,
            };
            let (by_ref, text) = match text.strip_prefix("[ref] ") {
                Some(rest) => (true, rest),
                None => (false, text),
            };
            let (ty, name) = text.rsplit_once(' ').unwrap_or((text, ""));
            Parameter { name: name.into(), ty: parameter_type(ty), by_ref, optional }
        })
        .collect();
    Method {
        name: name.into(),
        signature,
        parameters: parameters.into(),
        variadic,
        is_static,
        returns_void: returns == "void",
        returns: if name.starts_with("op_") { resolve_name(returns) } else { None },
        built: true,
        call,
    }
}

fn split_parameters(text: &'static str) -> Vec<&'static str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = text.get(start..).unwrap_or("").trim();
    if !last.is_empty() {
        parts.push(last);
    }
    parts.into_iter().map(str::trim).collect()
}

fn parameter_type(name: &str) -> ParameterType {
    match name {
        "T" | "TKey" => ParameterType::Argument(0),
        "TValue" | "TPriority" => ParameterType::Argument(1),
        "T[]" => ParameterType::ArgumentArray(0),
        name if name.ends_with("[T]") => {
            ParameterType::Generic(name.trim_end_matches("[T]").to_owned().into())
        }
        _ => ParameterType::Fixed(resolve_name(name).unwrap_or_else(super::known::object)),
    }
}

/// Text by which two values of a type compare as equal, for types that compare by value.
pub fn equatable_text(value: &Value) -> Option<String> {
    let ty = value.type_ref()?;
    let def = lookup(ty.definition_name())?;
    def.equals?;
    crate::net::value_text(value)
}

impl TypeDef {
    /// What native code gives a type, without its bases.
    pub fn of(ty: &TypeRef) -> Option<&'static Self> {
        lookup(ty.definition_name())
    }
}
