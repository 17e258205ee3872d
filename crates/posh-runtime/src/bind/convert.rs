//! Arguments as parameters want them: converted and validated.

use std::rc::Rc;

use posh_syntax::Span;

use super::Binder;
use crate::command::{Check, Parameter, check_value};
use crate::convert::{cast, plain_text};
use crate::error::{ErrorCategory, ErrorRecord, Raised, Result};
use crate::members;
use crate::runspace::Runspace;
use crate::types::{TypeCode, TypeRef, known};
use crate::value::{Object, Value};

impl Binder {
    /// An argument converted to a parameter's type and validated.
    pub(super) fn convert(
        &self,
        rs: &mut Runspace,
        parameter: &Parameter,
        value: Value,
        span: Span,
    ) -> Result<Value> {
        if self.class != self.name {
            self.refuse_null(parameter, &value, span)?;
        }
        let converted = self.coerce(rs, parameter, value, span)?;
        self.validate(rs, parameter, &converted, span)?;
        Ok(converted)
    }

    pub(super) fn coerce(&self, rs: &mut Runspace, p: &Parameter, value: Value, span: Span) -> Result<Value> {
        if p.checks.iter().any(|c| matches!(c, Check::Credential)) {
            return to_credential(rs, value);
        }
        for check in &p.checks {
            if let Check::Custom(transform) = check
                && members::has_method(transform, "Transform")
            {
                let value = members::invoke(rs, transform, "Transform", &[Value::Null, value])?;
                return self.coerce_type(rs, p, value, span);
            }
        }
        self.coerce_type(rs, p, value, span)
    }

    fn coerce_type(&self, rs: &mut Runspace, p: &Parameter, value: Value, span: Span) -> Result<Value> {
        match p.ty.code() {
            TypeCode::Object | TypeCode::PSObject => return Ok(value),
            TypeCode::PSReference => {
                return if matches!(value.base(), Value::Object(o) if o.native::<crate::runspace::Reference>().is_some())
                {
                    Ok(value)
                } else {
                    let cause = Raised::runtime(
                        "RuntimeException",
                        ErrorCategory::InvalidArgument,
                        "Reference type is expected in argument.",
                    );
                    Err(self.transform_failed(p, &value, &cause, span))
                };
            }
            TypeCode::Bool => return self.to_bool(p, &value, span),
            TypeCode::Switch => {
                return match value.base() {
                    Value::Bool(_) | Value::Switch(_) => cast(rs, &value, &p.ty),
                    Value::Null => Ok(Value::Switch(false)),
                    other if crate::convert::code_of(other).is_some() && self.class != self.name => {
                        Ok(Value::Switch(crate::convert::is_true(other)))
                    }
                    other if crate::convert::code_of(other).is_some() => Err(self.transform_failed(
                        p,
                        &value,
                        &crate::convert::convert_failure(&value, &p.ty),
                        span,
                    )),
                    other => {
                        let from = other.type_ref().map_or_else(String::new, |t| t.full_name().to_owned());
                        let cause = Raised::runtime(
                            "InvalidCast",
                            ErrorCategory::InvalidArgument,
                            format!(
                                "Cannot convert value \"{from}\" to type \
                                 \"System.Management.Automation.SwitchParameter\". Boolean parameters accept only \
                                 Boolean values and numbers, such as $True, $False, 1 or 0."
                            ),
                        );
                        Err(self.transform_failed(p, &value, &cause, span))
                    }
                };
            }
            TypeCode::String => match value.base() {
                Value::Null | Value::Void => return Ok(Value::str("")),
                Value::Array(a)
                    if self.parameters.advanced && (a.len() != 1 || !p.ty.is_a(&known::string())) =>
                {
                    if self.class != self.name {
                        return Err(self.array_for_string(p, &value, span));
                    }
                    return Err(self.transform_failed(
                        p,
                        &value,
                        &Raised::runtime(
                            "PSInvalidCastException",
                            ErrorCategory::InvalidArgument,
                            "Cannot convert value to type System.String.",
                        ),
                        span,
                    ));
                }
                _ => {}
            },
            TypeCode::Array => {
                if let Some(element) = p.ty.element()
                    && element.code() == TypeCode::String
                    && value.is_null()
                {
                    return Ok(Value::Null);
                }
            }
            _ => {}
        }
        cast(rs, &value, &p.ty).map_err(|raised| {
            // A command's array parameter converts a lone value as the element that it becomes.
            let element = p.ty.element().filter(|_| self.class != self.name && is_scalar(&value));
            let cause = element.and_then(|e| cast(rs, &value, e).err()).unwrap_or(raised);
            self.transform_failed(p, &value, &cause, span)
        })
    }

    /// The error of a list that a compiled command's string parameter gets.
    fn array_for_string(&self, p: &Parameter, value: &Value, span: Span) -> Box<Raised> {
        let from = value.base().type_ref().map_or_else(String::new, |t| t.full_name().to_owned());
        let message = format!(
            "Cannot convert '{from}' to the type '{}' required by parameter '{}'. Specified method is not supported.",
            p.ty.full_name(),
            p.name
        );
        self.error("CannotConvertArgument", message, span)
    }

    fn to_bool(&self, p: &Parameter, value: &Value, span: Span) -> Result<Value> {
        match value.base() {
            Value::Bool(b) | Value::Switch(b) => Ok(Value::Bool(*b)),
            other if crate::convert::code_of(other).is_some() => {
                Ok(Value::Bool(crate::convert::is_true(other)))
            }
            other => {
                let from = other.type_ref().map_or_else(String::new, |t| t.full_name().to_owned());
                let text = if matches!(other, Value::Null) { String::new() } else { from };
                let message = format!(
                    "Cannot convert value \"{}\" to type \"System.Boolean\". Boolean parameters accept only Boolean \
                     values and numbers, such as $True, $False, 1 or 0.",
                    if matches!(other, Value::Str(_)) { text.clone() } else { text }
                );
                let cause = Raised::runtime("InvalidCast", ErrorCategory::InvalidArgument, message);
                Err(self.transform_failed(p, value, &cause, span))
            }
        }
    }

    fn transform_failed(&self, p: &Parameter, value: &Value, cause: &Raised, span: Span) -> Box<Raised> {
        let inner = cause.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
        // Parameters of compiled commands convert by the engine alone; those of functions by an attribute.
        let compiled = self.class != self.name
            || crate::command::COMMON_PARAMETERS.iter().any(|(name, ..)| **name == *p.name)
            || self.is_dynamic(p);
        if compiled && !p.checks.iter().any(|c| matches!(c, Check::Credential)) {
            let (id, message) = if p.is_switch {
                let from = value.base().type_ref().map_or_else(String::new, |t| t.full_name().to_owned());
                (
                    "CannotConvertArgument",
                    format!(
                        "Cannot convert '{from}' to the type '{}' required by parameter '{}'. ",
                        p.ty.full_name(),
                        p.name
                    ),
                )
            } else {
                ("CannotConvertArgumentNoMessage", format!("Cannot bind parameter '{}'. {inner}", p.name))
            };
            return self.error(id, message, span);
        }
        let simple_type = !p.checks.iter().any(|c| matches!(c, Check::Credential));
        let (exception, id) = if simple_type {
            (
                "System.Management.Automation.ParameterBindingArgumentTransformationException",
                "ParameterArgumentTransformationError",
            )
        } else {
            ("System.Management.Automation.ParameterBindingException", "CannotConvertArgument")
        };
        self.error_of(
            exception,
            id,
            ErrorCategory::InvalidData,
            format!("Cannot process argument transformation on parameter '{}'. {inner}", p.name),
            span,
            Some(&p.name),
        )
    }

    /// Runs a parameter's validations, and the engine's own: mandatory parameters take neither null nor empty values
    /// unless an attribute allows it.
    pub(super) fn validate(&self, rs: &mut Runspace, p: &Parameter, value: &Value, span: Span) -> Result<()> {
        for check in &p.checks {
            if matches!(check, Check::Custom(t) if members::has_method(t, "Transform")) {
                continue;
            }
            if let Err(raised) = check_value(rs, check, value) {
                let Some(record) = raised.record() else { return Err(raised) };
                let message = record.message();
                return Err(self.error_of(
                    "System.Management.Automation.ParameterBindingValidationException",
                    "ParameterArgumentValidationError",
                    ErrorCategory::InvalidData,
                    format!("Cannot validate argument on parameter '{}'. {message}", p.name),
                    span,
                    Some(&p.name),
                ));
            }
        }
        let mandatory = p.sets.iter().any(|s| s.mandatory);
        if mandatory { self.refuse_empty(rs, p, value, span) } else { Ok(()) }
    }

    /// A mandatory string of a compiled command is refused as null before it would become an empty string.
    fn refuse_null(&self, p: &Parameter, value: &Value, span: Span) -> Result<()> {
        let is_text = |ty: &TypeRef| ty.code() == TypeCode::String;
        if !is_text(&p.ty) && !p.ty.element().is_some_and(is_text) {
            return Ok(());
        }
        let has_null = match value.base() {
            Value::Array(items) => items.to_vec().iter().any(Value::is_null),
            other => matches!(other, Value::Null | Value::Void),
        };
        let mandatory = p.sets.iter().any(|s| s.mandatory);
        if !has_null || !mandatory || p.checks.iter().any(|c| matches!(c, Check::AllowNull)) {
            return Ok(());
        }
        Err(self.error_of(
            "System.Management.Automation.ParameterBindingValidationException",
            "ParameterArgumentValidationErrorNullNotAllowed",
            ErrorCategory::InvalidData,
            format!("Cannot bind argument to parameter '{}' because it is null.", p.name),
            span,
            Some(&p.name),
        ))
    }

    fn refuse_empty(&self, rs: &mut Runspace, p: &Parameter, value: &Value, span: Span) -> Result<()> {
        let allows = |wanted: fn(&Check) -> bool| p.checks.iter().any(wanted);
        let refuse = |id: &str, what: &str| {
            Err(self.error_of(
                "System.Management.Automation.ParameterBindingValidationException",
                id,
                ErrorCategory::InvalidData,
                format!("Cannot bind argument to parameter '{}' because it is {what}.", p.name),
                span,
                Some(&p.name),
            ))
        };
        let allow_null = allows(|c| matches!(c, Check::AllowNull));
        let allow_empty = allows(|c| matches!(c, Check::AllowEmptyString));
        match value.base() {
            Value::Null | Value::Void if !allow_null => {
                refuse("ParameterArgumentValidationErrorNullNotAllowed", "null")
            }
            Value::Str(s) if s.is_empty() && !allow_empty && p.ty.code() == TypeCode::String => {
                refuse("ParameterArgumentValidationErrorEmptyStringNotAllowed", "an empty string")
            }
            Value::Array(_) | Value::Object(_) => {
                // Only parameters of a collection's type look at elements.
                let collection = p.ty.code() == TypeCode::Array || p.ty.code() == TypeCode::Other;
                let Some(items) = (if collection { members::enumerate(rs, value)? } else { None }) else {
                    return Ok(());
                };
                let allow_empty_list = allows(|c| matches!(c, Check::AllowEmptyCollection));
                if items.is_empty() && !allow_empty_list {
                    return if p.ty.code() == TypeCode::Array {
                        refuse("ParameterArgumentValidationErrorEmptyArrayNotAllowed", "an empty array")
                    } else {
                        refuse(
                            "ParameterArgumentValidationErrorEmptyCollectionNotAllowed",
                            "an empty collection",
                        )
                    };
                }
                let strings = p.ty.element().is_some_and(|e| e.code() == TypeCode::String);
                for item in &items {
                    match item.base() {
                        Value::Null | Value::Void if !allow_null => {
                            return refuse("ParameterArgumentValidationErrorNullNotAllowed", "null");
                        }
                        Value::Str(s) if strings && s.is_empty() && !allow_empty => {
                            return refuse(
                                "ParameterArgumentValidationErrorEmptyStringNotAllowed",
                                "an empty string",
                            );
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Whether a value fits a parameter without conversion.
    pub(super) fn fits(&self, p: &Parameter, value: &Value) -> bool {
        match p.ty.code() {
            TypeCode::Object | TypeCode::PSObject => true,
            _ => fits_type(value, &p.ty),
        }
    }
}

fn fits_type(value: &Value, ty: &TypeRef) -> bool {
    // One object fits a list of its type.
    crate::convert::is_instance(value, ty)
        || ty.element().is_some_and(|e| match value.base() {
            Value::Array(_) => e.code() == TypeCode::Object,
            _ => {
                !matches!(e.code(), TypeCode::Object | TypeCode::PSObject)
                    && crate::convert::is_instance(value, e)
            }
        })
}

fn to_credential(rs: &mut Runspace, value: Value) -> Result<Value> {
    match value.base() {
        Value::Str(user) => {
            let asked = rs.host.clone().credential(None, None, Some(user.lossy()))?;
            Ok(asked.map_or(Value::Null, |(user, password)| crate::net::credential(&user, &password)))
        }
        _ => Ok(value),
    }
}

/// A parameter's default converted to its type, with the error that a bad one makes.
///
/// # Errors
/// Where it does not convert.
pub(crate) fn convert_default(
    rs: &mut Runspace,
    name: &Rc<str>,
    parameter: &Parameter,
    value: &Value,
    invocation: &Rc<Object>,
) -> Result<Value> {
    if value.is_null() && parameter.ty.code() != TypeCode::String {
        if parameter.ty.code().is_numeric() {
            return Ok(crate::convert::zero_of(parameter.ty.code()));
        }
        if !parameter.ty.is_value_type() {
            return Ok(Value::Null);
        }
    }
    if parameter.ty.code() == TypeCode::String && value.is_null() {
        return Ok(Value::str(""));
    }
    cast(rs, value, &parameter.ty).map_err(|raised| {
        let Some(record) = raised.record() else { return raised };
        let message = record.message();
        let raised = Raised::typed(
            "System.Management.Automation.ParameterBindingArgumentTransformationException",
            "ParameterArgumentTransformationError",
            ErrorCategory::InvalidData,
            format!("Cannot process argument transformation on parameter '{}'. {message}", parameter.name),
        );
        if let Raised::Error(object) = &*raised
            && let Some(record) = object.native::<ErrorRecord>()
        {
            *record.id_suffix.borrow_mut() = Some(name.clone());
            *record.activity.borrow_mut() = name.clone();
            *record.invocation.borrow_mut() = Some(invocation.clone());
        }
        raised
    })
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value.base(), Value::Array(_) | Value::Object(_) | Value::Hash(_))
}

/// Text of a value for messages about arguments.
pub(super) fn shown(value: &Value) -> String {
    match value.base() {
        Value::Null | Value::Void => "null".into(),
        other => plain_text(other),
    }
}
