//! Values of the common parameters.

use std::rc::Rc;

use crate::host::ActionPreference;
use crate::net::List;
use crate::value::Value;

/// Lists, each the value of a variable, that take copies of a command's messages.
#[derive(Clone, Default)]
pub struct Collected {
    /// `-ErrorVariable`
    pub errors: Option<Value>,
    /// `-WarningVariable`
    pub warnings: Option<Value>,
    /// `-InformationVariable`
    pub information: Option<Value>,
}

/// The lists of all commands that the running one is called by: a function's `-ErrorVariable` takes what its commands
/// write as well.
pub(crate) struct Collectors {
    /// The lists of the innermost.
    pub own: Collected,
    /// Those around it.
    pub outer: Option<Rc<Collectors>>,
}

impl Collected {
    /// Whether there is a list at all.
    pub(crate) fn is_any(&self) -> bool {
        self.errors.is_some() || self.warnings.is_some() || self.information.is_some()
    }
}

/// Adds a value to a list of `-OutVariable` and its kin.
pub(crate) fn collect_into(list: Option<&Value>, value: &Value) {
    if let Some(list) = list.and_then(|l| l.native::<List>()) {
        list.items_mut().push(value.clone());
    }
}

/// What `-ErrorAction`, `-Verbose` and their kin were given.
#[derive(Clone, Default)]
pub struct CommonParameters {
    /// `-Verbose`
    pub verbose: Option<bool>,
    /// `-Debug`
    pub debug: Option<bool>,
    /// `-ErrorAction`
    pub error_action: Option<ActionPreference>,
    /// `-WarningAction`
    pub warning_action: Option<ActionPreference>,
    /// `-InformationAction`
    pub information_action: Option<ActionPreference>,
    /// `-ProgressAction`
    pub progress_action: Option<ActionPreference>,
    /// Lists of `-ErrorVariable`, `-WarningVariable` and `-InformationVariable`.
    pub collected: Collected,
    /// List of `-OutVariable`.
    pub out_list: Option<Value>,
    /// `-PipelineVariable`
    pub pipeline_variable: Option<Rc<str>>,
    /// `-WhatIf`
    pub what_if: Option<bool>,
    /// `-Confirm`
    pub confirm: Option<bool>,
    /// Names and values as they go into `$PSBoundParameters`.
    pub bound: Vec<(Rc<str>, Value)>,
}
