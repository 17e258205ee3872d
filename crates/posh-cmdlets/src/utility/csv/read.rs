//! Reading of records.

use std::iter::Peekable;
use std::rc::Rc;
use std::str::Chars;

use posh_runtime::command::Pipe;
use posh_runtime::error::ErrorCategory;
use posh_runtime::value::{Object, PropertyBag};
use posh_runtime::{Result, Value};

use crate::support::errors::record;

const MISSING_HEADERS: &str = "One or more headers were not specified. Default names starting with \"H\" have been used in place of any missing headers.";

/// A reader of a text's records.
pub(in crate::utility) struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    delimiter: char,
}

impl<'a> Reader<'a> {
    /// A reader of `text`.
    pub(in crate::utility) fn new(text: &'a str, delimiter: char) -> Self {
        Self { chars: text.chars().peekable(), delimiter }
    }

    /// A line that begins with `#`, without its end.
    fn comment(&mut self) -> Option<String> {
        if self.chars.peek() != Some(&'#') {
            return None;
        }
        let mut line = String::new();
        for c in self.chars.by_ref() {
            match c {
                '\n' => break,
                '\r' => {}
                other => line.push(other),
            }
        }
        Some(line)
    }

    /// The next record that is not blank; `None` at the end.
    pub(in crate::utility) fn record(&mut self) -> Option<Vec<String>> {
        while self.chars.peek().is_some() {
            let (fields, is_blank) = self.fields();
            if !is_blank {
                return Some(fields);
            }
        }
        None
    }

    /// The fields of a line, and whether nothing stands on it.
    fn fields(&mut self) -> (Vec<String>, bool) {
        let mut fields = Vec::new();
        let mut field = Field::default();
        while let Some(c) = self.chars.next() {
            if field.inside_quotes {
                match (c, self.chars.peek()) {
                    ('"', Some('"')) => {
                        self.chars.next();
                        field.text.push('"');
                    }
                    ('"', _) => field.inside_quotes = false,
                    (other, _) => field.text.push(other),
                }
                continue;
            }
            match c {
                '"' if field.text.is_empty() && !field.was_quoted => {
                    field.inside_quotes = true;
                    field.was_quoted = true;
                }
                c if c == self.delimiter => fields.push(std::mem::take(&mut field).finish()),
                '\r' if self.chars.peek() == Some(&'\n') => {}
                '\n' | '\r' => break,
                ' ' | '\t' if field.text.is_empty() => {}
                other => field.text.push(other),
            }
        }
        // A separator at the end of the line begins no further field.
        let is_blank = fields.is_empty() && !field.was_quoted && field.text.is_empty();
        if fields.is_empty() || field.was_quoted || !field.text.is_empty() {
            fields.push(field.finish());
        }
        (fields, is_blank)
    }
}

#[derive(Default)]
struct Field {
    text: String,
    inside_quotes: bool,
    was_quoted: bool,
}

impl Field {
    fn finish(self) -> String {
        if self.was_quoted { self.text } else { self.text.trim_end_matches([' ', '\t']).to_owned() }
    }
}

/// What is known of the columns from record to record.
#[derive(Default)]
pub(in crate::utility) struct Columns {
    names: Option<Rc<Vec<Rc<str>>>>,
    type_name: Option<String>,
}

impl Columns {
    /// Columns whose names were given.
    ///
    /// # Errors
    /// Where a name comes twice.
    pub(in crate::utility) fn given(pipe: &mut Pipe<'_>, header: &[String]) -> Result<Self> {
        if header.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self { names: Some(checked(pipe, header.to_vec())?), type_name: None })
    }

    /// Reads a text's records and writes an object each.
    ///
    /// # Errors
    /// Where a column's name comes twice.
    pub(in crate::utility) fn read(
        &mut self,
        pipe: &mut Pipe<'_>,
        text: &str,
        delimiter: char,
    ) -> Result<()> {
        let mut reader = Reader::new(text, delimiter);
        while self.names.is_none()
            && let Some(line) = reader.comment()
        {
            if let Some(name) = line.strip_prefix("#TYPE ") {
                self.type_name = Some(name.trim().to_owned());
            }
        }
        while let Some(fields) = reader.record() {
            pipe.rs.check_stop()?;
            let Some(names) = self.names.clone() else {
                self.names = Some(header(pipe, fields)?);
                continue;
            };
            let mut values: Vec<Value> = fields.into_iter().take(names.len()).map(Value::from).collect();
            values.resize(names.len(), Value::Null);
            let object = Object::custom(PropertyBag::with_names(names, values));
            if let Some(name) = &self.type_name {
                object.members().set_type_names(vec![name.as_str().into(), format!("CSV:{name}").into()]);
            }
            pipe.write(Value::Object(object))?;
        }
        Ok(())
    }
}

/// Names of columns; those that are empty get names of their own.
fn header(pipe: &mut Pipe<'_>, fields: Vec<String>) -> Result<Rc<Vec<Rc<str>>>> {
    let mut names = fields;
    let mut number = 1;
    let mut missing = false;
    for at in 0..names.len() {
        if names.get(at).is_some_and(String::is_empty) {
            missing = true;
            while names.contains(&format!("H{number}")) {
                number += 1;
            }
            if let Some(name) = names.get_mut(at) {
                *name = format!("H{number}");
            }
            number += 1;
        }
    }
    if missing {
        pipe.warning(MISSING_HEADERS)?;
    }
    checked(pipe, names)
}

fn checked(pipe: &mut Pipe<'_>, names: Vec<String>) -> Result<Rc<Vec<Rc<str>>>> {
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|n| n.eq_ignore_ascii_case(name)) {
            return pipe.fatal(record(
                "System.Management.Automation.ExtendedTypeSystemException",
                format!("The member \"{name}\" is already present."),
                "AlreadyPresentPSMemberInfoInternalCollectionAdd",
                ErrorCategory::NotSpecified,
                Value::Null,
            ));
        }
    }
    Ok(Rc::new(names.into_iter().map(Into::into).collect()))
}

#[cfg(test)]
mod tests {
    use super::Reader;

    fn all(text: &str) -> Vec<Vec<String>> {
        let mut reader = Reader::new(text, ',');
        std::iter::from_fn(|| reader.record()).collect()
    }

    #[test]
    fn quotes_keep_separators_line_ends_and_blanks() {
        assert_eq!(all("\"a,b\",\" c \"\n\"x\ny\",\"q\"\"r\"\n"), [["a,b", " c "], ["x\ny", "q\"r"]]);
    }

    #[test]
    fn blanks_around_unquoted_fields_and_blank_lines_do_not_count() {
        assert_eq!(all(" a , b \r\n\r\nc,d"), [["a", "b"], ["c", "d"]]);
    }
}
