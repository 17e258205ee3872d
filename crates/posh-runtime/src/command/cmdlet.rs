//! Cmdlets: native commands.

use crate::command::{CommonParameters, ConfirmImpact};
use crate::error::{ErrorRecord, InvocationInfo, Result};
use crate::pipeline::Sink;
use crate::runspace::Runspace;
use crate::value::{PsStr, Value};

/// A parameter of a cmdlet, as its derive macro describes it.
pub struct ParamDef {
    /// Name.
    pub name: &'static str,
    /// Aliases.
    pub aliases: &'static [&'static str],
    /// Type by a name that PowerShell knows, such as `string[]`.
    pub ty: &'static str,
    /// Parameter sets.
    pub sets: &'static [ParamSetDef],
    /// Validations.
    pub validate: &'static [ValidateDef],
    /// What the parameter is for, one paragraph.
    pub help: &'static str,
    /// Default, as Get-Help shows it.
    pub default: &'static str,
}

/// A parameter in one set.
pub struct ParamSetDef {
    /// The set; empty is every set.
    pub set: &'static str,
    /// Position.
    pub position: Option<i32>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Takes pipeline objects.
    pub by_value: bool,
    /// Takes properties of pipeline objects.
    pub by_name: bool,
    /// Takes all arguments that are left.
    pub remaining: bool,
}

/// A validation of a cmdlet's parameter.
#[expect(missing_docs, reason = "the names are those of the attributes")]
pub enum ValidateDef {
    NotNull,
    NotNullOrEmpty,
    AllowNull,
    AllowEmptyString,
    AllowEmptyCollection,
    Set(&'static [&'static str]),
    Range(i64, i64),
    Length(usize, usize),
    Count(usize, usize),
    Pattern(&'static str),
    /// A string becomes a credential by asking for the password.
    Credential,
}

/// An example of a cmdlet's help.
pub struct HelpExample {
    /// Title.
    pub title: &'static str,
    /// Code.
    pub code: &'static str,
    /// What it shows.
    pub remarks: &'static str,
}

/// A cmdlet's help.
pub struct Help {
    /// One sentence.
    pub synopsis: &'static str,
    /// Paragraphs.
    pub description: &'static str,
    /// Examples.
    pub examples: &'static [HelpExample],
}

/// What is known of a cmdlet without running it.
pub struct CmdletDef {
    /// Verb.
    pub verb: &'static str,
    /// Noun.
    pub noun: &'static str,
    /// Module that it belongs to.
    pub module: &'static str,
    /// Class that implements it in PowerShell: the part behind the comma of error ids.
    pub class: &'static str,
    /// Default parameter set.
    pub default_set: Option<&'static str>,
    /// Whether it has `-WhatIf` and `-Confirm`.
    pub should_process: bool,
    /// How much it changes.
    pub impact: ConfirmImpact,
    /// Parameters.
    pub parameters: &'static [ParamDef],
    /// Types that it outputs.
    pub output: &'static [&'static str],
    /// Help.
    pub help: Help,
    /// Makes one.
    pub new: fn() -> Box<dyn CmdletObject>,
}

impl CmdletDef {
    /// `Verb-Noun`.
    pub fn full_name(&self) -> String {
        if self.noun.is_empty() {
            return self.verb.to_owned();
        }
        format!("{}-{}", self.verb, self.noun)
    }
}

/// What a cmdlet does. Each part sees the parameters in the fields of `self`.
pub trait Cmdlet {
    /// Before the first input object.
    ///
    /// # Errors
    /// What ends the command.
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let _ = pipe;
        Ok(())
    }

    /// For each input object; once where there is no pipeline input.
    ///
    /// # Errors
    /// What ends the command.
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let _ = pipe;
        Ok(())
    }

    /// Behind the last input object.
    ///
    /// # Errors
    /// What ends the command.
    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let _ = pipe;
        Ok(())
    }

    /// When the pipeline is over, however it ended.
    fn clean(&mut self, rs: &mut Runspace) {
        let _ = rs;
    }
}

/// A cmdlet whose fields can be set by parameter number; the derive macro writes it.
pub trait CmdletObject: Cmdlet {
    /// Sets a parameter; the value is of the parameter's type already.
    ///
    /// # Errors
    /// Where the field's type refuses it.
    fn set(&mut self, parameter: usize, value: Value) -> Result<()>;

    /// Puts a parameter back to its default, between input objects.
    fn reset(&mut self, parameter: usize);
}

/// The world as a running cmdlet sees it: output, the other streams, the session.
pub struct Pipe<'a> {
    /// The session.
    pub rs: &'a mut Runspace,
    /// Where output goes.
    pub out: &'a mut dyn Sink,
    /// The command's state.
    pub command: &'a CommandState,
}

/// State of a running command.
pub struct CommandState {
    /// Number of the stage, for stopping what is before it.
    pub id: u64,
    /// The command's name.
    pub name: std::rc::Rc<str>,
    /// What stands behind the comma of error ids.
    pub class: std::rc::Rc<str>,
    /// Whether it supports ShouldProcess, and how much it changes.
    pub should_process: bool,
    /// How much it changes.
    pub impact: ConfirmImpact,
    /// Common parameters.
    pub common: CommonParameters,
    /// Invocation, as `$MyInvocation` shows it.
    pub invocation: std::rc::Rc<crate::value::Object>,
    /// Which parameters are bound now, by number.
    pub bound: std::cell::RefCell<Vec<bool>>,
    /// The parameter set in use.
    pub set: std::cell::RefCell<Option<std::rc::Rc<str>>>,
    /// Answers given for all further confirmations: yes or no to all.
    pub answered: std::cell::Cell<Option<bool>>,
    /// Whether it wrote an error itself, so that `$?` is false behind it.
    pub failed: std::cell::Cell<bool>,
    /// The pipeline object that is being processed.
    pub current: std::cell::RefCell<Value>,
}

impl Pipe<'_> {
    /// Outputs an object.
    ///
    /// # Errors
    /// What the commands behind this one raise.
    pub fn write(&mut self, value: impl Into<Value>) -> Result<()> {
        self.out.write(self.rs, value.into())
    }

    /// Outputs the elements of a collection, or a single object.
    ///
    /// # Errors
    /// What the commands behind this one raise.
    pub fn write_all(&mut self, value: Value) -> Result<()> {
        crate::pipeline::write_enumerated(self.rs, self.out, value)
    }

    /// Writes a non-terminating error.
    ///
    /// # Errors
    /// Where the error action is Stop.
    pub fn error(&mut self, record: ErrorRecord) -> Result<()> {
        self.own(&record);
        self.rs.write_error(record.into_object())
    }

    /// An error that ends the command.
    pub fn fatal<T>(&mut self, record: ErrorRecord) -> Result<T> {
        self.own(&record);
        Err(record.raise())
    }

    /// Puts the command's name into a record that has none.
    fn own(&self, record: &ErrorRecord) {
        if record.id_suffix.borrow().is_none() {
            *record.id_suffix.borrow_mut() = Some(self.command.class.clone());
        }
        if record.activity.borrow().is_empty() {
            *record.activity.borrow_mut() = self.command.name.clone();
        }
        if record.invocation.borrow().is_none() {
            *record.invocation.borrow_mut() = Some(self.command.invocation.clone());
            if let Some(info) = self.command.invocation.native::<InvocationInfo>()
                && record.position.borrow().is_none()
            {
                record.position.borrow_mut().clone_from(&info.position);
            }
        }
    }

    /// Writes a warning.
    ///
    /// # Errors
    /// Where the preference is Stop.
    pub fn warning(&mut self, text: impl Into<PsStr>) -> Result<()> {
        self.rs.write_warning(text.into())
    }

    /// Writes a verbose message.
    ///
    /// # Errors
    /// Where the preference is Stop.
    pub fn verbose(&mut self, text: impl Into<PsStr>) -> Result<()> {
        self.rs.write_verbose(text.into())
    }

    /// Writes a debug message.
    ///
    /// # Errors
    /// Where the preference is Stop.
    pub fn debug(&mut self, text: impl Into<PsStr>) -> Result<()> {
        self.rs.write_debug(text.into())
    }

    /// Whether to go on with a change: asks or tells as `-WhatIf`, `-Confirm` and the preferences say.
    ///
    /// # Errors
    /// Where the user stops the pipeline.
    pub fn should_process(&mut self, target: &str, operation: &str) -> Result<bool> {
        crate::pipeline::should_process(self.rs, self.command, target, operation)
    }

    /// Asks a question that only `-Force` and the like skip.
    ///
    /// # Errors
    /// Where nobody can be asked, or the user stops the pipeline.
    pub fn should_continue(&mut self, query: &str, caption: &str) -> Result<bool> {
        crate::pipeline::should_continue(self.rs, query, caption)
    }

    /// Whether a parameter was given or bound by the pipeline.
    pub fn is_bound(&self, parameter: usize) -> bool {
        self.command.bound.borrow().get(parameter).copied().unwrap_or(false)
    }

    /// The parameter set in use.
    pub fn set_name(&self) -> String {
        self.command.set.borrow().as_deref().unwrap_or("__AllParameterSets").to_owned()
    }

    /// Ends all commands before this one: no more input is needed.
    pub fn stop_upstream<T>(&self) -> Result<T> {
        Err(Box::new(crate::error::Raised::StopUpstream(self.command.id)))
    }

    /// The pipeline object that is being processed, as it came.
    pub fn current(&self) -> Value {
        self.command.current.borrow().clone()
    }
}
