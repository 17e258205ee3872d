//! A command in a pipeline.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use posh_syntax::Span;

use super::function_stage::FunctionStage;
use super::native_stage::NativeStage;
use super::redirect::{MergeSink, Redirect, apply, queue};
use super::{Argument, Discard, FileSink, Sink};
use crate::bind::{Binder, bind_arguments};
use crate::command::{
    CmdletDef, CmdletObject, Collectors, CommandInfo, CommandKind, CommandParameters, CommandState, Pipe,
};
use crate::error::{InvocationInfo, Result, ScriptPosition};
use crate::runspace::{Queue, Redirects, Runspace};
use crate::types::TypeRef;
use crate::value::{Object, Value};

/// A command that is ready to be fed.
pub struct Stage {
    kind: StageKind,
    /// Streams while the command runs.
    redirects: Option<StageRedirects>,
    begun: bool,
    /// Whether it needs no more input.
    pub(super) stopped: bool,
    /// Number that `StopUpstream` names.
    pub(super) id: u64,
    /// Lists that take messages of the command, those of its callers.
    collectors: Option<Rc<Collectors>>,
}

struct StageRedirects {
    streams: Redirects,
    queue: Queue,
    file: Option<FileSink>,
    discard: bool,
}

enum StageKind {
    Cmdlet(Box<CmdletStage>),
    Function(Box<FunctionStage>),
    Native(Box<NativeStage>),
}

/// A cmdlet in a pipeline.
pub(super) struct CmdletStage {
    object: Box<dyn CmdletObject>,
    state: Rc<CommandState>,
    binder: Binder,
    takes_input: bool,
}

/// What is known of a call beside its arguments.
pub(super) struct CallSite {
    /// Where it stands.
    pub(super) position: Option<ScriptPosition>,
    /// Name as written.
    pub(super) written: Rc<str>,
    /// Number in the pipeline, from 1.
    pub(super) place: i32,
    /// Number of commands in the pipeline.
    pub(super) of: i32,
    /// Whether something feeds it.
    pub(super) has_input: bool,
    /// `.`
    pub(super) dotted: bool,
    /// Whether it is a call of its own, with a `$MyInvocation`.
    pub(super) is_call: bool,
    /// Whether a script calls it: `exit` ends the called script alone then.
    pub(super) by_script: bool,
}

/// `$MyInvocation` of a call.
pub fn invocation_of(
    kind: &CommandKind,
    written: &Rc<str>,
    position: Option<ScriptPosition>,
    place: (i32, i32),
    input: bool,
) -> Rc<Object> {
    let command = Object::native_of(TypeRef::named(info_type(kind)), CommandInfo { kind: kind.clone() });
    let info = InvocationInfo {
        command: Value::Object(command),
        invocation_name: written.clone(),
        position,
        bound: RefCell::default(),
        unbound: RefCell::default(),
        pipeline_position: place.0,
        pipeline_length: place.1,
        expecting_input: input,
        history_id: 1,
    };
    Object::native_of(TypeRef::named("System.Management.Automation.InvocationInfo"), info)
}

/// Class of a command's object.
pub(crate) fn info_type(kind: &CommandKind) -> &'static str {
    match kind {
        CommandKind::Function(f) if f.is_filter => "System.Management.Automation.FilterInfo",
        CommandKind::Function(_) => "System.Management.Automation.FunctionInfo",
        CommandKind::Cmdlet(_) => "System.Management.Automation.CmdletInfo",
        CommandKind::Alias(_) => "System.Management.Automation.AliasInfo",
        CommandKind::Script(_) => "System.Management.Automation.ExternalScriptInfo",
        CommandKind::Application(_) => "System.Management.Automation.ApplicationInfo",
        CommandKind::Block(_) => "System.Management.Automation.ScriptInfo",
    }
}

thread_local! {
    static PARAMETERS: RefCell<std::collections::HashMap<String, Rc<CommandParameters>>> = RefCell::default();
}

/// The parameters of a cmdlet, made from its definition once.
pub fn cmdlet_parameters(def: &'static CmdletDef) -> Rc<CommandParameters> {
    let key = format!("{}\\{}", def.module, def.full_name());
    if let Some(known) = PARAMETERS.with(|p| p.borrow().get(&key).cloned()) {
        return known;
    }
    let made = Rc::new(crate::bind::parameters_of(def));
    PARAMETERS.with(|p| p.borrow_mut().insert(key, made.clone()));
    made
}

/// Binds a command's arguments and makes it ready.
///
/// # Errors
/// Where the arguments do not bind.
pub(super) fn prepare_site(
    rs: &mut Runspace,
    kind: CommandKind,
    arguments: Vec<Argument>,
    redirects: Vec<Redirect>,
    site: CallSite,
) -> Result<Stage> {
    let arguments = match kind {
        CommandKind::Application(_) => arguments,
        _ => without_end_of_parameters(arguments),
    };
    let id = rs.new_id();
    let redirects = stage_redirects(rs, redirects);
    let kind = match kind {
        CommandKind::Cmdlet(def) => StageKind::Cmdlet(Box::new(cmdlet_stage(rs, def, arguments, site, id)?)),
        CommandKind::Application(path) => {
            StageKind::Native(Box::new(NativeStage::new(rs, path, arguments, &site, id)?))
        }
        other => StageKind::Function(Box::new(FunctionStage::new(rs, other, arguments, site, id)?)),
    };
    Ok(Stage { kind, redirects, begun: false, stopped: false, id, collectors: rs.collectors.clone() })
}

/// Binds a command's arguments and makes it ready, for native code that calls commands.
///
/// # Errors
/// Where the arguments do not bind.
pub fn prepare(
    rs: &mut Runspace,
    kind: CommandKind,
    arguments: Vec<Argument>,
    has_input: bool,
) -> Result<Stage> {
    let position = rs.calls.last().and_then(|c| c.position.clone());
    let is_call = !matches!(kind, CommandKind::Block(_));
    let site = CallSite {
        position,
        written: kind.name(),
        place: 1,
        of: 1,
        has_input,
        dotted: false,
        is_call,
        by_script: false,
    };
    prepare_site(rs, kind, arguments, Vec::new(), site)
}

/// The arguments without the bare `--`, behind which there are no parameters: what looks like one is text.
fn without_end_of_parameters(mut arguments: Vec<Argument>) -> Vec<Argument> {
    let end = arguments.iter().position(|a| a.name.as_deref() == Some("-") && a.value.is_none());
    let Some(at) = end else { return arguments };
    let behind = arguments.split_off(at).into_iter().skip(1);
    for argument in behind {
        match &argument.name {
            Some(name) if !argument.splatted => {
                let value = argument.value.clone();
                let colon = if value.is_some() { ":" } else { "" };
                let text = Value::str(format!("-{name}{colon}"));
                arguments.push(Argument { name: None, value: Some(text), ..argument.clone() });
                if value.is_some() {
                    arguments.push(Argument { name: None, ..argument });
                }
            }
            _ => arguments.push(argument),
        }
    }
    arguments
}

fn stage_redirects(rs: &Runspace, list: Vec<Redirect>) -> Option<StageRedirects> {
    if list.is_empty() {
        return None;
    }
    let mut streams = rs.redirects.clone();
    let queue = queue();
    let (file, discard) = apply(&mut streams, list, &queue);
    Some(StageRedirects { streams, queue, file: file.map(FileSink::new), discard })
}

fn cmdlet_stage(
    rs: &mut Runspace,
    def: &'static CmdletDef,
    arguments: Vec<Argument>,
    site: CallSite,
    id: u64,
) -> Result<CmdletStage> {
    let kind = CommandKind::Cmdlet(def);
    let invocation =
        invocation_of(&kind, &site.written, site.position, (site.place, site.of), site.has_input);
    let parameters = cmdlet_parameters(def);
    let name: Rc<str> = def.full_name().into();
    let class: Rc<str> = def.class.into();
    let mut binder = Binder::new(parameters.clone(), name.clone(), class.clone(), invocation.clone());
    let common = bind_arguments(rs, &mut binder, arguments, site.has_input, None)?;
    let mut object = (def.new)();
    for (index, value) in binder.values.iter().enumerate() {
        if let Some(value) = value {
            object.set(index, value.clone())?;
        }
    }
    if let Some(info) = invocation.native::<InvocationInfo>() {
        *info.bound.borrow_mut() = Some(Rc::new(binder.bound_table(&common)));
    }
    let state = CommandState {
        id,
        name,
        class,
        should_process: def.should_process,
        impact: def.impact,
        common,
        invocation,
        bound: RefCell::new(binder.values.iter().map(Option::is_some).collect()),
        set: RefCell::new(binder.set_name()),
        answered: Cell::new(None),
        failed: Cell::new(false),
        current: RefCell::new(Value::Null),
    };
    let takes_input = site.has_input;
    Ok(CmdletStage { object, state: Rc::new(state), binder, takes_input })
}

/// Runs `body` with the command as the active one.
fn active<T>(rs: &mut Runspace, state: &Rc<CommandState>, body: impl FnOnce(&mut Runspace) -> T) -> T {
    rs.active.push(state.clone());
    let collected = &state.common.collected;
    let result = if collected.is_any() { rs.collecting(collected, body) } else { body(rs) };
    rs.active.pop();
    result
}

impl CmdletStage {
    fn begin(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        let (object, state) = (&mut self.object, &self.state);
        active(rs, state, |rs| object.begin(&mut Pipe { rs, out, command: state }))
            .map_err(|e| self.own(rs, e))
    }

    fn process(&mut self, rs: &mut Runspace, value: Option<Value>, out: &mut dyn Sink) -> Result<()> {
        if let Some(value) = value {
            let bound = match self.binder.bind_object(rs, &value) {
                Ok(bound) => bound,
                Err(raised) => return crate::bind::report_binding(rs, &self.state, raised),
            };
            for (index, value) in bound {
                self.object.set(index, value)?;
                if let Some(flag) = self.state.bound.borrow_mut().get_mut(index) {
                    *flag = true;
                }
            }
            if self.binder.set_may_change() {
                *self.state.set.borrow_mut() = self.binder.set_name();
            }
            *self.state.current.borrow_mut() = value;
        }
        let (object, state) = (&mut self.object, &self.state);
        let result = active(rs, state, |rs| object.process(&mut Pipe { rs, out, command: state }));
        for index in self.binder.release() {
            self.object.reset(index);
            if let Some(flag) = self.state.bound.borrow_mut().get_mut(index) {
                *flag = false;
            }
        }
        result.map_err(|e| self.own(rs, e))
    }

    fn end(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        if !self.takes_input {
            self.process(rs, None, out)?;
        }
        let (object, state) = (&mut self.object, &self.state);
        active(rs, state, |rs| object.end(&mut Pipe { rs, out, command: state })).map_err(|e| self.own(rs, e))
    }

    /// An error that native code raised as it is becomes this command's.
    fn own(&self, rs: &Runspace, raised: Box<crate::error::Raised>) -> Box<crate::error::Raised> {
        super::run::command_error(rs, &self.state, raised)
    }
}

impl Stage {
    /// Runs `body` with this stage's streams in force and its output sink.
    fn with_streams(
        &mut self,
        rs: &mut Runspace,
        out: &mut dyn Sink,
        body: impl FnOnce(&mut StageKind, &mut Runspace, &mut dyn Sink) -> Result<()>,
    ) -> Result<()> {
        // What feeds this command may be called by others than this command is.
        let outer = match (&rs.collectors, &self.collectors) {
            (None, None) => None,
            (_, own) => Some(std::mem::replace(&mut rs.collectors, own.clone())),
        };
        let result = self.with_redirects(rs, out, body);
        if let Some(outer) = outer {
            rs.collectors = outer;
        }
        result
    }

    fn with_redirects(
        &mut self,
        rs: &mut Runspace,
        out: &mut dyn Sink,
        body: impl FnOnce(&mut StageKind, &mut Runspace, &mut dyn Sink) -> Result<()>,
    ) -> Result<()> {
        let Some(redirects) = &mut self.redirects else { return body(&mut self.kind, rs, out) };
        let saved = std::mem::replace(&mut rs.redirects, redirects.streams.clone());
        let mut discard = Discard;
        let target: &mut dyn Sink = match &mut redirects.file {
            Some(file) => file,
            None if redirects.discard => &mut discard,
            None => out,
        };
        let mut merged = MergeSink { queue: &redirects.queue, out: target };
        let result = body(&mut self.kind, rs, &mut merged);
        rs.redirects = saved;
        let flushed = merged.poll(rs);
        result.and(flushed)
    }

    /// Runs `begin`, once.
    ///
    /// # Errors
    /// What the command raises.
    pub fn begin(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        self.with_streams(rs, out, |kind, rs, out| match kind {
            StageKind::Cmdlet(stage) => stage.begin(rs, out),
            StageKind::Function(stage) => stage.begin(rs, out),
            StageKind::Native(stage) => stage.begin(rs),
        })
    }

    /// Feeds an object.
    ///
    /// # Errors
    /// What the command raises.
    pub fn process(&mut self, rs: &mut Runspace, value: Value, out: &mut dyn Sink) -> Result<()> {
        if self.stopped {
            return Ok(());
        }
        self.begin(rs, out)?;
        self.with_streams(rs, out, |kind, rs, out| match kind {
            StageKind::Cmdlet(stage) => stage.process(rs, Some(value), out),
            StageKind::Function(stage) => stage.process(rs, value, out),
            StageKind::Native(stage) => stage.process(rs, value, out),
        })
    }

    /// Feeds bytes of a native program to another.
    pub(super) fn process_bytes(
        &mut self,
        rs: &mut Runspace,
        bytes: &[u8],
        out: &mut dyn Sink,
    ) -> Result<()> {
        if self.stopped {
            return Ok(());
        }
        self.begin(rs, out)?;
        self.with_streams(rs, out, |kind, rs, out| match kind {
            StageKind::Native(stage) => stage.process_bytes(rs, bytes, out),
            StageKind::Cmdlet(_) | StageKind::Function(_) => Ok(()),
        })
    }

    /// Runs `end`.
    ///
    /// # Errors
    /// What the command raises.
    pub fn end(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        if self.stopped {
            return Ok(());
        }
        self.begin(rs, out)?;
        self.with_streams(rs, out, |kind, rs, out| match kind {
            StageKind::Cmdlet(stage) => stage.end(rs, out),
            StageKind::Function(stage) => stage.end(rs, out),
            StageKind::Native(stage) => stage.end(rs, out),
        })?;
        if let StageKind::Native(stage) = &mut self.kind {
            stage.report_failure(rs)?;
        }
        match self.redirects.as_mut().and_then(|r| r.file.take()) {
            Some(file) => file.finish(rs),
            None => Ok(()),
        }
    }

    /// Runs `clean`, however the pipeline ended.
    pub fn clean(&mut self, rs: &mut Runspace, out: &mut dyn Sink) {
        match &mut self.kind {
            StageKind::Cmdlet(stage) => {
                stage.object.clean(rs);
            }
            StageKind::Function(stage) => stage.clean(rs, out),
            StageKind::Native(stage) => stage.clean(),
        }
    }

    /// The list of `-OutVariable`.
    pub(super) fn out_list(&self) -> Option<Value> {
        match &self.kind {
            StageKind::Cmdlet(stage) => stage.state.common.out_list.clone(),
            StageKind::Function(stage) => stage.out_list(),
            StageKind::Native(_) => None,
        }
    }

    /// Name of the variable that `-PipelineVariable` names.
    pub(super) fn pipeline_variable(&self) -> Option<Rc<str>> {
        match &self.kind {
            StageKind::Cmdlet(stage) => stage.state.common.pipeline_variable.clone(),
            StageKind::Function(stage) => stage.pipeline_variable(),
            StageKind::Native(_) => None,
        }
    }

    /// Whether the stage is a native program.
    pub(super) fn is_native(&self) -> bool {
        matches!(self.kind, StageKind::Native(_))
    }
}

/// A call by native code in the current scope.
pub(super) fn own_site(written: Rc<str>, is_call: bool) -> CallSite {
    CallSite {
        position: None,
        written,
        place: 1,
        of: 1,
        has_input: false,
        dotted: true,
        is_call,
        by_script: false,
    }
}

/// What is known of a call.
pub(super) fn site(
    position: Option<ScriptPosition>,
    written: Rc<str>,
    place: (i32, i32),
    has_input: bool,
    dotted: bool,
) -> CallSite {
    CallSite {
        position,
        written,
        place: place.0,
        of: place.1,
        has_input,
        dotted,
        is_call: true,
        by_script: true,
    }
}

/// Extent of a command for errors that name the command's text.
pub(super) fn position(code: &crate::code::BlockCode, span: Span) -> ScriptPosition {
    ScriptPosition { source: code.source.clone(), span }
}
