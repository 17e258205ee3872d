//! Attributes as objects, and the parameters that a `dynamicparam` block makes of them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Dictionary, DictionaryKind, Native, Object, Value};

/// An attribute, or a parameter that has some: what its constructor got, and its properties.
pub struct Attribute {
    /// Arguments of the constructor.
    pub positional: Vec<Value>,
    /// Properties that were set, by name.
    named: RefCell<Vec<(&'static str, Value)>>,
}

impl Native for Attribute {}

impl Attribute {
    /// Properties that were set.
    pub fn named(&self) -> Vec<(&'static str, Value)> {
        self.named.borrow().clone()
    }

    /// A property; `None` where it was not set.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.named.borrow().iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone())
    }

    /// Says what a parameter was bound to.
    pub(crate) fn bind(&self, value: Value) {
        self.set("Value", value);
        self.set("IsSet", Value::Bool(true));
    }

    fn set(&self, name: &'static str, value: Value) {
        let mut named = self.named.borrow_mut();
        match named.iter_mut().find(|(n, _)| *n == name) {
            Some((_, slot)) => *slot = value,
            None => named.push((name, value)),
        }
    }
}

/// An attribute of PowerShell's own, by its short name.
pub fn attribute(short: &str, positional: Vec<Value>, named: Vec<(&'static str, Value)>) -> Value {
    let ty = TypeRef::named(&format!("System.Management.Automation.{short}Attribute"));
    Value::Object(Object::native_of(ty, Attribute { positional, named: RefCell::new(named) }))
}

fn make(call: &mut Call<'_>) -> Result<Value> {
    let positional = call.args.to_vec();
    let data = Attribute { positional, named: RefCell::default() };
    Ok(Value::Object(Object::native_of(call.ty.clone(), data)))
}

fn get(call: &Call<'_>, name: &str, default: Value) -> Result<Value> {
    Ok(call.this.native::<Attribute>().and_then(|a| a.get(name)).unwrap_or(default))
}

fn set(call: &Call<'_>, name: &'static str) -> Result<Value> {
    if let Some(attribute) = call.this.native::<Attribute>() {
        attribute.set(name, call.arg(0));
    }
    Ok(Value::Void)
}

fn argument(call: &Call<'_>, at: usize) -> Result<Value> {
    let given = call.this.native::<Attribute>().and_then(|a| a.positional.get(at).cloned());
    Ok(given.unwrap_or(Value::Null))
}

fn make_parameter(call: &mut Call<'_>) -> Result<Value> {
    let made = make(call)?;
    if let Some(parameter) = made.native::<Attribute>() {
        let given = |at| parameter.positional.get(at).cloned();
        parameter.set("Name", given(0).unwrap_or(Value::str("")));
        parameter.set("ParameterType", given(1).unwrap_or(Value::Null));
        let ty = TypeRef::generic(
            "System.Collections.ObjectModel.Collection`1",
            vec![TypeRef::named("System.Attribute")],
        );
        let attributes = given(2).unwrap_or_else(|| super::List::of_type(&ty, Vec::new()));
        parameter.set("Attributes", attributes);
    }
    Ok(made)
}

fn make_dictionary(call: &mut Call<'_>) -> Result<Value> {
    let table = Dictionary::of_type(call.ty.clone(), DictionaryKind::Generic, true);
    Ok(Value::Hash(Rc::new(table)))
}

const ATTRIBUTE: &str = "System.Attribute";

const fn definition(name: &'static str) -> TypeDef {
    TypeDef { base: Some(ATTRIBUTE), constructors: &[("()", make)], ..TypeDef::new(name) }
}

/// A property with a default: `property!("bool Mandatory {get;set;}", "Mandatory", Value::Bool(false))`.
macro_rules! property {
    ($signature:literal, $name:literal, $default:expr) => {
        ($signature, |c| get(c, $name, $default), Some(|c| set(c, $name)))
    };
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef { base: Some("System.Object"), constructors: &[("()", make)], ..TypeDef::new(ATTRIBUTE) },
    // What classes of scripts inherit from.
    &definition("System.Management.Automation.ValidateArgumentsAttribute"),
    &TypeDef {
        base: Some("System.Management.Automation.ValidateArgumentsAttribute"),
        ..definition("System.Management.Automation.ValidateEnumeratedArgumentsAttribute")
    },
    &definition("System.Management.Automation.ArgumentTransformationAttribute"),
    &TypeDef {
        properties: &[
            ("string ExperimentName {get;}", |_| Ok(Value::Null), None),
            property!("int Position {get;set;}", "Position", Value::Int(i32::MIN)),
            property!(
                "string ParameterSetName {get;set;}",
                "ParameterSetName",
                Value::str("__AllParameterSets")
            ),
            property!("bool Mandatory {get;set;}", "Mandatory", Value::Bool(false)),
            property!("bool ValueFromPipeline {get;set;}", "ValueFromPipeline", Value::Bool(false)),
            property!(
                "bool ValueFromPipelineByPropertyName {get;set;}",
                "ValueFromPipelineByPropertyName",
                Value::Bool(false)
            ),
            property!(
                "bool ValueFromRemainingArguments {get;set;}",
                "ValueFromRemainingArguments",
                Value::Bool(false)
            ),
            property!("string HelpMessage {get;set;}", "HelpMessage", Value::Null),
            property!("bool DontShow {get;set;}", "DontShow", Value::Bool(false)),
        ],
        ..definition("System.Management.Automation.ParameterAttribute")
    },
    &TypeDef {
        constructors: &[("(Params string[] aliasNames)", make)],
        properties: &[(
            "System.Collections.Generic.IList[string] AliasNames {get;}",
            |c| argument(c, 0),
            None,
        )],
        ..definition("System.Management.Automation.AliasAttribute")
    },
    &TypeDef {
        constructors: &[("(Params string[] validValues)", make)],
        properties: &[
            ("System.Collections.Generic.IList[string] ValidValues {get;}", |c| argument(c, 0), None),
            property!("string ErrorMessage {get;set;}", "ErrorMessage", Value::Null),
            property!("bool IgnoreCase {get;set;}", "IgnoreCase", Value::Bool(true)),
        ],
        ..definition("System.Management.Automation.ValidateSetAttribute")
    },
    &TypeDef {
        constructors: &[("(System.Object minRange, System.Object maxRange)", make)],
        properties: &[
            ("System.Object MinRange {get;}", |c| argument(c, 0), None),
            ("System.Object MaxRange {get;}", |c| argument(c, 1), None),
        ],
        ..definition("System.Management.Automation.ValidateRangeAttribute")
    },
    &TypeDef {
        constructors: &[("(int minLength, int maxLength)", make)],
        properties: &[
            ("int MinLength {get;}", |c| argument(c, 0), None),
            ("int MaxLength {get;}", |c| argument(c, 1), None),
        ],
        ..definition("System.Management.Automation.ValidateLengthAttribute")
    },
    &TypeDef {
        constructors: &[("(int minLength, int maxLength)", make)],
        properties: &[
            ("int MinLength {get;}", |c| argument(c, 0), None),
            ("int MaxLength {get;}", |c| argument(c, 1), None),
        ],
        ..definition("System.Management.Automation.ValidateCountAttribute")
    },
    &TypeDef {
        constructors: &[("(string regexPattern)", make)],
        properties: &[
            ("string RegexPattern {get;}", |c| argument(c, 0), None),
            property!("string ErrorMessage {get;set;}", "ErrorMessage", Value::Null),
        ],
        ..definition("System.Management.Automation.ValidatePatternAttribute")
    },
    &TypeDef {
        constructors: &[("(scriptblock scriptBlock)", make)],
        properties: &[
            ("scriptblock ScriptBlock {get;}", |c| argument(c, 0), None),
            property!("string ErrorMessage {get;set;}", "ErrorMessage", Value::Null),
        ],
        ..definition("System.Management.Automation.ValidateScriptAttribute")
    },
    &definition("System.Management.Automation.ValidateNotNullAttribute"),
    &definition("System.Management.Automation.ValidateNotNullOrEmptyAttribute"),
    &definition("System.Management.Automation.ValidateNotNullOrWhiteSpaceAttribute"),
    &definition("System.Management.Automation.AllowNullAttribute"),
    &definition("System.Management.Automation.AllowEmptyStringAttribute"),
    &definition("System.Management.Automation.AllowEmptyCollectionAttribute"),
    &TypeDef {
        constructors: &[
            ("()", make_parameter),
            ("(string name, type parameterType, System.Object attributes)", make_parameter),
        ],
        properties: &[
            property!("string Name {get;set;}", "Name", Value::Null),
            property!("type ParameterType {get;set;}", "ParameterType", Value::Null),
            property!("System.Object Value {get;set;}", "Value", Value::Null),
            property!("bool IsSet {get;set;}", "IsSet", Value::Bool(false)),
            ("System.Object Attributes {get;}", |c| get(c, "Attributes", Value::Null), None),
        ],
        ..TypeDef::new("System.Management.Automation.RuntimeDefinedParameter")
    },
    &TypeDef {
        constructors: &[("()", make_dictionary)],
        ..super::dictionary::generic("System.Management.Automation.RuntimeDefinedParameterDictionary")
    },
];
