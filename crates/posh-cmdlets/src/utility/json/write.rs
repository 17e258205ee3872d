//! Writing of JSON, as ConvertTo-Json lays it out.

use posh_runtime::command::Pipe;
use posh_runtime::convert::{double_text, plain_text, single_text};
use posh_runtime::error::ErrorCategory;
use posh_runtime::format::format_date;
use posh_runtime::value::DictionaryKind;
use posh_runtime::{Result, Value, members};

use crate::support::errors::record;

/// Which characters are escaped beside those that must be.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(in crate::utility) enum Escapes {
    /// None.
    #[default]
    Default,
    /// All that are not ASCII.
    NonAscii,
    /// Those that mean something in HTML.
    Html,
}

/// A writer.
pub(in crate::utility) struct Writer {
    /// How many levels below the root are written out.
    pub(in crate::utility) depth: usize,
    /// Whether everything stands on one line.
    pub(in crate::utility) compress: bool,
    /// Whether enumerations are written by name.
    pub(in crate::utility) enum_names: bool,
    /// Further escapes.
    pub(in crate::utility) escapes: Escapes,
    /// Whether something was cut off.
    pub(in crate::utility) truncated: bool,
    /// What is written so far.
    pub(in crate::utility) text: String,
}

impl Writer {
    fn line(&mut self, indent: usize) {
        if !self.compress {
            self.text.push('\n');
            self.text.push_str(&"  ".repeat(indent));
        }
    }

    /// Writes a value at a depth.
    ///
    /// # Errors
    /// Where a table has keys that are no texts, or a property's code ends the script.
    pub(in crate::utility) fn value(
        &mut self,
        pipe: &mut Pipe<'_>,
        value: &Value,
        depth: usize,
    ) -> Result<()> {
        pipe.rs.check_stop()?;
        if let Value::Wrapped(wrapped) = value
            && !wrapped.members.is_empty()
            && !matches!(wrapped.base, Value::Str(_) | Value::DateTime(_))
        {
            return self.with_members(pipe, value, depth);
        }
        let base = value.base();
        if self.scalar(pipe, base)? {
            return Ok(());
        }
        if depth > self.depth {
            self.truncated = true;
            let text = cut_text(pipe, value)?;
            self.string(&text);
            return Ok(());
        }
        match base {
            Value::Hash(table) => {
                let mut pairs = Vec::with_capacity(table.len());
                for (key, item) in table.pairs() {
                    let checks = matches!(table.kind(), DictionaryKind::Hashtable | DictionaryKind::Ordered);
                    if !matches!(key.base(), Value::Str(_)) && checks {
                        let ty = table.type_ref();
                        return pipe.fatal(record(
                            "System.InvalidOperationException",
                            format!(
                                "The type '{}' is not supported for serialization or deserialization of a dictionary. Keys \
                                 must be strings.",
                                ty.full_name()
                            ),
                            "NonStringKeyInDictionary",
                            ErrorCategory::InvalidOperation,
                            value.clone(),
                        ));
                    }
                    pairs.push((plain_text(&key), item));
                }
                self.object(pipe, pairs, depth)
            }
            _ => match members::enumerate(pipe.rs, base)? {
                Some(items) => self.array(pipe, &items, depth),
                None => {
                    let mut pairs = members::properties_of(pipe.rs, value)?;
                    self.hidden_too(pipe, value, &mut pairs);
                    let pairs = pairs.into_iter().map(|(n, v)| (n.to_string(), v)).collect();
                    self.object(pipe, pairs, depth)
                }
            },
        }
    }

    /// Hidden properties of an instance of a script's class are written as well, in their places.
    fn hidden_too(&self, pipe: &mut Pipe<'_>, value: &Value, pairs: &mut Vec<(std::rc::Rc<str>, Value)>) {
        let Value::Object(object) = value else { return };
        let Some(instance) = object.class() else { return };
        for (at, property) in instance.class.all_properties().into_iter().enumerate() {
            if property.hidden && !pairs.iter().any(|(n, _)| **n == *property.name) {
                let item = members::try_property(pipe.rs, value, &property.name).unwrap_or(Value::Null);
                pairs.insert(at.min(pairs.len()), (property.name.clone(), item));
            }
        }
    }

    /// A scalar to which a script put members.
    fn with_members(&mut self, pipe: &mut Pipe<'_>, value: &Value, depth: usize) -> Result<()> {
        let mut pairs = vec![("value".to_owned(), value.base().clone())];
        if let Some(own) = members::instance_members(value) {
            for member in own.all().into_iter().filter(|m| !m.hidden) {
                let item = members::try_property(pipe.rs, value, &member.name).unwrap_or(Value::Null);
                pairs.push((member.name.to_string(), item));
            }
        }
        self.object(pipe, pairs, depth)
    }

    fn array(&mut self, pipe: &mut Pipe<'_>, items: &[Value], depth: usize) -> Result<()> {
        self.text.push('[');
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.line(depth + 1);
            self.value(pipe, item, depth + 1)?;
        }
        if !items.is_empty() {
            self.line(depth);
        }
        self.text.push(']');
        Ok(())
    }

    fn object(&mut self, pipe: &mut Pipe<'_>, pairs: Vec<(String, Value)>, depth: usize) -> Result<()> {
        self.text.push('{');
        let empty = pairs.is_empty();
        for (at, (name, item)) in pairs.into_iter().enumerate() {
            if at > 0 {
                self.text.push(',');
            }
            self.line(depth + 1);
            self.string(&name);
            self.text.push_str(if self.compress { ":" } else { ": " });
            self.value(pipe, &item, depth + 1)?;
        }
        if !empty {
            self.line(depth);
        }
        self.text.push('}');
        Ok(())
    }

    /// Writes a value that has no parts; false where it has some.
    fn scalar(&mut self, pipe: &mut Pipe<'_>, value: &Value) -> Result<bool> {
        match value {
            Value::Null | Value::Void => self.text.push_str("null"),
            Value::Bool(b) => self.text.push_str(if *b { "true" } else { "false" }),
            Value::Double(x) => self.number(double_text(*x)),
            Value::Single(x) => self.number(single_text(*x)),
            Value::Decimal(d) => self.number(d.to_string()),
            Value::Str(s) => self.string(s.lossy()),
            Value::Char(_) => self.string(&plain_text(value)),
            Value::DateTime(date) => {
                let text = format_date(pipe.rs, *date, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK")?;
                self.string(&text);
            }
            Value::Enum(e) if self.enum_names => self.string(&e.text()),
            Value::Enum(e) => self.text.push_str(&e.raw.to_string()),
            Value::Type(t) => self.string(t.full_name()),
            Value::Block(_) => return Ok(false),
            Value::SByte(_)
            | Value::Byte(_)
            | Value::Int16(_)
            | Value::UInt16(_)
            | Value::Int(_)
            | Value::UInt(_)
            | Value::Long(_)
            | Value::ULong(_)
            | Value::BigInt(_) => {
                self.text.push_str(&plain_text(value));
            }
            Value::Object(o) => match o.ty().full_name() {
                "System.DBNull" => self.text.push_str("null"),
                "System.Guid" | "System.Uri" => {
                    let text = posh_runtime::convert::to_text(pipe.rs, value)?;
                    self.string(&text);
                }
                "System.DateTimeOffset" => {
                    let format = [Value::str("yyyy-MM-ddTHH:mm:ss.FFFFFFFK")];
                    let text = members::invoke(pipe.rs, value, "ToString", &format)?;
                    self.string(&plain_text(&text));
                }
                _ => return Ok(false),
            },
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// A number that is no integer keeps a point.
    fn number(&mut self, text: String) {
        match text.as_str() {
            "∞" => return self.string("Infinity"),
            "-∞" => return self.string("-Infinity"),
            "NaN" => return self.string("NaN"),
            _ => {}
        }
        self.text.push_str(&text);
        if !text.contains(['.', 'E', 'e']) {
            self.text.push_str(".0");
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' if self.escapes == Escapes::Html => self.text.push_str("\\u0022"),
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                c if self.is_escaped(c) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        self.text.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn is_escaped(&self, c: char) -> bool {
        let always = c < ' ' || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
        always
            || match self.escapes {
                Escapes::Default => false,
                Escapes::NonAscii => c > '\u{7f}',
                Escapes::Html => matches!(c, '<' | '>' | '&' | '\''),
            }
    }
}

/// What stands for a value below the last level.
fn cut_text(pipe: &mut Pipe<'_>, value: &Value) -> Result<String> {
    if let Value::Array(array) = value.base() {
        let mut texts = Vec::new();
        for item in array.to_vec() {
            texts.push(match item.base() {
                Value::Array(inner) => inner.type_ref().full_name().to_owned(),
                other => posh_runtime::convert::to_text(pipe.rs, other)?,
            });
        }
        return Ok(texts.join(" "));
    }
    posh_runtime::convert::to_text(pipe.rs, value)
}
