//! `$PSCmdlet` and `.PSObject`.

use std::rc::Rc;

use crate::command::CommandState;
use crate::error::{ErrorRecord, Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{InstanceMember, MemberValue, Native, Object, Value};

/// `$PSCmdlet`.
struct PsCmdlet(Rc<CommandState>);

impl Native for PsCmdlet {}

/// `.PSObject`: the value whose members it shows.
struct PsObject(Value);

impl Native for PsObject {}

/// A property of `.PSObject.Properties`.
struct PsProperty {
    target: Value,
    name: Rc<str>,
}

impl Native for PsProperty {}

const CMDLET: &str = "System.Management.Automation.PSScriptCmdlet";
const MEMBER_SET: &str = "System.Management.Automation.PSMemberSet";

/// `$PSCmdlet` of an advanced function.
pub fn ps_cmdlet(state: Rc<CommandState>) -> Value {
    Value::Object(Object::native_of(TypeRef::named(CMDLET), PsCmdlet(state)))
}

/// `.PSObject` of a value.
pub(super) fn ps_object(value: &Value) -> Value {
    Value::Object(Object::native_of(TypeRef::named(MEMBER_SET), PsObject(value.clone())))
}

fn state(call: &Call<'_>) -> Result<Rc<CommandState>> {
    call.this
        .native::<PsCmdlet>()
        .map(|c| c.0.clone())
        .ok_or_else(|| Raised::net("System.NullReferenceException", "The object is no cmdlet."))
}

fn should_process(call: &mut Call<'_>) -> Result<Value> {
    let state = state(call)?;
    let target = call.text(0);
    let action = match call.args.len() {
        1 => state.name.to_string(),
        _ => call.text(1).lossy().to_owned(),
    };
    crate::pipeline::should_process(call.rs, &state, target.lossy(), &action).map(Value::Bool)
}

fn should_process_text(call: &mut Call<'_>) -> Result<Value> {
    // (verboseDescription, verboseWarning, caption)
    let state = state(call)?;
    let what_if = state.common.what_if.unwrap_or(false);
    let description = call.text(0);
    if what_if {
        call.rs.host.write(&format!("What if: {}\n", description.lossy()), None, None);
        return Ok(Value::Bool(false));
    }
    if state.common.confirm == Some(true) {
        let (warning, caption) = (call.text(1), call.text(2));
        return crate::pipeline::should_continue(call.rs, warning.lossy(), caption.lossy()).map(Value::Bool);
    }
    call.rs.write_verbose(description)?;
    Ok(Value::Bool(true))
}

fn should_continue(call: &mut Call<'_>) -> Result<Value> {
    let (query, caption) = (call.text(0), call.text(1));
    crate::pipeline::should_continue(call.rs, query.lossy(), caption.lossy()).map(Value::Bool)
}

fn own(call: &Call<'_>) -> Result<Rc<Object>> {
    let state = state(call)?;
    let Value::Object(object) = call.arg(0) else { return Err(Raised::null_argument("errorRecord")) };
    if let Some(record) = object.native::<ErrorRecord>() {
        if record.id_suffix.borrow().is_none() {
            *record.id_suffix.borrow_mut() = Some(state.class.clone());
        }
        if record.activity.borrow().is_empty() {
            *record.activity.borrow_mut() = state.name.clone();
        }
        if record.invocation.borrow().is_none() {
            *record.invocation.borrow_mut() = Some(state.invocation.clone());
            if let Some(info) = state.invocation.native::<crate::error::InvocationInfo>() {
                record.position.borrow_mut().clone_from(&info.position);
            }
        }
    }
    Ok(object)
}

fn throw_terminating(call: &mut Call<'_>) -> Result<Value> {
    let object = own(call)?;
    if let (Some(record), Ok(state)) = (object.native::<ErrorRecord>(), state(call)) {
        record.ends_command.set(Some(state.id));
    }
    Err(Box::new(Raised::Error(object)))
}

fn write_error(call: &mut Call<'_>) -> Result<Value> {
    let object = own(call)?;
    if let Ok(state) = state(call) {
        state.failed.set(true);
    }
    call.rs.write_error(object)?;
    Ok(Value::Void)
}

fn parameter_set(call: &mut Call<'_>) -> Result<Value> {
    let state = state(call)?;
    let set = state.set.borrow().clone();
    Ok(Value::str(set.as_deref().unwrap_or("__AllParameterSets")))
}

fn invocation(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Object(state(call)?.invocation.clone()))
}

fn target(call: &Call<'_>) -> Value {
    call.this.native::<PsObject>().map_or(Value::Null, |p| p.0.clone())
}

fn property_object(target: &Value, name: Rc<str>) -> Value {
    let ty = match crate::members::instance_members(target).and_then(|m| m.get(&name)).map(|m| m.value) {
        Some(MemberValue::Script { .. }) => "System.Management.Automation.PSScriptProperty",
        Some(MemberValue::Alias(_)) => "System.Management.Automation.PSAliasProperty",
        Some(_) => "System.Management.Automation.PSNoteProperty",
        None if matches!(target.base(), Value::Object(o) if o.bag().is_some()) => {
            "System.Management.Automation.PSNoteProperty"
        }
        None => "System.Management.Automation.PSProperty",
    };
    Value::Object(Object::native_of(TypeRef::named(ty), PsProperty { target: target.clone(), name }))
}

/// `.Properties`, `.Members`: a collection that is indexed by name.
struct MemberCollection(Value);

impl Native for MemberCollection {}

const COLLECTION: &str = "System.Management.Automation.PSMemberInfoIntegratingCollection`1";

fn properties(call: &mut Call<'_>) -> Result<Value> {
    let target = target(call);
    Ok(Value::Object(Object::native_of(
        TypeRef::generic(COLLECTION, vec![TypeRef::named("System.Management.Automation.PSPropertyInfo")]),
        MemberCollection(target),
    )))
}

fn collection_items(rs: &mut crate::Runspace, value: &Value) -> Result<Vec<Value>> {
    let Some(c) = value.native::<MemberCollection>() else { return Ok(Vec::new()) };
    let names = crate::members::property_names(rs, &c.0)?;
    Ok(names.into_iter().map(|n| property_object(&c.0, n)).collect())
}

fn collection_index(rs: &mut crate::Runspace, value: &Value, index: &Value) -> Result<Value> {
    let wanted = crate::convert::plain_text(index);
    let Some(c) = value.native::<MemberCollection>() else { return Ok(Value::Null) };
    let names = crate::members::property_names(rs, &c.0)?;
    Ok(names
        .into_iter()
        .find(|n| n.eq_ignore_ascii_case(&wanted))
        .map_or(Value::Null, |n| property_object(&c.0, n)))
}

fn collection_item(call: &mut Call<'_>) -> Result<Value> {
    let index = call.arg(0);
    collection_index(call.rs, call.this, &index)
}

fn remove(call: &mut Call<'_>) -> Result<Value> {
    let name = call.text(0);
    if let Some(c) = call.this.native::<MemberCollection>() {
        if let Value::Object(o) = c.0.base()
            && let Some(bag) = o.bag()
        {
            bag.borrow_mut().remove(name.lossy());
        }
        if let Some(members) = crate::members::instance_members(&c.0) {
            members.remove(name.lossy());
        }
    }
    Ok(Value::Void)
}

/// `.Properties.Add([psnoteproperty]...)`
fn add(call: &mut Call<'_>) -> Result<Value> {
    let member = call.arg(0);
    let name = crate::members::get_property(call.rs, &member, "Name")?.unwrap_or(Value::Null);
    let value = crate::members::get_property(call.rs, &member, "Value")?.unwrap_or(Value::Null);
    let name = crate::convert::plain_text(&name);
    if let Some(c) = call.this.native::<MemberCollection>() {
        if let Value::Object(o) = c.0.base()
            && let Some(bag) = o.bag()
        {
            bag.borrow_mut().set(name, value);
        } else if let Some(members) = crate::members::instance_members(&c.0) {
            members.set(InstanceMember { name: name.into(), value: MemberValue::Note(value), hidden: false });
        }
    }
    Ok(Value::Void)
}

fn match_names(call: &mut Call<'_>) -> Result<Value> {
    let pattern = crate::ops::pattern::Wildcard::new(call.text(0).lossy(), true)?;
    let items = collection_items(call.rs, call.this)?;
    let kept = items
        .into_iter()
        .filter(|i| i.native::<PsProperty>().is_some_and(|p| pattern.matches(&p.name)))
        .collect();
    Ok(super::List::collection(kept))
}

fn base_object(call: &mut Call<'_>) -> Result<Value> {
    Ok(target(call).into_base())
}

fn type_names(call: &mut Call<'_>) -> Result<Value> {
    let target = target(call);
    let names = crate::members::type_names(&target).iter().map(|n| Value::str(&**n)).collect();
    Ok(Value::Object(Object::native_of(
        TypeRef::generic(
            "System.Management.Automation.TypeNameCollection`1",
            vec![crate::types::known::string()],
        ),
        TypeNames { target, names: std::cell::RefCell::new(names) },
    )))
}

/// `.TypeNames`, whose changes reach the value.
struct TypeNames {
    target: Value,
    names: std::cell::RefCell<Vec<Value>>,
}

impl Native for TypeNames {}

fn change_names(call: &Call<'_>, change: impl FnOnce(&mut Vec<Value>)) -> Result<Value> {
    if let Some(t) = call.this.native::<TypeNames>() {
        change(&mut t.names.borrow_mut());
        if let Some(members) = crate::members::instance_members(&t.target) {
            members.set_type_names(
                t.names.borrow().iter().map(|n| Rc::from(crate::convert::plain_text(n).as_str())).collect(),
            );
        }
    }
    Ok(Value::Void)
}

fn names_of(_: &mut crate::Runspace, value: &Value) -> Result<Vec<Value>> {
    Ok(value.native::<TypeNames>().map(|t| t.names.borrow().clone()).unwrap_or_default())
}

fn name_at(_: &mut crate::Runspace, value: &Value, index: &Value) -> Result<Value> {
    let names = value.native::<TypeNames>().map(|t| t.names.borrow().clone()).unwrap_or_default();
    Ok(match index {
        Value::Int(i) => {
            let at = if *i < 0 {
                names.len().checked_sub(i.unsigned_abs() as usize)
            } else {
                usize::try_from(*i).ok()
            };
            at.and_then(|a| names.get(a).cloned()).unwrap_or(Value::Null)
        }
        _ => Value::Null,
    })
}

fn property<'a>(call: &'a Call<'_>) -> Option<&'a PsProperty> {
    call.this.native::<PsProperty>()
}

fn property_value(call: &mut Call<'_>) -> Result<Value> {
    let Some((target, name)) = property(call).map(|p| (p.target.clone(), p.name.clone())) else {
        return Ok(Value::Null);
    };
    Ok(crate::members::get_property(call.rs, &target, &name)?.unwrap_or(Value::Null))
}

fn set_property_value(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    if let Some((target, name)) = property(call).map(|p| (p.target.clone(), p.name.clone())) {
        crate::members::set_property(call.rs, &target, &name, value)?;
    }
    Ok(Value::Void)
}

fn member_type(call: &mut Call<'_>) -> Result<Value> {
    let name = match call.ty.name().as_str() {
        "PSScriptProperty" => "ScriptProperty",
        "PSAliasProperty" => "AliasProperty",
        "PSNoteProperty" => "NoteProperty",
        _ => "Property",
    };
    Ok(crate::convert::enum_value("System.Management.Automation.PSMemberTypes", name))
}

fn type_of_value(call: &mut Call<'_>) -> Result<Value> {
    let value = property_value(call)?;
    Ok(value.type_ref().map_or_else(|| Value::str("System.Object"), |t| Value::str(t.full_name())))
}

fn copy(call: &mut Call<'_>) -> Result<Value> {
    let target = target(call);
    match target.base() {
        Value::Object(o) if o.bag().is_some() => {
            let bag = o.bag().map(|b| b.borrow().clone()).unwrap_or_default();
            let copy = Object::custom(bag);
            for member in o.members().all() {
                copy.members().set(member);
            }
            if let Some(names) = o.members().type_names() {
                copy.members().set_type_names(names);
            }
            Ok(Value::Object(copy))
        }
        other => Ok(other.clone()),
    }
}

fn new_note(call: &mut Call<'_>) -> Result<Value> {
    let name = call.text(0);
    let holder = Value::Object(Object::of_properties([(name.lossy(), call.arg(1))]));
    Ok(property_object(&holder, name.lossy().into()))
}

const fn property_type(name: &'static str) -> TypeDef {
    TypeDef {
        base: Some("System.Management.Automation.PSPropertyInfo"),
        properties: &[
            ("System.Management.Automation.PSMemberTypes MemberType {get;}", member_type, None),
            ("System.Object Value {get;set;}", property_value, Some(set_property_value)),
            ("bool IsSettable {get;}", |_| Ok(Value::Bool(true)), None),
            ("bool IsGettable {get;}", |_| Ok(Value::Bool(true)), None),
            ("string TypeNameOfValue {get;}", type_of_value, None),
            ("string Name {get;}", |c| Ok(property(c).map_or(Value::Null, |p| Value::str(&*p.name))), None),
            ("bool IsInstance {get;}", |_| Ok(Value::Bool(true)), None),
        ],
        ..TypeDef::new(name)
    }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        base: Some("System.Object"),
        methods: &[
            ("bool ShouldProcess(string target)", should_process),
            ("bool ShouldProcess(string target, string action)", should_process),
            (
                "bool ShouldProcess(string verboseDescription, string verboseWarning, string caption)",
                should_process_text,
            ),
            ("bool ShouldContinue(string query, string caption)", should_continue),
            (
                "void ThrowTerminatingError(System.Management.Automation.ErrorRecord errorRecord)",
                throw_terminating,
            ),
            ("void WriteError(System.Management.Automation.ErrorRecord errorRecord)", write_error),
            ("void WriteWarning(string text)", |c| {
                let t = c.text(0);
                c.rs.write_warning(t)?;
                Ok(Value::Void)
            }),
            ("void WriteVerbose(string text)", |c| {
                let t = c.text(0);
                c.rs.write_verbose(t)?;
                Ok(Value::Void)
            }),
            ("void WriteDebug(string text)", |c| {
                let t = c.text(0);
                c.rs.write_debug(t)?;
                Ok(Value::Void)
            }),
        ],
        properties: &[
            ("string ParameterSetName {get;}", parameter_set, None),
            ("System.Management.Automation.InvocationInfo MyInvocation {get;}", invocation, None),
        ],
        ..TypeDef::new(CMDLET)
    },
    &TypeDef {
        methods: &[("psobject Copy()", copy)],
        properties: &[
            ("System.Object Properties {get;}", properties, None),
            ("System.Object Members {get;}", properties, None),
            ("System.Object BaseObject {get;}", base_object, None),
            ("System.Object ImmediateBaseObject {get;}", base_object, None),
            ("System.Object TypeNames {get;}", type_names, None),
        ],
        ..TypeDef::new(MEMBER_SET)
    },
    &TypeDef {
        base: Some("System.Object"),
        enumerate: Some(collection_items),
        index_get: Some(collection_index),
        methods: &[
            ("System.Object Item(string name)", collection_item),
            ("void Remove(string name)", remove),
            ("void Add(System.Object member)", add),
            ("void Add(System.Object member, bool preValidated)", add),
            ("System.Object Match(string name)", match_names),
        ],
        ..TypeDef::new(COLLECTION)
    },
    &TypeDef {
        base: Some("System.Object"),
        enumerate: Some(names_of),
        index_get: Some(name_at),
        methods: &[
            ("void Insert(int index, string item)", |c| {
                let (at, name) = (usize::try_from(c.int(0)).unwrap_or(0), c.arg(1));
                change_names(c, |n| n.insert(at.min(n.len()), name))
            }),
            ("void Add(string item)", |c| {
                let name = c.arg(0);
                change_names(c, |n| n.push(name))
            }),
            ("void Clear()", |c| change_names(c, Vec::clear)),
            ("bool Contains(string item)", |c| {
                let wanted = c.text(0);
                let has = c.this.native::<TypeNames>().is_some_and(|t| {
                    t.names
                        .borrow()
                        .iter()
                        .any(|n| crate::convert::plain_text(n).eq_ignore_ascii_case(wanted.lossy()))
                });
                Ok(Value::Bool(has))
            }),
            ("void RemoveAt(int index)", |c| {
                let at = usize::try_from(c.int(0)).unwrap_or(usize::MAX);
                change_names(c, |n| {
                    if at < n.len() {
                        n.remove(at);
                    }
                })
            }),
        ],
        properties: &[(
            "int Count {get;}",
            |c| {
                let count = c.this.native::<TypeNames>().map_or(0, |t| t.names.borrow().len());
                Ok(Value::Int(i32::try_from(count).unwrap_or(i32::MAX)))
            },
            None,
        )],
        ..TypeDef::new("System.Management.Automation.TypeNameCollection`1")
    },
    &TypeDef {
        constructors: &[("(string name, System.Object value)", new_note)],
        ..property_type("System.Management.Automation.PSNoteProperty")
    },
    &property_type("System.Management.Automation.PSProperty"),
    &property_type("System.Management.Automation.PSScriptProperty"),
    &property_type("System.Management.Automation.PSAliasProperty"),
];
