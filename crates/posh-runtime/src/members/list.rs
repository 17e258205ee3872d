//! Lists of members: for Get-Member, formatting, `Select-Object *`.

use std::rc::Rc;

use super::{get_property, instance_members};
use crate::error::Result;
use crate::runspace::Runspace;
use crate::types::native_members;
use crate::value::{MemberValue, ObjectData, Value};

/// A member as Get-Member shows it.
#[derive(Clone, Debug)]
pub struct MemberInfo {
    /// Name.
    pub name: Rc<str>,
    /// `NoteProperty`, `Property`, `Method` ...
    pub kind: &'static str,
    /// What Get-Member prints in its last column.
    pub definition: String,
}

/// Names of a value's properties, in the order in which `Format-List *` shows them.
///
/// # Errors
/// Where enumerating them fails.
pub fn property_names(rs: &mut Runspace, value: &Value) -> Result<Vec<Rc<str>>> {
    let mut names: Vec<Rc<str>> = Vec::new();
    let push = |name: Rc<str>, names: &mut Vec<Rc<str>>| {
        if !names.iter().any(|n| n.eq_ignore_ascii_case(&name)) {
            names.push(name);
        }
    };
    if let Value::Object(o) = value.base() {
        match &o.data {
            ObjectData::Custom(bag) => {
                for name in bag.borrow().names().iter() {
                    push(name.clone(), &mut names);
                }
            }
            ObjectData::Class(instance) => {
                for property in instance.class.all_properties().into_iter().filter(|p| !p.hidden) {
                    push(property.name.clone(), &mut names);
                }
                if let Some(base) = instance.base.get().cloned() {
                    for name in property_names(rs, &base)? {
                        push(name, &mut names);
                    }
                }
            }
            ObjectData::Native(_) => {}
        }
    }
    if let Some(members) = instance_members(value) {
        for member in members.all().into_iter().filter(|m| !m.hidden) {
            if matches!(
                member.value,
                MemberValue::Note(_) | MemberValue::Alias(_) | MemberValue::Script { .. }
            ) {
                push(member.name, &mut names);
            }
        }
    }
    for member in rs.type_members(value) {
        if matches!(member.value, MemberValue::Note(_) | MemberValue::Alias(_) | MemberValue::Script { .. }) {
            push(member.name, &mut names);
        }
    }
    for name in crate::net::extended_names(value) {
        push(name, &mut names);
    }
    if let Value::Object(o) = value.base()
        && let Some(exception) = o.native::<crate::error::Exception>()
    {
        for (name, _) in exception.properties.borrow().iter() {
            push(name.clone(), &mut names);
        }
    }
    if let Some(ty) = value.base().type_ref() {
        let own: Vec<crate::types::Property> = std::iter::once(ty.clone())
            .chain(ty.bases().iter().cloned())
            .filter_map(|owner| native_members(owner.definition_name()))
            .flat_map(|m| m.properties.iter().filter(|p| !p.is_static).cloned().collect::<Vec<_>>())
            .collect();
        // The catalogue has the order in which .NET gives them.
        if let Some(record) = ty.record() {
            for text in record.properties() {
                let name = property_name(text);
                if own.iter().any(|p| p.name.eq_ignore_ascii_case(name)) {
                    push(name.into(), &mut names);
                }
            }
        }
        for property in own {
            push(property.name, &mut names);
        }
    }
    Ok(names)
}

/// `Length` of `int Length {get;}`.
fn property_name(text: &str) -> &str {
    let head = text.split('{').next().unwrap_or(text).trim();
    head.rsplit(' ').next().unwrap_or(head)
}

/// Names and values of a value's properties.
///
/// # Errors
/// Where enumerating them fails; a getter that throws gives `$null`.
pub fn properties_of(rs: &mut Runspace, value: &Value) -> Result<Vec<(Rc<str>, Value)>> {
    if let Value::Object(o) = value
        && let Some(bag) = o.bag()
        && o.members().is_empty()
        && rs.type_members(value).is_empty()
    {
        return Ok(bag.borrow().iter().map(|(n, v)| (n.clone(), v.clone())).collect());
    }
    let names = property_names(rs, value)?;
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let property = get_property(rs, value, &name).ok().flatten().unwrap_or(Value::Null);
        out.push((name, property));
    }
    Ok(out)
}

/// `PSObject.TypeNames`: the names put on the value, or its type's and its bases'.
pub fn type_names(value: &Value) -> Vec<Rc<str>> {
    if let Some(members) = instance_members(value)
        && let Some(names) = members.type_names()
    {
        return names;
    }
    let Some(ty) = value.base().type_ref() else { return Vec::new() };
    let mut names: Vec<Rc<str>> = vec![ty.shared_name()];
    names.extend(ty.bases().iter().map(|b| b.shared_name()));
    if ty.code() == crate::types::TypeCode::PSCustomObject {
        names = vec!["System.Management.Automation.PSCustomObject".into(), "System.Object".into()];
    }
    names
}

/// The members of a value, for Get-Member: sorted by kind and name there.
///
/// # Errors
/// Where enumerating them fails.
pub fn members_of(rs: &mut Runspace, value: &Value) -> Result<Vec<MemberInfo>> {
    let mut out: Vec<MemberInfo> = Vec::new();
    let base = value.base();
    if let Value::Object(o) = base
        && let Some(bag) = o.bag()
    {
        for (name, item) in bag.borrow().iter() {
            out.push(note(name, item));
        }
    }
    let own = instance_members(value).map(crate::value::InstanceMembers::all).unwrap_or_default();
    for member in own.into_iter().chain(rs.type_members(value)).filter(|m| !m.hidden) {
        if out.iter().all(|m| !m.name.eq_ignore_ascii_case(&member.name)) {
            out.push(info_of(member));
        }
    }
    if let Some(ty) = base.type_ref() {
        native_list(&ty, &mut out);
    }
    for name in property_names(rs, value)? {
        if !out.iter().any(|m| m.name.eq_ignore_ascii_case(&name)) {
            out.push(MemberInfo {
                definition: format!("System.Object {name} {{get;}}"),
                name,
                kind: "Property",
            });
        }
    }
    Ok(out)
}

/// `List[string]` of `System.Collections.Generic.List[string]`.
fn without_namespaces(text: &str) -> String {
    let mut out = String::new();
    for part in text.split_inclusive(['[', ',', ']']) {
        out.push_str(part.rsplit('.').next().unwrap_or(part));
    }
    out
}

fn note(name: &Rc<str>, item: &Value) -> MemberInfo {
    let ty = item.base().type_ref();
    let type_text =
        ty.as_ref().map_or_else(|| "object".to_owned(), |t| without_namespaces(&t.display_name()));
    let text = match item.base() {
        Value::Null | Value::Void => "null".to_owned(),
        Value::Array(_) | Value::Hash(_) => ty.map(|t| t.full_name().to_owned()).unwrap_or_default(),
        other => crate::convert::plain_text(other),
    };
    MemberInfo { name: name.clone(), kind: "NoteProperty", definition: format!("{type_text} {name}={text}") }
}

fn native_list(ty: &crate::types::TypeRef, out: &mut Vec<MemberInfo>) {
    if let Some(record) = ty.record() {
        for text in record.properties() {
            out.push(MemberInfo {
                name: property_name(text).into(),
                kind: "Property",
                definition: text.to_owned(),
            });
        }
        push_methods(record.methods(), out);
        return;
    }
    if let Some(class) = ty.class_info() {
        for p in class.all_properties().into_iter().filter(|p| !p.hidden) {
            let type_text = p.ty.as_ref().map_or_else(|| "System.Object".to_owned(), |t| t.display_name());
            let definition = format!("{type_text} {} {{get;set;}}", p.name);
            out.push(MemberInfo { name: p.name.clone(), kind: "Property", definition });
        }
        for m in class.methods.iter().filter(|m| !m.hidden && !m.is_static) {
            let returns = m.returns.as_ref().map_or_else(|| "System.Object".to_owned(), |t| t.display_name());
            let parameters: Vec<String> = m
                .parameters
                .iter()
                .map(|(n, t)| {
                    format!("{} {n}", t.as_ref().map_or_else(|| "System.Object".into(), |t| t.display_name()))
                })
                .collect();
            let definition = format!("{returns} {}({})", m.name, parameters.join(", "));
            out.push(MemberInfo { name: m.name.clone(), kind: "Method", definition });
        }
        for text in
            ["bool Equals(System.Object obj)", "int GetHashCode()", "type GetType()", "string ToString()"]
        {
            push_methods(std::iter::once(text), out);
        }
        return;
    }
    if let Some(members) = native_members(ty.definition_name()) {
        for p in members.properties.iter().filter(|p| !p.is_static) {
            out.push(MemberInfo {
                name: p.name.clone(),
                kind: "Property",
                definition: p.signature.to_owned(),
            });
        }
        for methods in members.methods.values() {
            push_methods(methods.iter().filter(|m| !m.is_static).map(|m| m.signature), out);
        }
    }
    for text in ["bool Equals(System.Object obj)", "int GetHashCode()", "type GetType()", "string ToString()"]
    {
        push_methods(std::iter::once(text), out);
    }
}

fn push_methods<'a>(texts: impl Iterator<Item = &'a str>, out: &mut Vec<MemberInfo>) {
    for text in texts {
        let head = text.split('(').next().unwrap_or(text);
        let name = head.rsplit(' ').next().unwrap_or(head);
        match out.iter_mut().find(|m| m.kind == "Method" && *m.name == *name) {
            Some(known) => {
                known.definition.push_str(", ");
                known.definition.push_str(text);
            }
            None => out.push(MemberInfo { name: name.into(), kind: "Method", definition: text.to_owned() }),
        }
    }
}

/// A member put on a value or its type, as Get-Member shows it.
fn info_of(member: crate::value::InstanceMember) -> MemberInfo {
    match &member.value {
        MemberValue::Note(item) => note(&member.name, item),
        MemberValue::Alias(other) => MemberInfo {
            definition: format!("{} = {other}", member.name),
            name: member.name,
            kind: "AliasProperty",
        },
        MemberValue::Script { get, set } => {
            let getter = crate::convert::plain_text(get);
            let setter = if set.is_null() {
                String::new()
            } else {
                format!("set={};", crate::convert::plain_text(set))
            };
            MemberInfo {
                definition: format!("System.Object {} {{get={getter};{setter}}}", member.name),
                name: member.name,
                kind: "ScriptProperty",
            }
        }
        MemberValue::Method(_) => MemberInfo {
            definition: format!("System.Object {}();", member.name),
            name: member.name,
            kind: "ScriptMethod",
        },
        MemberValue::PropertySet(names) => MemberInfo {
            definition: format!("{} {{{}}}", member.name, names.join(", ")),
            name: member.name,
            kind: "PropertySet",
        },
        MemberValue::MemberSet(_) => {
            MemberInfo { definition: format!("{} {{}}", member.name), name: member.name, kind: "MemberSet" }
        }
    }
}
