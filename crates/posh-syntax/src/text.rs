//! Text as PowerShell has it: UTF-16 in meaning, so that a lone surrogate can stand in a string.

use std::fmt;
use std::sync::Arc;

/// An immutable string value of the source: WTF-8 bytes, which are UTF-8 unless the text holds a lone surrogate
/// (written as `` "`u{D800}" ``).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Text(Arc<[u8]>);

impl Text {
    /// The text as a `str`, or `None` where it holds a lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The WTF-8 bytes.
    pub fn as_wtf8(&self) -> &[u8] {
        &self.0
    }

    /// The text with each lone surrogate replaced by U+FFFD.
    pub fn to_string_lossy(&self) -> String {
        match self.as_str() {
            Some(s) => s.to_owned(),
            None => String::from_utf16_lossy(&self.to_utf16()),
        }
    }

    /// The UTF-16 code units.
    pub fn to_utf16(&self) -> Vec<u16> {
        let mut units = Vec::with_capacity(self.0.len());
        let mut rest: &[u8] = &self.0;
        while let Some((&first, tail)) = rest.split_first() {
            let (mut code, len) = match first {
                0..=0x7f => (u32::from(first), 0),
                0x80..=0xdf => (u32::from(first & 0x1f), 1),
                0xe0..=0xef => (u32::from(first & 0x0f), 2),
                _ => (u32::from(first & 0x07), 3),
            };
            let (continuation, next) = tail.split_at(len.min(tail.len()));
            for byte in continuation {
                code = (code << 6) | u32::from(byte & 0x3f);
            }
            rest = next;
            match u16::try_from(code) {
                Ok(unit) => units.push(unit),
                Err(_) => {
                    let above = code - 0x1_0000;
                    units.push(0xd800 + u16::try_from(above >> 10).unwrap_or(0));
                    units.push(0xdc00 + u16::try_from(above & 0x3ff).unwrap_or(0));
                }
            }
        }
        units
    }
}

impl From<&str> for Text {
    fn from(s: &str) -> Self {
        Self(Arc::from(s.as_bytes()))
    }
}

impl From<String> for Text {
    fn from(s: String) -> Self {
        Self(Arc::from(s.into_bytes()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string_lossy(), f)
    }
}

/// Collects text piece by piece; a high surrogate followed by a low one becomes one character.
#[derive(Default, Clone)]
pub struct TextBuilder(Vec<u8>);

impl TextBuilder {
    /// Appends UTF-8 text.
    pub fn push_str(&mut self, s: &str) {
        self.0.extend_from_slice(s.as_bytes());
    }

    /// Appends one character.
    pub fn push(&mut self, c: char) {
        self.push_str(c.encode_utf8(&mut [0; 4]));
    }

    /// Appends one UTF-16 code unit, joining it with a lone high surrogate before it.
    pub fn push_unit(&mut self, unit: u16) {
        if let Some(c) = char::from_u32(u32::from(unit)) {
            self.push(c);
            return;
        }
        if (0xdc00..0xe000).contains(&unit)
            && let [.., 0xed, second @ 0xa0..=0xaf, third] = *self.0.as_slice()
        {
            let high = 0xd000 | (u32::from(second & 0x3f) << 6) | u32::from(third & 0x3f);
            let code = 0x1_0000 + ((high - 0xd800) << 10) + (u32::from(unit) - 0xdc00);
            if let Some(c) = char::from_u32(code) {
                self.0.truncate(self.0.len() - 3);
                self.push(c);
                return;
            }
        }
        let [hi, lo] = unit.to_be_bytes();
        self.0.extend_from_slice(&[
            0xe0 | (hi >> 4),
            0x80 | ((hi & 0x0f) << 2) | (lo >> 6),
            0x80 | (lo & 0x3f),
        ]);
    }

    /// The finished text.
    pub fn finish(self) -> Text {
        Text(Arc::from(self.0))
    }

    /// Whether nothing was appended.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surrogates_join_or_stay_alone() {
        let mut b = TextBuilder::default();
        b.push_unit(0xd83d);
        b.push_unit(0xde00);
        b.push_unit(0xd800);
        let text = b.finish();
        assert_eq!(text.as_str(), None);
        assert_eq!(text.to_utf16(), [0xd83d, 0xde00, 0xd800]);
        assert_eq!(text.to_string_lossy(), "😀\u{fffd}");
    }
}
