//! A cmdlet's parameters out of its definition.

use crate::command::{Check, CmdletDef, CommandParameters, InSet, ParamDef, Parameter, ValidateDef};
use crate::types::{known, resolve_name};
use crate::value::{PsStr, Value};

/// The parameters of a cmdlet.
pub(crate) fn parameters_of(def: &CmdletDef) -> CommandParameters {
    CommandParameters {
        list: def.parameters.iter().map(parameter).collect(),
        default_set: def.default_set.map(Into::into),
        sets: Vec::new(),
        advanced: true,
        should_process: def.should_process,
        impact: def.impact,
        paging: false,
    }
    .finish()
}

fn parameter(def: &ParamDef) -> Parameter {
    let mut parameter = Parameter::new(def.name, resolve_name(def.ty).unwrap_or_else(known::object));
    parameter.aliases = def.aliases.iter().map(|a| (*a).into()).collect();
    if !def.sets.is_empty() {
        parameter.sets = def
            .sets
            .iter()
            .map(|s| InSet {
                set: (!s.set.is_empty()).then(|| s.set.into()),
                position: s.position,
                mandatory: s.mandatory,
                by_value: s.by_value,
                by_name: s.by_name,
                remaining: s.remaining,
                help: None,
            })
            .collect();
    }
    parameter.checks = def.validate.iter().map(check).collect();
    parameter
}

fn long(value: i64) -> Value {
    i32::try_from(value).map_or(Value::Long(value), Value::Int)
}

fn check(def: &ValidateDef) -> Check {
    match def {
        ValidateDef::NotNull => Check::NotNull,
        ValidateDef::NotNullOrEmpty => Check::NotNullOrEmpty,
        ValidateDef::AllowNull => Check::AllowNull,
        ValidateDef::AllowEmptyString => Check::AllowEmptyString,
        ValidateDef::AllowEmptyCollection => Check::AllowEmptyCollection,
        ValidateDef::Set(values) => Check::Set {
            values: values.iter().map(|v| PsStr::from(*v)).collect(),
            case: false,
            message: None,
        },
        ValidateDef::Range(min, max) => Check::Range(long(*min), long(*max)),
        ValidateDef::Length(min, max) => Check::Length(*min, *max),
        ValidateDef::Count(min, max) => Check::Count(*min, *max),
        ValidateDef::Pattern(pattern) => {
            Check::Pattern { pattern: PsStr::from(*pattern), case: false, message: None }
        }
        ValidateDef::Credential => Check::Credential,
    }
}
