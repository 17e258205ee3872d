//! Objects that stand between the lines of any document: strings, numbers, errors, warnings.

use posh_runtime::{ErrorRecord, Result, Runspace, Value, members};

use super::custom;
use crate::error_view::{ErrorStyle, ends_line, error_text};
use crate::packet::{Entry, TypeNames};
use crate::value_text::{TextRules, is_scalar, line_text};
use crate::view::{Control, FormatTable};

/// The entry of such an object; `None` for others.
pub(super) fn entry(
    rs: &mut Runspace,
    value: &Value,
    names: &TypeNames,
    rules: &TextRules,
    errors: &ErrorStyle,
) -> Result<Option<Entry>> {
    if is_scalar(value) {
        return line_text(rs, value).map(|t| Some(Entry::Text(t)));
    }
    if value.native::<ErrorRecord>().is_some() && !names.iter().any(|n| n.ends_with("#PSExtendedError")) {
        let end = if ends_line(rs, value, errors) { "\n" } else { "" };
        return Ok(Some(Entry::Text(error_text(rs, value, errors) + end)));
    }
    if let Some(view) = FormatTable::of(rs).out_of_band(names)
        && let Control::Custom(entries) = &view.control
    {
        let flow = custom::of_entries(rs, entries, value, names, rules)?;
        return Ok(Some(Entry::Custom(flow)));
    }
    let shown = members::property_names(rs, value)?.is_empty()
        && FormatTable::of(rs).find(names, |v| !v.out_of_band).is_none();
    if shown { line_text(rs, value).map(|t| Some(Entry::Text(t))) } else { Ok(None) }
}
