//! `ShouldProcess` and `ShouldContinue`.

use crate::command::{CommandState, ConfirmImpact};
use crate::convert::{is_true, plain_text};
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::host::Choice;
use crate::runspace::Runspace;
use crate::value::Value;

/// The choices of a confirmation.
pub fn confirm_choices(halt: bool) -> Vec<Choice> {
    let choice = |label: &str, help: &str| Choice { label: label.into(), help: help.into() };
    if halt {
        return vec![
            choice("&Yes", "Continue with only the next step of the operation."),
            choice("Yes to &All", "Continue with all the steps of the operation."),
            choice("&Halt Command", "Stop this command."),
            choice(
                "&Suspend",
                "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline.",
            ),
        ];
    }
    vec![
        choice("&Yes", "Continue with only the next step of the operation."),
        choice("Yes to &All", "Continue with all the steps of the operation."),
        choice("&No", "Skip this operation and proceed with the next operation."),
        choice("No to A&ll", "Skip this operation and all subsequent operations."),
        choice(
            "&Suspend",
            "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline.",
        ),
    ]
}

fn operation_text(target: &str, operation: &str) -> String {
    format!("Performing the operation \"{operation}\" on target \"{target}\".")
}

/// Whether a command goes on with a change.
///
/// # Errors
/// Where nobody can be asked, or the user stops the pipeline.
pub fn should_process(
    rs: &mut Runspace,
    command: &CommandState,
    target: &str,
    operation: &str,
) -> Result<bool> {
    let what_if = command
        .common
        .what_if
        .unwrap_or_else(|| rs.variable("WhatIfPreference").is_some_and(|v| is_true(&v)));
    if what_if {
        let text = format!("What if: {}", operation_text(target, operation));
        rs.host.write(&format!("{text}\n"), None, None);
        return Ok(false);
    }
    let preference = rs.variable("ConfirmPreference").map(|v| plain_text(&v)).unwrap_or_default();
    let threshold = ConfirmImpact::parse(&preference).unwrap_or(ConfirmImpact::High);
    let asks = match command.common.confirm {
        Some(asked) => asked,
        None => threshold != ConfirmImpact::None && command.impact >= threshold,
    };
    if !asks {
        rs.write_verbose(operation_text(target, operation).into())?;
        return Ok(true);
    }
    if let Some(answer) = command.answered.get() {
        return Ok(answer);
    }
    let message =
        format!("Are you sure you want to perform this action?\n{}", operation_text(target, operation));
    let choice = rs.host.clone().choose("Confirm", &message, &confirm_choices(false), Some(0));
    answer(choice.map_err(|_| cannot_ask(command))?, command)
}

fn cannot_ask(command: &CommandState) -> Box<Raised> {
    let exception = Exception::new(
        "System.Management.Automation.PSInvalidOperationException",
        "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
    );
    let record =
        ErrorRecord::new(exception, "InvalidOperation", ErrorCategory::InvalidOperation, Value::Null);
    *record.id_suffix.borrow_mut() = Some(command.class.clone());
    *record.activity.borrow_mut() = command.name.clone();
    *record.invocation.borrow_mut() = Some(command.invocation.clone());
    record.raise()
}

fn answer(choice: usize, command: &CommandState) -> Result<bool> {
    match choice {
        0 => Ok(true),
        1 => {
            command.answered.set(Some(true));
            Ok(true)
        }
        2 => Ok(false),
        3 => {
            command.answered.set(Some(false));
            Ok(false)
        }
        _ => Err(Box::new(Raised::Stopped)),
    }
}

/// Asks a question that the confirm preference does not answer.
///
/// # Errors
/// Where nobody can be asked, or the user stops the pipeline.
pub fn should_continue(rs: &mut Runspace, query: &str, caption: &str) -> Result<bool> {
    let choices: Vec<Choice> = confirm_choices(false)
        .into_iter()
        .filter(|c| matches!(c.label.as_str(), "&Yes" | "&No" | "&Suspend"))
        .collect();
    match rs.host.clone().choose(caption, query, &choices, Some(0))? {
        0 => Ok(true),
        1 => Ok(false),
        _ => Err(Box::new(Raised::Stopped)),
    }
}
