//! Script blocks run by native code.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::Source;
use posh_syntax::ast::ExpressionAst;

use super::stmt::exec_block;
use super::{Flow, Frame};
use crate::code::{Block, BlockCode, BlockTemplate};
use crate::command::CommandKind;
use crate::error::{ErrorCategory, Raised, Result};
use crate::names::Name;
use crate::pipeline::{Argument, Sink, run_command};
use crate::runspace::Runspace;
use crate::scope::{Scope, ScopeKind, Slot, Variable};
use crate::value::{ScriptBlock, Value};

/// Runs the statements of a function's or script block's part.
pub(crate) fn run_body(
    rs: &mut Runspace,
    frame: &Frame<'_>,
    block: &Block,
    out: &mut dyn Sink,
) -> Result<()> {
    match exec_block(rs, frame, block, out)? {
        Flow::Next | Flow::Return => Ok(()),
        Flow::Break(label) => Err(Box::new(Raised::Break(label.map(|l| l.text())))),
        Flow::Continue(label) => Err(Box::new(Raised::Continue(label.map(|l| l.text())))),
    }
}

/// Calls a block in a scope of its own.
pub(crate) fn call_block(
    rs: &mut Runspace,
    block: &Rc<ScriptBlock>,
    arguments: Vec<Argument>,
    item: Option<Value>,
    out: &mut dyn Sink,
) -> Result<()> {
    let Some(item) = item else {
        return run_command(rs, CommandKind::Block(block.clone()), arguments, None, out);
    };
    let scope = Scope::new(ScopeKind::Local, Some(rs.scope.clone()));
    scope.set(Name::of("_"), item);
    let saved = std::mem::replace(&mut rs.scope, scope);
    let result = run_command(rs, CommandKind::Block(block.clone()), arguments, None, out);
    rs.scope = saved;
    result
}

/// Runs a block in the current scope.
pub(crate) fn dot_block(
    rs: &mut Runspace,
    block: &Rc<ScriptBlock>,
    arguments: Vec<Argument>,
    out: &mut dyn Sink,
) -> Result<()> {
    if !block.code().parameters.is_empty() {
        return crate::pipeline::run_dotted(rs, block.clone(), arguments, out);
    }
    let mut runner = BlockRunner::new(rs, block);
    if !arguments.is_empty() {
        let values = arguments.into_iter().filter_map(|a| a.value).collect();
        runner.set(rs, "args", Value::array(values));
    }
    runner.run(rs, out)
}

/// A block that is run again and again in the current scope, as ForEach-Object does: its variables are found once.
pub struct BlockRunner {
    code: Rc<BlockCode>,
    scope: Rc<Scope>,
    slots: RefCell<Vec<Slot>>,
    item: Option<Rc<Variable>>,
    saved_item: Value,
}

impl BlockRunner {
    /// Makes a block ready.
    pub fn new(rs: &Runspace, block: &ScriptBlock) -> Self {
        let code = block.code().clone();
        let scope = match &block.home {
            Some(home) if !Rc::ptr_eq(home, &rs.scope.home()) => home.clone(),
            _ => rs.scope.clone(),
        };
        let slots = RefCell::new(vec![Slot::Unset; code.names.len()]);
        Self { code, scope, slots, item: None, saved_item: Value::Null }
    }

    /// Sets a variable of the block for all its runs.
    pub fn set(&mut self, rs: &mut Runspace, name: &str, value: Value) {
        let name = Name::of(name);
        if let Some(at) = self.code.slot_of(name)
            && let Some(slot) = self.slots.borrow_mut().get_mut(at)
        {
            *slot = Slot::Shared(Variable::new(name.text(), value));
        }
        let _ = rs;
    }

    /// Sets `$_`.
    #[inline]
    pub fn set_item(&mut self, value: Value) {
        match &self.item {
            Some(variable) => variable.put(value),
            None => {
                let name = Name::of("_");
                let variable = self.scope.declare(name);
                self.saved_item = variable.get();
                variable.put(value);
                if let Some(at) = self.code.slot_of(name)
                    && let Some(slot) = self.slots.borrow_mut().get_mut(at)
                {
                    *slot = Slot::Shared(variable.clone());
                }
                self.item = Some(variable);
            }
        }
    }

    /// Runs the block for one object: `$_` is it meanwhile, and what it was before afterwards.
    ///
    /// # Errors
    /// What the statements raise.
    pub fn run_with(&mut self, rs: &mut Runspace, item: Value, out: &mut dyn Sink) -> Result<()> {
        let known = self.item.as_ref().map(|variable| variable.take());
        self.set_item(item);
        let before = known.unwrap_or_else(|| self.saved_item.clone());
        let result = self.run(rs, out);
        if let Some(variable) = &self.item {
            variable.put(before);
        }
        result
    }

    /// Puts `$_` back to what it was before.
    pub fn restore_item(&mut self) {
        if let Some(variable) = self.item.take() {
            variable.put(std::mem::replace(&mut self.saved_item, Value::Null));
        }
    }

    /// Runs the block's statements.
    ///
    /// # Errors
    /// What they raise.
    pub fn run(&mut self, rs: &mut Runspace, out: &mut dyn Sink) -> Result<()> {
        let code = self.code.clone();
        let frame = Frame { scope: &self.scope, slots: &self.slots, code: &code, dotted: true };
        let swapped = if Rc::ptr_eq(&rs.scope, &self.scope) {
            None
        } else {
            Some(std::mem::replace(&mut rs.scope, self.scope.clone()))
        };
        let pushed = rs.enter_block(&code);
        let active = std::mem::take(&mut rs.active);
        let mut result = Ok(());
        for part in [&code.begin, &code.process, &code.end].into_iter().flatten() {
            result = stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || run_body(rs, &frame, part, out));
            if result.is_err() {
                break;
            }
        }
        rs.active = active;
        rs.leave_block(pushed);
        if let Some(saved) = swapped {
            rs.scope = saved;
        }
        result
    }
}

impl Runspace {
    /// Puts a block onto the call stack, where its text is not that of the call before.
    fn enter_block(&mut self, code: &BlockCode) -> bool {
        let same = self.calls.last().is_some_and(|c| Arc::ptr_eq(&c.source, &code.source));
        if !same {
            self.calls.push(crate::runspace::CallFrame {
                name: "<ScriptBlock>".into(),
                source: code.source.clone(),
                position: None,
                invocation: None,
                bound: None,
            });
        }
        !same
    }

    fn leave_block(&mut self, pushed: bool) {
        if pushed {
            self.calls.pop();
        }
    }
}

/// Parses a script file.
pub(crate) fn load_script(rs: &mut Runspace, path: &Path) -> Result<Rc<ScriptBlock>> {
    let bytes = std::fs::read(path).map_err(|e| {
        Raised::typed(
            "System.IO.FileNotFoundException",
            "FileReadError",
            ErrorCategory::ReadError,
            format!("The file '{}' could not be read: {e}", path.display()),
        )
    })?;
    let text = crate::text::decode(&bytes);
    let source = Arc::new(Source::new(text, Some(Arc::from(path.to_string_lossy().as_ref()))));
    let parsed = posh_syntax::parse(source.clone());
    if !parsed.diagnostics.is_empty() {
        return Err(rs.parse_error(&source, &parsed.diagnostics));
    }
    Ok(ScriptBlock::new(BlockTemplate::new(parsed.script, source)))
}

/// Evaluates an expression of an attribute, in the current scope.
pub(crate) fn evaluate_alone(rs: &mut Runspace, ast: &ExpressionAst, source: &Arc<Source>) -> Result<Value> {
    let code = crate::code::lower_alone(ast, source);
    let slots = RefCell::new(vec![Slot::Unset; code.block.names.len()]);
    let scope = rs.scope.clone();
    let frame = Frame { scope: &scope, slots: &slots, code: &code.block, dotted: true };
    super::eval(rs, &frame, &code.expr)
}
