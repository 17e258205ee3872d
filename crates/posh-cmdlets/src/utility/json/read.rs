//! Reading of JSON as PowerShell does: comments, single quotes, bare names and trailing commas are borne.

use std::rc::Rc;

use num_bigint::BigInt;
use posh_runtime::Value;
use posh_runtime::runspace::Runspace;
use posh_runtime::types::TypeRef;
use posh_runtime::value::{
    DateTime, DateTimeKind, Dictionary, DictionaryKind, Object, PropertyBag, PsStr, TICKS_PER_SECOND,
};

/// What dates become.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(in crate::utility) enum DateKind {
    /// Dates of the kind that the text says.
    #[default]
    Default,
    /// Dates of the machine's zone.
    Local,
    /// Dates of UTC.
    Utc,
    /// Texts.
    Text,
}

/// Why a text is no JSON.
pub(in crate::utility) enum Failure {
    /// The text is broken.
    Syntax(String),
    /// A table has the same key in different letter case.
    Casing(String, String),
    /// A table has an empty key.
    EmptyKey,
}

type Read<T = Value> = std::result::Result<T, Failure>;

/// A reader of one text.
pub(in crate::utility) struct Reader {
    chars: Vec<char>,
    at: usize,
    path: Vec<Step>,
    max_depth: usize,
    tables: bool,
    dates: DateKind,
    offset: i64,
}

enum Step {
    Name(String),
    Index(usize),
}

/// How a text is read.
pub(in crate::utility) struct Options {
    /// Levels that are allowed.
    pub(in crate::utility) max_depth: usize,
    /// Whether objects become tables.
    pub(in crate::utility) tables: bool,
    /// What dates become.
    pub(in crate::utility) dates: DateKind,
}

/// Reads a text; `None` for an empty one.
pub(in crate::utility) fn read(rs: &Runspace, text: &str, options: &Options) -> Read<Option<Value>> {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        path: Vec::new(),
        max_depth: options.max_depth,
        tables: options.tables,
        dates: options.dates,
        offset: rs.utc_offset_minutes(),
    };
    reader.blanks()?;
    if reader.peek().is_none() {
        return Ok(None);
    }
    let value = reader.value(0)?;
    reader.blanks()?;
    match reader.peek() {
        None => Ok(Some(value)),
        Some(c) => {
            reader.at += 1;
            let message = format!("Additional text encountered after finished reading JSON content: {c}.");
            reader.at -= 1;
            Err(reader.failure(&message, 0))
        }
    }
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn ahead(&self, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c))
    }

    fn path_text(&self) -> String {
        let mut text = String::new();
        for step in &self.path {
            match step {
                Step::Index(i) => text.push_str(&format!("[{i}]")),
                Step::Name(name) if name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$') => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(name);
                }
                Step::Name(name) => text.push_str(&format!("['{name}']")),
            }
        }
        text
    }

    /// An error with its place: `Path '', line 1, position 3.`
    fn failure(&self, message: &str, extra: usize) -> Failure {
        let before = self.chars.get(..self.at).unwrap_or(&self.chars);
        let line = before.iter().filter(|c| **c == '\n').count() + 1;
        let position = before.iter().rev().take_while(|c| **c != '\n').count() + extra;
        Failure::Syntax(format!("{message} Path '{}', line {line}, position {position}.", self.path_text()))
    }

    fn unexpected_end(&self) -> Failure {
        self.failure("Unexpected end when reading JSON.", 0)
    }

    fn unexpected(&self, c: char) -> Failure {
        let message = format!("Unexpected character encountered while parsing value: {c}.");
        if self.at == 0 {
            return Failure::Syntax(format!("{message} Path '', line 0, position 0."));
        }
        self.failure(&message, 0)
    }

    fn blanks(&mut self) -> Read<()> {
        while let Some(c) = self.peek() {
            if c.is_whitespace() {
                self.at += 1;
            } else if self.ahead("//") {
                while self.peek().is_some_and(|c| c != '\n') {
                    self.at += 1;
                }
            } else if self.ahead("/*") {
                self.at += 2;
                while !self.ahead("*/") {
                    if self.peek().is_none() {
                        return Err(self.failure("Unexpected end while parsing comment.", 0));
                    }
                    self.at += 1;
                }
                self.at += 2;
            } else {
                break;
            }
        }
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Read {
        self.blanks()?;
        let Some(c) = self.peek() else { return Err(self.unexpected_end()) };
        match c {
            '{' | '[' if depth >= self.max_depth => {
                self.at += 1;
                let message = format!("The reader's MaxDepth of {} has been exceeded.", self.max_depth);
                Err(self.failure(&message, 0))
            }
            '{' => self.object(depth),
            '[' => self.array(depth),
            '"' | '\'' => {
                let text = self.string(c)?;
                Ok(self.text_value(text))
            }
            c if c.is_ascii_digit() || c == '-' || c == '.' => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Read {
        let words = [
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("null", Value::Null),
            ("undefined", Value::Null),
            ("NaN", Value::Double(f64::NAN)),
            ("Infinity", Value::Double(f64::INFINITY)),
        ];
        for (word, value) in words {
            if self.ahead(word) {
                self.at += word.chars().count();
                return Ok(value);
            }
            let rest: String = self.chars.get(self.at..).unwrap_or(&[]).iter().collect();
            if word.starts_with(&rest) {
                self.at = self.chars.len();
                return Err(self.unexpected_end());
            }
        }
        Err(self.unexpected(self.peek().unwrap_or(' ')))
    }

    fn number(&mut self) -> Read {
        if self.ahead("-Infinity") {
            self.at += 9;
            return Ok(Value::Double(f64::NEG_INFINITY));
        }
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')) {
            self.at += 1;
        }
        let text: String = self.chars.get(start..self.at).unwrap_or(&[]).iter().collect();
        parse_number(&text).ok_or_else(|| {
            let message = format!("Input string '{text}' is not a valid number.");
            self.failure(&message, 0)
        })
    }

    fn string(&mut self, quote: char) -> Read<String> {
        self.at += 1;
        let mut units: Vec<u16> = Vec::new();
        loop {
            let Some(c) = self.peek() else {
                let message = format!("Unterminated string. Expected delimiter: {quote}.");
                return Err(self.failure(&message, 0));
            };
            self.at += 1;
            match c {
                c if c == quote => return Ok(PsStr::from_units(&units).lossy().to_owned()),
                '\\' => self.escape(&mut units)?,
                c => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
            }
        }
    }

    fn escape(&mut self, units: &mut Vec<u16>) -> Read<()> {
        let Some(c) = self.peek() else {
            return Err(self.failure("Unterminated string. Expected delimiter: \".", 0));
        };
        self.at += 1;
        let plain = match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            '"' | '\'' | '\\' | '/' => c,
            'u' => {
                let mut unit = 0_u32;
                for _ in 0..4 {
                    let digit = self.peek().and_then(|d| d.to_digit(16));
                    let Some(digit) = digit else {
                        return Err(self.failure("Invalid Unicode escape sequence.", 0));
                    };
                    unit = unit * 16 + digit;
                    self.at += 1;
                }
                units.push(u16::try_from(unit).unwrap_or(0xfffd));
                return Ok(());
            }
            other => {
                let message = format!("Bad JSON escape sequence: \\{other}.");
                return Err(self.failure(&message, 0));
            }
        };
        units.extend(plain.encode_utf16(&mut [0; 2]).iter());
        Ok(())
    }

    fn array(&mut self, depth: usize) -> Read {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.blanks()?;
            match self.peek() {
                None => return Err(self.unexpected_end()),
                Some(']') => {
                    self.at += 1;
                    return Ok(Value::array(items));
                }
                Some(',') => items.push(Value::Null),
                Some(_) => {
                    self.path.push(Step::Index(items.len()));
                    let value = self.value(depth + 1)?;
                    self.path.pop();
                    items.push(value);
                }
            }
            self.blanks()?;
            match self.peek() {
                Some(',') => self.at += 1,
                Some(']') => {}
                None => return Err(self.unexpected_end()),
                Some(c) => {
                    let message =
                        format!("After parsing a value an unexpected character was encountered: {c}.");
                    return Err(self.failure(&message, 0));
                }
            }
        }
    }

    fn name(&mut self) -> Read<String> {
        match self.peek() {
            Some(quote @ ('"' | '\'')) => self.string(quote),
            Some(c) if c.is_alphanumeric() || c == '_' || c == '$' => {
                let start = self.at;
                while self.peek().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                    self.at += 1;
                }
                Ok(self.chars.get(start..self.at).unwrap_or(&[]).iter().collect())
            }
            Some(c) => {
                let message = format!("Invalid property identifier character: {c}.");
                Err(self.failure(&message, 0))
            }
            None => Err(self.unexpected_end()),
        }
    }

    fn object(&mut self, depth: usize) -> Read {
        self.at += 1;
        let mut pairs: Vec<(String, Value)> = Vec::new();
        loop {
            self.blanks()?;
            if self.peek() == Some('}') {
                self.at += 1;
                return self.finish(pairs);
            }
            let name = self.name()?;
            self.blanks()?;
            match self.peek() {
                Some(':') => self.at += 1,
                None => return Err(self.unexpected_end()),
                Some(c) => {
                    let message =
                        format!("Invalid character after parsing property name. Expected ':' but got: {c}.");
                    return Err(self.failure(&message, 0));
                }
            }
            self.path.push(Step::Name(name.clone()));
            let value = self.value(depth + 1)?;
            match pairs.iter_mut().find(|(n, _)| *n == name) {
                Some((_, slot)) => *slot = value,
                None => pairs.push((name, value)),
            }
            self.blanks()?;
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => {}
                None => return Err(self.unexpected_end()),
                Some(c) => {
                    let message =
                        format!("After parsing a value an unexpected character was encountered: {c}.");
                    return Err(self.failure(&message, 0));
                }
            }
            self.path.pop();
        }
    }

    fn finish(&self, pairs: Vec<(String, Value)>) -> Read {
        if self.tables {
            let ty = TypeRef::named("System.Management.Automation.OrderedHashtable");
            let table = Dictionary::of_type(ty, DictionaryKind::Ordered, false);
            for (name, value) in pairs {
                table.set(Value::from(name), value);
            }
            return Ok(Value::Hash(Rc::new(table)));
        }
        for (at, (name, _)) in pairs.iter().enumerate() {
            if name.is_empty() {
                return Err(Failure::EmptyKey);
            }
            if let Some((other, _)) = pairs.iter().take(at).find(|(n, _)| n.eq_ignore_ascii_case(name)) {
                return Err(Failure::Casing(other.clone(), name.clone()));
            }
        }
        let bag: PropertyBag = pairs.into_iter().map(|(n, v)| (Rc::from(n), v)).collect();
        Ok(Value::Object(Object::custom(bag)))
    }

    fn text_value(&self, text: String) -> Value {
        if self.dates == DateKind::Text {
            return Value::from(text);
        }
        match iso_date(&text, self.offset) {
            Some(date) => Value::DateTime(match self.dates {
                DateKind::Utc => self.to_kind(date, DateTimeKind::Utc),
                DateKind::Local => self.to_kind(date, DateTimeKind::Local),
                _ => date,
            }),
            None => Value::from(text),
        }
    }

    fn to_kind(&self, date: DateTime, kind: DateTimeKind) -> DateTime {
        let offset = self.offset * 60 * TICKS_PER_SECOND;
        let moved = match (date.kind(), kind) {
            (DateTimeKind::Utc, DateTimeKind::Local) => date.add_ticks(offset),
            (DateTimeKind::Local, DateTimeKind::Utc) => date.add_ticks(-offset),
            _ => Some(date),
        };
        moved.unwrap_or(date).with_kind(kind)
    }
}

fn parse_number(text: &str) -> Option<Value> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        let value = i64::from_str_radix(hex, 16).ok()?;
        return Some(Value::Long(if negative { -value } else { value }));
    }
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b < b'8') {
            let value = i64::from_str_radix(digits, 8).ok()?;
            return Some(Value::Long(if negative { -value } else { value }));
        }
        return match text.parse::<i64>() {
            Ok(value) => Some(Value::Long(value)),
            Err(_) => text.parse::<BigInt>().ok().map(Value::bigint),
        };
    }
    text.parse::<f64>().ok().map(Value::Double)
}

/// `yyyy-MM-ddTHH:mm:ss`, a fraction, and `Z` or an offset; nothing else is a date.
fn iso_date(text: &str, local_offset: i64) -> Option<DateTime> {
    let bytes = text.as_bytes();
    if bytes.len() < 19 || bytes.get(4) != Some(&b'-') || bytes.get(10) != Some(&b'T') || !text.is_ascii() {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok().filter(|n| *n >= 0);
    let separators =
        bytes.get(7) == Some(&b'-') && bytes.get(13) == Some(&b':') && bytes.get(16) == Some(&b':');
    if !separators {
        return None;
    }
    let (y, m, d) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (h, min, s) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let mut rest = text.get(19..)?;
    let mut fraction = 0;
    if let Some(tail) = rest.strip_prefix('.') {
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        let kept: String = tail.get(..digits)?.chars().chain("0000000".chars()).take(7).collect();
        fraction = kept.parse::<i64>().ok()?;
        rest = tail.get(digits..)?;
    }
    if h > 23 || min > 59 || s > 59 {
        return None;
    }
    let ticks = ((h * 60 + min) * 60 + s) * TICKS_PER_SECOND + fraction;
    let days = posh_date(y, m, d)?;
    let date = days.add_ticks(ticks)?;
    let offset = |text: &str| -> Option<i64> {
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let hours = text.get(1..3)?.parse::<i64>().ok()?;
        let minutes = text.get(3..)?.trim_start_matches(':');
        let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i64>().ok()? };
        Some(sign * (hours * 60 + minutes))
    };
    match rest.chars().next() {
        None => Some(date),
        Some('Z') if rest.len() == 1 => Some(date.with_kind(DateTimeKind::Utc)),
        Some('+' | '-') => {
            let minutes = local_offset - offset(rest)?;
            Some(date.add_ticks(minutes * 60 * TICKS_PER_SECOND)?.with_kind(DateTimeKind::Local))
        }
        _ => None,
    }
}

/// Midnight of a day.
fn posh_date(year: i64, month: i64, day: i64) -> Option<DateTime> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    let date = DateTime::min().add_months((year - 1) * 12 + month - 1)?;
    let date = date.add_ticks((day - 1) * posh_runtime::value::TICKS_PER_DAY)?;
    (date.date_parts() == (year, month, day)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::{iso_date, parse_number};
    use posh_runtime::Value;

    #[test]
    fn only_whole_dates_with_times_are_dates() {
        assert!(iso_date("2024-01-02T03:04:05Z", 0).is_some());
        assert!(iso_date("2024-01-02T03:04:05.123+02:00", 0).is_some());
        for text in ["2024-01-02", "2024-02-30T00:00:00", "2024-01-02T24:00:00", "2024-01-02T03:04:05x", "a"]
        {
            assert!(iso_date(text, 0).is_none(), "{text}");
        }
    }

    #[test]
    fn numbers_of_all_sizes() {
        assert!(matches!(parse_number("12"), Some(Value::Long(12))));
        assert!(matches!(parse_number("1.0"), Some(Value::Double(_))));
        assert!(matches!(parse_number("9223372036854775808"), Some(Value::BigInt(_))));
        assert!(matches!(parse_number("0x10"), Some(Value::Long(16))));
        assert!(parse_number("1x").is_none());
    }
}
