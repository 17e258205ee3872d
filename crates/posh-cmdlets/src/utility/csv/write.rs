//! Writing of records.

use std::rc::Rc;

use posh_runtime::command::Pipe;
use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Value, members};

use crate::support::objects::written_text;

/// How records are written.
#[derive(Default)]
pub(in crate::utility) struct Writer {
    /// The separator of fields.
    pub(in crate::utility) delimiter: char,
    /// `Always`, `AsNeeded` or `Never`.
    pub(in crate::utility) quotes: String,
    /// Columns that alone are quoted.
    pub(in crate::utility) quote_fields: Vec<String>,
    /// Whether a type line comes first.
    pub(in crate::utility) type_line: bool,
    /// Whether no line of names comes first.
    pub(in crate::utility) no_header: bool,
    /// The columns, from the first object.
    pub(in crate::utility) names: Option<Vec<Rc<str>>>,
}

impl Writer {
    /// The lines of an object; with the names before those of the first.
    ///
    /// # Errors
    /// Where listing the properties fails.
    pub(in crate::utility) fn lines(&mut self, pipe: &mut Pipe<'_>, object: &Value) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        if self.names.is_none() {
            let names = columns(pipe, object)?;
            if names.is_empty() {
                return Ok(lines);
            }
            if self.type_line {
                let name = members::type_names(object).first().cloned().unwrap_or_else(|| "".into());
                lines.push(format!("#TYPE {}", name.strip_prefix("CSV:").unwrap_or(&name)));
            }
            if !self.no_header {
                let header: Vec<String> = names.iter().map(|n| self.field(n, n)).collect();
                lines.push(header.join(&self.delimiter.to_string()));
            }
            self.names = Some(names);
        }
        let Some(names) = self.names.clone() else { return Ok(lines) };
        let mut fields = Vec::with_capacity(names.len());
        for name in &names {
            fields.push(match members::try_property(pipe.rs, object, name) {
                None | Some(Value::Null | Value::Void) => String::new(),
                Some(value) => {
                    let text = written_text(pipe.rs, &value);
                    self.field(name, &text)
                }
            });
        }
        let line = fields.join(&self.delimiter.to_string());
        if !line.is_empty() {
            lines.push(line);
        }
        Ok(lines)
    }

    fn field(&self, name: &str, text: &str) -> String {
        let quoted = if !self.quote_fields.is_empty() {
            self.quote_fields.iter().any(|f| f.eq_ignore_ascii_case(name))
        } else {
            match self.quotes.as_str() {
                "Never" => false,
                "AsNeeded" => text.contains(self.delimiter) || text.contains(['"', '\n', '\r']),
                _ => true,
            }
        };
        if quoted { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
    }
}

fn columns(pipe: &mut Pipe<'_>, object: &Value) -> Result<Vec<Rc<str>>> {
    match object.base() {
        Value::Hash(table) => Ok(table.keys().iter().map(|k| plain_text(k).into()).collect()),
        Value::Bool(_) | Value::Int(_) | Value::Long(_) | Value::Double(_) | Value::Char(_) => Ok(Vec::new()),
        _ => members::property_names(pipe.rs, object),
    }
}
