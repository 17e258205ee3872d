//! `#requires` lines.

use std::collections::HashSet;
use std::sync::Arc;

use super::Parser;
use crate::Span;
use crate::ast::{
    ArrayLiteralAst, CommandElementAst, CommandParameterAst, Constant, ExpressionAst, HashtableAst,
    RequiredModule, ScriptRequirements,
};
use crate::diagnostic::ids::ErrorId;
use crate::lexer::{Mode, SubText, Tok};

/// The parameters, as messages spell them.
const PARAMETERS: &[&str] =
    &["shellid", "version", "pssnapin", "psedition", "assembly", "modules", "runasadministrator"];

const NO_VERSION: &str = "The 'ModuleVersion', 'MaximumVersion' and 'RequiredVersion' members do not exist in the \
                          hashtable that describes this module. One of these three members must exist, and be \
                          assigned a version number in the format 'n.n.n.n'.";
const NO_NAME: &str = "The 'ModuleName' member does not exist in the hashtable that describes this module.";
const CONVERSION: &str = "Cannot convert value \"System.Collections.Hashtable\" to type \
                          \"Microsoft.PowerShell.Commands.ModuleSpecification\". Error: ";

/// Why a table does not describe a module.
pub(super) enum BadModule {
    NotConstant,
    Invalid(String),
}

impl Parser<'_> {
    /// What all `#requires` lines ask for; nothing where there are none.
    pub(crate) fn requirements(&mut self) -> Option<ScriptRequirements> {
        let lines = std::mem::take(&mut self.lex.requires);
        if lines.is_empty() {
            return None;
        }
        let mut found = ScriptRequirements::default();
        let mut bound = HashSet::new();
        for line in lines {
            self.requires_line(&line, &mut found, &mut bound);
        }
        Some(found)
    }

    fn requires_line(
        &mut self,
        line: &Tok,
        found: &mut ScriptRequirements,
        bound: &mut HashSet<&'static str>,
    ) {
        let start = line.at + 1;
        let end = line.at + line.span.len() as usize;
        let sub = SubText { span: line.span, local: (start, end), collapsed: None };
        let ungot = self.ungot.take();
        let outer = self.lex.enter(&sub);
        let command = self.in_mode(Mode::Command, Self::command);
        self.ungot = ungot;
        self.lex.leave(&sub, outer);
        let Some(crate::ast::CommandBaseAst::Command(command)) = command else { return };
        let mut elements = command.elements.into_iter().skip(1).peekable();
        while let Some(element) = elements.next() {
            let CommandElementAst::Parameter(mut parameter) = element else {
                if let CommandElementAst::Argument(argument) = element {
                    self.report(argument.span(), ErrorId::ScriptRequiresInvalidFormat, &[]);
                }
                continue;
            };
            let mut argument = parameter.argument.take().map(|a| *a);
            if argument.is_none() && matches!(elements.peek(), Some(CommandElementAst::Parameter(_))) {
                let takes_none = "runasadministrator".starts_with(&parameter.name.to_ascii_lowercase());
                if takes_none {
                    self.report(parameter.span, ErrorId::ParameterCannotHaveArgument, &[&parameter.name]);
                    elements.next();
                    continue;
                }
            }
            if argument.is_none()
                && let Some(CommandElementAst::Argument(_)) = elements.peek()
                && let Some(CommandElementAst::Argument(next)) = elements.next()
            {
                argument = Some(next);
            }
            self.requirement(&parameter, argument, found, bound);
        }
    }

    fn requirement(
        &mut self,
        parameter: &CommandParameterAst,
        argument: Option<ExpressionAst>,
        found: &mut ScriptRequirements,
        bound: &mut HashSet<&'static str>,
    ) {
        let written = parameter.name.to_ascii_lowercase();
        let Some(&name) = PARAMETERS.iter().find(|p| p.starts_with(&written)) else {
            let id = match argument {
                Some(_) => ErrorId::ScriptRequiresInvalidFormat,
                None => ErrorId::ParameterRequiresArgument,
            };
            self.report(parameter.error_span, id, &[&parameter.name]);
            return;
        };
        if name == "runasadministrator" {
            found.run_as_administrator = true;
            if argument.is_some() {
                self.report(parameter.span, ErrorId::ParameterCannotHaveArgument, &[&parameter.name]);
            }
            return;
        }
        let Some(argument) = argument else {
            self.report(parameter.span, ErrorId::ParameterRequiresArgument, &[&parameter.name]);
            return;
        };
        let constant =
            |e: &ExpressionAst| crate::semantic::is_constant(e) || matches!(e, ExpressionAst::Hashtable(_));
        let fits = match &argument {
            ExpressionAst::ArrayLiteral(list) => list.elements.iter().all(constant),
            other => constant(other),
        };
        if !fits {
            self.report(argument.span(), ErrorId::RequiresArgumentMustBeConstant, &[]);
            return;
        }
        let single = matches!(name, "shellid" | "version" | "psedition");
        if single && !bound.insert(name) {
            self.report(parameter.error_span, ErrorId::ParameterAlreadyBound, &[name]);
            return;
        }
        match name {
            "version" => self.required_version(&argument, found),
            "psedition" => self.required_editions(&argument, found),
            "modules" => self.required_modules(argument, found),
            "shellid" => found.shell_id = self.required_string(&argument, name),
            "pssnapin" => {
                if let Some(text) = self.required_string(&argument, name)
                    && !text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
                {
                    self.report(argument.span(), ErrorId::InvalidPSSnapInName, &[]);
                }
            }
            _ => {
                self.required_string(&argument, name);
            }
        }
    }

    fn required_string(&mut self, argument: &ExpressionAst, name: &str) -> Option<Arc<str>> {
        if let ExpressionAst::StringConstant(s) = argument {
            return Some(s.value.to_string_lossy().into());
        }
        self.report(argument.span(), ErrorId::RequiresInvalidStringArgument, &[name]);
        None
    }

    fn required_version(&mut self, argument: &ExpressionAst, found: &mut ScriptRequirements) {
        let text = match argument {
            ExpressionAst::StringConstant(s) => s.value.to_string_lossy(),
            ExpressionAst::Constant(c) if matches!(c.value, Constant::Number(_)) => {
                self.source.slice(c.span).to_owned()
            }
            _ => String::new(),
        };
        if is_version(&text) {
            found.version = Some(text.into());
        } else {
            self.report(argument.span(), ErrorId::RequiresVersionInvalid, &[]);
        }
    }

    fn required_editions(&mut self, argument: &ExpressionAst, found: &mut ScriptRequirements) {
        let single = std::slice::from_ref(argument);
        let items = match argument {
            ExpressionAst::ArrayLiteral(list) => list.elements.as_slice(),
            _ => single,
        };
        for item in items {
            let ExpressionAst::StringConstant(s) = item else {
                self.report(argument.span(), ErrorId::RequiresInvalidStringArgument, &["psedition"]);
                return;
            };
            let text = s.value.to_string_lossy();
            if !["core", "desktop"].iter().any(|e| e.eq_ignore_ascii_case(&text)) {
                self.report(argument.span(), ErrorId::RequiresPSEditionInvalid, &["psedition"]);
            } else if found.editions.iter().any(|e| e.eq_ignore_ascii_case(&text)) {
                let id = ErrorId::RequiresPSEditionValueIsAlreadySpecified;
                self.report(argument.span(), id, &["psedition"]);
            } else {
                found.editions.push(text.into());
            }
        }
    }

    fn required_modules(&mut self, argument: ExpressionAst, found: &mut ScriptRequirements) {
        let items = match argument {
            ExpressionAst::ArrayLiteral(ArrayLiteralAst { elements, .. }) => elements,
            other => vec![other],
        };
        for item in items {
            match item {
                ExpressionAst::StringConstant(s) => {
                    found.modules.push(RequiredModule {
                        name: s.value.to_string_lossy().into(),
                        ..Default::default()
                    });
                }
                ExpressionAst::Hashtable(table) => match module_of(&table) {
                    Ok(module) => found.modules.push(module),
                    Err(BadModule::NotConstant) => {
                        self.report(table.span, ErrorId::RequiresArgumentMustBeConstant, &[]);
                    }
                    Err(BadModule::Invalid(why)) => {
                        let why = format!("{CONVERSION}\"{why}\"");
                        self.report(table.span, ErrorId::RequiresModuleInvalid, &[&why]);
                    }
                },
                other => {
                    let name = self.source.slice(other.span()).into();
                    found.modules.push(RequiredModule { name, ..Default::default() });
                }
            }
        }
    }

    /// The module that the table of a `using module` describes.
    pub(super) fn using_module_table(&mut self, table: &HashtableAst, span: Span) -> Option<RequiredModule> {
        match module_of(table) {
            Ok(module) => Some(module),
            Err(BadModule::NotConstant) => {
                self.report(span, ErrorId::RequiresArgumentMustBeConstant, &[]);
                None
            }
            Err(BadModule::Invalid(why)) => {
                self.report(span, ErrorId::RequiresModuleInvalid, &[&why]);
                None
            }
        }
    }
}

/// `n`, `n.n` and so on, up to four numbers.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() <= 4 && parts.iter().all(|p| !p.is_empty() && p.parse::<i32>().is_ok_and(|n| n >= 0))
}

fn module_of(table: &HashtableAst) -> Result<RequiredModule, BadModule> {
    let mut module = RequiredModule::default();
    let mut bad = Vec::new();
    for (key, value) in &table.pairs {
        let value = crate::semantic::pure_expression(value).ok_or(BadModule::NotConstant)?;
        if !crate::semantic::is_constant(value) {
            return Err(BadModule::NotConstant);
        }
        let ExpressionAst::StringConstant(key) = key else { return Err(BadModule::NotConstant) };
        let key = key.value.to_string_lossy();
        let text: Arc<str> = match value {
            ExpressionAst::StringConstant(s) => s.value.to_string_lossy().into(),
            _ => "".into(),
        };
        match key.to_ascii_lowercase().as_str() {
            "modulename" => module.name = text,
            "moduleversion" => module.version = Some(text),
            "maximumversion" => module.maximum_version = Some(text),
            "requiredversion" => module.required_version = Some(text),
            "guid" => module.guid = Some(text),
            _ => bad.push(format!("'{key}'")),
        }
    }
    if !bad.is_empty() {
        let bad = bad.join(",");
        return Err(BadModule::Invalid(format!(
            "The hashtable describing a module contains one or more members that are not valid. The valid members are \
             (ModuleName, ModuleVersion, RequiredVersion, GUID). Remove the members that are not valid ({bad}), then \
             try again."
        )));
    }
    let versions = [&module.version, &module.maximum_version, &module.required_version];
    let wrong = versions.iter().filter_map(|v| v.as_deref()).find(|v| !(v.contains('.') && is_version(v)));
    if let Some(wrong) = wrong {
        return Err(BadModule::Invalid(format!(
            "Cannot convert value \"{wrong}\" to type \"System.Version\". Error: \"Version string portion was too \
             short or too long. (Parameter 'input')\""
        )));
    }
    if module.name.is_empty() {
        return Err(BadModule::Invalid(NO_NAME.to_owned()));
    }
    if versions.iter().all(|v| v.is_none()) {
        return Err(BadModule::Invalid(NO_VERSION.to_owned()));
    }
    Ok(module)
}
