//! Pipelines: stages that are bound, begun in order, and fed object by object.

mod argument;
mod child;
mod confirm;
mod function_stage;
mod native_arguments;
mod native_stage;
mod redirect;
mod run;
mod sink;
mod stage;
mod steppable;

pub use argument::Argument;
pub use confirm::{confirm_choices, should_continue, should_process};
pub use redirect::{FileSink, open_output};
pub(crate) use run::run_dotted;
pub use run::{command_error, out_string, run_command, run_pipeline, run_script};
pub use sink::{Collect, Discard, Sink, write_enumerated};
pub use stage::{Stage, cmdlet_parameters, invocation_of, prepare};
pub(crate) use steppable::{TYPES as STEPPABLE_TYPES, steppable_pipeline};
