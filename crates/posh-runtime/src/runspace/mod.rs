//! A session: variables, functions, commands, types, streams.

mod blocks;
mod commands;
mod errors;
mod options;
mod streams;
mod type_data;
mod types;
mod variables;

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use posh_syntax::Source;

pub use options::Limits;
pub use streams::{ERROR_MARK, Queue, Redirects, StreamTarget};
pub use type_data::TypeData;
pub use variables::VariableObject;
pub(crate) use variables::net_text;
pub(crate) use variables::not_writable;

use crate::code::{BlockCode, BlockTemplate};
use crate::command::{CmdletDef, Collectors, CommandState};
use crate::error::{Raised, Result, ScriptPosition};
use crate::host::Host;
use crate::names::Name;
use crate::net::List;
use crate::pipeline::Sink;
use crate::scope::{Scope, ScopeKind};
use crate::value::{DateTime, Native, Object, ScriptBlock, Value};

/// A call on the call stack.
#[derive(Clone)]
pub struct CallFrame {
    /// Name of the function, `<ScriptBlock>` for others.
    pub name: Rc<str>,
    /// The text that runs.
    pub source: Arc<Source>,
    /// Where the next call of this frame, or the error, is.
    pub position: Option<ScriptPosition>,
    /// `$MyInvocation`.
    pub invocation: Option<Rc<Object>>,
    /// Bound parameters, as `$PSBoundParameters` and Get-PSCallStack show them.
    pub bound: Option<Value>,
}

/// A session.
pub struct Runspace {
    /// The world around it.
    pub host: Rc<dyn Host>,
    /// The session's outermost scope.
    pub global: Rc<Scope>,
    /// The scope in which code runs now.
    pub scope: Rc<Scope>,
    /// `$?`
    pub last_success: bool,
    /// Objects that the outermost code finds in `$input`: the lines of standard input.
    pub standard_input: Option<Vec<Value>>,
    /// The current location, a path of the file system.
    pub location: PathBuf,
    /// Locations saved by Push-Location.
    pub location_stack: Vec<PathBuf>,
    pub(crate) errors: Value,
    pub(crate) try_depth: u32,
    pub(crate) redirects: Redirects,
    pub(crate) calls: Vec<CallFrame>,
    pub(crate) active: Vec<Rc<CommandState>>,
    pub(crate) collectors: Option<Rc<Collectors>>,
    pub(crate) caught: Vec<Rc<Object>>,
    cmdlets: HashMap<String, &'static CmdletDef>,
    module_scopes: Vec<(std::rc::Weak<Object>, Rc<Scope>)>,
    type_table: type_data::TypeTable,
    namespaces: Vec<String>,
    interrupt: Arc<AtomicBool>,
    limits: Limits,
    steps: u64,
    next_id: u64,
    extensions: HashMap<std::any::TypeId, Rc<dyn std::any::Any>>,
}

impl Runspace {
    /// A session in the world `host`, without any cmdlet.
    pub fn new(host: Rc<dyn Host>) -> Self {
        let global = Scope::new(ScopeKind::Global, None);
        let mut rs = Self {
            host,
            scope: global.clone(),
            global,
            last_success: true,
            standard_input: None,
            location: std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
            location_stack: Vec::new(),
            errors: List::array_list(Vec::new()),
            try_depth: 0,
            redirects: Redirects::default(),
            calls: Vec::new(),
            active: Vec::new(),
            collectors: None,
            caught: Vec::new(),
            cmdlets: HashMap::new(),
            module_scopes: Vec::new(),
            type_table: type_data::TypeTable::default(),
            namespaces: Vec::new(),
            interrupt: Arc::default(),
            limits: Limits::default(),
            steps: 0,
            next_id: 0,
            extensions: HashMap::new(),
        };
        rs.define_variables();
        rs
    }

    /// What a module of cmdlets keeps with the session: one value a type.
    pub fn extension<T: 'static>(&self) -> Option<Rc<T>> {
        self.extensions.get(&std::any::TypeId::of::<T>())?.clone().downcast().ok()
    }

    /// Keeps a value with the session.
    pub fn set_extension<T: 'static>(&mut self, value: Rc<T>) {
        self.extensions.insert(std::any::TypeId::of::<T>(), value);
    }

    /// A flag that stops the running pipeline when set, from any thread.
    pub fn interrupt_flag(&self) -> Arc<AtomicBool> {
        self.interrupt.clone()
    }

    /// Sets the limits that end a script.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        self.steps = 0;
    }

    /// Asked at loop edges and for every pipeline object: ends the script where the user or a limit says so.
    ///
    /// # Errors
    /// [`Raised::Stopped`] or [`Raised::Limit`].
    #[inline]
    pub fn check_stop(&mut self) -> Result<()> {
        self.steps += 1;
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(Box::new(Raised::Stopped));
        }
        if self.steps & 0x3ff == 0 || self.steps >= self.limits.steps {
            return self.check_limits();
        }
        Ok(())
    }

    #[cold]
    fn check_limits(&self) -> Result<()> {
        if self.steps >= self.limits.steps {
            return Err(Box::new(Raised::Limit("The script used more steps than the host allows.")));
        }
        if self.limits.deadline.is_some_and(|d| std::time::Instant::now() >= d) {
            return Err(Box::new(Raised::Limit("The script ran longer than the host allows.")));
        }
        Ok(())
    }

    /// The time, in the machine's zone.
    pub fn now(&self) -> DateTime {
        let utc = DateTime::from_system(self.host.now());
        let offset = self.utc_offset_minutes() * 60 * crate::value::TICKS_PER_SECOND;
        utc.add_ticks(offset).unwrap_or(utc).with_kind(crate::value::DateTimeKind::Local)
    }

    /// Minutes that the machine's zone is east of UTC.
    pub fn utc_offset_minutes(&self) -> i64 {
        crate::format::zone::local_offset_minutes(self.host.now())
    }

    /// A number that no other stage of a pipeline has.
    pub(crate) fn new_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Parses and runs a text in the current scope, output into `out`.
    ///
    /// # Errors
    /// A parse error, and what the script raises.
    pub fn run_text(&mut self, text: &str, file: Option<&str>, out: &mut dyn Sink) -> Result<()> {
        let source = Arc::new(Source::new(text, file.map(Arc::from)));
        let parsed = posh_syntax::parse(source.clone());
        if !parsed.diagnostics.is_empty() {
            return Err(self.parse_error(&source, &parsed.diagnostics));
        }
        let block = ScriptBlock::new(BlockTemplate::new(parsed.script, source));
        self.run_block_here(&block, out)
    }

    /// Runs a block's statements in the current scope.
    ///
    /// # Errors
    /// What the script raises.
    pub fn run_block_here(&mut self, block: &Rc<ScriptBlock>, out: &mut dyn Sink) -> Result<()> {
        self.invoke_dotted(block, Vec::new(), out)
    }

    /// Code of the innermost call, for the position of errors.
    pub(crate) fn set_call_position(&mut self, code: &BlockCode, span: posh_syntax::Span) {
        let Some(call) = self.calls.last_mut() else { return };
        match &mut call.position {
            Some(position) if Arc::ptr_eq(&position.source, &code.source) => position.span = span,
            position => *position = Some(ScriptPosition { source: code.source.clone(), span }),
        }
    }

    /// The call stack, the innermost call last.
    pub fn call_stack(&self) -> &[CallFrame] {
        &self.calls
    }

    /// `$Error`.
    pub fn error_list(&self) -> Value {
        self.errors.clone()
    }

    /// A `[ref]` to a value of its own.
    pub fn reference_to_value(&mut self, value: Value) -> Value {
        let variable = crate::scope::Variable::new("", value);
        Value::Object(Object::native_of(crate::types::known::reference(), Reference(variable)))
    }

    /// Name of a variable by text.
    pub(crate) fn name(text: &str) -> Name {
        Name::of(if text.eq_ignore_ascii_case("PSItem") { "_" } else { text })
    }
}

/// `[ref]`: a variable that a called method or function can set.
pub struct Reference(pub Rc<crate::scope::Variable>);

impl Native for Reference {}

impl Runspace {
    /// Number of nested calls that the host allows.
    pub(crate) fn call_depth_limit(&self) -> usize {
        self.limits.call_depth
    }
}
