//! `GetSteppablePipeline()`: a pipeline that a proxy function begins, feeds and ends itself.

use std::cell::RefCell;
use std::rc::Rc;

use super::run::{block_stages, feed_first, step_all};
use super::{Collect, Stage};
use crate::error::{Raised, Result};
use crate::runspace::Runspace;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, ScriptBlock, Value};

const NAME: &str = "System.Management.Automation.SteppablePipeline";

/// The stages of a block's one pipeline.
struct Steppable(RefCell<Vec<Stage>>);

impl Native for Steppable {}

/// The pipeline of a block, bound in the current scope.
///
/// # Errors
/// Where the block is no single pipeline of commands, or its arguments do not bind.
pub(crate) fn steppable_pipeline(rs: &mut Runspace, block: &Rc<ScriptBlock>) -> Result<Value> {
    let stages = block_stages(rs, block)?;
    Ok(Value::Object(Object::native_of(TypeRef::named(NAME), Steppable(RefCell::new(stages)))))
}

/// Lets the stages work; what they output.
fn with_stages(
    call: &mut Call<'_>,
    work: impl FnOnce(&mut Runspace, &mut [Stage], &mut Collect) -> Result<()>,
) -> Result<Value> {
    let Some(pipeline) = call.this.native::<Steppable>() else { return Ok(Value::Void) };
    // A stage that calls its own pipeline finds it empty.
    let mut stages = std::mem::take(&mut *pipeline.0.borrow_mut());
    let mut out = Collect::default();
    let done = work(call.rs, &mut stages, &mut out);
    *pipeline.0.borrow_mut() = stages;
    done?;
    Ok(out.into_value())
}

fn begin(call: &mut Call<'_>) -> Result<Value> {
    with_stages(call, |rs, stages, out| step_all(rs, stages, out, Stage::begin))
}

fn process(call: &mut Call<'_>) -> Result<Value> {
    let item = call.args.first().cloned();
    with_stages(call, |rs, stages, out| match item {
        Some(item) => feed_first(rs, stages, item, out),
        None => Ok(()),
    })
}

fn end(call: &mut Call<'_>) -> Result<Value> {
    with_stages(call, |rs, stages, out| step_all(rs, stages, out, Stage::end))
}

fn clean(call: &mut Call<'_>) -> Result<Value> {
    with_stages(call, |rs, stages, out| {
        for stage in stages.iter_mut() {
            stage.clean(rs, out);
        }
        Ok(())
    })
}

/// The type.
pub(crate) const TYPES: &[&TypeDef] = &[&TypeDef {
    methods: &[
        ("void Begin(System.Object contextToRedirectTo)", begin),
        ("array Process(System.Object input)", process),
        ("array Process()", process),
        ("array End()", end),
        ("void Clean()", clean),
        ("void Dispose()", clean),
    ],
    ..TypeDef::new(NAME)
}];

/// A block that is no single pipeline of commands.
pub(super) fn no_pipeline() -> Box<Raised> {
    Raised::net(
        "System.Management.Automation.PSInvalidOperationException",
        "The script block cannot be converted to a steppable pipeline because it does not contain exactly one pipeline \
         of commands.",
    )
}
