//! `Update-TypeData`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorRecord};
use posh_runtime::value::{InstanceMember, MemberValue};
use posh_runtime::{Result, Value};

use crate::support::errors::{is_bound, record};

/// Adds members to all objects of a type name, in this session.
///
/// # Examples
/// Gives batches a property that says how far they are.
/// ```powershell
/// Update-TypeData -TypeName MigrationBatch -MemberType ScriptProperty -MemberName Left -Value { $this.TotalCount - $this.SyncedCount }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Update",
    noun = "TypeData",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FileSet",
    should_process,
    impact = "Low"
)]
pub(crate) struct UpdateTypeData {
    /// Member type.
    #[parameter(
        ty = "System.Management.Automation.PSMemberTypes",
        not_null_or_empty,
        one_of = "NoteProperty, AliasProperty, ScriptProperty, CodeProperty, ScriptMethod, CodeMethod",
        set = "DynamicTypeSet"
    )]
    member_type: Value,
    /// Name of the member.
    #[parameter(not_null_or_empty, set = "DynamicTypeSet")]
    member_name: Option<String>,
    /// The member's value, getter, or name of another.
    #[parameter(set = "DynamicTypeSet")]
    value: Value,
    /// The setter.
    #[parameter(not_null, set = "DynamicTypeSet")]
    second_value: Value,
    /// How CLIXML holds objects of the type.
    #[parameter(not_null_or_empty, set = "DynamicTypeSet")]
    serialization_method: Option<String>,
    /// How deep CLIXML holds objects of the type.
    #[parameter(set = "DynamicTypeSet", range = "0, 2147483647")]
    serialization_depth: Option<i32>,
    /// Default display property.
    #[parameter(not_null_or_empty, set = "DynamicTypeSet")]
    default_display_property: Option<String>,
    /// The property whose text CLIXML holds.
    #[parameter(not_null_or_empty, set = "DynamicTypeSet")]
    string_serialization_source: Option<String>,
    /// What lists and tables show.
    #[parameter(not_null_or_empty, set = "DynamicTypeSet")]
    default_display_property_set: Vec<String>,
    /// What grouping goes by.
    #[parameter(not_null_or_empty, set = "DynamicTypeSet")]
    default_key_property_set: Vec<String>,
    /// The properties that CLIXML holds.
    #[parameter(not_null_or_empty, set = "DynamicTypeSet")]
    property_serialization_set: Vec<String>,
    /// The type's name.
    #[parameter(not_null_or_empty, mandatory, by_value, set = "DynamicTypeSet")]
    type_name: Option<String>,
    /// Replaces what is there.
    #[parameter(set = "DynamicTypeSet, TypeDataSet")]
    force: bool,
    /// Type data of Get-TypeData.
    #[parameter(
        ty = "System.Management.Automation.Runspaces.TypeData[]",
        mandatory,
        position = 0,
        by_value,
        by_name,
        set = "TypeDataSet"
    )]
    type_data: Vec<Value>,
    /// Files to read after those that are known.
    #[parameter(alias = "PSPath, Path", not_null, position = 0, by_value, by_name, set = "FileSet")]
    append_path: Vec<String>,
    /// Files to read before those that are known.
    #[parameter(not_null, set = "FileSet")]
    prepend_path: Vec<String>,
}

const INVALID: &str = "System.InvalidOperationException";

fn invalid(id: &str, message: impl Into<String>) -> ErrorRecord {
    record(INVALID, message.into(), id, ErrorCategory::InvalidOperation, Value::Null)
}

impl UpdateTypeData {
    /// The member that the parameters describe, where they describe one.
    fn member(&self, pipe: &mut Pipe<'_>) -> Result<Option<MemberValue>> {
        let has_value = is_bound(pipe, &Self::DEF, "Value");
        if self.member_type.is_null() {
            let any = self.member_name.is_some() || has_value || !self.second_value.is_null();
            return if any {
                pipe.fatal(invalid(
                    "MemberTypeIsMissing",
                    "The MemberName, Value, and SecondValue parameters cannot be specified without the MemberType \
                     parameter.",
                ))
            } else {
                Ok(None)
            };
        }
        let kind = plain_text(&self.member_type);
        if self.member_name.is_none() {
            return pipe.fatal(invalid(
                "MemberNameShouldBeSpecified",
                format!(
                    "The MemberName parameter is required for the type \"{kind}\". Please specify the MemberName parameter."
                ),
            ));
        }
        if !has_value && self.second_value.is_null() {
            return pipe.fatal(invalid(
                "ValueShouldBeSpecified",
                format!(
                    "The Value parameter is required for the type \"{kind}\". Please specify the Value parameter."
                ),
            ));
        }
        Ok(match kind.as_str() {
            "NoteProperty" => Some(MemberValue::Note(self.value.clone())),
            "AliasProperty" => Some(MemberValue::Alias(plain_text(&self.value).into())),
            "ScriptProperty" => {
                Some(MemberValue::Script { get: self.value.clone(), set: self.second_value.clone() })
            }
            "ScriptMethod" => Some(MemberValue::Method(self.value.clone())),
            other => {
                return pipe.fatal(invalid(
                    "CannotUpdateMemberType",
                    format!("Members of type {other} are code of .NET, which is not run here."),
                ));
            }
        })
    }

    fn dynamic(&self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(type_name) = self.type_name.as_deref() else { return Ok(()) };
        let member = self.member(pipe)?;
        let settings = self.settings();
        let nothing = member.is_none()
            && settings.is_empty()
            && self.default_display_property_set.is_empty()
            && self.default_key_property_set.is_empty();
        if nothing {
            return pipe.error(invalid(
                "TypeDataEmpty",
                format!("No member is specified for the update on type \"{type_name}\"."),
            ));
        }
        if !pipe.should_process(type_name, "Update TypeData")? {
            return Ok(());
        }
        let name = self.member_name.clone().unwrap_or_default();
        let known = pipe.rs.type_data(type_name).is_some_and(|data| {
            member.is_some() && data.members.iter().any(|m| m.name.eq_ignore_ascii_case(&name))
        });
        if known && !self.force {
            let message = format!("Error in TypeData \"{type_name}\": The member {name} is already present.");
            return pipe.error(record(
                "System.Management.Automation.RuntimeException",
                message,
                "TypesDynamicUpdateException",
                ErrorCategory::InvalidOperation,
                Value::Null,
            ));
        }
        let data = pipe.rs.update_type_data(type_name);
        if let Some(value) = member {
            data.members.retain(|m| !m.name.eq_ignore_ascii_case(&name));
            data.members.push(InstanceMember { name: name.into(), value, hidden: false });
        }
        let names = |list: &[String]| -> Option<Vec<Rc<str>>> {
            (!list.is_empty()).then(|| list.iter().map(|n| n.as_str().into()).collect())
        };
        if let Some(set) = names(&self.default_display_property_set) {
            data.default_display = Some(set);
        }
        if let Some(set) = names(&self.default_key_property_set) {
            data.default_keys = Some(set);
        }
        for (setting, value) in settings {
            data.settings.retain(|(known, _)| **known != *setting);
            data.settings.push((setting.into(), value));
        }
        Ok(())
    }

    /// What else is said of the type, by the parameters' names.
    fn settings(&self) -> Vec<(&'static str, Value)> {
        let text = |t: &Option<String>| t.as_deref().map(Value::str);
        let mut all = Vec::new();
        all.extend(text(&self.serialization_method).map(|v| ("SerializationMethod", v)));
        all.extend(self.serialization_depth.map(|n| ("SerializationDepth", Value::Int(n))));
        all.extend(text(&self.default_display_property).map(|v| ("DefaultDisplayProperty", v)));
        all.extend(text(&self.string_serialization_source).map(|v| ("StringSerializationSource", v)));
        if !self.property_serialization_set.is_empty() {
            let names = posh_runtime::convert::string_array(
                self.property_serialization_set.iter().map(|n| n.as_str()),
            );
            all.push(("PropertySerializationSet", names));
        }
        all
    }

    fn files(&self, pipe: &mut Pipe<'_>) -> Result<()> {
        for path in self.append_path.iter().chain(&self.prepend_path) {
            let full = pipe.rs.absolute(path);
            let (exception, message) = if full.is_file() {
                (
                    "System.Management.Automation.PSNotSupportedException",
                    "Files of types are not read.".to_owned(),
                )
            } else {
                (
                    "System.Management.Automation.ItemNotFoundException",
                    format!("Cannot find path '{}' because it does not exist.", full.display()),
                )
            };
            pipe.error(record(
                exception,
                message,
                "TypesAppendPathException",
                ErrorCategory::InvalidOperation,
                Value::str(path.as_str()),
            ))?;
        }
        Ok(())
    }
}

impl Cmdlet for UpdateTypeData {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        match pipe.set_name().as_str() {
            "DynamicTypeSet" => self.dynamic(pipe),
            "FileSet" => self.files(pipe),
            _ => {
                for item in self.type_data.clone() {
                    let Some(data) = item.native::<super::get_type_data::TypeDataObject>() else { continue };
                    let (name, data) = (plain_text(&data.type_name), data.data.clone());
                    *pipe.rs.update_type_data(&name) = data;
                }
                Ok(())
            }
        }
    }
}
