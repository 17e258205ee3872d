//! Completion of a command's arguments: names of parameters, and their values.

use posh_runtime::command::{Check, CommandKind, CommandParameters, Parameter, Pipe};
use posh_runtime::ops::pattern::Wildcard;

use super::paths::{Manner, files};
use super::places;
use super::result::Match;
use super::scan::{Kind, Word};
use super::{commands, values};
use crate::core::command_info::parameters_of;
use crate::core::parameter_info::with_common;
use crate::core::syntax::parameter_type;

/// A command's words, read as its binder would.
pub(super) struct Call {
    pub(super) name: String,
    pub(super) parameters: Option<CallParameters>,
    /// Names that are given.
    given: Vec<String>,
    /// The parameter whose value the cursor is at.
    pending: Option<Parameter>,
    positional: usize,
}

/// What is known of the command.
pub(super) struct CallParameters {
    all: Vec<Parameter>,
    own: std::rc::Rc<CommandParameters>,
}

/// Reads the words before the cursor.
pub(super) fn call(pipe: &mut Pipe<'_>, text: &str, words: &[Word]) -> Option<Call> {
    let (first, rest) = words.split_first()?;
    let name = text.get(first.start..first.end)?.trim_matches(['\'', '"']).to_owned();
    let kind = pipe.rs.try_command(&name).ok().flatten();
    let kind = kind.or_else(|| script(pipe, &name));
    let parameters = match &kind {
        Some(kind) => parameters_of(pipe.rs, kind).ok().flatten(),
        None => None,
    };
    let parameters = parameters.map(|own| CallParameters { all: with_common(&own), own });
    let mut call = Call { name, parameters, given: Vec::new(), pending: None, positional: 0 };
    let mut joined = false;
    for word in rest {
        let raw = text.get(word.start..word.end).unwrap_or("");
        match word.kind {
            Kind::Comma => joined = true,
            Kind::Bare if raw.starts_with('-') && raw.len() > 1 => {
                call.pending = None;
                call.name_given(raw.trim_start_matches('-'));
                joined = false;
            }
            Kind::Redirection => {}
            _ if joined => joined = false,
            _ => {
                if call.pending.take().is_none() {
                    call.positional += 1;
                }
            }
        }
    }
    if joined {
        call.continue_list(text, rest);
    }
    Some(call)
}

fn script(pipe: &Pipe<'_>, name: &str) -> Option<CommandKind> {
    let path = pipe.rs.absolute(name);
    let file = posh_runtime::command::ScriptFile { name: name.into(), path: path.clone() };
    (path.is_file() && name.ends_with(".ps1")).then(|| CommandKind::Script(std::rc::Rc::new(file)))
}

impl Call {
    fn name_given(&mut self, written: &str) {
        let (name, value) =
            written.split_once(':').map_or((written, None), |(name, value)| (name, Some(value)));
        let Some(parameters) = &self.parameters else { return };
        let exact = parameters.all.iter().find(|p| p.is_named(name));
        let mut close = parameters.all.iter().filter(|p| p.begins_with(name));
        let found = exact.or_else(|| match (close.next(), close.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        });
        if let Some(parameter) = found {
            self.given.push(parameter.name.to_string());
            if !parameter.is_switch && value.is_none_or(str::is_empty) {
                self.pending = Some(parameter.clone());
            }
        }
    }

    /// Behind a comma the value of the same parameter goes on.
    fn continue_list(&mut self, text: &str, words: &[Word]) {
        let last = words.iter().rev().find(|w| {
            let raw = text.get(w.start..w.end).unwrap_or("");
            w.kind == Kind::Bare && raw.starts_with('-') && raw.len() > 1
        });
        let values =
            words.iter().rev().take_while(|w| Some(*w) != last).filter(|w| w.kind != Kind::Comma).count();
        match last {
            Some(word) if values <= words.iter().filter(|w| w.kind == Kind::Comma).count() => {
                let raw = text.get(word.start..word.end).unwrap_or("").trim_start_matches('-').to_owned();
                self.name_given(&raw);
            }
            _ => self.positional = self.positional.saturating_sub(1),
        }
    }

    /// Whether a parameter may still be given, beside those that are.
    fn is_free(&self, parameter: &Parameter, parameters: &CallParameters) -> bool {
        if self.given.iter().any(|name| name.eq_ignore_ascii_case(&parameter.name)) {
            return false;
        }
        let sets = self.sets(parameters);
        sets.is_empty() || sets.iter().any(|set| parameter.in_set(Some(set)).is_some())
    }

    /// The sets that the given parameters leave.
    fn sets(&self, parameters: &CallParameters) -> Vec<String> {
        let fits = |set: &str| {
            self.given.iter().all(|name| {
                let parameter = parameters.all.iter().find(|p| p.name.eq_ignore_ascii_case(name));
                parameter.is_none_or(|p| p.in_set(Some(set)).is_some())
            })
        };
        parameters.own.sets.iter().filter(|set| fits(set)).map(ToString::to_string).collect()
    }

    /// The parameter that the next value without a name goes to.
    fn by_position(&self, parameters: &CallParameters) -> Option<Parameter> {
        let mut sets = self.sets(parameters);
        if let Some(default) = &parameters.own.default_set
            && let Some(at) = sets.iter().position(|set| set.eq_ignore_ascii_case(default))
        {
            let default = sets.remove(at);
            sets.insert(0, default);
        }
        let sets: Vec<Option<String>> =
            if sets.is_empty() { vec![None] } else { sets.into_iter().map(Some).collect() };
        for set in sets {
            let mut at: Vec<(i32, &Parameter)> = parameters
                .all
                .iter()
                .filter(|p| !self.given.iter().any(|name| name.eq_ignore_ascii_case(&p.name)))
                .filter_map(|p| Some((p.in_set(set.as_deref())?.position?, p)))
                .collect();
            at.sort_by_key(|(position, _)| *position);
            let place = at.get(self.positional).or_else(|| {
                let last = at.last()?;
                last.1.in_set(set.as_deref()).is_some_and(|s| s.remaining).then_some(last)
            });
            if let Some((_, parameter)) = place {
                return Some((*parameter).clone());
            }
        }
        None
    }

    /// Names of parameters that a word such as `-Na` begins.
    pub(super) fn names(&self, word: &str) -> Vec<Match> {
        let Some(parameters) = &self.parameters else { return Vec::new() };
        let part = word.trim_start_matches('-');
        let Ok(pattern) = Wildcard::new(&format!("{part}*"), true) else { return Vec::new() };
        let bound = self.bound_by_position(parameters);
        let mut found = Vec::new();
        for parameter in ordered(&parameters.all) {
            if !self.is_free(parameter, parameters) || bound.contains(&parameter.name.to_string()) {
                continue;
            }
            let shown = if pattern.matches(&parameter.name) {
                Some(parameter.name.to_string())
            } else {
                let common = parameters.own.list.iter().all(|own| own.name != parameter.name);
                let alias = parameter.aliases.iter().find(|a| pattern.matches(a));
                alias.filter(|_| !common && !part.is_empty()).map(ToString::to_string)
            };
            if let Some(name) = shown {
                let ty = if parameter.is_switch { "switch".to_owned() } else { parameter_type(parameter) };
                found.push(Match::new(
                    format!("-{name}"),
                    name.clone(),
                    "ParameterName",
                    format!("[{ty}] {name}"),
                ));
            }
        }
        found
    }

    fn bound_by_position(&self, parameters: &CallParameters) -> Vec<String> {
        let mut bound = Vec::new();
        let mut probe = Self {
            name: self.name.clone(),
            parameters: None,
            given: self.given.clone(),
            pending: None,
            positional: 0,
        };
        for _ in 0..self.positional {
            let Some(parameter) = probe.by_position(parameters) else { break };
            probe.given.push(parameter.name.to_string());
            bound.push(parameter.name.to_string());
        }
        bound
    }

    /// Values that a word begins, of the parameter it would be bound to.
    pub(super) fn values(&self, pipe: &mut Pipe<'_>, word: &str, quote: Option<char>) -> Vec<Match> {
        let parameter = match (&self.pending, &self.parameters) {
            (Some(parameter), _) => Some(parameter.clone()),
            (None, Some(parameters)) => self.by_position(parameters),
            (None, None) => None,
        };
        let Some(parameter) = parameter else {
            // A program's arguments have no wildcards of ours.
            let literal = self.parameters.is_none();
            return files(pipe.rs, word, Manner { quote, literal, ..Manner::default() });
        };
        self.values_of(pipe, &parameter, word, quote)
    }

    /// Values of the parameter that is named in a word such as `-Name:va`.
    pub(super) fn values_of_name(&self, pipe: &mut Pipe<'_>, name: &str, word: &str) -> Vec<Match> {
        let Some(parameters) = &self.parameters else { return Vec::new() };
        match parameters.all.iter().find(|p| p.is_named(name)) {
            Some(parameter) => self.values_of(pipe, &parameter.clone(), word, None),
            None => Vec::new(),
        }
    }

    fn values_of(
        &self,
        pipe: &mut Pipe<'_>,
        parameter: &Parameter,
        word: &str,
        quote: Option<char>,
    ) -> Vec<Match> {
        if let Some(known) = fixed_values(parameter) {
            return values::begun_by(&known, word, quote);
        }
        let command = self.command_name(pipe);
        if let Some(found) = places::special(pipe, &command, &parameter.name, word, quote) {
            return found;
        }
        let named_command = matches!(
            (command.as_str(), &*parameter.name.to_lowercase()),
            ("get-command" | "get-help", "name")
                | ("get-alias", "definition")
                | ("set-alias" | "new-alias", "value")
                | ("set-psbreakpoint", "command")
        );
        if named_command {
            return commands::named(pipe, word, quote);
        }
        if word.contains(':') && !word.contains("::") {
            let folders = matches!(command.as_str(), "set-location" | "push-location");
            return if folders { Vec::new() } else { super::drives::places(pipe, word, quote) };
        }
        let folders = matches!(command.as_str(), "set-location" | "push-location");
        let literal = parameter.name.eq_ignore_ascii_case("LiteralPath");
        files(pipe.rs, word, Manner { quote, literal, folders, command: false })
    }

    /// The command's own name, whatever alias was written.
    fn command_name(&self, pipe: &mut Pipe<'_>) -> String {
        let kind = pipe.rs.try_command(&self.name).ok().flatten();
        let name = match kind {
            Some(CommandKind::Alias(alias)) => alias.definition.to_string(),
            Some(kind) => kind.name().to_string(),
            None => self.name.clone(),
        };
        name.to_lowercase()
    }
}

/// The parameters as they are offered: -WhatIf and -Confirm before the other common ones.
fn ordered(all: &[Parameter]) -> Vec<&Parameter> {
    let early = |p: &&Parameter| matches!(&*p.name, "WhatIf" | "Confirm");
    let first_common = all.iter().position(|p| &*p.name == "Verbose").unwrap_or(all.len());
    let (own, common) = all.split_at(first_common);
    let risky = common.iter().filter(early);
    own.iter().chain(risky).chain(common.iter().filter(|p| !early(p))).collect()
}

/// Values that a parameter declares: of a set, or an enumeration's names.
fn fixed_values(parameter: &Parameter) -> Option<Vec<String>> {
    let of_set = parameter.checks.iter().find_map(|check| match check {
        Check::Set { values, .. } => Some(values.iter().map(|v| v.lossy().to_owned()).collect::<Vec<_>>()),
        _ => None,
    });
    if let Some(values) = of_set {
        return Some(values);
    }
    let mut ty = parameter.ty.clone();
    if let Some(element) = ty.element() {
        ty = element.clone();
    }
    let arguments = ty.generic_arguments();
    if ty.full_name().starts_with("System.Nullable")
        && let Some(inner) = arguments.first()
    {
        ty = inner.clone();
    }
    let info = ty.enum_info()?;
    Some(info.values.iter().map(|(name, _)| name.to_string()).collect())
}
