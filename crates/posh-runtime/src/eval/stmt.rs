//! Statements.

use std::rc::Rc;

use super::{Flow, Frame, assign, class, eval, expr, foreach, switch, try_catch};
use crate::code::{Block, ChainCode, Expr, FunctionCode, LoopCode, Stmt, StmtKind, VariablePlace};
use crate::command::Function;
use crate::convert::{is_true, to_text};
use crate::error::{ErrorCategory, ErrorRecord, Exception, Raised, Result};
use crate::host::ActionPreference;
use crate::names::Name;
use crate::pipeline::{Collect, Sink, run_pipeline, write_enumerated};
use crate::runspace::Runspace;
use crate::value::{Object, Value};

/// Runs a block's statements.
pub(crate) fn exec_block(
    rs: &mut Runspace,
    f: &Frame<'_>,
    block: &Block,
    out: &mut dyn Sink,
) -> Result<Flow> {
    for stmt in &block.statements {
        match exec(rs, f, stmt, out) {
            Ok(Flow::Next) => {}
            Ok(flow) => return Ok(flow),
            Err(raised) => {
                let flow = statement_failed(rs, f, block, stmt, raised, out)?;
                if flow != Flow::Next {
                    return Ok(flow);
                }
            }
        }
        out.poll(rs)?;
    }
    Ok(Flow::Next)
}

/// A statement raised something: traps get it, or it is shown and the next statement runs, or it goes on up.
#[cold]
fn statement_failed(
    rs: &mut Runspace,
    f: &Frame<'_>,
    block: &Block,
    stmt: &Stmt,
    raised: Box<Raised>,
    out: &mut dyn Sink,
) -> Result<Flow> {
    let Raised::Error(object) = &*raised else {
        return match *raised {
            Raised::Return => Ok(Flow::Return),
            _ => Err(raised),
        };
    };
    let object = object.clone();
    rs.last_success = false;
    settle(rs, f, stmt, &object);
    if let Some(flow) = try_catch::run_traps(rs, f, block, &object, out)? {
        return Ok(flow);
    }
    let ends = |r: &ErrorRecord| r.ends_script.get() || r.ends_command.get().is_some();
    let ends_script = object.native::<ErrorRecord>().is_some_and(ends);
    if rs.try_depth > 0 || ends_script {
        return Err(raised);
    }
    match rs.preference_variable("ErrorActionPreference") {
        ActionPreference::Stop => {
            if let Some(record) = object.native::<ErrorRecord>() {
                record.ends_script.set(true);
            }
            Err(raised)
        }
        ActionPreference::SilentlyContinue => {
            rs.record_error(&object);
            Ok(Flow::Next)
        }
        ActionPreference::Ignore => Ok(Flow::Next),
        _ => {
            rs.record_error(&object);
            rs.report_error(&object)?;
            rs.last_success = false;
            Ok(Flow::Next)
        }
    }
}

/// Gives an error its statement as its place, and makes a raw .NET exception a runtime error.
fn settle(rs: &mut Runspace, f: &Frame<'_>, stmt: &Stmt, object: &Rc<Object>) {
    if object.native::<ErrorRecord>().is_some_and(|r| r.position.borrow().is_none()) {
        rs.set_call_position(f.code, stmt.span);
    }
    rs.locate(object);
}

/// Runs a statement.
pub(crate) fn exec(rs: &mut Runspace, f: &Frame<'_>, stmt: &Stmt, out: &mut dyn Sink) -> Result<Flow> {
    match &stmt.kind {
        StmtKind::Expr(e) => {
            // Parentheses and sub-expressions stream what they output.
            if let Expr::Sub(block) = e {
                return exec_block(rs, f, block, out);
            }
            let value = eval(rs, f, e)?;
            rs.last_success |= !expr::keeps_success(e);
            write_enumerated(rs, out, value)?;
            Ok(Flow::Next)
        }
        StmtKind::Silent(e) => {
            eval(rs, f, e)?;
            rs.last_success = true;
            Ok(Flow::Next)
        }
        StmtKind::Assign(a) => {
            if !assign::quick_assign(rs, f, a) {
                assign::exec_assign(rs, f, a)?;
            }
            Ok(Flow::Next)
        }
        StmtKind::Pipeline(p) => {
            run_pipeline(rs, f, p, out)?;
            Ok(Flow::Next)
        }
        StmtKind::If(code) => {
            for (condition, body) in &code.clauses {
                if condition_holds(rs, f, condition)? {
                    return exec_block(rs, f, body, out);
                }
            }
            match &code.otherwise {
                Some(body) => exec_block(rs, f, body, out),
                None => Ok(Flow::Next),
            }
        }
        StmtKind::Loop(code) => exec_loop(rs, f, code, out),
        StmtKind::ForEach(code) => foreach::exec_foreach(rs, f, code, out),
        StmtKind::Switch(code) => switch::exec_switch(rs, f, code, out),
        StmtKind::Try(code) => try_catch::exec_try(rs, f, code, out),
        StmtKind::Break(label) => Ok(Flow::Break(label_of(rs, f, label.as_deref())?)),
        StmtKind::Continue(label) => Ok(Flow::Continue(label_of(rs, f, label.as_deref())?)),
        StmtKind::Return(value) => {
            match value {
                Some(stmt) if out.takes_whole() => {
                    let value = value_of(rs, f, stmt)?;
                    if !matches!(value, Value::Void) {
                        out.write(rs, value)?;
                    }
                }
                Some(stmt) => {
                    exec(rs, f, stmt, out)?;
                }
                None => {}
            }
            Ok(Flow::Return)
        }
        StmtKind::Exit(value) => {
            let code = match value {
                Some(stmt) => {
                    let value = value_of(rs, f, stmt)?;
                    exit_code(rs, &value)
                }
                None => 0,
            };
            Err(Box::new(Raised::Exit(code)))
        }
        StmtKind::Throw(value) => Err(throw(rs, f, value.as_deref(), stmt)),
        StmtKind::Function(code) => {
            define_function(rs, f, code);
            Ok(Flow::Next)
        }
        StmtKind::Types(asts) => {
            class::define_types(rs, f, asts)?;
            Ok(Flow::Next)
        }
        StmtKind::Using(code) => {
            use posh_syntax::ast::UsingStatementKind as Kind;
            match code.kind {
                Kind::Namespace => rs.use_namespace(&code.name),
                Kind::Module => {
                    let kind = rs.find_command("Import-Module")?;
                    let argument = crate::pipeline::Argument::positional(Value::str(&*code.name));
                    crate::pipeline::run_command(rs, kind, vec![argument], None, out)?;
                }
                Kind::Assembly => {}
                Kind::Command | Kind::Type => return Err(Raised::not_supported("This using statement")),
            }
            Ok(Flow::Next)
        }
        StmtKind::Chain(code) => exec_chain(rs, f, code, out),
        StmtKind::Data(slot, block) => {
            let mut collected = Collect::default();
            exec_block(rs, f, block, &mut collected)?;
            let value = collected.into_value();
            match slot {
                Some(slot) => assign::set_local(rs, f, *slot, value)?,
                None => write_enumerated(rs, out, value)?,
            }
            Ok(Flow::Next)
        }
        StmtKind::Unsupported(construct) => Err(Raised::not_supported(construct)),
    }
}

/// The value of a statement: nothing, its one output, or an array of its outputs.
pub(crate) fn value_of(rs: &mut Runspace, f: &Frame<'_>, stmt: &Stmt) -> Result<Value> {
    match &stmt.kind {
        StmtKind::Expr(e) if !matches!(e, Expr::Sub(_)) => {
            let value = located(rs, f, stmt, |rs| eval(rs, f, e))?;
            rs.last_success |= !expr::keeps_success(e);
            Ok(value)
        }
        _ => {
            let mut collected = Collect::default();
            let flow = located(rs, f, stmt, |rs| exec(rs, f, stmt, &mut collected))?;
            expr::leave(flow)?;
            Ok(collected.into_value())
        }
    }
}

/// Gives errors of an inner statement their own place.
fn located<T>(
    rs: &mut Runspace,
    f: &Frame<'_>,
    stmt: &Stmt,
    body: impl FnOnce(&mut Runspace) -> Result<T>,
) -> Result<T> {
    body(rs).inspect_err(|raised| {
        if let Raised::Error(object) = &**raised {
            settle(rs, f, stmt, object);
        }
    })
}

/// Whether a condition holds.
#[inline]
pub(crate) fn condition_holds(rs: &mut Runspace, f: &Frame<'_>, stmt: &Stmt) -> Result<bool> {
    if let StmtKind::Expr(e) = &stmt.kind
        && let Some(quick) = expr::quick_bool(rs, f, e)
    {
        return Ok(quick);
    }
    let value = match &stmt.kind {
        StmtKind::Assign(a) => located(rs, f, stmt, |rs| assign::exec_assign(rs, f, a))?,
        _ => value_of(rs, f, stmt)?,
    };
    Ok(is_true(&value))
}

fn exec_loop(rs: &mut Runspace, f: &Frame<'_>, code: &LoopCode, out: &mut dyn Sink) -> Result<Flow> {
    if let Some(initializer) = &code.initializer {
        discard(rs, f, initializer)?;
    }
    let mut first = true;
    loop {
        rs.check_stop()?;
        if !(first && code.test_last)
            && let Some(condition) = &code.condition
            && condition_holds(rs, f, condition)? == code.until
        {
            return Ok(Flow::Next);
        }
        first = false;
        match after_body(exec_block(rs, f, &code.body, out), code.label)? {
            BodyEnd::Again => {}
            BodyEnd::Leave => return Ok(Flow::Next),
            BodyEnd::Up(flow) => return Ok(flow),
        }
        if let Some(iterator) = &code.iterator {
            discard(rs, f, iterator)?;
        }
    }
}

/// Runs a statement for its effect.
fn discard(rs: &mut Runspace, f: &Frame<'_>, stmt: &Stmt) -> Result<()> {
    match &stmt.kind {
        StmtKind::Silent(e) => eval(rs, f, e).map(drop),
        StmtKind::Assign(a) => assign::exec_assign(rs, f, a).map(drop),
        _ => {
            let flow = exec(rs, f, stmt, &mut crate::pipeline::Discard)?;
            expr::leave(flow)
        }
    }
}

/// What a loop does behind its body.
pub(super) enum BodyEnd {
    /// The next round.
    Again,
    /// The loop is over.
    Leave,
    /// Something for code further up.
    Up(Flow),
}

/// Sorts out how a loop's body ended.
#[inline]
pub(super) fn after_body(result: Result<Flow>, label: Option<Name>) -> Result<BodyEnd> {
    let mine = |wanted: Option<Name>| wanted.is_none() || wanted == label;
    Ok(match result {
        Ok(Flow::Next) => BodyEnd::Again,
        Ok(Flow::Break(l)) if mine(l) => BodyEnd::Leave,
        Ok(Flow::Continue(l)) if mine(l) => BodyEnd::Again,
        Ok(flow) => BodyEnd::Up(flow),
        Err(raised) => match &*raised {
            Raised::Break(l) if mine(l.as_deref().map(Name::of)) => BodyEnd::Leave,
            Raised::Continue(l) if mine(l.as_deref().map(Name::of)) => BodyEnd::Again,
            _ => return Err(raised),
        },
    })
}

fn label_of(rs: &mut Runspace, f: &Frame<'_>, label: Option<&Expr>) -> Result<Option<Name>> {
    let Some(label) = label else { return Ok(None) };
    let value = eval(rs, f, label)?;
    Ok(Some(Name::of(&to_text(rs, &value)?)))
}

fn exit_code(rs: &mut Runspace, value: &Value) -> i32 {
    match crate::convert::cast(rs, value, &crate::types::known::int()) {
        Ok(Value::Int(code)) => code,
        _ => 0,
    }
}

/// The error of `throw`.
fn throw(rs: &mut Runspace, f: &Frame<'_>, value: Option<&Stmt>, stmt: &Stmt) -> Box<Raised> {
    let thrown = match value {
        Some(inner) => match value_of(rs, f, inner) {
            Ok(value) => value,
            Err(raised) => return raised,
        },
        None => match rs.caught.last() {
            Some(caught) => Value::Object(caught.clone()),
            None => Value::str("ScriptHalted"),
        },
    };
    let object = error_of(rs, &thrown);
    if value.is_none()
        && rs.caught.is_empty()
        && let Some(record) = object.native::<ErrorRecord>()
    {
        *record.target.borrow_mut() = Value::Null;
    }
    let quiet = matches!(
        rs.preference_variable("ErrorActionPreference"),
        ActionPreference::SilentlyContinue | ActionPreference::Ignore
    );
    if let Some(record) = object.native::<ErrorRecord>() {
        record.ends_script.set(!quiet);
        if let Some(exception) = record.exception.native::<Exception>() {
            exception.thrown.set(true);
        }
    }
    if object.native::<ErrorRecord>().is_some_and(|r| r.position.borrow().is_none()) {
        rs.set_call_position(f.code, stmt.span);
    }
    rs.locate(&object);
    Box::new(Raised::Error(object))
}

/// The error record of a thrown value.
fn error_of(rs: &mut Runspace, thrown: &Value) -> Rc<Object> {
    let base = thrown.base();
    if let Value::Object(o) = base {
        if o.native::<ErrorRecord>().is_some() {
            return o.clone();
        }
        if let Some(exception) = o.native::<Exception>() {
            if let Some(record) = &*exception.record.borrow() {
                return record.clone();
            }
            // The exception of an error that was caught is still that error.
            let caught = rs.caught.iter().rev().find(|c| {
                c.native::<ErrorRecord>().is_some_and(|r| Rc::ptr_eq(&r.exception, o))
                    && o.ty()
                        .is_a(&crate::types::TypeRef::named("System.Management.Automation.RuntimeException"))
            });
            if let Some(caught) = caught {
                return caught.clone();
            }
            let id = exception.message.borrow().lossy().to_owned();
            let record = ErrorRecord::new(o.clone(), &id, ErrorCategory::OperationStopped, Value::Null);
            return record.into_object();
        }
    }
    let text = to_text(rs, thrown).unwrap_or_default();
    let exception = Exception::new("System.Management.Automation.RuntimeException", text.clone());
    let record = ErrorRecord::new(exception.clone(), &text, ErrorCategory::OperationStopped, thrown.clone());
    let record = record.into_object();
    if let Some(data) = exception.native::<Exception>() {
        *data.record.borrow_mut() = None;
    }
    record
}

fn define_function(rs: &mut Runspace, f: &Frame<'_>, code: &FunctionCode) {
    let scope = match code.place {
        VariablePlace::Global => rs.global.clone(),
        VariablePlace::Script => f.scope.script_scope(),
        _ => f.scope.clone(),
    };
    let home = scope.home();
    let module = home.module.borrow().clone();
    for alias in &code.aliases {
        scope.set_alias(Rc::new(crate::command::Alias {
            name: alias.clone(),
            definition: code.name.clone(),
            options: std::cell::RefCell::default(),
            description: "".into(),
        }));
    }
    scope.set_function(Rc::new(Function {
        name: code.name.clone(),
        is_filter: code.is_filter,
        template: code.template.clone(),
        home: (home.kind == crate::scope::ScopeKind::Module).then_some(home),
        module,
        options: std::cell::RefCell::default(),
    }));
}

fn exec_chain(rs: &mut Runspace, f: &Frame<'_>, code: &ChainCode, out: &mut dyn Sink) -> Result<Flow> {
    if code.background {
        return Err(Raised::not_supported("A background pipeline (&)"));
    }
    let left = exec(rs, f, &code.left, out);
    let flow = match left {
        Ok(flow) => flow,
        // A failed left side is shown, and the chain goes on as its operator says.
        Err(raised) => {
            let block = Block::default();
            statement_failed(rs, f, &block, &code.left, raised, out)?
        }
    };
    if flow != Flow::Next {
        return Ok(flow);
    }
    if rs.last_success == code.and { exec(rs, f, &code.right, out) } else { Ok(Flow::Next) }
}
