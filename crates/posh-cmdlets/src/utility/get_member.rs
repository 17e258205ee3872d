//! `Get-Member`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::{enum_value, plain_text};
use posh_runtime::error::ErrorCategory;
use posh_runtime::members::MemberInfo;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::runspace::Runspace;
use posh_runtime::types::{TypeRef, native_members};
use posh_runtime::{Result, Value, members};

use crate::support::errors::record;
use crate::support::objects::plain_object;

/// Gets the properties and methods of objects.
///
/// # Examples
/// Gets the properties of a batch.
/// ```powershell
/// Get-MigrationBatch | Get-Member -MemberType Property
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Member",
    module = "Microsoft.PowerShell.Utility",
    output = "Microsoft.PowerShell.Commands.MemberDefinition"
)]
pub(crate) struct GetMember {
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// The names.
    #[parameter(not_null_or_empty, position = 0)]
    name: Vec<String>,
    /// Member type.
    #[parameter(ty = "System.Management.Automation.PSMemberTypes", alias = "Type")]
    member_type: Value,
    /// View.
    #[parameter(ty = "System.Management.Automation.PSMemberViewTypes")]
    view: Value,
    /// Static.
    #[parameter]
    static_: bool,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    seen: Vec<String>,
    any: bool,
}

plain_object!(
    /// A member of a type.
    MemberDefinition, "Microsoft.PowerShell.Commands.MemberDefinition", base None, text Some(definition_text),
    [
        "string TypeName {get;}" => type_name,
        "string Name {get;}" => name,
        "System.Management.Automation.PSMemberTypes MemberType {get;}" => member_type,
        "string Definition {get;}" => definition,
    ]
);

fn definition_text(_: &mut Runspace, value: &Value) -> Result<String> {
    Ok(value.native::<MemberDefinition>().map(|m| plain_text(&m.definition)).unwrap_or_default())
}

const MEMBER_TYPES: &str = "System.Management.Automation.PSMemberTypes";

/// Bit of a member type.
fn bit(kind: &str) -> i64 {
    if let Value::Enum(e) = enum_value(MEMBER_TYPES, kind) { e.raw } else { 0 }
}

pub(crate) fn statics(ty: &TypeRef) -> Vec<MemberInfo> {
    let mut out: Vec<MemberInfo> = Vec::new();
    let mut method = |text: &str| {
        let bare = text.strip_prefix("static ").unwrap_or(text);
        let name = bare.split('(').next().unwrap_or(bare).rsplit(' ').next().unwrap_or(bare);
        match out.iter_mut().find(|m| *m.name == *name && m.kind == "Method") {
            Some(known) => {
                known.definition.push_str(", ");
                known.definition.push_str(text);
            }
            None => out.push(MemberInfo { name: name.into(), kind: "Method", definition: text.to_owned() }),
        }
    };
    let mut properties: Vec<String> = Vec::new();
    if let Some(record) = ty.record() {
        record.static_methods().for_each(&mut method);
        properties.extend(record.static_properties().map(str::to_owned));
    } else if let Some(native) = native_members(ty.definition_name()) {
        for overload in native.methods.values().flatten().filter(|m| m.is_static) {
            method(overload.signature);
        }
        properties.extend(native.properties.iter().filter(|p| p.is_static).map(|p| p.signature.to_owned()));
    }
    if let Some(info) = ty.enum_info() {
        properties.extend(info.values.iter().map(|(n, _)| format!("static {} {n} {{get;}}", ty.full_name())));
    }
    for text in properties {
        let head = text.split('{').next().unwrap_or(&text).trim().to_owned();
        let name = head.rsplit(' ').next().unwrap_or(&head);
        out.push(MemberInfo { name: name.into(), kind: "Property", definition: text });
    }
    out
}

impl GetMember {
    fn wanted_kinds(&self) -> i64 {
        match self.member_type.base() {
            Value::Enum(e) => e.raw,
            _ => i64::MAX,
        }
    }
}

impl Cmdlet for GetMember {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.input_object.is_null() {
            return Ok(());
        }
        self.any = true;
        let value = self.input_object.clone();
        let type_of_static = match (self.static_, value.base()) {
            (true, Value::Type(ty)) => Some(ty.clone()),
            (true, other) => other.type_ref(),
            _ => None,
        };
        let names = members::type_names(&value);
        let type_name = match &type_of_static {
            Some(ty) => ty.full_name().to_owned(),
            None => names.first().map(|n| n.to_string()).unwrap_or_default(),
        };
        // Custom objects of the same type name can differ in their members.
        let key = names.join("|");
        if self.seen.contains(&key) {
            return Ok(());
        }
        self.seen.push(key);
        let mut list = match type_of_static {
            Some(ty) => statics(&ty),
            None => members::members_of(pipe.rs, &value)?,
        };
        list.sort_by(|a, b| {
            let by_kind = a.kind.to_lowercase().cmp(&b.kind.to_lowercase());
            by_kind.then_with(|| posh_runtime::text::compare(&a.name, &b.name, true))
        });
        let patterns: Result<Vec<Wildcard>> = self.name.iter().map(|n| Wildcard::new(n, true)).collect();
        let patterns = patterns?;
        let kinds = self.wanted_kinds();
        for member in list {
            let named = patterns.is_empty() || patterns.iter().any(|p| p.matches(&member.name));
            let accessor = !self.force
                && member.kind == "Method"
                && ["get_", "set_", "add_", "remove_", "op_"].iter().any(|p| member.name.starts_with(p));
            if !named || accessor || kinds & bit(member.kind) == 0 {
                continue;
            }
            let definition = MemberDefinition {
                type_name: Value::str(type_name.as_str()),
                name: Value::str(&*member.name),
                member_type: enum_value(MEMBER_TYPES, member.kind),
                definition: Value::from(member.definition),
            };
            pipe.write(definition.into_value())?;
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.any {
            return Ok(());
        }
        pipe.error(record(
            "System.InvalidOperationException",
            "You must specify an object for the Get-Member cmdlet.",
            "NoObjectInGetMember",
            ErrorCategory::CloseError,
            Value::Null,
        ))
    }
}
