//! ConciseView: `REASON: MESSAGE`, with the source line where the error is in a script.

use posh_runtime::Runspace;
use posh_runtime::command::{CommandInfo, CommandKind};
use posh_runtime::error::{ErrorCategory, ErrorRecord, Exception, ScriptPosition};
use posh_runtime::types::TypeRef;

use super::{ErrorStyle, command_name, position_of};
use crate::style::{ERROR, ERROR_ACCENT, RESET, Style};
use crate::text::length;

const RUNTIME_EXCEPTION: &str = "System.Management.Automation.RuntimeException";

struct Colors {
    error: &'static str,
    accent: &'static str,
    reset: &'static str,
}

const PLAIN: Colors = Colors { error: "", accent: "", reset: "" };
const ANSI: Colors = Colors { error: ERROR, accent: ERROR_ACCENT, reset: RESET };

/// The text of a record.
pub(super) fn text(rs: &mut Runspace, record: &ErrorRecord, style: &ErrorStyle) -> String {
    let colors = if style.style == Style::Ansi { &ANSI } else { &PLAIN };
    let place = position_of(record);
    let is_parse_error = record.category.get() == ErrorCategory::ParserError;
    let script = place.as_ref().and_then(|p| p.source.file()).map(str::to_owned);
    let in_module = script.as_deref().is_some_and(|f| f.to_ascii_lowercase().ends_with(".psm1"));
    let far_in = place.as_ref().is_some_and(|p| p.line_number() > 1);
    let with_line = (is_parse_error || script.is_some() || far_in) && !in_module;
    let reason = reason(rs, record);
    let Colors { error, accent, reset } = *colors;
    let mut out = format!("{error}{reason}: ");
    let message = record.text().lossy().to_owned();
    let Some(place) = place.filter(|_| with_line) else {
        out.push_str(error);
        let wrapped = wrapped(&message, "", style.width, script.is_some() || is_parse_error);
        out.push_str(&wrapped);
        out.push_str(&recommendation(record, colors));
        out.push_str(reset);
        return out;
    };
    if let Some(file) = &script {
        out.push_str(&format!("{reset}{file}:{}", place.line_number()));
    }
    out.push('\n');
    out.push_str(&source_lines(&place, colors));
    let prefix = format!("{accent}{}     | {error}", extra_indent(&place));
    let is_wrapped = script.is_some() || is_parse_error;
    out.push_str(error);
    out.push_str(&prefix);
    out.push_str(&wrapped(&message, &prefix, style.width, is_wrapped));
    out.push_str(&recommendation(record, colors));
    out.push_str(reset);
    out
}

/// Blanks that line numbers of more than four digits push the bar to the right by.
fn extra_indent(place: &ScriptPosition) -> String {
    " ".repeat(place.line_number().to_string().len().saturating_sub(4))
}

fn source_lines(place: &ScriptPosition, colors: &Colors) -> String {
    let Colors { error, accent, reset } = *colors;
    let indent = extra_indent(place);
    let mut out = format!("{accent}{indent}Line |\n{accent}{:>4} | {reset} ", place.line_number());
    let Some(excerpt) = posh_runtime::error::excerpt(place) else {
        out.push('\n');
        return out;
    };
    let chars: Vec<char> = excerpt.line.chars().collect();
    let part = |from: usize, to: usize| {
        chars.get(from.min(chars.len())..to.min(chars.len())).unwrap_or(&[]).iter().collect::<String>()
    };
    let end = excerpt.start + excerpt.length;
    let (head, bad, tail) = (part(0, excerpt.start), part(excerpt.start, end), part(end, chars.len()));
    out.push_str(&format!("{head}{accent}{bad}{reset}{tail}\n"));
    let tildes = format!("{}{}", " ".repeat(excerpt.start), "~".repeat(excerpt.length));
    out.push_str(&format!("{accent}{indent}     | {error} {tildes}\n"));
    out
}

fn recommendation(record: &ErrorRecord, colors: &Colors) -> String {
    match &*record.details.borrow() {
        Some(details) if !details.recommended_action.is_empty() => {
            let Colors { error, reset, .. } = *colors;
            format!("{reset}\n{error}  Recommendation: {}", details.recommended_action)
        }
        _ => String::new(),
    }
}

/// The message on as many lines as it needs; line breaks in it count as blanks.
fn wrapped(message: &str, prefix: &str, width: usize, wraps: bool) -> String {
    if !wraps {
        return message.to_owned();
    }
    let mut rest = message.replace("\r\n", " ").replace(['\n', '\t'], " ");
    let prefix_length = length(prefix);
    let room = width.saturating_sub(prefix_length).max(1);
    let mut out = String::new();
    while rest.chars().count() > room {
        let head = head_of(&rest, room);
        if head.is_empty() {
            break;
        }
        let after = rest.get(head.len()..).unwrap_or("").trim().to_owned();
        out.push_str(&head);
        out.push('\n');
        out.push_str(prefix);
        rest = after;
    }
    out.push_str(rest.trim_end());
    out
}

/// As much of a text as fits, up to its last blank; nothing where it has none: then the rest is not broken.
fn head_of(text: &str, room: usize) -> String {
    let head: String = text.chars().take(room).collect();
    match head.rfind(char::is_whitespace) {
        Some(at) => head.get(..at).unwrap_or(&head).to_owned(),
        None => String::new(),
    }
}

fn is_script(info: &CommandInfo) -> bool {
    matches!(info.kind, CommandKind::Script(_))
}

/// What stands before the message: the command's name, or what else is known.
fn reason(rs: &mut Runspace, record: &ErrorRecord) -> String {
    let is_thrown = record.exception.native::<Exception>().is_some_and(|e| e.thrown.get());
    // Exceptions of .NET do not know how they were thrown.
    if is_thrown && record.exception.ty().is_a(&TypeRef::named(RUNTIME_EXCEPTION)) {
        return "Exception".into();
    }
    let command = command_name(rs, record);
    // A script is known by its path alone.
    let is_script = record.with_invocation(|i| i.command.native::<CommandInfo>().is_some_and(is_script));
    if let Some(name) = &command
        && is_script != Some(true)
        && rs.try_command(name).is_ok_and(|c| c.is_some())
    {
        return name.clone();
    }
    let activity = record.activity.borrow().to_string();
    if !activity.is_empty() {
        return activity;
    }
    if let Some(text) = block_name(rs, record) {
        return text;
    }
    let invoked = || record.with_invocation(|i| i.invocation_name.to_string()).filter(|n| !n.is_empty());
    command.or_else(invoked).unwrap_or_else(|| match record.category.get() {
        ErrorCategory::NotSpecified => record.reason_text(),
        category => category.name().to_owned(),
    })
}

/// What stands for a script block whose arguments do not bind: its text, or nothing where arguments are missing.
fn block_name(rs: &mut Runspace, record: &ErrorRecord) -> Option<String> {
    let command = record.with_invocation(|i| i.command.clone())?;
    let id = record.id.borrow().clone();
    let property = |rs: &mut Runspace, name: &str| {
        let value = posh_runtime::members::try_property(rs, &command, name)?;
        Some(posh_runtime::convert::plain_text(&value))
    };
    if property(rs, "CommandType")? != "Script" {
        return None;
    }
    match &*id {
        "ParameterArgumentTransformationError" => property(rs, "Definition"),
        "MissingMandatoryParameter" => Some(String::new()),
        _ => None,
    }
}
