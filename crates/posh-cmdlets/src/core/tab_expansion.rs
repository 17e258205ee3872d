//! `TabExpansion2`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::enum_value;
use posh_runtime::value::Object;
use posh_runtime::{Result, Value};

use crate::completion::{Match, complete};

/// Completes a line at a place, as the Tab key does.
///
/// # Examples
/// Shows what may stand behind `Get-Mig`.
/// ```powershell
/// (TabExpansion2 'Get-Mig' 7).CompletionMatches
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "TabExpansion2", noun = "", module = "Microsoft.PowerShell.Core", class = "TabExpansion2")]
pub(crate) struct TabExpansion2 {
    /// The line.
    #[parameter(mandatory, position = 0, allow_empty_string)]
    input_script: String,
    /// The cursor's place in it, from 0.
    #[parameter(position = 1)]
    cursor_column: Option<i32>,
    /// Accepted; completion has no settings here.
    #[parameter(position = 2)]
    options: Value,
}

/// Byte of a place that is counted in UTF-16 units.
fn byte_of(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

fn units(text: &str) -> Value {
    Value::Int(i32::try_from(text.encode_utf16().count()).unwrap_or(i32::MAX))
}

fn shown(found: &Match) -> Value {
    let kind = enum_value("System.Management.Automation.CompletionResultType", found.kind);
    let kind = if kind.is_null() { Value::str(found.kind) } else { kind };
    let object = Object::of_properties([
        ("CompletionText", Value::str(found.text.as_str())),
        ("ListItemText", Value::str(found.list.as_str())),
        ("ResultType", kind),
        ("ToolTip", Value::str(found.tooltip.as_str())),
    ]);
    object
        .members()
        .set_type_names(vec!["System.Management.Automation.CompletionResult".into(), "System.Object".into()]);
    Value::Object(object)
}

impl Cmdlet for TabExpansion2 {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let text = std::mem::take(&mut self.input_script);
        let cursor = match self.cursor_column {
            Some(column) => byte_of(&text, usize::try_from(column).unwrap_or(0)),
            None => text.len(),
        };
        let found = complete(pipe, &text, cursor);
        let (index, length) = match found.place {
            Some((start, length)) => {
                (units(text.get(..start).unwrap_or("")), units(text.get(start..start + length).unwrap_or("")))
            }
            None => (Value::Int(-1), Value::Int(-1)),
        };
        let object = Object::of_properties([
            ("CurrentMatchIndex", Value::Int(-1)),
            ("ReplacementIndex", index),
            ("ReplacementLength", length),
            ("CompletionMatches", Value::array(found.matches.iter().map(shown).collect())),
        ]);
        object.members().set_type_names(vec![
            "System.Management.Automation.CommandCompletion".into(),
            "System.Object".into(),
        ]);
        pipe.write(Value::Object(object))
    }
}
