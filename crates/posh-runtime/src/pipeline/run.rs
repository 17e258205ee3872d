//! Driving a pipeline.

use std::rc::Rc;

use posh_syntax::ast::InvocationOperator;

use super::redirect::Redirect;
use super::stage::{position, prepare_site, site};
use super::{Argument, Collect, Sink, Stage, open_output, write_enumerated};
use crate::code::{ArgumentCode, CommandCode, CommandName, Expr, PipelineCode, RedirectCode};
use crate::command::{CommandKind, CommandState};
use crate::convert::to_text;
use crate::error::{ErrorCategory, ErrorRecord, InvocationInfo, Raised, Result};
use crate::eval::Frame;
use crate::runspace::Runspace;
use crate::value::{Dictionary, Value};

/// The stages behind one, as the sink of its output.
struct Tail<'a> {
    stages: &'a mut [Stage],
    out: &'a mut dyn Sink,
    /// What takes this stage's output as well: `-OutVariable`, `-PipelineVariable`.
    out_list: Option<Value>,
    pipeline_variable: Option<Rc<str>>,
}

impl Sink for Tail<'_> {
    fn write(&mut self, rs: &mut Runspace, value: Value) -> Result<()> {
        crate::command::collect_into(self.out_list.as_ref(), &value);
        if let Some(name) = self.pipeline_variable.clone() {
            rs.set_variable(&name, value.clone())?;
        }
        rs.check_stop()?;
        feed(rs, self.stages, value, self.out)
    }

    fn poll(&mut self, rs: &mut Runspace) -> Result<()> {
        if self.stages.is_empty() { self.out.poll(rs) } else { Ok(()) }
    }

    fn takes_bytes(&self) -> bool {
        self.stages.first().is_some_and(Stage::is_native)
            && self.out_list.is_none()
            && self.pipeline_variable.is_none()
    }

    fn write_bytes(&mut self, rs: &mut Runspace, bytes: &[u8]) -> Result<()> {
        let Some((first, rest)) = self.stages.split_first_mut() else { return Ok(()) };
        let mut tail = tail(first, rest, self.out);
        first.process_bytes(rs, bytes, &mut tail)
    }

    fn is_discarding(&self) -> bool {
        self.stages.is_empty() && self.out.is_discarding()
    }
}

fn tail<'a>(first: &Stage, stages: &'a mut [Stage], out: &'a mut dyn Sink) -> Tail<'a> {
    Tail { stages, out, out_list: first.out_list(), pipeline_variable: first.pipeline_variable() }
}

fn feed(rs: &mut Runspace, stages: &mut [Stage], value: Value, out: &mut dyn Sink) -> Result<()> {
    match stages.split_first_mut() {
        None => out.write(rs, value),
        Some((first, rest)) => {
            let mut tail = tail(first, rest, out);
            first.process(rs, value, &mut tail)
        }
    }
}

/// What a stage raised: where it only wants no more input, the stages before it are stopped and all is well.
fn absorb(stages: &mut [Stage], result: Result<()>) -> Result<()> {
    let Err(raised) = result else { return Ok(()) };
    if let Raised::StopUpstream(id) = &*raised
        && let Some(at) = stages.iter().position(|s| s.id == *id)
    {
        for stage in stages.iter_mut().take(at) {
            stage.stopped = true;
        }
        return Ok(());
    }
    Err(raised)
}

/// Feeds objects from somewhere to the first stage.
struct Head<'a> {
    stages: &'a mut [Stage],
    out: &'a mut dyn Sink,
}

impl Sink for Head<'_> {
    fn write(&mut self, rs: &mut Runspace, value: Value) -> Result<()> {
        feed(rs, self.stages, value, self.out)
    }
}

fn is_stopped(stages: &[Stage]) -> bool {
    stages.first().is_some_and(|s| s.stopped)
}

/// Runs stages: begin, what `source` feeds, end, clean.
fn drive(
    rs: &mut Runspace,
    stages: &mut [Stage],
    out: &mut dyn Sink,
    source: impl FnOnce(&mut Runspace, &mut dyn Sink) -> Result<()>,
) -> Result<()> {
    let result = drive_inner(rs, stages, out, source);
    for at in 0..stages.len() {
        if let Some((first, rest)) = stages.get_mut(at..).and_then(<[Stage]>::split_first_mut) {
            let mut tail = tail(first, rest, out);
            first.clean(rs, &mut tail);
        }
    }
    result
}

fn drive_inner(
    rs: &mut Runspace,
    stages: &mut [Stage],
    out: &mut dyn Sink,
    source: impl FnOnce(&mut Runspace, &mut dyn Sink) -> Result<()>,
) -> Result<()> {
    for at in 0..stages.len() {
        let result = step(rs, stages, at, out, Stage::begin);
        absorb(stages, result)?;
    }
    if !is_stopped(stages) {
        let result = source(rs, &mut Head { stages, out });
        absorb(stages, result)?;
    }
    for at in 0..stages.len() {
        let result = step(rs, stages, at, out, Stage::end);
        absorb(stages, result)?;
    }
    Ok(())
}

fn step(
    rs: &mut Runspace,
    stages: &mut [Stage],
    at: usize,
    out: &mut dyn Sink,
    action: fn(&mut Stage, &mut Runspace, &mut dyn Sink) -> Result<()>,
) -> Result<()> {
    match stages.get_mut(at..).and_then(<[Stage]>::split_first_mut) {
        Some((first, rest)) => {
            let mut tail = tail(first, rest, out);
            action(first, rs, &mut tail)
        }
        None => Ok(()),
    }
}

/// Lets each stage do its part in turn, its output fed to those behind it.
pub(super) fn step_all(
    rs: &mut Runspace,
    stages: &mut [Stage],
    out: &mut dyn Sink,
    action: fn(&mut Stage, &mut Runspace, &mut dyn Sink) -> Result<()>,
) -> Result<()> {
    for at in 0..stages.len() {
        let result = step(rs, stages, at, out, action);
        absorb(stages, result)?;
    }
    Ok(())
}

/// Feeds an object to the first stage.
pub(super) fn feed_first(
    rs: &mut Runspace,
    stages: &mut [Stage],
    value: Value,
    out: &mut dyn Sink,
) -> Result<()> {
    let result = feed(rs, stages, value, out);
    absorb(stages, result)
}

/// The stages of a block that is one pipeline of commands, bound in the current scope.
pub(super) fn block_stages(rs: &mut Runspace, block: &Rc<crate::value::ScriptBlock>) -> Result<Vec<Stage>> {
    let code = block.code().clone();
    let statements = code.end.as_ref().map_or(&[][..], |b| &b.statements);
    let [statement] = statements else { return Err(super::steppable::no_pipeline()) };
    let crate::code::StmtKind::Pipeline(pipeline) = &statement.kind else {
        return Err(super::steppable::no_pipeline());
    };
    if pipeline.source.is_some() {
        return Err(super::steppable::no_pipeline());
    }
    let scope = rs.scope.clone();
    let slots = std::cell::RefCell::new(vec![crate::scope::Slot::Unset; code.names.len()]);
    let frame = Frame { scope: &scope, slots: &slots, code: &code, dotted: true };
    let length = i32::try_from(pipeline.commands.len()).unwrap_or(i32::MAX);
    let mut stages = Vec::with_capacity(pipeline.commands.len());
    for (place, command) in (1..).zip(&pipeline.commands) {
        stages.push(command_stage(rs, &frame, command, (place, length), true)?);
    }
    Ok(stages)
}

/// Runs the pipeline of a script.
///
/// # Errors
/// What its commands raise.
pub fn run_pipeline(
    rs: &mut Runspace,
    frame: &Frame<'_>,
    code: &PipelineCode,
    out: &mut dyn Sink,
) -> Result<()> {
    if code.background {
        return Err(Raised::not_supported("A background pipeline (&)"));
    }
    rs.last_success = true;
    // An expression that feeds the first command is no part of the pipeline's length.
    let length = i32::try_from(code.commands.len()).unwrap_or(i32::MAX);
    let mut stages = Vec::with_capacity(code.commands.len());
    for (at, command) in code.commands.iter().enumerate() {
        let place = i32::try_from(at + 1).unwrap_or(i32::MAX);
        let has_input = at > 0 || code.source.is_some();
        stages.push(command_stage(rs, frame, command, (place, length), has_input)?);
    }
    let Some((expr, redirects)) = &code.source else {
        return finish(rs, &mut stages, out, |_, _| Ok(()));
    };
    if !redirects.is_empty() {
        return redirected_expression(rs, frame, expr, redirects, &mut stages, out);
    }
    // An expression that fails does so before the commands begin.
    let value = crate::eval::eval(rs, frame, expr)?;
    finish(rs, &mut stages, out, |rs, head| write_enumerated(rs, head, value))
}

fn finish(
    rs: &mut Runspace,
    stages: &mut [Stage],
    out: &mut dyn Sink,
    source: impl FnOnce(&mut Runspace, &mut dyn Sink) -> Result<()>,
) -> Result<()> {
    drive(rs, stages, out, source)
}

fn redirected_expression(
    rs: &mut Runspace,
    frame: &Frame<'_>,
    expr: &crate::code::Expr,
    redirects: &[RedirectCode],
    stages: &mut [Stage],
    out: &mut dyn Sink,
) -> Result<()> {
    let list = open_redirects(rs, frame, redirects)?;
    let queue = super::redirect::queue();
    let mut streams = rs.redirects.clone();
    let (file, discard) = super::redirect::apply(&mut streams, list, &queue);
    let saved = std::mem::replace(&mut rs.redirects, streams);
    let value = crate::eval::eval(rs, frame, expr);
    rs.redirects = saved;
    let value = value?;
    let mut merged: Vec<Value> = queue.borrow_mut().drain(..).collect();
    let mut collected = Collect::default();
    write_enumerated(rs, &mut collected, value)?;
    merged.extend(collected.items);
    if let Some(file) = file {
        let mut sink = super::FileSink::new(file);
        for item in merged {
            sink.write(rs, item)?;
        }
        return sink.finish(rs);
    }
    if discard {
        return Ok(());
    }
    drive(rs, stages, out, |rs, head| {
        for item in merged {
            head.write(rs, item)?;
        }
        Ok(())
    })
}

/// Calls a command from native code.
///
/// # Errors
/// What the command raises.
pub fn run_command(
    rs: &mut Runspace,
    kind: CommandKind,
    arguments: Vec<Argument>,
    input: Option<Vec<Value>>,
    out: &mut dyn Sink,
) -> Result<()> {
    let mut stages = [super::prepare(rs, kind, arguments, input.is_some())?];
    drive(rs, &mut stages, out, |rs, head| {
        for item in input.unwrap_or_default() {
            rs.check_stop()?;
            head.write(rs, item)?;
        }
        Ok(())
    })
}

/// Runs a script file in the session's own scope, as a shell does that is started for it: its variables and functions
/// are the session's.
///
/// # Errors
/// What the script raises.
pub fn run_script(
    rs: &mut Runspace,
    file: crate::command::ScriptFile,
    arguments: Vec<Argument>,
    out: &mut dyn Sink,
) -> Result<()> {
    let written = file.name.clone();
    let kind = CommandKind::Script(Rc::new(file));
    let site = super::stage::own_site(written, true);
    let mut stages = [prepare_site(rs, kind, arguments, Vec::new(), site)?];
    drive(rs, &mut stages, out, |_, _| Ok(()))
}

/// Runs a block with its parameters in the current scope.
///
/// # Errors
/// What the block raises.
pub(crate) fn run_dotted(
    rs: &mut Runspace,
    block: Rc<crate::value::ScriptBlock>,
    arguments: Vec<Argument>,
    out: &mut dyn Sink,
) -> Result<()> {
    let site = super::stage::own_site("".into(), false);
    let mut stages = [prepare_site(rs, CommandKind::Block(block), arguments, Vec::new(), site)?];
    drive(rs, &mut stages, out, |_, _| Ok(()))
}

fn command_stage(
    rs: &mut Runspace,
    frame: &Frame<'_>,
    command: &CommandCode,
    place: (i32, i32),
    has_input: bool,
) -> Result<Stage> {
    rs.set_call_position(frame.code, command.span);
    let mut rest = &command.arguments[..];
    let (kind, written) = match &command.name {
        CommandName::Word(_) => command_of(rs, frame, command, None)?,
        CommandName::Value(expr) => {
            let value = crate::eval::eval(rs, frame, expr)?;
            match command_in_module(rs, frame, &value, command)? {
                Some(found) => {
                    rest = rest.get(1..).unwrap_or(&[]);
                    found
                }
                None => command_of(rs, frame, command, Some(value))?,
            }
        }
    };
    let arguments = arguments_of(rs, frame, rest)?;
    if is_called_like_a_method(command) && rs.scope.strict_mode() >= 20 {
        return Err(Raised::runtime(
            "StrictModeFunctionCallWithParens",
            ErrorCategory::InvalidOperation,
            "The function or command was called as if it were a method. Parameters should be separated by spaces. For \
             information about parameters, see the about_Parameters Help topic.",
        ));
    }
    let redirects = open_redirects(rs, frame, &command.redirections)?;
    rs.set_call_position(frame.code, command.span);
    let dotted = command.invocation == InvocationOperator::Dot;
    let site = site(Some(position(frame.code, command.span)), written, place, has_input, dotted);
    prepare_site(rs, kind, arguments, redirects, site)
}

/// `Get-Thing(1, 2)`: a list in parentheses that stands right behind the name.
fn is_called_like_a_method(command: &CommandCode) -> bool {
    match (&command.name, command.arguments.as_slice()) {
        (CommandName::Word(_), [ArgumentCode::Value { value: Expr::Paren(_), span, .. }]) => {
            span.start == command.name_span.end
        }
        _ => false,
    }
}

/// `& $module { ... }` and `& $module Name`: a command that runs in a module's scope.
fn command_in_module(
    rs: &mut Runspace,
    frame: &Frame<'_>,
    module: &Value,
    command: &CommandCode,
) -> Result<Option<(CommandKind, Rc<str>)>> {
    let Value::Object(module) = module.base() else { return Ok(None) };
    let Some(scope) = rs.module_scope(module) else { return Ok(None) };
    let Some(ArgumentCode::Value { value: first, .. }) = command.arguments.first() else { return Ok(None) };
    let first = crate::eval::eval(rs, frame, first)?;
    if let Value::Block(block) = first.base() {
        let block = crate::value::ScriptBlock::of_module(block.template.clone(), scope);
        return Ok(Some((CommandKind::Block(block), "&".into())));
    }
    let name: Rc<str> = to_text(rs, &first)?.into();
    let saved = std::mem::replace(&mut rs.scope, scope);
    let found = rs.find_command(&name);
    rs.scope = saved;
    Ok(Some((found?, name)))
}

/// The command that a name, or the value behind `&` or `.`, stands for.
fn command_of(
    rs: &mut Runspace,
    frame: &Frame<'_>,
    command: &CommandCode,
    value: Option<Value>,
) -> Result<(CommandKind, Rc<str>)> {
    let located = |rs: &Runspace, raised: Box<Raised>, name: &str| {
        if let Raised::Error(object) = &*raised
            && let Some(record) = object.native::<ErrorRecord>()
        {
            let position = position(frame.code, command.name_span);
            *record.position.borrow_mut() = Some(position.clone());
            let kind = CommandKind::Block(crate::value::ScriptBlock::new(crate::code::BlockTemplate::new(
                frame.code.ast.clone(),
                frame.code.source.clone(),
            )));
            let called = match command.invocation {
                InvocationOperator::Dot => ".",
                InvocationOperator::Ampersand => "&",
                InvocationOperator::None => name,
            };
            let invocation = super::invocation_of(&kind, &called.into(), Some(position), (1, 1), false);
            *record.invocation.borrow_mut() = Some(invocation);
            rs.locate(object);
        }
        raised
    };
    match &command.name {
        CommandName::Word(word) => {
            let kind = rs.find_command(word).map_err(|e| located(rs, e, word))?;
            let written = match command.invocation {
                InvocationOperator::Dot => ".".into(),
                InvocationOperator::Ampersand => "&".into(),
                _ => word.clone(),
            };
            Ok((kind, written))
        }
        CommandName::Value(_) => {
            let value = value.unwrap_or(Value::Null);
            match value.base() {
                Value::Block(block) => {
                    let written = if command.invocation == InvocationOperator::Dot { "." } else { "&" };
                    Ok((CommandKind::Block(block.clone()), written.into()))
                }
                Value::Null | Value::Void => Err(bad_command(
                    "The expression after '&' in a pipeline element produced an object that was not valid. It must \
                     result in a command name, a script block, or a CommandInfo object.",
                    command.invocation,
                )),
                Value::Object(o) if o.native::<crate::command::CommandInfo>().is_some() => {
                    let info = o.native::<crate::command::CommandInfo>();
                    let kind = info.map(|i| i.kind.clone());
                    let kind = kind.ok_or_else(|| Raised::not_supported("This command"))?;
                    let name = kind.name();
                    Ok((kind, name))
                }
                _ => {
                    let name: Rc<str> = to_text(rs, &value)?.into();
                    if name.is_empty() {
                        return Err(bad_command(
                            "The expression after '&' in a pipeline element produced an object that was not valid. It \
                             must result in a command name, a script block, or a CommandInfo object.",
                            command.invocation,
                        ));
                    }
                    let kind = rs.find_command(&name).map_err(|e| located(rs, e, &name))?;
                    let written = if command.invocation == InvocationOperator::Dot { "." } else { "&" };
                    Ok((kind, written.into()))
                }
            }
        }
    }
}

fn bad_command(message: &str, invocation: InvocationOperator) -> Box<Raised> {
    let message = match invocation {
        InvocationOperator::Dot => message.replace("'&'", "'.'"),
        _ => message.to_owned(),
    };
    Raised::runtime("BadExpression", ErrorCategory::InvalidOperation, message)
}

fn arguments_of(rs: &mut Runspace, frame: &Frame<'_>, codes: &[ArgumentCode]) -> Result<Vec<Argument>> {
    let mut out = Vec::with_capacity(codes.len());
    for code in codes {
        match code {
            ArgumentCode::Value { value, span, word } => out.push(Argument {
                name: None,
                value: Some(crate::eval::eval(rs, frame, value)?.or_null()),
                span: *span,
                value_span: *span,
                word: word.clone(),
                splatted: false,
                from_args: false,
            }),
            ArgumentCode::Parameter { name, value, span, value_span } => {
                let value = match value {
                    Some(expr) => Some(crate::eval::eval(rs, frame, expr)?.or_null()),
                    None => None,
                };
                out.push(Argument {
                    name: Some(name.clone()),
                    value,
                    span: *span,
                    value_span: *value_span,
                    word: None,
                    splatted: false,
                    from_args: false,
                });
            }
            ArgumentCode::Splat { value, span } => {
                let value = crate::eval::eval(rs, frame, value)?;
                splat(rs, value.base(), *span, &mut out)?;
            }
        }
    }
    Ok(out)
}

fn splat(rs: &mut Runspace, value: &Value, span: posh_syntax::Span, out: &mut Vec<Argument>) -> Result<()> {
    let argument = |name: Option<Rc<str>>, value: Option<Value>| Argument {
        name,
        value,
        span,
        value_span: span,
        word: None,
        splatted: true,
        from_args: false,
    };
    match value {
        Value::Hash(table) => splat_table(rs, table, span, out),
        Value::Null | Value::Void => Ok(()),
        // A string is a collection of its characters here.
        Value::Str(s) => {
            out.extend(s.to_units().into_iter().map(|c| argument(None, Some(Value::Char(c)))));
            Ok(())
        }
        other => {
            let mut items = crate::members::elements(rs, other)?.into_iter();
            while let Some(item) = items.next() {
                // `$args` keeps the names of parameters that nobody took: `-Name` stays a name, `-Name:` has a value.
                match &item {
                    Value::Wrapped(w) if w.members.get("<CommandParameterName>").is_some() => {
                        let dashed = crate::convert::plain_text(&item);
                        let name = dashed.strip_prefix('-').unwrap_or(&dashed);
                        match name.strip_suffix(':') {
                            Some(name) => {
                                let value = items.next();
                                out.push(Argument { from_args: true, ..argument(Some(name.into()), value) });
                            }
                            None => {
                                out.push(Argument { splatted: false, ..argument(Some(name.into()), None) })
                            }
                        }
                    }
                    _ => out.push(argument(None, Some(item))),
                }
            }
            Ok(())
        }
    }
}

fn splat_table(
    rs: &mut Runspace,
    table: &Dictionary,
    span: posh_syntax::Span,
    out: &mut Vec<Argument>,
) -> Result<()> {
    for (key, value) in table.pairs() {
        let name: Rc<str> = to_text(rs, &key)?.into();
        out.push(Argument {
            name: Some(name),
            value: Some(value),
            span,
            value_span: span,
            word: None,
            splatted: true,
            from_args: false,
        });
    }
    Ok(())
}

fn open_redirects(rs: &mut Runspace, frame: &Frame<'_>, codes: &[RedirectCode]) -> Result<Vec<Redirect>> {
    let mut out = Vec::with_capacity(codes.len());
    for code in codes {
        out.push(match code {
            RedirectCode::Merge { from } => Redirect::Merge(*from),
            RedirectCode::File { from, to, append } => {
                let target = crate::eval::eval(rs, frame, to)?;
                if target.is_null() {
                    Redirect::Null(*from)
                } else {
                    let path = to_text(rs, &target)?;
                    Redirect::File(*from, open_output(rs, &path, *append)?)
                }
            }
        });
    }
    Ok(out)
}

/// Formats objects as `Out-String` does, by the session's own command.
///
/// # Errors
/// What formatting raises.
pub fn out_string(rs: &mut Runspace, value: &Value) -> Result<String> {
    let Some(kind) = rs.try_command("Out-String")? else {
        return to_text(rs, value);
    };
    let items = match value {
        Value::Array(a) => a.to_vec(),
        other => vec![other.clone()],
    };
    let mut out = Collect::default();
    run_command(rs, kind, Vec::new(), Some(items), &mut out)?;
    to_text(rs, &out.into_value())
}

/// Makes an error that native code raised the error of a command: its name, its position.
pub fn command_error(rs: &Runspace, state: &CommandState, raised: Box<Raised>) -> Box<Raised> {
    if let Raised::Error(object) = &*raised
        && let Some(record) = object.native::<ErrorRecord>()
        && record.invocation.borrow().is_some()
    {
        // An error of a script block that the command ran: the place stays, the command's name is added. `throw` is
        // nobody's but the script's.
        if !record.ends_script.get()
            && record.id_suffix.borrow().is_none()
            && record.activity.borrow().is_empty()
        {
            *record.id_suffix.borrow_mut() = Some(state.class.clone());
            *record.activity.borrow_mut() = state.name.clone();
        }
        return raised;
    }
    if let Raised::Error(object) = &*raised
        && let Some(record) = object.native::<ErrorRecord>()
    {
        if record.id_suffix.borrow().is_none() {
            *record.id_suffix.borrow_mut() = Some(state.class.clone());
        }
        record.raw.set(false);
        *record.activity.borrow_mut() = state.name.clone();
        *record.invocation.borrow_mut() = Some(state.invocation.clone());
        if record.position.borrow().is_none()
            && let Some(info) = state.invocation.native::<InvocationInfo>()
        {
            record.position.borrow_mut().clone_from(&info.position);
        }
        rs.locate(object);
    }
    raised
}
