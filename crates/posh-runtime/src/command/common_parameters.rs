//! Values of the common parameters.

use std::rc::Rc;

use crate::host::ActionPreference;

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
    /// `-ErrorVariable`
    pub error_variable: Option<Rc<str>>,
    /// `-WarningVariable`
    pub warning_variable: Option<Rc<str>>,
    /// `-InformationVariable`
    pub information_variable: Option<Rc<str>>,
    /// `-OutVariable`
    pub out_variable: Option<Rc<str>>,
    /// `-PipelineVariable`
    pub pipeline_variable: Option<Rc<str>>,
    /// `-WhatIf`
    pub what_if: Option<bool>,
    /// `-Confirm`
    pub confirm: Option<bool>,
    /// Names and values as they go into `$PSBoundParameters`.
    pub bound: Vec<(Rc<str>, crate::value::Value)>,
}
