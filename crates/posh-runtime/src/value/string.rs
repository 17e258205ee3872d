//! Strings: immutable, shared, UTF-16 in meaning, UTF-8 in memory.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use posh_syntax::Text;

const UNKNOWN: u32 = u32::MAX;

struct StrData {
    /// The text; each lone surrogate stands as U+FFFD here.
    text: String,
    /// The exact code units, only where the text holds a lone surrogate.
    units: Option<Box<[u16]>>,
    /// Number of UTF-16 units, counted when first asked for.
    len16: Cell<u32>,
}

/// A PowerShell string (`System.String`).
///
/// Indexes and lengths count UTF-16 units. Lone surrogates can stand in it, so [`PsStr::as_str`] can fail; where an
/// approximation serves (showing it), [`PsStr::lossy`] never does.
#[derive(Clone)]
pub struct PsStr(Rc<StrData>);

impl PsStr {
    /// The exact text, or `None` where it holds a lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        if self.0.units.is_some() { None } else { Some(&self.0.text) }
    }

    /// The text, each lone surrogate replaced by U+FFFD.
    pub fn lossy(&self) -> &str {
        &self.0.text
    }

    /// Number of UTF-16 units (`.Length`).
    pub fn len16(&self) -> usize {
        let known = self.0.len16.get();
        if known != UNKNOWN {
            return known as usize;
        }
        let len = match &self.0.units {
            Some(units) => units.len(),
            None if self.0.text.is_ascii() => self.0.text.len(),
            None => self.0.text.encode_utf16().count(),
        };
        self.0.len16.set(u32::try_from(len).unwrap_or(UNKNOWN));
        len
    }

    /// Whether every character is ASCII, so that bytes, characters and UTF-16 units are the same.
    pub fn is_ascii(&self) -> bool {
        self.0.units.is_none() && self.len16() == self.0.text.len()
    }

    /// Whether the string is empty.
    pub fn is_empty(&self) -> bool {
        self.0.text.is_empty()
    }

    /// The UTF-16 unit at `index`.
    pub fn unit_at(&self, index: usize) -> Option<u16> {
        if self.is_ascii() {
            return self.0.text.as_bytes().get(index).map(|&b| u16::from(b));
        }
        match &self.0.units {
            Some(units) => units.get(index).copied(),
            None => self.0.text.encode_utf16().nth(index),
        }
    }

    /// All UTF-16 units.
    pub fn to_units(&self) -> Vec<u16> {
        match &self.0.units {
            Some(units) => units.to_vec(),
            None => self.0.text.encode_utf16().collect(),
        }
    }

    /// A string of UTF-16 units, lone surrogates kept.
    pub fn from_units(units: &[u16]) -> Self {
        match String::from_utf16(units) {
            Ok(text) => Self::from(text),
            Err(_) => Self(Rc::new(StrData {
                text: String::from_utf16_lossy(units),
                len16: Cell::new(u32::try_from(units.len()).unwrap_or(UNKNOWN)),
                units: Some(units.into()),
            })),
        }
    }

    /// `length` units from unit `start`; `None` where they are not all there.
    pub fn substring(&self, start: usize, length: usize) -> Option<Self> {
        let end = start.checked_add(length)?;
        if self.is_ascii() {
            return self.0.text.get(start..end).map(Self::from);
        }
        let units = self.to_units();
        units.get(start..end).map(Self::from_units)
    }

    /// This string with another behind it. Where nobody else holds this one its buffer is used again, so that
    /// appending in a loop costs what is appended.
    pub fn concat(mut self, other: &Self) -> Self {
        if self.0.units.is_some() || other.0.units.is_some() {
            let mut units = self.to_units();
            units.extend(other.to_units());
            return Self::from_units(&units);
        }
        if let Some(data) = Rc::get_mut(&mut self.0) {
            let len = match (data.len16.get(), other.0.len16.get()) {
                (UNKNOWN, _) | (_, UNKNOWN) => UNKNOWN,
                (a, b) => a.saturating_add(b),
            };
            data.text.push_str(&other.0.text);
            data.len16.set(len);
            return self;
        }
        let mut text = String::with_capacity(self.0.text.len() + other.0.text.len());
        text.push_str(&self.0.text);
        text.push_str(&other.0.text);
        Self::from(text)
    }

    /// Whether both are the same object.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Address that identifies the object while it lives.
    pub fn address(&self) -> usize {
        Rc::as_ptr(&self.0).cast::<u8>() as usize
    }
}

impl From<String> for PsStr {
    fn from(text: String) -> Self {
        Self(Rc::new(StrData { text, units: None, len16: Cell::new(UNKNOWN) }))
    }
}

impl From<&str> for PsStr {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<&String> for PsStr {
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl From<char> for PsStr {
    fn from(c: char) -> Self {
        Self::from(c.to_string())
    }
}

impl From<&Text> for PsStr {
    fn from(text: &Text) -> Self {
        match text.as_str() {
            Some(s) => Self::from(s),
            None => Self::from_units(&text.to_utf16()),
        }
    }
}

impl PartialEq for PsStr {
    /// Ordinal equality.
    fn eq(&self, other: &Self) -> bool {
        self.same(other) || (self.0.text == other.0.text && self.0.units == other.0.units)
    }
}

impl Eq for PsStr {}

impl fmt::Debug for PsStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.text, f)
    }
}

impl fmt::Display for PsStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_cuts_in_utf16_units() {
        let s = PsStr::from("a😀b");
        assert_eq!(s.len16(), 4);
        assert_eq!(s.unit_at(3), Some(u16::from(b'b')));
        let half = s.substring(0, 2).unwrap();
        assert_eq!(half.as_str(), None);
        assert_eq!(half.len16(), 2);
        let rest = s.substring(2, 2).unwrap();
        assert_eq!(half.concat(&rest).as_str(), Some("a😀b"));
        assert!(s.substring(3, 2).is_none());
    }
}
