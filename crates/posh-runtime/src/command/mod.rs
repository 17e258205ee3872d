//! Commands: functions, cmdlets, aliases, scripts, native programs, and what is known of their parameters.

mod argument;
mod cmdlet;
mod common_parameters;
mod function_parameters;
mod info;
mod parameter;
mod validate;

pub use crate::pipeline::cmdlet_parameters;
pub use argument::FromArgument;
pub use cmdlet::{
    Cmdlet, CmdletDef, CmdletObject, CommandState, Help, HelpExample, ParamDef, ParamSetDef, Pipe,
    ValidateDef,
};
pub use common_parameters::{Collected, CommonParameters};
pub(crate) use common_parameters::{Collectors, collect_into};
pub(crate) use function_parameters::runtime_parameter;
pub use function_parameters::{checks_of, checks_of_attribute, function_parameters};
pub use info::{Alias, CommandInfo, CommandKind, Function, ScriptFile};
pub use parameter::{
    COMMON_PARAMETERS, CommandParameters, ConfirmImpact, InSet, Parameter, SHOULD_PROCESS_PARAMETERS,
};
pub use validate::{Check, RangeKind, check_value};
