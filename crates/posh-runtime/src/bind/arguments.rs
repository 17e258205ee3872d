//! Binding the command line: names, positions, what is left, mandatory parameters.

use std::rc::Rc;

use posh_syntax::Span;

use super::convert::shown;
use super::{Binder, DynamicBlock};
use crate::command::{COMMON_PARAMETERS, CommonParameters, Parameter, SHOULD_PROCESS_PARAMETERS};
use crate::convert::{is_true, plain_text};
use crate::error::{ErrorCategory, Result};
use crate::host::ActionPreference;
use crate::pipeline::Argument;
use crate::runspace::Runspace;
use crate::types::TypeCode;
use crate::value::Value;

/// What a written parameter name means.
enum Named {
    Own(usize),
    Common(&'static str),
    None,
}

/// Binds the arguments of a function without common parameters; what no parameter took becomes `$args`.
///
/// # Errors
/// Where an argument does not convert or validate.
pub(crate) fn bind_simple(
    rs: &mut Runspace,
    binder: &mut Binder,
    arguments: Vec<Argument>,
) -> Result<Vec<Value>> {
    let mut left = Vec::new();
    let mut positional = Vec::new();
    let mut arguments = arguments.into_iter().peekable();
    while let Some(argument) = arguments.next() {
        let Some(name) = &argument.name else {
            positional.push(argument);
            continue;
        };
        let found = match binder.find(name, argument.span, false)? {
            Named::Own(index) => index,
            Named::Common(_) | Named::None => {
                left_over(&argument, name, &mut arguments, &mut positional);
                continue;
            }
        };
        let parameters = binder.parameters.clone();
        let Some(parameter) = parameters.list.get(found) else { continue };
        let (value, span) = match &argument.value {
            Some(value) => (value.clone(), argument.value_span),
            None if parameter.is_switch => (Value::Switch(true), argument.span),
            None => match arguments.peek() {
                Some(next) if next.name.is_none() => {
                    let next = arguments.next().unwrap_or_else(|| argument.clone());
                    (next.value.unwrap_or(Value::Null), next.span)
                }
                _ => return Err(binder.missing_argument(&parameter.name, parameter, argument.span)),
            },
        };
        binder.put(rs, found, value, span, name)?;
    }
    let open: Vec<usize> = (0..binder.values.len())
        .filter(|i| {
            binder.values.get(*i).is_some_and(Option::is_none)
                && binder.parameters.list.get(*i).is_some_and(|p| p.sets.iter().any(|s| s.position.is_some()))
        })
        .collect();
    let mut open = open.into_iter();
    for argument in positional {
        let value = argument.value.clone().unwrap_or(Value::Null);
        match (argument.name.is_some(), if argument.name.is_some() { None } else { open.next() }) {
            (false, Some(index)) => binder.put(rs, index, value, argument.span, "")?,
            _ => left.push(as_written(value, argument.word.as_deref())),
        }
    }
    Ok(left)
}

/// The extent of a name with the value behind its colon.
fn whole(argument: &Argument) -> Span {
    let joined = argument.value.is_some() && argument.value_span.start == argument.span.end;
    if joined { Span { end: argument.value_span.end, ..argument.span } } else { argument.span }
}

/// A number that was not written as it prints keeps its text, for native programs.
fn as_written(value: Value, word: Option<&str>) -> Value {
    match word {
        Some(word) if !matches!(value, Value::Str(_)) && plain_text(&value) != word => {
            crate::net::with_token_text(value, word)
        }
        _ => value,
    }
}

/// An argument with a name, with the value that stands behind it.
fn with_value(argument: Argument, rest: &mut std::iter::Peekable<std::vec::IntoIter<Argument>>) -> Argument {
    if argument.value.is_some() {
        return argument;
    }
    match rest.next_if(|next| next.name.is_none()) {
        Some(next) => Argument { value: next.value, value_span: next.span, ..argument },
        None => argument,
    }
}

/// A parameter that the function does not have stays an argument: its name, marked as one, and the value behind it.
fn left_over(
    argument: &Argument,
    name: &str,
    rest: &mut std::iter::Peekable<std::vec::IntoIter<Argument>>,
    positional: &mut Vec<Argument>,
) {
    let dashed = if argument.value.is_some() { format!("-{name}:") } else { format!("-{name}") };
    let marked = crate::net::parameter_name(&dashed);
    positional.push(Argument { value: Some(marked), ..argument.clone() });
    let value = match &argument.value {
        Some(value) => Some(value.clone()),
        None => rest
            .next_if(|next| next.name.is_none())
            .and_then(|next| next.value.map(|value| as_written(value, next.word.as_deref()))),
    };
    if let Some(value) = value {
        positional.push(Argument { value: Some(value), ..argument.clone() });
    }
}

/// Binds the arguments of a cmdlet or advanced function.
///
/// # Errors
/// Where the arguments do not bind.
pub(crate) fn bind_arguments(
    rs: &mut Runspace,
    binder: &mut Binder,
    arguments: Vec<Argument>,
    has_input: bool,
    dynamic: Option<DynamicBlock<'_>>,
) -> Result<CommonParameters> {
    let mut common = CommonParameters::default();
    let mut positional = Vec::new();
    let mut unknown = Vec::new();
    let mut arguments = arguments.into_iter().peekable();
    while let Some(argument) = arguments.next() {
        let Some(name) = argument.name.clone() else {
            positional.push(argument);
            continue;
        };
        let found = binder.find(&name, argument.span, true)?;
        let is_switch = match &found {
            Named::Own(index) => binder.parameters.list.get(*index).is_some_and(|p| p.is_switch),
            Named::Common(common) => is_common_switch(common),
            Named::None if dynamic.is_some() => {
                unknown.push(with_value(argument, &mut arguments));
                continue;
            }
            Named::None => {
                if binder.takes_remaining() {
                    left_over(&argument, &name, &mut arguments, &mut positional);
                    continue;
                }
                return Err(binder.not_found(&name, whole(&argument)));
            }
        };
        let (value, span) = match argument.value.clone() {
            Some(value) => (value, argument.value_span),
            None if is_switch => (Value::Switch(true), argument.span),
            None => match arguments.peek() {
                Some(next) if next.name.is_none() => {
                    let next = arguments.next().unwrap_or_else(|| argument.clone());
                    (next.value.unwrap_or(Value::Null), next.span)
                }
                _ => {
                    let parameters = binder.parameters.clone();
                    return Err(match &found {
                        Named::Own(index) => match parameters.list.get(*index) {
                            Some(p) => binder.missing_argument(&p.name, p, argument.span),
                            None => binder.not_found(&name, argument.span),
                        },
                        Named::Common(common) => binder.missing_common(common, argument.span),
                        Named::None => binder.not_found(&name, argument.span),
                    });
                }
            },
        };
        match found {
            Named::Own(index) if binder.delays(index, &value) => {
                binder.delay(index, value, span, &name, has_input)?;
            }
            Named::Own(index) => binder.put(rs, index, value, span, &name)?,
            Named::Common(which) => set_common(rs, binder, &mut common, which, value, span)?,
            Named::None => {}
        }
    }
    binder.default_parameters(rs)?;
    let mut left = binder.bind_positions(rs, positional)?;
    if let Some(block) = dynamic {
        binder.add_dynamic(rs, block)?;
        for argument in binder.again(unknown, &mut left) {
            let name = argument.name.clone().unwrap_or_else(|| "".into());
            match (binder.find(&name, argument.span, false)?, argument.value.clone()) {
                (Named::Own(index), Some(value)) => {
                    binder.put(rs, index, value, argument.value_span, &name)?;
                }
                (Named::Own(index), None) => {
                    let parameters = binder.parameters.clone();
                    let Some(p) = parameters.list.get(index) else { continue };
                    if !p.is_switch {
                        return Err(binder.missing_argument(&p.name, p, argument.span));
                    }
                    binder.put(rs, index, Value::Switch(true), argument.span, &name)?;
                }
                _ => return Err(binder.not_found(&name, whole(&argument))),
            }
        }
        left = binder.bind_positions(rs, left)?;
        binder.tell_dynamic();
    }
    binder.bind_remaining(rs, left)?;
    binder.line_mask = binder.mask;
    binder.check_sets(has_input)?;
    binder.ask_mandatory(rs, has_input)?;
    binder.line_mask = binder.mask;
    Ok(common)
}

fn is_any(p: &Parameter) -> bool {
    matches!(p.ty.code(), TypeCode::Object | TypeCode::PSObject)
}

fn is_common_switch(name: &str) -> bool {
    matches!(name, "Verbose" | "Debug" | "WhatIf" | "Confirm")
}

impl Binder {
    fn find(&self, name: &str, span: Span, advanced: bool) -> Result<Named> {
        let list = &self.parameters.list;
        if let Some(index) = list.iter().position(|p| p.is_named(name)) {
            return Ok(Named::Own(index));
        }
        let commons = || {
            let process = if self.parameters.should_process { SHOULD_PROCESS_PARAMETERS } else { &[] };
            COMMON_PARAMETERS.iter().chain(process)
        };
        if advanced
            && let Some((full, _, _)) = commons()
                .find(|(n, alias, _)| n.eq_ignore_ascii_case(name) || alias.eq_ignore_ascii_case(name))
        {
            return Ok(Named::Common(full));
        }
        let mut found: Vec<(&str, Named)> = list
            .iter()
            .enumerate()
            .filter(|(_, p)| p.begins_with(name))
            .map(|(i, p)| (&*p.name, Named::Own(i)))
            .collect();
        if advanced {
            let begins = |n: &str| n.get(..name.len()).is_some_and(|h| h.eq_ignore_ascii_case(name));
            found.extend(commons().filter(|(n, _, _)| begins(n)).map(|(n, _, _)| (*n, Named::Common(n))));
        }
        if found.len() > 1 {
            // A parameter of the command's own goes before a common one.
            let own = found.iter().filter(|(_, n)| matches!(n, Named::Own(_))).count();
            if own == 1 {
                found.retain(|(_, n)| matches!(n, Named::Own(_)));
            }
        }
        match found.len() {
            0 => Ok(Named::None),
            1 => Ok(found.pop().map_or(Named::None, |(_, n)| n)),
            _ => {
                // What an alias alone matched is not listed.
                let begins = |n: &str| n.get(..name.len()).is_some_and(|h| h.eq_ignore_ascii_case(name));
                let matches: Vec<String> =
                    found.iter().filter(|(n, _)| begins(n)).map(|(n, _)| format!("-{n}")).collect();
                Err(self.error(
                    "AmbiguousParameter",
                    format!(
                        "Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible \
                         matches include: {}.",
                        matches.join(" ")
                    ),
                    span,
                ))
            }
        }
    }

    fn takes_remaining(&self) -> bool {
        self.parameters.list.iter().any(|p| p.sets.iter().any(|s| s.remaining))
    }

    fn missing_argument(&self, name: &str, p: &Parameter, span: Span) -> Box<crate::error::Raised> {
        self.error(
            "MissingArgument",
            format!(
                "Missing an argument for parameter '{name}'. Specify a parameter of type '{}' and try again.",
                p.ty.full_name()
            ),
            span,
        )
    }

    fn missing_common(&self, name: &str, span: Span) -> Box<crate::error::Raised> {
        let ty = COMMON_PARAMETERS.iter().find(|(n, _, _)| *n == name).map_or("string", |(_, _, t)| t);
        let ty = crate::types::resolve_name(ty).map_or_else(|| ty.to_owned(), |t| t.full_name().to_owned());
        self.error(
            "MissingArgument",
            format!("Missing an argument for parameter '{name}'. Specify a parameter of type '{ty}' and try again."),
            span,
        )
    }

    fn already_bound(&self, name: &str, span: Span) -> Box<crate::error::Raised> {
        self.error(
            "ParameterAlreadyBound",
            format!(
                "Cannot bind parameter because parameter '{name}' is specified more than once. To provide multiple \
                 values to parameters that can accept multiple values, use the array syntax. For example, \
                 \"-parameter value1,value2,value3\"."
            ),
            span,
        )
    }

    /// Whether an argument is a script block that makes the parameter's value of each pipeline object.
    fn delays(&self, index: usize, value: &Value) -> bool {
        matches!(value.base(), Value::Block(_))
            && self.parameters.list.get(index).is_some_and(|p| {
                !matches!(p.ty.code(), TypeCode::Object | TypeCode::PSObject)
                    && !crate::convert::is_instance(value, &p.ty)
                    && p.ty.element().is_none_or(|e| e.code() != TypeCode::Object)
                    && p.sets.iter().any(|s| s.by_value || s.by_name)
            })
    }

    fn delay(
        &mut self,
        index: usize,
        block: Value,
        span: Span,
        written: &str,
        has_input: bool,
    ) -> Result<()> {
        let parameters = self.parameters.clone();
        let Some(parameter) = parameters.list.get(index) else { return Ok(()) };
        if !self.is_open(index) {
            return Err(self.already_bound(written, span));
        }
        if !has_input {
            return Err(self.error_of(
                "System.Management.Automation.ParameterBindingException",
                "ScriptBlockArgumentNoInput",
                ErrorCategory::MetadataError,
                format!(
                    "Cannot evaluate parameter '{}' because its argument is specified as a script block and there is \
                     no input. A script block cannot be evaluated without input.",
                    parameter.name
                ),
                span,
                Some(&parameter.name),
            ));
        }
        self.mask &= parameter.mask;
        self.delayed.push((index, block, span));
        Ok(())
    }

    /// Binds a value to a parameter, narrowing the possible sets.
    fn put(
        &mut self,
        rs: &mut Runspace,
        index: usize,
        value: Value,
        span: Span,
        written: &str,
    ) -> Result<()> {
        let parameters = self.parameters.clone();
        let Some(parameter) = parameters.list.get(index) else { return Ok(()) };
        if !self.is_open(index) {
            let name = if written.is_empty() { &*parameter.name } else { written };
            return Err(self.already_bound(name, span));
        }
        let converted = self.convert(rs, parameter, value, span)?;
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(converted);
        }
        self.order.push(index);
        self.mask &= parameter.mask;
        Ok(())
    }

    /// Values of `$PSDefaultParameterValues`.
    fn default_parameters(&mut self, rs: &mut Runspace) -> Result<()> {
        let Some(Value::Hash(table)) = rs.variable("PSDefaultParameterValues") else { return Ok(()) };
        if table.is_empty() || table.get_str("Disabled").is_some_and(|v| is_true(&v)) {
            return Ok(());
        }
        let mut found: Vec<(usize, Vec<Value>)> = Vec::new();
        for (key, value) in table.pairs() {
            let key = plain_text(&key);
            let Some((command, parameter)) = key.rsplit_once(':') else { continue };
            let wildcard = crate::ops::pattern::Wildcard::new(command, true)?;
            if !wildcard.matches(&self.name) && !self.is_called(&wildcard) {
                continue;
            }
            let named = self.parameters.list.iter().position(|p| p.is_named(parameter));
            let Some(index) = named.filter(|index| self.is_open(*index)) else { continue };
            match found.iter_mut().find(|(i, _)| *i == index) {
                Some((_, values)) => values.push(value),
                None => found.push((index, vec![value])),
            }
        }
        for (index, values) in found {
            match values.as_slice() {
                [value] => self.put_default(rs, index, value)?,
                _ => self.several_defaults(rs, index)?,
            }
        }
        Ok(())
    }

    /// Whether the command was called by a name, such as an alias, that the pattern matches.
    fn is_called(&self, wildcard: &crate::ops::pattern::Wildcard) -> bool {
        self.invocation
            .native::<crate::error::InvocationInfo>()
            .is_some_and(|i| wildcard.matches(&i.invocation_name))
    }

    fn put_default(&mut self, rs: &mut Runspace, index: usize, value: &Value) -> Result<()> {
        let takes_block =
            self.parameters.list.get(index).is_some_and(|p| crate::convert::is_instance(value, &p.ty));
        let value = match value.base() {
            Value::Block(_) if !takes_block || self.parameters.list.get(index).is_some_and(is_any) => {
                let items = rs.invoke_block(value, &[])?;
                crate::pipeline::Collect { items }.into_value()
            }
            _ => value.clone(),
        };
        let saved = self.mask;
        self.put(rs, index, value, Span::default(), "")?;
        if self.mask == 0 {
            self.mask = saved;
            if let Some(slot) = self.values.get_mut(index) {
                *slot = None;
            }
        }
        Ok(())
    }

    fn several_defaults(&self, rs: &mut Runspace, index: usize) -> Result<()> {
        let name = self.parameters.list.get(index).map_or("", |p| &p.name);
        let text = format!(
            "Multiple different default values are defined in $PSDefaultParameterValues for the parameter matching \
             the following name or alias: {name}. These defaults have been ignored."
        );
        rs.write_warning(text.into())
    }

    /// The unbound parameter for the next position: without conversion before with, the default set before others.
    fn candidates(&self, after: i32) -> Option<(i32, Vec<usize>)> {
        let mut best: Option<(i32, Vec<usize>)> = None;
        for (index, p) in self.parameters.list.iter().enumerate() {
            if !self.is_open(index) || p.mask & self.mask == 0 {
                continue;
            }
            for set in &p.sets {
                let Some(position) = set.position else { continue };
                let possible = match &set.set {
                    Some(name) => self.parameters.bit(name).is_some_and(|b| self.mask & b != 0),
                    None => true,
                };
                if position < after || !possible || set.remaining {
                    continue;
                }
                match &mut best {
                    Some((at, list)) if *at == position => {
                        if !list.contains(&index) {
                            list.push(index);
                        }
                    }
                    Some((at, _)) if *at < position => {}
                    _ => best = Some((position, vec![index])),
                }
            }
        }
        best
    }

    fn bind_positions(&mut self, rs: &mut Runspace, positional: Vec<Argument>) -> Result<Vec<Argument>> {
        let mut left = Vec::new();
        let mut next = i32::MIN;
        let mut arguments = positional.into_iter();
        while let Some(argument) = arguments.next() {
            let Some((position, candidates)) = self.candidates(next) else {
                left.push(argument);
                left.extend(arguments);
                break;
            };
            if argument.name.is_some() {
                left.push(argument);
                continue;
            }
            let value = argument.value.clone().unwrap_or(Value::Null);
            self.bind_one_position(rs, &candidates, value, argument.span)?;
            next = position.saturating_add(1);
        }
        Ok(left)
    }

    fn bind_one_position(
        &mut self,
        rs: &mut Runspace,
        candidates: &[usize],
        value: Value,
        span: Span,
    ) -> Result<()> {
        let parameters = self.parameters.clone();
        let everywhere = |i: &&usize| {
            parameters
                .list
                .get(**i)
                .is_some_and(|p| p.sets.iter().any(|s| s.set.is_none() && s.position.is_some()))
        };
        if candidates.iter().filter(everywhere).count() > 1 {
            return Err(self.error(
                "AmbiguousPositionalParameterNoName",
                "Cannot bind positional parameters because no names were given.".into(),
                Span::default(),
            ));
        }
        let default = parameters.default_set.as_ref().and_then(|d| parameters.bit(d)).unwrap_or(0);
        let in_default = |i: &usize| parameters.list.get(*i).is_some_and(|p| p.mask & default != 0);
        let fitting = |i: &usize| parameters.list.get(*i).is_some_and(|p| self.fits(p, &value));
        let mut ordered: Vec<usize> = candidates.to_vec();
        ordered.sort_by_key(|i| (!fitting(i), !in_default(i)));
        let mut first_error = None;
        for index in ordered {
            let saved = self.mask;
            match self.put(rs, index, value.clone(), span, "") {
                Ok(()) => return Ok(()),
                Err(raised) => {
                    self.mask = saved;
                    first_error.get_or_insert(raised);
                }
            }
        }
        first_error.map_or(Ok(()), Err)
    }

    fn bind_remaining(&mut self, rs: &mut Runspace, left: Vec<Argument>) -> Result<()> {
        let open =
            self.parameters.list.iter().enumerate().find(|(i, p)| {
                self.is_open(*i) && p.mask & self.mask != 0 && p.sets.iter().any(|s| s.remaining)
            });
        let Some((index, _)) = open else {
            return match left.first() {
                None => Ok(()),
                Some(first) => Err(self.error(
                    "PositionalParameterNotFound",
                    format!(
                        "A positional parameter cannot be found that accepts argument '{}'.",
                        first.value.as_ref().map(shown).unwrap_or_default()
                    ),
                    Span::default(),
                )),
            };
        };
        if left.is_empty() {
            return Ok(());
        }
        let span = left.first().map(|a| a.span).unwrap_or_default();
        let mut values: Vec<Value> = left.into_iter().map(|a| a.value.unwrap_or(Value::Null)).collect();
        let untyped = self.parameters.list.get(index).is_some_and(is_any);
        // One list alone is the list, not a list of a list.
        let value = match values.as_slice() {
            [one @ Value::Array(_)] => one.clone(),
            _ if untyped => crate::net::List::of_objects(std::mem::take(&mut values)),
            _ => Value::array(std::mem::take(&mut values)),
        };
        self.put(rs, index, value, span, "")
    }

    /// Whether the given parameters have a set in common, and which.
    fn check_sets(&mut self, has_input: bool) -> Result<()> {
        if self.parameters.sets.is_empty() {
            return Ok(());
        }
        if self.mask == 0 {
            return Err(self.ambiguous());
        }
        if self.mask.count_ones() == 1 {
            return Ok(());
        }
        // Sets whose mandatory parameters are all given, or may come from the pipeline, are left.
        let complete: Vec<u64> = (0..self.parameters.sets.len())
            .map(|at| 1_u64 << at)
            .filter(|bit| self.mask & bit != 0 && self.is_complete(*bit, has_input))
            .collect();
        let default = self.parameters.default_set.as_ref().and_then(|d| self.parameters.bit(d));
        if let Some(default) = default
            && self.mask & default != 0
            && (complete.contains(&default) || complete.is_empty())
        {
            if !has_input {
                self.mask = default;
            }
            return Ok(());
        }
        match complete.as_slice() {
            [only] => {
                if !has_input {
                    self.mask = *only;
                }
                Ok(())
            }
            [] => match default {
                Some(_) => Ok(()),
                None if has_input => Ok(()),
                None => self.one_of_incomplete(),
            },
            several => {
                // A set that has mandatory parameters, all given, is meant before one that has none.
                let with: Vec<u64> = several.iter().copied().filter(|b| self.has_mandatory(*b)).collect();
                match with.as_slice() {
                    [only] => {
                        if !has_input {
                            self.mask = *only;
                        }
                        Ok(())
                    }
                    _ if has_input => Ok(()),
                    _ => Err(self.ambiguous()),
                }
            }
        }
    }

    /// No set is complete: where just one could become so, its missing parameters are asked for.
    fn one_of_incomplete(&self) -> Result<()> {
        if self.mask.count_ones() == 1 { Ok(()) } else { Err(self.ambiguous()) }
    }

    fn ambiguous(&self) -> Box<crate::error::Raised> {
        self.error(
            "AmbiguousParameterSet",
            "Parameter set cannot be resolved using the specified named parameters. One or more parameters issued \
             cannot be used together or an insufficient number of parameters were provided."
                .into(),
            Span::default(),
        )
    }

    fn has_mandatory(&self, bit: u64) -> bool {
        self.mandatory_of(bit).next().is_some()
    }

    fn mandatory_of(&self, bit: u64) -> impl Iterator<Item = usize> {
        let set = self.parameters.sets.get(bit.trailing_zeros() as usize).cloned();
        let parameters = self.parameters.clone();
        (0..parameters.list.len()).filter(move |i| {
            parameters
                .list
                .get(*i)
                .is_some_and(|p| p.mask & bit != 0 && p.in_set(set.as_deref()).is_some_and(|s| s.mandatory))
        })
    }

    fn is_complete(&self, bit: u64, has_input: bool) -> bool {
        let set = self.parameters.sets.get(bit.trailing_zeros() as usize).cloned();
        self.mandatory_of(bit).all(|i| {
            !self.is_open(i)
                || has_input
                    && self
                        .parameters
                        .list
                        .get(i)
                        .and_then(|p| p.in_set(set.as_deref()))
                        .is_some_and(|s| s.by_value || s.by_name)
        })
    }

    /// Asks for mandatory parameters that nothing was given for.
    fn ask_mandatory(&mut self, rs: &mut Runspace, has_input: bool) -> Result<()> {
        let set = self.set_name();
        let bit = match &set {
            Some(name) => self.parameters.bit(name).unwrap_or(1),
            None => 1,
        };
        let parameters = self.parameters.clone();
        let missing: Vec<usize> = (0..parameters.list.len())
            .filter(|i| {
                let Some(p) = parameters.list.get(*i) else { return false };
                let Some(entry) = p.in_set(set.as_deref()) else { return false };
                let by_pipeline = has_input && (entry.by_value || entry.by_name);
                p.mask & bit != 0 && entry.mandatory && !by_pipeline && self.is_open(*i)
            })
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> =
            missing.iter().filter_map(|i| parameters.list.get(*i)).map(|p| &*p.name).collect();
        if !rs.host.is_interactive() {
            return Err(self.error_of(
                "System.Management.Automation.ParameterBindingException",
                "MissingMandatoryParameter",
                ErrorCategory::InvalidArgument,
                format!(
                    "Cannot process command because of one or more missing mandatory parameters: {}.",
                    names.join(" ")
                ),
                Span::default(),
                Some(&names.join(" ")),
            ));
        }
        self.prompt(rs, &missing)
    }

    /// The prompt for mandatory parameters.
    fn prompt(&mut self, rs: &mut Runspace, missing: &[usize]) -> Result<()> {
        let parameters = self.parameters.clone();
        rs.host.write(
            &format!(
                "\ncmdlet {} at command pipeline position {}\nSupply values for the following parameters:\n",
                self.name,
                self.pipeline_position()
            ),
            None,
            None,
        );
        for index in missing {
            let Some(p) = parameters.list.get(*index) else { continue };
            let value = self.ask(rs, p)?;
            let converted = self.convert(rs, p, value, Span::default())?;
            if let Some(slot) = self.values.get_mut(*index) {
                *slot = Some(converted);
            }
            self.order.push(*index);
            self.mask &= p.mask;
        }
        Ok(())
    }

    fn pipeline_position(&self) -> i32 {
        self.invocation.native::<crate::error::InvocationInfo>().map_or(1, |i| i.pipeline_position)
    }

    fn ask(&self, rs: &mut Runspace, p: &Parameter) -> Result<Value> {
        let host = rs.host.clone();
        let ended = || -> Box<crate::error::Raised> { Box::new(crate::error::Raised::Stopped) };
        match p.ty.code() {
            TypeCode::SecureString => {
                let text = host.read_secret(&format!("{}: ", p.name))?.ok_or_else(ended)?;
                Ok(crate::net::secure_string(&text))
            }
            TypeCode::PSCredential => {
                let asked = host.credential(None, None, None)?;
                Ok(asked.map_or(Value::Null, |(user, password)| crate::net::credential(&user, &password)))
            }
            TypeCode::Array => {
                let mut items = Vec::new();
                loop {
                    let line =
                        host.read_line(&format!("{}[{}]: ", p.name, items.len()))?.ok_or_else(ended)?;
                    if line.is_empty() {
                        return Ok(Value::array(items));
                    }
                    items.push(Value::str(line));
                }
            }
            _ => {
                let line = host.read_line(&format!("{}: ", p.name))?.ok_or_else(ended)?;
                Ok(Value::str(line))
            }
        }
    }
}

fn set_common(
    rs: &mut Runspace,
    binder: &Binder,
    common: &mut CommonParameters,
    which: &'static str,
    value: Value,
    span: Span,
) -> Result<()> {
    if common.bound.iter().any(|(name, _)| &**name == which) {
        return Err(binder.already_bound(which, span));
    }
    let listed = COMMON_PARAMETERS.iter().chain(SHOULD_PROCESS_PARAMETERS).find(|(name, ..)| *name == which);
    let value = match listed.and_then(|(.., ty)| crate::types::resolve_name(ty)) {
        Some(ty) if is_common_switch(which) || which == "OutBuffer" => {
            binder.convert(rs, &Parameter::new(which, ty), value, span)?
        }
        _ => value,
    };
    let text = plain_text(&value);
    let flag = || Some(is_true(&value));
    let name = || -> Option<Rc<str>> { Some(text.as_str().into()) };
    match which {
        "Verbose" => common.verbose = flag(),
        "Debug" => common.debug = flag(),
        "WhatIf" => common.what_if = flag(),
        "Confirm" => common.confirm = flag(),
        "ErrorAction" => common.error_action = action_of(rs, binder, which, &value, span)?,
        "WarningAction" => common.warning_action = action_of(rs, binder, which, &value, span)?,
        "InformationAction" => common.information_action = action_of(rs, binder, which, &value, span)?,
        "ProgressAction" => common.progress_action = action_of(rs, binder, which, &value, span)?,
        "ErrorVariable" => common.collected.errors = Some(list_variable(rs, &text)?),
        "WarningVariable" => common.collected.warnings = Some(list_variable(rs, &text)?),
        "InformationVariable" => common.collected.information = Some(list_variable(rs, &text)?),
        "OutVariable" => common.out_list = Some(list_variable(rs, &text)?),
        "PipelineVariable" => common.pipeline_variable = name(),
        _ => {}
    }
    let shown = match which {
        "ErrorAction" | "WarningAction" | "InformationAction" | "ProgressAction" => {
            match ActionPreference::parse(&text) {
                Some(a) => {
                    crate::convert::enum_value("System.Management.Automation.ActionPreference", a.name())
                }
                None => value,
            }
        }
        _ => value,
    };
    common.bound.push((which.into(), shown));
    Ok(())
}

/// The list that `-OutVariable` and its kin name: a new one, or with `+` before the name one that goes on.
fn list_variable(rs: &mut Runspace, name: &str) -> Result<Value> {
    let mut items = Vec::new();
    let name = match name.strip_prefix('+') {
        Some(name) => {
            let existing = rs.variable(name).unwrap_or(Value::Null);
            if existing.native::<crate::net::List>().is_some() {
                return Ok(existing);
            }
            if !existing.is_null() {
                items = crate::members::elements(rs, &existing)?;
            }
            name
        }
        None => name,
    };
    let list = crate::net::List::array_list(items);
    rs.set_variable(name, list.clone())?;
    Ok(list)
}

/// `-ErrorAction` and its kin: a value of ActionPreference.
fn action_of(
    rs: &mut Runspace,
    binder: &Binder,
    which: &str,
    value: &Value,
    span: Span,
) -> Result<Option<ActionPreference>> {
    if let Some(action) = ActionPreference::parse(&plain_text(value)) {
        return Ok(Some(action));
    }
    let ty = crate::types::TypeRef::named("System.Management.Automation.ActionPreference");
    let parameter = Parameter::new(which, ty);
    let converted = binder.convert(rs, &parameter, value.clone(), span)?;
    Ok(ActionPreference::parse(&plain_text(&converted)))
}
