//! What is known of a command's parameters.

use std::rc::Rc;

use super::Check;
use crate::types::TypeRef;

/// A parameter in one of its parameter sets.
#[derive(Clone, Debug)]
pub struct InSet {
    /// The set; `None` is every set.
    pub set: Option<Rc<str>>,
    /// Position, from 0.
    pub position: Option<i32>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Whether it takes pipeline objects.
    pub by_value: bool,
    /// Whether it takes properties of pipeline objects.
    pub by_name: bool,
    /// Whether it takes all arguments that are left.
    pub remaining: bool,
    /// `HelpMessage`.
    pub help: Option<Rc<str>>,
}

impl InSet {
    /// In every set, by name alone.
    pub fn all() -> Self {
        Self {
            set: None,
            position: None,
            mandatory: false,
            by_value: false,
            by_name: false,
            remaining: false,
            help: None,
        }
    }
}

/// A parameter.
#[derive(Clone)]
pub struct Parameter {
    /// Name.
    pub name: Rc<str>,
    /// Aliases.
    pub aliases: Vec<Rc<str>>,
    /// Type.
    pub ty: TypeRef,
    /// Whether it is a switch.
    pub is_switch: bool,
    /// Its parameter sets.
    pub sets: Vec<InSet>,
    /// Transformations and validations, in order.
    pub checks: Vec<Check>,
    /// Bits of the sets that it is in; all bits where it is in every set.
    pub mask: u64,
}

impl Parameter {
    /// A parameter in every set, by name alone.
    pub fn new(name: &str, ty: TypeRef) -> Self {
        Self {
            name: name.into(),
            aliases: Vec::new(),
            is_switch: ty.code() == crate::types::TypeCode::Switch,
            ty,
            sets: vec![InSet::all()],
            checks: Vec::new(),
            mask: u64::MAX,
        }
    }

    /// Whether `written` is its name or one of its aliases.
    pub fn is_named(&self, written: &str) -> bool {
        self.name.eq_ignore_ascii_case(written)
            || self.aliases.iter().any(|a| a.eq_ignore_ascii_case(written))
    }

    /// Whether its name or one of its aliases begins with `written`.
    pub fn begins_with(&self, written: &str) -> bool {
        let begins =
            |name: &str| name.get(..written.len()).is_some_and(|head| head.eq_ignore_ascii_case(written));
        begins(&self.name) || self.aliases.iter().any(|a| begins(a))
    }

    /// Its entry for a set.
    pub fn in_set(&self, set: Option<&str>) -> Option<&InSet> {
        let exact = self.sets.iter().find(|s| match (&s.set, set) {
            (Some(mine), Some(wanted)) => mine.eq_ignore_ascii_case(wanted),
            _ => false,
        });
        exact.or_else(|| self.sets.iter().find(|s| s.set.is_none()))
    }
}

/// How much a command changes, for `$ConfirmPreference`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum ConfirmImpact {
    /// Never asks.
    None,
    /// Little.
    Low,
    /// What is not said otherwise.
    #[default]
    Medium,
    /// Much: asks by default.
    High,
}

impl ConfirmImpact {
    /// From its name.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "none" => Some(Self::None),
            "low" => Some(Self::Low),
            "medium" => Some(Self::Medium),
            "high" => Some(Self::High),
            _ => None,
        }
    }
}

/// A command's parameters.
#[derive(Default)]
pub struct CommandParameters {
    /// The parameters, in the order of their definition, without the common ones.
    pub list: Vec<Parameter>,
    /// `DefaultParameterSetName`.
    pub default_set: Option<Rc<str>>,
    /// Names of the sets; bit n of a mask is the n-th.
    pub sets: Vec<Rc<str>>,
    /// Whether it has the common parameters.
    pub advanced: bool,
    /// Whether it has `-WhatIf` and `-Confirm`.
    pub should_process: bool,
    /// `ConfirmImpact`.
    pub impact: ConfirmImpact,
    /// Whether it has `-First`, `-Skip` and `-IncludeTotalCount`.
    pub paging: bool,
}

impl CommandParameters {
    /// Collects the set names and gives each parameter its mask.
    pub fn finish(mut self) -> Self {
        let mut sets: Vec<Rc<str>> = Vec::new();
        for parameter in &self.list {
            for name in parameter.sets.iter().filter_map(|s| s.set.as_ref()) {
                if !sets.iter().any(|s| s.eq_ignore_ascii_case(name)) && sets.len() < 63 {
                    sets.push(name.clone());
                }
            }
        }
        if let Some(default) = &self.default_set
            && !sets.iter().any(|s| s.eq_ignore_ascii_case(default))
        {
            sets.push(default.clone());
        }
        for parameter in &mut self.list {
            parameter.mask = if parameter.sets.iter().any(|s| s.set.is_none()) {
                u64::MAX
            } else {
                let bit = |s: &InSet| {
                    sets.iter().position(|n| s.set.as_ref().is_some_and(|m| m.eq_ignore_ascii_case(n)))
                };
                parameter.sets.iter().filter_map(bit).fold(0, |mask, bit| mask | 1 << bit)
            };
        }
        self.sets = sets;
        self
    }

    /// Bits of all sets.
    pub fn all_mask(&self) -> u64 {
        if self.sets.is_empty() { 1 } else { (1_u64 << self.sets.len()) - 1 }
    }

    /// Bit of a set.
    pub fn bit(&self, set: &str) -> Option<u64> {
        self.sets.iter().position(|s| s.eq_ignore_ascii_case(set)).map(|at| 1 << at)
    }

    /// Whether any parameter takes pipeline input.
    pub fn takes_pipeline(&self) -> bool {
        self.list.iter().any(|p| p.sets.iter().any(|s| s.by_value || s.by_name))
    }
}

/// Names and aliases of the common parameters, in the engine's order, with their types.
pub const COMMON_PARAMETERS: &[(&str, &str, &str)] = &[
    ("Verbose", "vb", "switch"),
    ("Debug", "db", "switch"),
    ("ErrorAction", "ea", "System.Management.Automation.ActionPreference"),
    ("WarningAction", "wa", "System.Management.Automation.ActionPreference"),
    ("InformationAction", "infa", "System.Management.Automation.ActionPreference"),
    ("ProgressAction", "proga", "System.Management.Automation.ActionPreference"),
    ("ErrorVariable", "ev", "string"),
    ("WarningVariable", "wv", "string"),
    ("InformationVariable", "iv", "string"),
    ("OutVariable", "ov", "string"),
    ("OutBuffer", "ob", "int"),
    ("PipelineVariable", "pv", "string"),
];

/// The parameters of commands that support ShouldProcess.
pub const SHOULD_PROCESS_PARAMETERS: &[(&str, &str, &str)] =
    &[("WhatIf", "wi", "switch"), ("Confirm", "cf", "switch")];
