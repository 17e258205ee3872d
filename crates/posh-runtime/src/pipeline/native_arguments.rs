//! Arguments of native programs: as written, collections one by one.

use super::Argument;
use crate::convert::to_text;
use crate::error::{ErrorCategory, Raised, Result};
use crate::net::token_text;
use crate::runspace::Runspace;
use crate::value::Value;

/// The texts that a program gets.
///
/// # Errors
/// Where an argument does not convert to text, or is a script block.
pub(super) fn native_arguments(rs: &mut Runspace, arguments: Vec<Argument>) -> Result<Vec<String>> {
    let mut out = Vec::with_capacity(arguments.len());
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        if argument.name.is_none() && is_stop_parsing(&argument) {
            if let Some(rest) = arguments.next() {
                let text = to_text(rs, &rest.value.unwrap_or(Value::Null))?;
                verbatim(&text, &mut out);
            }
            continue;
        }
        native_argument(rs, &argument, &mut out)?;
    }
    Ok(out)
}

/// `--%`
fn is_stop_parsing(argument: &Argument) -> bool {
    argument.word.as_deref() == Some("--%")
}

fn native_argument(rs: &mut Runspace, argument: &Argument, out: &mut Vec<String>) -> Result<()> {
    let Some(value) = &argument.value else {
        out.extend(argument.name.as_ref().map(|name| format!("-{name}")));
        return Ok(());
    };
    if matches!(value.base(), Value::Block(_)) {
        return Err(Raised::typed(
            "System.Management.Automation.ParameterBindingException",
            "CantUseScriptBlock",
            ErrorCategory::InvalidArgument,
            "ScriptBlock should only be specified as a value of the Command parameter.",
        ));
    }
    if let Some(name) = &argument.name {
        let text = to_text(rs, value)?;
        if argument.from_args {
            out.push(text);
            return Ok(());
        }
        let is_joined = argument.splatted || argument.value_span.start <= argument.span.end;
        if is_joined {
            out.push(format!("-{name}:{text}"));
        } else {
            out.push(format!("-{name}:"));
            out.push(text);
        }
        return Ok(());
    }
    if let Some(word) = &argument.word {
        // A number keeps the text in which it was written; a word is what its escapes make of it.
        out.push(match value.base() {
            Value::Str(s) => s.lossy().to_owned(),
            _ => word.to_string(),
        });
        return Ok(());
    }
    if let Some(written) = token_text(value) {
        out.push(written);
        return Ok(());
    }
    if value.is_null() {
        return Ok(());
    }
    for item in crate::members::elements(rs, value)? {
        out.push(to_text(rs, &item)?);
    }
    Ok(())
}

/// The text behind `--%`: split at blanks outside of double quotes, `%NAME%` replaced by the environment's variable.
fn verbatim(text: &str, out: &mut Vec<String>) {
    let text = with_environment(text);
    let mut word = String::new();
    let mut quoted = false;
    let mut any = false;
    for c in text.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                any = true;
            }
            c if c.is_whitespace() && !quoted => {
                if any || !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
                any = false;
            }
            c => word.push(c),
        }
    }
    if any || !word.is_empty() {
        out.push(word);
    }
}

fn with_environment(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        out.push_str(before);
        match behind.split_once('%') {
            Some((name, after)) if crate::net::environment::get(name).is_some() => {
                out.push_str(&crate::net::environment::get(name).unwrap_or_default());
                rest = after;
            }
            _ => {
                out.push('%');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::verbatim;

    #[test]
    fn what_stands_behind_the_stop_parsing_token_is_split_at_blanks() {
        let mut out = Vec::new();
        verbatim(" 'single quoted' a\\ b \"c d\" %HOME_NOT% ", &mut out);
        assert_eq!(out, ["'single", "quoted'", "a\\", "b", "c d", "%HOME_NOT%"]);
    }
}
