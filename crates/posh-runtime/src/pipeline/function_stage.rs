//! A function, script or script block in a pipeline.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::stage::{CallSite, invocation_of};
use super::{Argument, Sink};
use crate::bind::{Binder, bind_arguments, bind_simple};
use crate::code::{Block, BlockCode};
use crate::command::{Collected, CommandKind, CommandState, function_parameters};
use crate::error::{ErrorCategory, ErrorRecord, InvocationInfo, Raised, Result};
use crate::eval::{self, Frame};
use crate::host::ActionPreference;
use crate::names::Name;
use crate::net::List;
use crate::runspace::{CallFrame, Runspace};
use crate::scope::{Scope, ScopeKind, Slot, Variable};
use crate::value::{Object, Value};

/// A function, script or script block that is being run.
pub(super) struct FunctionStage {
    code: Rc<BlockCode>,
    name: Rc<str>,
    scope: Rc<Scope>,
    /// Slots of a dot-sourced block: its variables are the current scope's.
    dotted: Option<RefCell<Vec<Slot>>>,
    is_filter: bool,
    has_input: bool,
    input: Vec<Value>,
    binder: Option<Binder>,
    state: Option<Rc<CommandState>>,
    invocation: Rc<Object>,
    /// Whether the call has a `$MyInvocation` of its own; blocks that native code runs have their caller's.
    is_call: bool,
    /// Whether `exit` ends this script alone.
    takes_exit: bool,
    /// Whether it ended so.
    is_over: bool,
    bound: Value,
    begun: bool,
    /// Lists of the function's own `-ErrorVariable` and its kin.
    collected: Collected,
}

impl FunctionStage {
    pub(super) fn new(
        rs: &mut Runspace,
        kind: CommandKind,
        arguments: Vec<Argument>,
        site: CallSite,
        id: u64,
    ) -> Result<Self> {
        let target = target_of(rs, &kind)?;
        let invocation =
            invocation_of(&kind, &site.written, site.position.clone(), (site.place, site.of), site.has_input);
        let caller = rs.scope.clone();
        let scope_kind =
            if matches!(kind, CommandKind::Script(_)) { ScopeKind::Script } else { ScopeKind::Local };
        let parent = match &target.home {
            Some(home) if !same_home(home, &caller) => home.clone(),
            _ => caller.clone(),
        };
        let (scope, dotted) = if site.dotted {
            let scope = match &target.home {
                Some(home) if !same_home(home, &caller) => home.clone(),
                _ => caller,
            };
            (scope, Some(RefCell::new(vec![Slot::Unset; target.code.names.len()])))
        } else {
            (Scope::for_code(scope_kind, parent, &target.code), None)
        };
        let mut stage = Self {
            name: target.name,
            code: target.code,
            scope,
            dotted,
            is_filter: target.is_filter,
            has_input: site.has_input,
            input: Vec::new(),
            binder: None,
            state: None,
            invocation,
            is_call: site.is_call,
            takes_exit: site.by_script && matches!(kind, CommandKind::Script(_)),
            is_over: false,
            bound: Value::Null,
            begun: false,
            collected: Collected::default(),
        };
        stage.bind(rs, arguments, &site, id)?;
        Ok(stage)
    }

    fn bind(&mut self, rs: &mut Runspace, arguments: Vec<Argument>, site: &CallSite, id: u64) -> Result<()> {
        let code = self.code.clone();
        let parameters = match code.metadata.get() {
            Some(known) => known.clone(),
            None => {
                for namespace in code.ast.usings.iter().filter_map(crate::code::used_namespace) {
                    rs.use_namespace(&namespace);
                }
                let made = self.within(rs, |rs, _| function_parameters(rs, &code)).inspect_err(|raised| {
                    if let Some(record) = raised.record()
                        && record.category.get() == ErrorCategory::MetadataError
                    {
                        record.invocation.borrow_mut().get_or_insert_with(|| self.invocation.clone());
                    }
                })?;
                code.metadata.get_or_init(|| made).clone()
            }
        };
        let mut binder =
            Binder::new(parameters.clone(), self.name.clone(), self.name.clone(), self.invocation.clone());
        if !parameters.advanced {
            let left = bind_simple(rs, &mut binder, arguments)?;
            if let Some(info) = self.invocation.native::<InvocationInfo>() {
                info.unbound.borrow_mut().clone_from(&left);
            }
            self.put_parameters(rs, &binder)?;
            let args = Value::array(left);
            // What a script calls may ask for the script's arguments.
            let is_session_script = self.dotted.is_some() && site.is_call && !site.by_script;
            if self.scope.kind == ScopeKind::Script && self.dotted.is_none() || is_session_script {
                self.scope.force("args", args.clone());
            }
            if code.uses_args {
                self.scope_set(rs, "args", args);
            }
        } else {
            let mut common = if code.dynamic_param.is_some() {
                let mut block = |rs: &mut Runspace, binder: &Binder| self.dynamic_parameters(rs, binder);
                bind_arguments(rs, &mut binder, arguments, site.has_input, Some(&mut block))?
            } else {
                bind_arguments(rs, &mut binder, arguments, site.has_input, None)?
            };
            self.put_parameters(rs, &binder)?;
            self.put_common(rs, &common);
            let table = binder.bound_table(&common);
            self.collected = std::mem::take(&mut common.collected);
            let state = CommandState {
                id,
                name: self.name.clone(),
                class: self.name.clone(),
                should_process: parameters.should_process,
                impact: parameters.impact,
                common,
                invocation: self.invocation.clone(),
                bound: RefCell::default(),
                set: RefCell::new(binder.set_name()),
                answered: Cell::new(None),
                failed: Cell::new(false),
                current: RefCell::new(Value::Null),
            };
            let state = Rc::new(state);
            self.scope_set(rs, "PSCmdlet", crate::net::ps_cmdlet(state.clone()));
            self.state = Some(state);
            self.bound = Value::Hash(Rc::new(table));
        }
        if self.bound.is_null() {
            self.bound =
                Value::Hash(Rc::new(binder.bound_table(&crate::command::CommonParameters::default())));
        }
        self.scope_set(rs, "PSBoundParameters", self.bound.clone());
        if self.is_call {
            self.scope_set(rs, "MyInvocation", Value::Object(self.invocation.clone()));
        }
        if let (Some(info), Value::Hash(bound)) = (self.invocation.native::<InvocationInfo>(), &self.bound) {
            *info.bound.borrow_mut() = Some(bound.clone());
        }
        self.binder = Some(binder);
        Ok(())
    }

    /// Runs the `dynamicparam` block with what is bound so far.
    fn dynamic_parameters(&mut self, rs: &mut Runspace, binder: &Binder) -> Result<Value> {
        self.put_parameters(rs, binder)?;
        let bound = binder.bound_table(&crate::command::CommonParameters::default());
        self.scope_set(rs, "PSBoundParameters", Value::Hash(Rc::new(bound)));
        self.scope_set(rs, "MyInvocation", Value::Object(self.invocation.clone()));
        let code = self.code.clone();
        let mut out = super::Collect::default();
        self.run(rs, code.dynamic_param.as_ref(), &mut out)?;
        Ok(out.into_value())
    }

    /// Sets a variable of the block, where its code names it.
    fn scope_set(&self, rs: &Runspace, name: &str, value: Value) {
        let name = Name::of(name);
        let Some(at) = self.code.slot_of(name) else { return };
        match &self.dotted {
            Some(slots) => {
                if let Some(slot) = slots.borrow_mut().get_mut(at) {
                    *slot = Slot::Shared(Variable::new(name.text(), value));
                }
            }
            None => {
                if let Some(slot) = self.scope.slots.borrow_mut().get_mut(at) {
                    *slot = Slot::Plain(value);
                }
            }
        }
        let _ = rs;
    }

    /// Puts bound values and defaults into the parameters' variables.
    fn put_parameters(&mut self, rs: &mut Runspace, binder: &Binder) -> Result<()> {
        let code = self.code.clone();
        let parameters = binder.parameters.clone();
        for (index, parameter) in code.parameters.iter().enumerate() {
            let known = parameters.list.get(index);
            let value = match binder.values.get(index).cloned().flatten() {
                Some(value) => value,
                None => match &parameter.default {
                    Some(default) => {
                        let value = self.within(rs, |rs, frame| eval::eval(rs, frame, default))?.or_null();
                        match known {
                            Some(p) if p.ty.code() != crate::types::TypeCode::Object => {
                                rs.set_call_position(&code, parameter.span);
                                crate::bind::convert_default(rs, &self.name, p, &value, &self.invocation)?
                            }
                            _ => value,
                        }
                    }
                    None => known.map_or(Value::Null, |p| unset_value(&p.ty)),
                },
            };
            self.put_parameter(usize::from(parameter.slot), &parameter.name, value, known);
        }
        Ok(())
    }

    fn put_parameter(
        &self,
        at: usize,
        name: &Rc<str>,
        value: Value,
        known: Option<&crate::command::Parameter>,
    ) {
        use crate::types::TypeCode;
        let typed = known.filter(|p| {
            !matches!(p.ty.code(), TypeCode::Object | TypeCode::Switch)
                || p.checks.iter().any(|c| {
                    use crate::command::Check as C;
                    !matches!(c, C::AllowNull | C::AllowEmptyString | C::AllowEmptyCollection | C::Credential)
                })
        });
        let slot = match typed {
            None => Slot::Plain(value),
            Some(p) => {
                let variable = Variable::new(name.clone(), value);
                let types = if p.ty.code() == TypeCode::Object { Vec::new() } else { vec![p.ty.clone()] };
                let info = crate::scope::VariableInfo {
                    types,
                    checks: p.checks.clone(),
                    of_parameter: true,
                    ..Default::default()
                };
                *variable.info.borrow_mut() = Some(Box::new(info));
                Slot::Shared(variable)
            }
        };
        match &self.dotted {
            Some(slots) => {
                let variable = match slot {
                    Slot::Shared(v) => v,
                    Slot::Plain(value) => Variable::new(name.clone(), value),
                    Slot::Unset => return,
                };
                // A variable that is there already is the same one: others may hold it.
                let variable = match self.scope.own(Name::of(name)) {
                    Some(existing) => {
                        existing.put(variable.take());
                        existing.info.replace(variable.info.take());
                        existing
                    }
                    None => {
                        self.scope.put(Name::of(name), variable.clone());
                        variable
                    }
                };
                if let Some(place) = slots.borrow_mut().get_mut(at) {
                    *place = Slot::Shared(variable);
                }
            }
            None => {
                if let Some(place) = self.scope.slots.borrow_mut().get_mut(at) {
                    *place = slot;
                }
            }
        }
    }

    /// `-ErrorAction` and its kin hold for all that the function calls: they become its preference variables.
    fn put_common(&self, rs: &mut Runspace, common: &crate::command::CommonParameters) {
        let action = |a: ActionPreference| {
            crate::convert::enum_value("System.Management.Automation.ActionPreference", a.name())
        };
        let on =
            |b: bool| action(if b { ActionPreference::Continue } else { ActionPreference::SilentlyContinue });
        let values = [
            ("ErrorActionPreference", common.error_action.map(action)),
            ("WarningPreference", common.warning_action.map(action)),
            ("InformationPreference", common.information_action.map(action)),
            ("ProgressPreference", common.progress_action.map(action)),
            ("VerbosePreference", common.verbose.map(on)),
            ("DebugPreference", common.debug.map(on)),
            ("WhatIfPreference", common.what_if.map(Value::Bool)),
            (
                "ConfirmPreference",
                common.confirm.map(|c| {
                    let name = if c { "Low" } else { "None" };
                    crate::convert::enum_value("System.Management.Automation.ConfirmImpact", name)
                }),
            ),
        ];
        for (name, value) in values {
            if let Some(value) = value {
                self.scope.set(Name::of(name), value);
            }
        }
        let _ = rs;
    }

    /// Runs `body` in the block's scope, on the call stack.
    fn within<T>(
        &self,
        rs: &mut Runspace,
        body: impl FnOnce(&mut Runspace, &Frame<'_>) -> Result<T>,
    ) -> Result<T> {
        if rs.calls.len() >= rs.call_depth_limit() {
            return Err(too_deep(&self.name));
        }
        let saved = std::mem::replace(&mut rs.scope, self.scope.clone());
        rs.calls.push(CallFrame {
            name: if self.name.is_empty() { "<ScriptBlock>".into() } else { self.name.clone() },
            source: self.code.source.clone(),
            position: None,
            invocation: self.is_call.then(|| self.invocation.clone()),
            bound: Some(self.bound.clone()),
        });
        let active = self.state.clone();
        if let Some(state) = &active {
            rs.active.push(state.clone());
        }
        let saved_active = if active.is_none() { Some(std::mem::take(&mut rs.active)) } else { None };
        let frame = Frame {
            scope: &self.scope,
            slots: self.dotted.as_ref().unwrap_or(&self.scope.slots),
            code: &self.code,
            dotted: self.dotted.is_some(),
        };
        let run = |rs: &mut Runspace| stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || body(rs, &frame));
        let result = if self.collected.is_any() { rs.collecting(&self.collected, run) } else { run(rs) };
        if let Some(saved) = saved_active {
            rs.active = saved;
        } else {
            rs.active.pop();
        }
        rs.calls.pop();
        rs.scope = saved;
        result
    }

    fn run(&mut self, rs: &mut Runspace, block: Option<&Block>, out: &mut dyn Sink) -> Result<()> {
        let Some(block) = block else { return Ok(()) };
        if self.is_over {
            return Ok(());
        }
        let done = self.within(rs, |rs, frame| eval::run_body(rs, frame, block, out));
        let Err(raised) = done else { return Ok(()) };
        match &*raised {
            Raised::Exit(code) if self.takes_exit => {
                self.is_over = true;
                rs.global.force("LASTEXITCODE", Value::Int(*code));
                rs.last_success = *code == 0;
                return Ok(());
            }
            Raised::Error(object) => {
                // What ends this command ends no other.
                let id = self.state.as_ref().map(|s| s.id);
                if let Some(record) = object.native::<ErrorRecord>()
                    && record.ends_command.get().is_some()
                    && record.ends_command.get() == id
                {
                    record.ends_command.set(None);
                }
            }
            _ => {}
        }
        Err(raised)
    }

    /// `$input`: an enumerator; a list for advanced functions and where native code runs the block.
    fn enumerator(&self, items: Vec<Value>) -> Value {
        let is_plain = self.is_call && self.state.is_none();
        if is_plain { List::input(items) } else { List::array_list(items) }
    }

    pub(super) fn begin(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        self.begun = true;
        let code = self.code.clone();
        if code.uses_input && code.begin.is_some() {
            self.scope_set(rs, "input", self.enumerator(Vec::new()));
        }
        self.run(rs, code.begin.as_ref(), out)
    }

    pub(super) fn process(&mut self, rs: &mut Runspace, value: Value, out: &mut dyn Sink) -> Result<()> {
        let code = self.code.clone();
        let body = if self.is_filter { code.end.as_ref() } else { code.process.as_ref() };
        if let Some(binder) = &mut self.binder
            && binder.parameters.advanced
        {
            match binder.bind_object(rs, &value) {
                Ok(bound) => {
                    let parameters = binder.parameters.clone();
                    for (index, bound) in bound {
                        if let Some(p) = code.parameters.get(index) {
                            self.put_parameter(
                                usize::from(p.slot),
                                &p.name,
                                bound.clone(),
                                parameters.list.get(index),
                            );
                        }
                        if let (Value::Hash(table), Some(p)) = (&self.bound, parameters.list.get(index)) {
                            table.set_str(&p.name, bound);
                        }
                    }
                    if let (Some(state), Some(binder)) = (&self.state, &self.binder) {
                        *state.set.borrow_mut() = binder.set_name();
                    }
                }
                Err(raised) => {
                    let Some(state) = self.state.clone() else { return Err(raised) };
                    return crate::bind::report_binding(rs, &state, raised);
                }
            }
        }
        if body.is_none() {
            self.input.push(value);
            return Ok(());
        }
        self.set_item(rs, value.clone());
        if code.uses_input {
            self.scope_set(rs, "input", self.enumerator(vec![value]));
        }
        self.run(rs, body, out)?;
        if let Some(binder) = &mut self.binder {
            binder.release();
        }
        Ok(())
    }

    fn set_item(&self, rs: &Runspace, value: Value) {
        let item = Name::of("_");
        if self.code.slot_of(item).is_some() {
            self.scope_set(rs, "_", value);
        } else {
            self.scope.set(item, value);
        }
    }

    pub(super) fn end(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        let code = self.code.clone();
        let body = if self.is_filter { code.end.as_ref() } else { code.process.as_ref() };
        if !self.has_input && body.is_some() {
            self.run(rs, body, out)?;
        }
        if self.is_filter {
            rs.last_success = true;
            return Ok(());
        }
        if code.uses_input {
            let from_outside = !self.has_input && rs.calls.is_empty();
            let input = match rs.standard_input.take() {
                Some(lines) if from_outside => lines,
                lines => {
                    rs.standard_input = lines;
                    std::mem::take(&mut self.input)
                }
            };
            self.scope_set(rs, "input", self.enumerator(input));
        }
        self.run(rs, code.end.as_ref(), out)?;
        // What the commands of a function did is its own affair.
        if !self.is_over {
            rs.last_success = !self.state.as_ref().is_some_and(|s| s.failed.get());
        }
        Ok(())
    }

    pub(super) fn clean(&mut self, rs: &mut Runspace, out: &mut dyn Sink) {
        let code = self.code.clone();
        if !self.begun || code.clean.is_none() {
            return;
        }
        // Errors of a clean block are shown, never thrown.
        if let Err(raised) = self.run(rs, code.clean.as_ref(), out)
            && let Raised::Error(object) = &*raised
        {
            let _ = rs.report_error(object);
        }
    }

    pub(super) fn out_list(&self) -> Option<Value> {
        self.state.as_ref().and_then(|s| s.common.out_list.clone())
    }

    pub(super) fn pipeline_variable(&self) -> Option<Rc<str>> {
        self.state.as_ref().and_then(|s| s.common.pipeline_variable.clone())
    }
}

/// Value of a parameter that nothing was given for.
fn unset_value(ty: &crate::types::TypeRef) -> Value {
    use crate::types::TypeCode as T;
    match ty.code() {
        T::Switch => Value::Switch(false),
        T::String => Value::str(""),
        T::Bool => Value::Bool(false),
        code if code.is_numeric() => crate::convert::zero_of(code),
        _ => Value::Null,
    }
}

fn too_deep(name: &str) -> Box<Raised> {
    let exception = crate::error::Exception::new(
        "System.Management.Automation.ScriptCallDepthException",
        "The script failed due to call depth overflow.",
    );
    let record =
        ErrorRecord::new(exception, "CallDepthOverflow", ErrorCategory::InvalidOperation, Value::str(name));
    record.raise()
}

fn same_home(home: &Rc<Scope>, scope: &Rc<Scope>) -> bool {
    Rc::ptr_eq(home, &scope.home())
}

struct Target {
    code: Rc<BlockCode>,
    name: Rc<str>,
    home: Option<Rc<Scope>>,
    is_filter: bool,
}

fn target_of(rs: &mut Runspace, kind: &CommandKind) -> Result<Target> {
    match kind {
        CommandKind::Function(f) => Ok(Target {
            code: f.template.code().clone(),
            name: f.name.clone(),
            home: f.home.clone(),
            is_filter: f.is_filter && f.template.code().is_plain(),
        }),
        CommandKind::Block(b) => Ok(Target {
            code: b.code().clone(),
            name: "".into(),
            home: b.home.clone(),
            is_filter: b.is_filter && b.code().is_plain(),
        }),
        CommandKind::Script(file) => {
            let block = crate::eval::load_script(rs, &file.path)?;
            Ok(Target {
                code: block.code().clone(),
                name: file.path.file_name().map(|n| n.to_string_lossy().into()).unwrap_or_else(|| "".into()),
                home: None,
                is_filter: false,
            })
        }
        other => Err(Raised::not_supported(&format!("Running '{}'", other.name()))),
    }
}
