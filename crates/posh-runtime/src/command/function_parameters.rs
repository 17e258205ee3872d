//! The parameters of a function, out of its attributes.

use std::rc::Rc;

use posh_syntax::ast::{AttributeAst, AttributeBaseAst, ParameterAst, TypeName, TypeNameKind};

use super::{Check, CommandParameters, ConfirmImpact, InSet, Parameter, RangeKind};
use crate::code::BlockCode;
use crate::convert::{cast, is_true, plain_text};
use crate::error::Result;
use crate::runspace::Runspace;
use crate::types::known;
use crate::value::{PsStr, Value};

/// Name of an attribute without namespace and `Attribute`.
fn short_name(attribute: &AttributeAst) -> String {
    let name = match &attribute.type_name.kind {
        TypeNameKind::Simple { name, .. } => name.rsplit('.').next().unwrap_or(name).to_lowercase(),
        _ => String::new(),
    };
    name.strip_suffix("attribute").map(str::to_owned).unwrap_or(name)
}

/// Reads a function's or script block's parameters.
///
/// # Errors
/// Where an attribute's argument cannot be evaluated, or a type is not found.
pub fn function_parameters(rs: &mut Runspace, code: &BlockCode) -> Result<Rc<CommandParameters>> {
    let mut all = CommandParameters { advanced: code.advanced, ..Default::default() };
    let mut positional = true;
    let block = code.ast.param_block.iter().flat_map(|p| &p.attributes).chain(&code.ast.attributes);
    for attribute in block {
        if short_name(attribute) != "cmdletbinding" {
            continue;
        }
        for named in &attribute.named {
            let value = rs.constant_of(&named.argument, &code.source)?;
            match named.name.to_lowercase().as_str() {
                "defaultparametersetname" => all.default_set = Some(plain_text(&value).into()),
                "supportsshouldprocess" => all.should_process = is_true(&value),
                "supportspaging" => all.paging = is_true(&value),
                "positionalbinding" => positional = is_true(&value),
                "confirmimpact" => all.impact = ConfirmImpact::parse(&plain_text(&value)).unwrap_or_default(),
                _ => {}
            }
        }
    }
    let of_function = code.function.as_ref().and_then(|f| f.parameters.as_deref());
    let own = code.ast.param_block.as_ref().map(|p| p.parameters.as_slice());
    let asts = of_function.or(own).unwrap_or(&[]);
    for ast in asts {
        all.list.push(parameter(rs, ast, code)?);
    }
    distinct(&all)?;
    let has_positions = all.list.iter().any(|p| p.sets.iter().any(|s| s.position.is_some()));
    if positional && !has_positions {
        for (position, p) in (0..).zip(all.list.iter_mut().filter(|p| !p.is_switch)) {
            for set in &mut p.sets {
                set.position = Some(position);
            }
        }
    }
    Ok(Rc::new(all.finish()))
}

/// Refuses names and aliases that stand for several parameters.
fn distinct(all: &CommandParameters) -> Result<()> {
    let refuse = |id: &str, message: String| {
        let exception = "System.Management.Automation.MetadataException";
        Err(crate::error::Raised::typed(exception, id, crate::error::ErrorCategory::MetadataError, message))
    };
    for (at, parameter) in all.list.iter().enumerate() {
        let process: &[_] = if all.should_process { super::SHOULD_PROCESS_PARAMETERS } else { &[] };
        let mut common = super::COMMON_PARAMETERS.iter().chain(process);
        if all.advanced && common.any(|(name, ..)| name.eq_ignore_ascii_case(&parameter.name)) {
            return refuse(
                "ParameterNameAlreadyExistsForCommand",
                format!(
                    "A parameter with the name '{}' was defined multiple times for the command.",
                    parameter.name
                ),
            );
        }
        for alias in &parameter.aliases {
            if all.list.iter().take(at).any(|other| other.is_named(alias)) {
                return refuse(
                    "AliasDeclaredMultipleTimes",
                    format!("The alias \"{alias}\" is declared multiple times."),
                );
            }
        }
    }
    Ok(())
}

fn parameter(rs: &mut Runspace, ast: &ParameterAst, code: &BlockCode) -> Result<Parameter> {
    let mut ty = None;
    let mut sets = Vec::new();
    let mut aliases = Vec::new();
    let mut checks = Vec::new();
    for attribute in &ast.attributes {
        match attribute {
            AttributeBaseAst::TypeConstraint(t) => {
                let found = rs.resolve_type(&t.type_name)?;
                if ty.is_none() {
                    ty = Some(found);
                }
            }
            AttributeBaseAst::Attribute(a) => match short_name(a).as_str() {
                "parameter" => sets.push(in_set(rs, a, code)?),
                "alias" => {
                    for e in &a.positional {
                        let value = rs.constant_of(e, &code.source)?;
                        for item in crate::members::elements(rs, &value)? {
                            aliases.push(plain_text(&item).into());
                        }
                    }
                }
                _ => checks.extend(make_checks(rs, a, code)?),
            },
        }
    }
    let mut parameter = Parameter::new(&ast.name.path.name, ty.unwrap_or_else(known::object));
    if !sets.is_empty() {
        parameter.sets = sets;
    }
    parameter.aliases = aliases;
    parameter.checks = checks;
    Ok(parameter)
}

fn in_set(rs: &mut Runspace, a: &AttributeAst, code: &BlockCode) -> Result<InSet> {
    let mut named = Vec::new();
    for n in &a.named {
        named.push((Rc::from(&*n.name), rs.constant_of(&n.argument, &code.source)?));
    }
    set_of(rs, &named)
}

/// What the properties of `[Parameter()]` say.
fn set_of(rs: &mut Runspace, named: &[(Rc<str>, Value)]) -> Result<InSet> {
    let mut set = InSet::all();
    for (name, value) in named {
        match name.to_lowercase().as_str() {
            "mandatory" => set.mandatory = is_true(value),
            "position" => {
                if let Value::Int(position) = cast(rs, value, &known::int())? {
                    set.position = (position >= 0).then_some(position);
                }
            }
            "parametersetname" => {
                let name = plain_text(value);
                set.set = (name != "__AllParameterSets").then(|| name.into());
            }
            "valuefrompipeline" => set.by_value = is_true(value),
            "valuefrompipelinebypropertyname" => set.by_name = is_true(value),
            "valuefromremainingarguments" => set.remaining = is_true(value),
            "helpmessage" => set.help = Some(plain_text(value).into()),
            _ => {}
        }
    }
    Ok(set)
}

/// The validations and transformations that an attribute stands for; none for attributes without effect.
///
/// # Errors
/// Where an argument cannot be evaluated.
pub(super) fn make_checks(rs: &mut Runspace, a: &AttributeAst, code: &BlockCode) -> Result<Vec<Check>> {
    checks_of_attribute(rs, a, &code.source)
}

/// The validations and transformations of an attribute in a source.
///
/// # Errors
/// Where an argument cannot be evaluated.
pub fn checks_of_attribute(
    rs: &mut Runspace,
    a: &AttributeAst,
    source: &std::sync::Arc<posh_syntax::Source>,
) -> Result<Vec<Check>> {
    let mut positional = Vec::new();
    for e in &a.positional {
        positional.push(rs.constant_of(e, source)?);
    }
    let mut named = Vec::new();
    for n in &a.named {
        let value = rs.constant_of(&n.argument, source)?;
        named.push((Rc::from(&*n.name), value));
    }
    checks_of(rs, &a.type_name, &positional, &named)
}

fn short_type_name(name: &TypeName) -> String {
    let name = match &name.kind {
        TypeNameKind::Simple { name, .. } => name.rsplit('.').next().unwrap_or(name).to_lowercase(),
        _ => String::new(),
    };
    name.strip_suffix("attribute").map(str::to_owned).unwrap_or(name)
}

/// The validations and transformations of an attribute with known arguments.
///
/// # Errors
/// Where a class of the script cannot be made.
pub fn checks_of(
    rs: &mut Runspace,
    name: &TypeName,
    positional: &[Value],
    named: &[(Rc<str>, Value)],
) -> Result<Vec<Check>> {
    if let Some(checks) = known_checks(rs, &short_type_name(name), positional, named)? {
        return Ok(checks);
    }
    Ok(match rs.find_class_type(name) {
        Some(ty) => {
            let made = crate::members::construct(rs, &ty, positional)?;
            for (name, value) in named {
                crate::members::set_property(rs, &made, name, value.clone())?;
            }
            vec![Check::Custom(made)]
        }
        None => Vec::new(),
    })
}

/// The validations that one of PowerShell's own attributes stands for, by its short name in lower case.
fn known_checks(
    rs: &mut Runspace,
    name: &str,
    positional: &[Value],
    named: &[(Rc<str>, Value)],
) -> Result<Option<Vec<Check>>> {
    let mut message = None;
    let mut ignore_case = true;
    for (name, value) in named {
        match name.to_lowercase().as_str() {
            "errormessage" if !value.is_null() => message = Some(PsStr::from(plain_text(value))),
            "ignorecase" => ignore_case = is_true(value),
            "options" => ignore_case = plain_text(value).to_lowercase().contains("ignorecase"),
            _ => {}
        }
    }
    let size = |value: Option<&Value>| match value {
        Some(Value::Int(i)) => usize::try_from(*i).unwrap_or(0),
        _ => 0,
    };
    let first = positional.first().cloned();
    Ok(Some(match name {
        "allownull" => vec![Check::AllowNull],
        "allowemptystring" => vec![Check::AllowEmptyString],
        "allowemptycollection" => vec![Check::AllowEmptyCollection],
        "validatenotnull" => vec![Check::NotNull],
        "validatenotnullorempty" => vec![Check::NotNullOrEmpty],
        "validatenotnullorwhitespace" => vec![Check::NotNullOrWhiteSpace],
        "validatecount" => vec![Check::Count(size(positional.first()), size(positional.get(1)))],
        "validatelength" => vec![Check::Length(size(positional.first()), size(positional.get(1)))],
        "validaterange" => range_check(first, positional.get(1)),
        "validatepattern" => match first {
            Some(p) => vec![Check::Pattern { pattern: plain_text(&p).into(), case: !ignore_case, message }],
            None => Vec::new(),
        },
        "validateset" => {
            let values = set_values(rs, positional)?;
            vec![Check::Set { values, case: !ignore_case, message }]
        }
        "validatescript" => match first {
            Some(block) => vec![Check::Script { block, message }],
            None => Vec::new(),
        },
        "credential" => vec![Check::Credential],
        _ => return Ok(None),
    }))
}

/// A parameter that a `dynamicparam` block made: its name, type and attributes.
///
/// # Errors
/// Where an attribute's values cannot be read.
pub(crate) fn runtime_parameter(rs: &mut Runspace, defined: &Value) -> Result<Option<Parameter>> {
    let Some(data) = defined.native::<crate::net::Attribute>() else { return Ok(None) };
    let name = plain_text(&data.get("Name").unwrap_or(Value::Null));
    let ty = match data.get("ParameterType") {
        Some(Value::Type(ty)) => ty,
        _ => known::object(),
    };
    let mut parameter = Parameter::new(&name, ty);
    let mut sets = Vec::new();
    let attributes = data.get("Attributes").unwrap_or(Value::Null);
    for attribute in crate::members::elements(rs, &attributes)? {
        let Some(data) = attribute.native::<crate::net::Attribute>() else {
            continue;
        };
        let ty = attribute.type_ref().map(|t| t.name().to_lowercase()).unwrap_or_default();
        let short = ty.strip_suffix("attribute").unwrap_or(&ty);
        let named = data.named().into_iter().map(|(n, v)| (Rc::from(n), v)).collect::<Vec<_>>();
        match short {
            "parameter" => sets.push(set_of(rs, &named)?),
            "alias" => {
                for names in &data.positional {
                    for alias in crate::members::elements(rs, names)? {
                        parameter.aliases.push(plain_text(&alias).into());
                    }
                }
            }
            _ => parameter
                .checks
                .extend(known_checks(rs, short, &data.positional, &named)?.unwrap_or_default()),
        }
    }
    if !sets.is_empty() {
        parameter.sets = sets;
    }
    Ok(Some(parameter))
}

fn range_check(min: Option<Value>, max: Option<&Value>) -> Vec<Check> {
    match (min, max) {
        (Some(min), Some(max)) => vec![Check::Range(min, max.clone())],
        (Some(kind), None) => vec![Check::RangeKind(match plain_text(&kind).to_lowercase().as_str() {
            "positive" => RangeKind::Positive,
            "nonnegative" => RangeKind::NonNegative,
            "negative" => RangeKind::Negative,
            _ => RangeKind::NonPositive,
        })],
        _ => Vec::new(),
    }
}

/// Values of `[ValidateSet()]`: listed, or given by a class.
fn set_values(rs: &mut Runspace, positional: &[Value]) -> Result<Rc<[PsStr]>> {
    let mut values = Vec::new();
    for value in positional {
        if let Value::Type(generator) = value {
            let made = crate::members::construct(rs, generator, &[])?;
            let listed = crate::members::invoke(rs, &made, "GetValidValues", &[])?;
            values.extend(crate::members::elements(rs, &listed)?);
        } else {
            values.extend(crate::members::elements(rs, value)?);
        }
    }
    Ok(values.iter().map(|v| PsStr::from(plain_text(v))).collect())
}
