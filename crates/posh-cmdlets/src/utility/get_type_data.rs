//! `Get-TypeData`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::runspace::TypeData;
use posh_runtime::types::{Call, TypeDef, TypeRef};
use posh_runtime::value::{Dictionary, MemberValue, Native, Object};
use posh_runtime::{Result, Value};

const TYPE_DATA: &str = "System.Management.Automation.Runspaces.TypeData";

/// What the session's type table has of a type name, as scripts see it.
pub(crate) struct TypeDataObject {
    /// The type's name.
    pub(crate) type_name: Value,
    /// What the table has.
    pub(crate) data: TypeData,
}

impl Native for TypeDataObject {}

fn with(call: &Call<'_>, read: impl FnOnce(&TypeDataObject) -> Value) -> Result<Value> {
    Ok(call.this.native::<TypeDataObject>().map_or(Value::Null, read))
}

/// Names of the members, with what each is.
fn members(object: &TypeDataObject) -> Value {
    let table = Dictionary::ordered();
    for member in &object.data.members {
        let kind = match member.value {
            MemberValue::Note(_) => "System.Management.Automation.Runspaces.NotePropertyData",
            MemberValue::Alias(_) => "System.Management.Automation.Runspaces.AliasPropertyData",
            MemberValue::Method(_) => "System.Management.Automation.Runspaces.ScriptMethodData",
            _ => "System.Management.Automation.Runspaces.ScriptPropertyData",
        };
        table.set_str(&member.name, Value::str(kind));
    }
    Value::Hash(Rc::new(table))
}

fn setting(call: &Call<'_>, name: &str) -> Result<Value> {
    with(call, |o| o.data.settings.iter().find(|(n, _)| **n == *name).map_or(Value::Null, |(_, v)| v.clone()))
}

fn names(list: Option<&[Rc<str>]>) -> Value {
    list.map_or(Value::Null, |l| posh_runtime::convert::string_array(l.iter().map(|n| &**n)))
}

/// `TypeData`
pub(crate) static TYPE: TypeDef = TypeDef {
    properties: &[
        ("string TypeName {get;}", |c| with(c, |o| o.type_name.clone()), None),
        ("System.Object Members {get;}", |c| with(c, members), None),
        (
            "System.Object DefaultDisplayPropertySet {get;}",
            |c| with(c, |o| names(o.data.default_display.as_deref())),
            None,
        ),
        (
            "System.Object DefaultKeyPropertySet {get;}",
            |c| with(c, |o| names(o.data.default_keys.as_deref())),
            None,
        ),
        ("string SerializationMethod {get;}", |c| setting(c, "SerializationMethod"), None),
        ("System.Object SerializationDepth {get;}", |c| setting(c, "SerializationDepth"), None),
    ],
    ..TypeDef::new(TYPE_DATA)
};

/// Gets what was added to types in this session.
///
/// # Examples
/// Gets what was added to a type.
/// ```powershell
/// Get-TypeData -TypeName MigrationBatch
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "TypeData",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Management.Automation.PSObject"
)]
pub(crate) struct GetTypeData {
    /// Names of types, with wildcards.
    #[parameter(not_null_or_empty, position = 0, by_value)]
    type_name: Vec<String>,
}

impl Cmdlet for GetTypeData {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let patterns: Vec<Wildcard> =
            self.type_name.iter().map(|p| Wildcard::new(p, true)).collect::<Result<_>>()?;
        for (name, data) in pipe.rs.all_type_data() {
            if patterns.is_empty() || patterns.iter().any(|p| p.matches(&name)) {
                let object = TypeDataObject { type_name: Value::str(&*name), data };
                pipe.write(Value::Object(Object::native_of(TypeRef::named(TYPE_DATA), object)))?;
            }
        }
        Ok(())
    }
}
