//! Validation of arguments and variables.

use std::rc::Rc;

use crate::convert::{plain_text, to_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::ops::compare::compare_values;
use crate::runspace::Runspace;
use crate::value::{PsStr, Value};

/// `ValidateRangeKind`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are PowerShell's own")]
pub enum RangeKind {
    Positive,
    NonNegative,
    Negative,
    NonPositive,
}

/// A transformation or validation of a parameter or variable.
#[derive(Clone)]
pub enum Check {
    /// `[AllowNull()]`
    AllowNull,
    /// `[AllowEmptyString()]`
    AllowEmptyString,
    /// `[AllowEmptyCollection()]`
    AllowEmptyCollection,
    /// `[ValidateNotNull()]`
    NotNull,
    /// `[ValidateNotNullOrEmpty()]`
    NotNullOrEmpty,
    /// `[ValidateNotNullOrWhiteSpace()]`
    NotNullOrWhiteSpace,
    /// `[ValidateCount(min, max)]`
    Count(usize, usize),
    /// `[ValidateLength(min, max)]`
    Length(usize, usize),
    /// `[ValidateRange(min, max)]`
    Range(Value, Value),
    /// `[ValidateRange('Positive')]`
    RangeKind(RangeKind),
    /// `[ValidatePattern('...')]`
    Pattern {
        /// The pattern.
        pattern: PsStr,
        /// Regular expression options.
        case: bool,
        /// `ErrorMessage`.
        message: Option<PsStr>,
    },
    /// `[ValidateSet('a', 'b')]`
    Set {
        /// Values.
        values: Rc<[PsStr]>,
        /// Whether letter case counts.
        case: bool,
        /// `ErrorMessage`.
        message: Option<PsStr>,
    },
    /// `[ValidateScript({ })]`
    Script {
        /// The block.
        block: Value,
        /// `ErrorMessage`.
        message: Option<PsStr>,
    },
    /// `[Credential()]`: a string becomes a credential by asking for the password.
    Credential,
    /// A validation or transformation class of a script: an instance of it.
    Custom(Value),
}

fn failed(id: &str, message: String) -> Box<Raised> {
    Raised::typed(
        "System.Management.Automation.ValidationMetadataException",
        id,
        ErrorCategory::MetadataError,
        message,
    )
}

/// Checks a value. The error is the validation's own, which the binder wraps.
///
/// # Errors
/// `ValidationMetadataException` where the value is refused.
pub fn check_value(rs: &mut Runspace, check: &Check, value: &Value) -> Result<()> {
    match check {
        Check::AllowNull | Check::AllowEmptyString | Check::AllowEmptyCollection | Check::Credential => {
            Ok(())
        }
        Check::NotNull => not_null(value),
        Check::NotNullOrEmpty => not_null_or_empty(rs, value, false),
        Check::NotNullOrWhiteSpace => not_null_or_empty(rs, value, true),
        Check::Count(min, max) => count(rs, value, *min, *max),
        Check::Custom(validator) if crate::members::has_method(validator, "ValidateElement") => {
            for item in crate::members::elements(rs, value)? {
                crate::members::invoke(rs, validator, "ValidateElement", &[item])?;
            }
            Ok(())
        }
        Check::Custom(validator) if !crate::members::has_method(validator, "Validate") => Ok(()),
        Check::Custom(validator) => {
            crate::members::invoke(rs, validator, "Validate", &[value.clone(), Value::Null]).map(drop)
        }
        _ => each(rs, check, value),
    }
}

fn each(rs: &mut Runspace, check: &Check, value: &Value) -> Result<()> {
    let items = match crate::members::enumerate(rs, value)? {
        Some(items) => items,
        None => vec![value.clone()],
    };
    for item in &items {
        match check {
            Check::Length(min, max) => length(item, *min, *max)?,
            Check::Range(min, max) => range(rs, item, min, max)?,
            Check::RangeKind(kind) => range_kind(rs, item, *kind)?,
            Check::Pattern { pattern, case, message } => {
                pattern_check(rs, item, pattern, *case, message.as_ref())?;
            }
            Check::Set { values, case, message } => set(rs, item, values, *case, message.as_ref())?,
            Check::Script { block, message } => script(rs, item, block, message.as_ref())?,
            _ => {}
        }
    }
    Ok(())
}

fn not_null(value: &Value) -> Result<()> {
    if value.is_null() {
        return Err(failed(
            "ArgumentIsNull",
            "The argument is null. Provide a valid value for the argument, and then try running the command again.".into(),
        ));
    }
    Ok(())
}

fn not_null_or_empty(rs: &mut Runspace, value: &Value, white_space: bool) -> Result<()> {
    let empty_message = || {
        failed(
            "ArgumentIsEmpty",
            "The argument is null or empty. Provide an argument that is not null or empty, and then try the command \
             again."
                .into(),
        )
    };
    match value.base() {
        Value::Null | Value::Void => Err(failed(
            "ArgumentIsNull",
            "The argument is null or empty. Provide an argument that is not null or empty, and then try the command \
             again."
                .into(),
        )),
        Value::Str(s) if s.is_empty() && !white_space => Err(empty_message()),
        Value::Str(s) if white_space && s.lossy().trim().is_empty() => Err(failed(
            "ArgumentIsWhiteSpace",
            "The argument is null, empty, or consists of only white-space characters. Provide an argument that \
             contains non white-space characters, and then try the command again."
                .into(),
        )),
        Value::Hash(table) if table.is_empty() => Err(element_failed("ArgumentIsEmpty")),
        other => match crate::members::enumerate(rs, other)? {
            None => Ok(()),
            Some(items) if items.is_empty() => Err(element_failed("ArgumentIsEmpty")),
            Some(items) => {
                for item in &items {
                    match item.base() {
                        Value::Null | Value::Void => return Err(element_failed("ArgumentIsNull")),
                        Value::Str(s) if s.is_empty() => return Err(element_failed("ArgumentIsEmpty")),
                        _ => {}
                    }
                }
                Ok(())
            }
        },
    }
}

/// The failure of a collection that is empty, or has an empty element.
fn element_failed(id: &str) -> Box<Raised> {
    failed(
        id,
        "The argument is null, empty, or an element of the argument collection contains a null value. Supply a \
         collection that does not contain any null values and then try the command again."
            .into(),
    )
}

fn count(rs: &mut Runspace, value: &Value, min: usize, max: usize) -> Result<()> {
    let count = match crate::members::enumerate(rs, value)? {
        Some(items) => items.len(),
        None if value.is_null() => 0,
        None => {
            return Err(failed(
                "NotAnArrayParameter",
                "The ValidateCount attribute cannot be applied to a non-array parameter. Either remove the attribute \
                 from the parameter or make the parameter an array parameter."
                    .into(),
            ));
        }
    };
    if count < min || count > max {
        let message = if min == max {
            format!("The parameter requires exactly {min} value(s) - {count} value(s) were provided.")
        } else {
            format!(
                "The parameter requires at least {min} value(s) and no more than {max} value(s) - {count} value(s) \
                 were provided."
            )
        };
        return Err(failed("ValidateCountFailure", message));
    }
    Ok(())
}

fn length(item: &Value, min: usize, max: usize) -> Result<()> {
    let Value::Str(s) = item.base() else {
        return Err(failed(
            "ValidateLengthNotString",
            "The ValidateLength attribute cannot be applied to a parameter that is not a string or string[] parameter. \
             Make the parameter a string or string[] parameter."
                .into(),
        ));
    };
    let len = s.len16();
    if len < min {
        return Err(failed(
            "ValidateLengthMinLengthFailure",
            format!(
                "The character length ({len}) of the argument is too short. Specify an argument with a length that is \
                 greater than or equal to \"{min}\", and then try the command again."
            ),
        ));
    }
    if len > max {
        return Err(failed(
            "ValidateLengthMaxLengthFailure",
            format!(
                "The character length of the {len} argument is too long. Shorten the character length of the argument \
                 so it is fewer than or equal to \"{max}\" characters, and then try the command again."
            ),
        ));
    }
    Ok(())
}

fn range(rs: &mut Runspace, item: &Value, min: &Value, max: &Value) -> Result<()> {
    let text = plain_text(item);
    let order_min = compare_values(rs, item, min, true).ok();
    let order_max = compare_values(rs, item, max, true).ok();
    match (order_min, order_max) {
        (Some(low), _) if low.is_lt() => Err(failed(
            "ValidateRangeTooSmall",
            format!(
                "The {text} argument is less than the minimum allowed range of {}. Supply an argument that is greater \
                 than or equal to {} and then try the command again.",
                plain_text(min),
                plain_text(min)
            ),
        )),
        (_, Some(high)) if high.is_gt() => Err(failed(
            "ValidateRangeTooBig",
            format!(
                "The {text} argument is greater than the maximum allowed range of {}. Supply an argument that is less \
                 than or equal to {} and then try the command again.",
                plain_text(max),
                plain_text(max)
            ),
        )),
        (Some(_), Some(_)) => Ok(()),
        _ => Err(failed(
            "ValidationRangeElementType",
            "The argument cannot be validated because its type is not the same as the type of the maximum and minimum \
             limits of the parameter. Make sure the argument and the limits have the same type and then try the \
             command again."
                .into(),
        )),
    }
}

fn range_kind(rs: &mut Runspace, item: &Value, kind: RangeKind) -> Result<()> {
    let order = compare_values(rs, item, &Value::Int(0), true)?;
    let text = plain_text(item);
    let (ok, id, words) = match kind {
        RangeKind::Positive => (order.is_gt(), "ValidateRangePositiveFailure", "it is not greater than zero"),
        RangeKind::NonNegative => {
            (order.is_ge(), "ValidateRangeNonNegativeFailure", "it is not greater than or equal to zero")
        }
        RangeKind::Negative => (order.is_lt(), "ValidateRangeNegativeFailure", "it is not less than zero"),
        RangeKind::NonPositive => {
            (order.is_le(), "ValidateRangeNonPositiveFailure", "it is not less than or equal to zero")
        }
    };
    if ok {
        return Ok(());
    }
    Err(failed(
        id,
        format!("The argument \"{text}\" cannot be validated because its value is {}.", range_words(words)),
    ))
}

fn range_words(words: &str) -> &str {
    words.strip_prefix("it is ").unwrap_or(words)
}

fn pattern_check(
    rs: &mut Runspace,
    item: &Value,
    pattern: &PsStr,
    case: bool,
    message: Option<&PsStr>,
) -> Result<()> {
    let text = to_text(rs, item)?;
    let regex = crate::ops::pattern::Regex::compile(pattern.lossy(), !case)?;
    if regex.is_match(&text)? {
        return Ok(());
    }
    Err(failed(
        "ValidatePatternFailure",
        match message {
            Some(m) => fill(m, &text, pattern.lossy()),
            None => format!(
                "The argument \"{text}\" does not match the \"{pattern}\" pattern. Supply an argument that matches \
                 \"{pattern}\" and try the command again."
            ),
        },
    ))
}

fn fill(message: &PsStr, zero: &str, one: &str) -> String {
    message.lossy().replace("{0}", zero).replace("{1}", one)
}

fn set(rs: &mut Runspace, item: &Value, values: &[PsStr], case: bool, message: Option<&PsStr>) -> Result<()> {
    let text = to_text(rs, item)?;
    if values.iter().any(|v| crate::text::equal(v.lossy(), &text, !case)) {
        return Ok(());
    }
    let joined = values.iter().map(PsStr::lossy).collect::<Vec<_>>().join(",");
    Err(failed(
        "ValidateSetFailure",
        match message {
            Some(m) => fill(m, &text, &joined),
            None => format!(
                "The argument \"{text}\" does not belong to the set \"{joined}\" specified by the ValidateSet \
                 attribute. Supply an argument that is in the set and then try the command again."
            ),
        },
    ))
}

fn script(rs: &mut Runspace, item: &Value, block: &Value, message: Option<&PsStr>) -> Result<()> {
    let output = rs.invoke_block_with_item(block, item.clone(), &[])?;
    let holds = match output.as_slice() {
        [] => false,
        [one] => crate::convert::is_true(one),
        _ => true,
    };
    if holds {
        return Ok(());
    }
    let text = to_text(rs, item)?;
    let script = plain_text(block);
    Err(failed(
        "ValidateScriptFailure",
        match message {
            Some(m) => fill(m, &text, &script),
            None => format!(
                "The \"{script}\" validation script for the argument with value \"{text}\" did not return a result of \
                 True. Determine why the validation script failed, and then try the command again."
            ),
        },
    ))
}
