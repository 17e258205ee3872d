//! `Add-Member`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::{cast, plain_text};
use posh_runtime::error::ErrorCategory;
use posh_runtime::types::known;
use posh_runtime::value::{InstanceMember, InstanceMembers, MemberValue};
use posh_runtime::{Result, Value, members};

use crate::support::errors::record;

/// Adds properties and methods to an object.
///
/// # Examples
/// Adds a property.
/// ```powershell
/// $user | Add-Member -NotePropertyName Batch -NotePropertyValue 'Wave1'
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Add", noun = "Member", module = "Microsoft.PowerShell.Utility", default_set = "TypeNameSet")]
pub(crate) struct AddMember {
    /// The objects to work on.
    #[parameter(
        ty = "psobject",
        mandatory,
        by_value,
        set = "MemberSet, NotePropertyMultiMemberSet, NotePropertySingleMemberSet, TypeNameSet"
    )]
    input_object: Value,
    /// Member type.
    #[parameter(
        ty = "System.Management.Automation.PSMemberTypes",
        alias = "Type",
        mandatory,
        position = 0,
        set = "MemberSet"
    )]
    member_type: Value,
    /// The names.
    #[parameter(mandatory, position = 1, set = "MemberSet")]
    name: Option<String>,
    /// The value.
    #[parameter(position = 2, set = "MemberSet")]
    value: Value,
    /// Second value.
    #[parameter(position = 3, set = "MemberSet")]
    second_value: Value,
    /// Type name.
    #[parameter(
        not_null_or_empty,
        set = "MemberSet, NotePropertyMultiMemberSet, NotePropertySingleMemberSet"
    )]
    #[parameter(mandatory, set = "TypeNameSet")]
    type_name: Option<String>,
    /// Overrides restrictions such as read-only.
    #[parameter(set = "MemberSet, NotePropertyMultiMemberSet, NotePropertySingleMemberSet")]
    force: bool,
    /// Outputs the object that was worked on.
    #[parameter(set = "MemberSet, NotePropertyMultiMemberSet, NotePropertySingleMemberSet, TypeNameSet")]
    pass_thru: bool,
    /// Note property name.
    #[parameter(
        pattern = "^(?!(AliasProperty|CodeProperty|Property|NoteProperty|ScriptProperty|Properties|PropertySet|Method|CodeMethod|ScriptMethod|Methods|ParameterizedProperty|MemberSet|Event|Dynamic|InferredProperty|All)$).*",
        not_null_or_empty,
        mandatory,
        position = 0,
        set = "NotePropertySingleMemberSet"
    )]
    note_property_name: Option<String>,
    /// Note property value.
    #[parameter(allow_null, mandatory, position = 1, set = "NotePropertySingleMemberSet")]
    note_property_value: Value,
    /// Note property members.
    #[parameter(
        ty = "System.Collections.IDictionary",
        not_null_or_empty,
        mandatory,
        position = 0,
        set = "NotePropertyMultiMemberSet"
    )]
    note_property_members: Value,
}

impl AddMember {
    fn block(&self, pipe: &mut Pipe<'_>, value: &Value) -> Result<Value> {
        if value.is_null() {
            return Ok(Value::Null);
        }
        match value.base() {
            Value::Block(_) => Ok(value.clone()),
            other => {
                let ty = other.type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
                pipe.fatal(record(
                    "System.Management.Automation.PSInvalidCastException",
                    format!(
                        "Cannot convert the \"{}\" value of type \"{ty}\" to type \"System.Management.Automation.ScriptBlock\".",
                        plain_text(other)
                    ),
                    "ConvertToFinalInvalidCastException",
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                ))
            }
        }
    }

    /// The member that the parameters of the member set describe.
    fn member(&self, pipe: &mut Pipe<'_>) -> Result<MemberValue> {
        let kind = plain_text(&self.member_type);
        Ok(match kind.as_str() {
            "NoteProperty" => MemberValue::Note(self.value.clone()),
            "AliasProperty" => MemberValue::Alias(plain_text(&self.value).into()),
            "ScriptProperty" => MemberValue::Script {
                get: self.block(pipe, &self.value)?,
                set: self.block(pipe, &self.second_value)?,
            },
            "ScriptMethod" => MemberValue::Method(self.block(pipe, &self.value)?),
            "PropertySet" => {
                let names = members::elements(pipe.rs, &self.value)?;
                let names: Vec<Rc<str>> = names.iter().map(|n| plain_text(n).into()).collect();
                MemberValue::PropertySet(names.into())
            }
            "MemberSet" => {
                let own = InstanceMembers::default();
                for item in members::elements(pipe.rs, &self.value)? {
                    if let Some(member) = member_object(pipe, &item) {
                        own.set(member);
                    }
                }
                MemberValue::MemberSet(Rc::new(own))
            }
            _ => {
                return pipe.fatal(record(
                    "System.InvalidOperationException",
                    format!(
                        "Cannot add a member with type \"{kind}\". Specify a different type for the MemberTypes parameter."
                    ),
                    "CannotAddMemberType",
                    ErrorCategory::InvalidOperation,
                    Value::Null,
                ));
            }
        })
    }

    fn put(&self, pipe: &mut Pipe<'_>, target: &Value, name: &str, member: MemberValue) -> Result<bool> {
        let exists = has_member(pipe, target, name);
        if exists && !self.force {
            let error = record(
                "System.InvalidOperationException",
                format!(
                    "Cannot add a member with the name \"{name}\" because a member with that name already exists. To overwrite \
                     the member anyway, add the Force parameter to your command."
                ),
                "MemberAlreadyExists",
                ErrorCategory::InvalidOperation,
                target.clone(),
            );
            *error.target_type.borrow_mut() = Some("PSObject".into());
            pipe.error(error)?;
            return Ok(false);
        }
        if let Value::Object(o) = target
            && let Some(bag) = o.bag()
        {
            if let MemberValue::Note(value) = member {
                o.members().remove(name);
                let mut bag = bag.borrow_mut();
                if !bag.put(name, value.clone()) {
                    bag.set(name, value);
                }
                return Ok(true);
            }
            bag.borrow_mut().remove(name);
        }
        if let Some(own) = members::instance_members(target) {
            own.set(InstanceMember { name: name.into(), value: member, hidden: name == "PSStandardMembers" });
        }
        Ok(true)
    }
}

/// Whether an object has a member of its own or its type's.
fn has_member(pipe: &mut Pipe<'_>, target: &Value, name: &str) -> bool {
    if let Some(own) = members::instance_members(target)
        && own.get(name).is_some()
    {
        return true;
    }
    if let Value::Hash(_) = target.base() {
        return false;
    }
    members::try_property(pipe.rs, target, name).is_some()
}

/// A member that a script made as an object (`PSNoteProperty`, `PSPropertySet` ...).
fn member_object(pipe: &mut Pipe<'_>, value: &Value) -> Option<InstanceMember> {
    let name: Rc<str> = plain_text(&members::try_property(pipe.rs, value, "Name")?).into();
    let ty = value.type_ref()?.name();
    let member = match ty.as_str() {
        "PSPropertySet" => {
            let names = members::try_property(pipe.rs, value, "ReferencedPropertyNames")?;
            let names = members::elements(pipe.rs, &names).ok()?;
            let names: Vec<Rc<str>> = names.iter().map(|n| plain_text(n).into()).collect();
            MemberValue::PropertySet(names.into())
        }
        _ => MemberValue::Note(members::try_property(pipe.rs, value, "Value")?),
    };
    Some(InstanceMember { name, value: member, hidden: false })
}

impl Cmdlet for AddMember {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let target = members::wrap(self.input_object.clone());
        let mut added = true;
        if let Some(name) = &self.note_property_name {
            added = self.put(pipe, &target, name, MemberValue::Note(self.note_property_value.clone()))?;
        } else if let Value::Hash(table) = self.note_property_members.base() {
            for (key, value) in table.pairs() {
                let name = cast(pipe.rs, &key, &known::string())?;
                added &= self.put(pipe, &target, &plain_text(&name), MemberValue::Note(value))?;
            }
        } else if let Some(name) = self.name.clone() {
            let member = self.member(pipe)?;
            added = self.put(pipe, &target, &name, member)?;
        }
        if let Some(name) = self.type_name.clone()
            && let Some(own) = members::instance_members(&target)
        {
            let mut names = members::type_names(&target);
            names.insert(0, name.as_str().into());
            own.set_type_names(names);
        }
        if self.pass_thru && added { pipe.write(target) } else { Ok(()) }
    }
}
