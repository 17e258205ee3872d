//! `ScriptBlock`.

use std::rc::Rc;

use crate::error::{Raised, Result};
use crate::pipeline::{Argument, Collect};
use crate::scope::{Scope, ScopeKind, Variable};
use crate::types::{Call, TypeDef};
use crate::value::{ScriptBlock, Value};

fn this(call: &Call<'_>) -> Result<Rc<ScriptBlock>> {
    match call.this {
        Value::Block(b) => Ok(b.clone()),
        _ => Err(Raised::net("System.NullReferenceException", "The object is no script block.")),
    }
}

fn run(call: &mut Call<'_>) -> Result<Collect> {
    let block = this(call)?;
    let args = match call.args {
        [Value::Array(a)] => a.to_vec(),
        other => other.to_vec(),
    };
    let mut out = Collect::default();
    let arguments = args.into_iter().map(Argument::positional).collect();
    call.rs.invoke_in_scope(&block, arguments, None, &mut out)?;
    Ok(out)
}

fn invoke(call: &mut Call<'_>) -> Result<Value> {
    let out = run(call)?;
    Ok(super::List::collection(out.items))
}

fn invoke_as_is(call: &mut Call<'_>) -> Result<Value> {
    run(call).map(Collect::into_value)
}

/// A block with copies of the caller's variables, in a module of its own.
fn closure(call: &mut Call<'_>) -> Result<Value> {
    let block = this(call)?;
    let home = Scope::new(ScopeKind::Module, Some(call.rs.scope.home()));
    for scope in
        call.rs.scope.chain().take_while(|s| s.kind == ScopeKind::Local || s.kind == ScopeKind::Script)
    {
        for variable in scope.own_variables() {
            let name = crate::names::Name::of(&variable.name);
            if home.own(name).is_none() {
                home.put(name, Variable::new(variable.name.clone(), variable.get()));
            }
        }
    }
    // At a prompt or in a dot-sourced script the variables are the session's.
    if call.rs.scope.kind == ScopeKind::Global {
        for variable in call.rs.scope.own_variables() {
            let plain = variable.info.borrow().as_ref().is_none_or(|i| !i.all_scope && !i.constant);
            if plain {
                home.put(
                    crate::names::Name::of(&variable.name),
                    Variable::new(variable.name.clone(), variable.get()),
                );
            }
        }
    }
    Ok(Value::Block(ScriptBlock::of_module(block.template.clone(), home)))
}

fn create(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    call.rs.script_block_of_text(text.lossy()).inspect_err(|raised| {
        if let Some(record) = raised.record() {
            record.raw.set(true);
        }
    })
}

fn text(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str(this(call)?.text()))
}

fn file(call: &mut Call<'_>) -> Result<Value> {
    Ok(this(call)?.template.source.file().map_or(Value::Null, Value::from))
}

fn steppable(call: &mut Call<'_>) -> Result<Value> {
    let block = this(call)?.clone();
    crate::pipeline::steppable_pipeline(call.rs, &block)
}

fn is_filter(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(this(call)?.is_filter))
}

fn start_position(call: &mut Call<'_>) -> Result<Value> {
    let block = this(call)?;
    let position =
        crate::error::ScriptPosition { source: block.template.source.clone(), span: block.template.ast.span };
    Ok(super::errors::extent(&position))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("System.Object Invoke(Params System.Object[] args)", invoke),
        ("System.Object InvokeReturnAsIs(Params System.Object[] args)", invoke_as_is),
        ("scriptblock GetNewClosure()", closure),
        ("System.Object GetSteppablePipeline()", steppable),
        (
            "System.Object GetSteppablePipeline(System.Management.Automation.CommandOrigin commandOrigin)",
            steppable,
        ),
        (
            "System.Object GetSteppablePipeline(System.Management.Automation.CommandOrigin commandOrigin, System.Object[] args)",
            steppable,
        ),
        ("string ToString()", text),
        ("static scriptblock Create(string script)", create),
    ],
    properties: &[
        ("bool IsFilter {get;set;}", is_filter, None),
        ("string File {get;}", file, None),
        ("System.Object StartPosition {get;}", start_position, None),
    ],
    ..TypeDef::new("System.Management.Automation.ScriptBlock")
}];
