//! What scripts see of a command's parameters: `CommandInfo.Parameters` and `CommandInfo.ParameterSets`.

use std::rc::Rc;

use posh_runtime::command::{
    COMMON_PARAMETERS, Check, CommandParameters, InSet, Parameter, SHOULD_PROCESS_PARAMETERS,
};
use posh_runtime::convert::{plain_text, string_array};
use posh_runtime::net::attribute;
use posh_runtime::types::{TypeDef, resolve_name};
use posh_runtime::value::Dictionary;
use posh_runtime::{Result, Runspace, Value};

use super::syntax;
use crate::support::objects::plain_object;

const EVERY_SET: &str = "__AllParameterSets";
/// `int.MinValue`: the position of what has none.
const NO_POSITION: i32 = i32::MIN;

plain_object!(
    /// A parameter.
    ParameterMetadata, "System.Management.Automation.ParameterMetadata", base None, text None,
    [
        "string Name {get;set;}" => name,
        "type ParameterType {get;set;}" => parameter_type,
        "System.Object ParameterSets {get;}" => parameter_sets,
        "bool IsDynamic {get;set;}" => is_dynamic,
        "System.Object Aliases {get;}" => aliases,
        "System.Object Attributes {get;}" => attributes,
        "bool SwitchParameter {get;}" => switch_parameter,
    ]
);

plain_object!(
    /// A parameter in one of its sets.
    ParameterSetMetadata, "System.Management.Automation.ParameterSetMetadata", base None, text None,
    [
        "bool IsMandatory {get;set;}" => is_mandatory,
        "int Position {get;set;}" => position,
        "bool ValueFromPipeline {get;set;}" => value_from_pipeline,
        "bool ValueFromPipelineByPropertyName {get;set;}" => value_from_pipeline_by_property_name,
        "bool ValueFromRemainingArguments {get;set;}" => value_from_remaining_arguments,
        "string HelpMessage {get;set;}" => help_message,
    ]
);

plain_object!(
    /// A parameter of a set.
    CommandParameterInfo, "System.Management.Automation.CommandParameterInfo", base None, text None,
    [
        "string Name {get;}" => name,
        "type ParameterType {get;}" => parameter_type,
        "bool IsMandatory {get;}" => is_mandatory,
        "bool IsDynamic {get;}" => is_dynamic,
        "int Position {get;}" => position,
        "bool ValueFromPipeline {get;}" => value_from_pipeline,
        "bool ValueFromPipelineByPropertyName {get;}" => value_from_pipeline_by_property_name,
        "bool ValueFromRemainingArguments {get;}" => value_from_remaining_arguments,
        "string HelpMessage {get;}" => help_message,
        "System.Object Aliases {get;}" => aliases,
        "System.Object Attributes {get;}" => attributes,
    ]
);

plain_object!(
    /// A parameter set.
    CommandParameterSetInfo, "System.Management.Automation.CommandParameterSetInfo", base None, text Some(set_text),
    [
        "string Name {get;}" => name,
        "bool IsDefault {get;}" => is_default,
        "System.Object Parameters {get;}" => parameters,
        "string Text {get;}" => text,
    ]
);

/// The types of this file.
pub(crate) const TYPES: &[&TypeDef] = &[
    &ParameterMetadata::TYPE,
    &ParameterSetMetadata::TYPE,
    &CommandParameterInfo::TYPE,
    &CommandParameterSetInfo::TYPE,
];

fn set_text(_: &mut Runspace, value: &Value) -> Result<String> {
    Ok(value.native::<CommandParameterSetInfo>().map(|s| plain_text(&s.text)).unwrap_or_default())
}

fn number(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn attribute_of(check: &Check) -> Option<Value> {
    let text = |t: &posh_runtime::value::PsStr| Value::Str(t.clone());
    Some(match check {
        Check::Set { values, case, message } => attribute(
            "ValidateSet",
            vec![string_array(values.iter().cloned())],
            vec![
                ("ErrorMessage", message.as_ref().map_or(Value::Null, text)),
                ("IgnoreCase", Value::Bool(!case)),
            ],
        ),
        Check::Range(min, max) => attribute("ValidateRange", vec![min.clone(), max.clone()], Vec::new()),
        Check::Pattern { pattern, .. } => attribute("ValidatePattern", vec![text(pattern)], Vec::new()),
        Check::Script { block, .. } => attribute("ValidateScript", vec![block.clone()], Vec::new()),
        Check::Length(min, max) => attribute("ValidateLength", vec![number(*min), number(*max)], Vec::new()),
        Check::Count(min, max) => attribute("ValidateCount", vec![number(*min), number(*max)], Vec::new()),
        Check::NotNullOrEmpty => attribute("ValidateNotNullOrEmpty", Vec::new(), Vec::new()),
        Check::NotNull => attribute("ValidateNotNull", Vec::new(), Vec::new()),
        Check::Custom(instance) => instance.clone(),
        _ => return None,
    })
}

fn position(set: &InSet) -> Value {
    Value::Int(set.position.unwrap_or(NO_POSITION))
}

fn help(set: &InSet) -> Value {
    set.help.as_deref().map_or(Value::Null, Value::str)
}

fn attributes(p: &Parameter) -> Value {
    let mut list: Vec<Value> = p
        .sets
        .iter()
        .map(|s| {
            attribute(
                "Parameter",
                Vec::new(),
                vec![
                    ("Position", position(s)),
                    ("ParameterSetName", Value::str(s.set.as_deref().unwrap_or(EVERY_SET))),
                    ("Mandatory", Value::Bool(s.mandatory)),
                    ("ValueFromPipeline", Value::Bool(s.by_value)),
                    ("ValueFromPipelineByPropertyName", Value::Bool(s.by_name)),
                    ("ValueFromRemainingArguments", Value::Bool(s.remaining)),
                    ("HelpMessage", help(s)),
                ],
            )
        })
        .collect();
    if !p.aliases.is_empty() {
        list.push(attribute("Alias", vec![aliases(p)], Vec::new()));
    }
    list.extend(p.checks.iter().filter_map(attribute_of));
    Value::array(list)
}

fn aliases(p: &Parameter) -> Value {
    string_array(p.aliases.iter().map(|a| &**a))
}

/// `ParameterMetadata` of a parameter.
pub(crate) fn metadata(p: &Parameter) -> Value {
    let sets = Dictionary::ordered();
    for set in &p.sets {
        let entry = ParameterSetMetadata {
            is_mandatory: Value::Bool(set.mandatory),
            position: position(set),
            value_from_pipeline: Value::Bool(set.by_value),
            value_from_pipeline_by_property_name: Value::Bool(set.by_name),
            value_from_remaining_arguments: Value::Bool(set.remaining),
            help_message: help(set),
        };
        sets.set_str(set.set.as_deref().unwrap_or(EVERY_SET), entry.into_value());
    }
    ParameterMetadata {
        name: Value::str(&*p.name),
        parameter_type: Value::Type(p.ty.clone()),
        parameter_sets: Value::Hash(Rc::new(sets)),
        is_dynamic: Value::Bool(false),
        aliases: aliases(p),
        attributes: attributes(p),
        switch_parameter: Value::Bool(p.is_switch),
    }
    .into_value()
}

/// A command's parameters with the common ones.
pub(crate) fn with_common(parameters: &CommandParameters) -> Vec<Parameter> {
    let mut list = parameters.list.clone();
    let mut add = |known: &[(&str, &str, &str)]| {
        for (name, alias, ty) in known {
            let Some(ty) = resolve_name(ty) else { continue };
            let mut p = Parameter::new(name, ty);
            p.aliases = vec![(*alias).into()];
            list.push(p);
        }
    };
    if parameters.advanced {
        add(COMMON_PARAMETERS);
    }
    if parameters.should_process {
        add(SHOULD_PROCESS_PARAMETERS);
    }
    list
}

/// `CommandInfo.ParameterSets`.
pub(crate) fn parameter_sets(parameters: &CommandParameters) -> Value {
    let all = CommandParameters {
        list: with_common(parameters),
        default_set: parameters.default_set.clone(),
        sets: parameters.sets.clone(),
        ..Default::default()
    };
    let mut out = Vec::new();
    for name in syntax::set_names(parameters) {
        let list = syntax::in_set(&all, &name)
            .into_iter()
            .map(|(p, s)| {
                CommandParameterInfo {
                    name: Value::str(&*p.name),
                    parameter_type: Value::Type(p.ty.clone()),
                    is_mandatory: Value::Bool(s.mandatory),
                    is_dynamic: Value::Bool(false),
                    position: position(s),
                    value_from_pipeline: Value::Bool(s.by_value),
                    value_from_pipeline_by_property_name: Value::Bool(s.by_name),
                    value_from_remaining_arguments: Value::Bool(s.remaining),
                    help_message: s.help.as_deref().map_or_else(|| Value::str(""), Value::str),
                    aliases: aliases(p),
                    attributes: attributes(p),
                }
                .into_value()
            })
            .collect();
        let is_default = parameters.default_set.as_deref().is_none_or(|d| d.eq_ignore_ascii_case(&name))
            && (parameters.default_set.is_some() || name.is_empty());
        let info = CommandParameterSetInfo {
            text: Value::from(syntax::of_set(parameters, &name)),
            name: Value::str(if name.is_empty() { EVERY_SET } else { &name }),
            is_default: Value::Bool(is_default),
            parameters: Value::array(list),
        };
        out.push(info.into_value());
    }
    Value::array(out)
}
