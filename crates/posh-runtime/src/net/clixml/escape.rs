//! How CLIXML writes text: what XML cannot hold, and what looks like an escape, becomes `_xHHHH_`.

use std::fmt::Write as _;

use crate::value::PsStr;

/// What XML has no way to write.
pub(super) struct NotACharacter(pub(super) u16);

/// The text of an element.
pub(super) fn text(value: &PsStr) -> Result<String, NotACharacter> {
    encode(value, false)
}

/// The text of an attribute.
pub(super) fn attribute(value: &PsStr) -> Result<String, NotACharacter> {
    encode(value, true)
}

fn encode(value: &PsStr, quotes: bool) -> Result<String, NotACharacter> {
    let units = value.to_units();
    let mut out = String::with_capacity(units.len());
    for (at, unit) in units.iter().copied().enumerate() {
        let next = units.get(at + 1).copied();
        let looks_escaped = unit == u16::from(b'_') && matches!(next, Some(0x78 | 0x58));
        match unit {
            0x26 => out.push_str("&amp;"),
            0x3c => out.push_str("&lt;"),
            0x3e => out.push_str("&gt;"),
            0x22 if quotes => out.push_str("&quot;"),
            0xfffe | 0xffff => return Err(NotACharacter(unit)),
            0..=0x1f | 0x7f..=0x9f | 0xd800..=0xdfff => escape(&mut out, unit),
            _ if looks_escaped => escape(&mut out, unit),
            _ => out.extend(char::from_u32(u32::from(unit))),
        }
    }
    Ok(out)
}

fn escape(out: &mut String, unit: u16) {
    // Writing to a string does not fail.
    let _ = write!(out, "_x{unit:04X}_");
}

/// Takes the escapes out again.
pub(super) fn decode(text: &str) -> PsStr {
    if !text.contains("_x") && !text.contains("_X") {
        return PsStr::from(text);
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = Vec::with_capacity(units.len());
    let mut at = 0;
    while let Some(unit) = units.get(at).copied() {
        match units.get(at..at + 7).and_then(escaped) {
            Some(code) => {
                out.push(code);
                at += 7;
            }
            None => {
                out.push(unit);
                at += 1;
            }
        }
    }
    PsStr::from_units(&out)
}

fn escaped(part: &[u16]) -> Option<u16> {
    let text = String::from_utf16(part).ok()?;
    let hex = text.strip_prefix("_x")?.strip_suffix('_')?;
    u16::from_str_radix(hex, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, text};
    use crate::value::PsStr;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_escaped_reads_back(units in proptest::collection::vec(any::<u16>().prop_filter("XML has these", |u| *u < 0xfffe), 0..40)) {
            let original = PsStr::from_units(&units);
            let escaped = text(&original).ok().unwrap();
            let plain = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            prop_assert_eq!(decode(&plain).to_units(), units);
        }
    }

    #[test]
    fn look_alikes_are_escaped() {
        assert_eq!(text(&PsStr::from("_x0041_ _y")).ok().unwrap(), "_x005F_x0041_ _y");
        assert_eq!(text(&PsStr::from("a\tb")).ok().unwrap(), "a_x0009_b");
    }
}
