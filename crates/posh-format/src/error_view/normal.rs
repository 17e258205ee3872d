//! NormalView: the message, the place, the category, the id.

use posh_runtime::Runspace;
use posh_runtime::error::ErrorRecord;

use super::{command_name, position, position_of};

/// The text of a record.
pub(super) fn text(rs: &mut Runspace, record: &ErrorRecord) -> String {
    let place = position_of(record);
    let script = place.as_ref().and_then(|p| p.source.file()).map(str::to_owned);
    let name = match command_name(rs, record) {
        Some(name) => Some(name),
        None => script
            .or_else(|| record.with_invocation(|i| i.invocation_name.to_string()).filter(|n| !n.is_empty())),
    };
    let mut out = String::new();
    if let Some(name) = name {
        out.push_str(&name);
        out.push_str(" : ");
    }
    out.push_str(record.text().lossy());
    if let Some(place) = place {
        out.push('\n');
        out.push_str(&position::message(&place));
    }
    out.push_str(&format!("\n+ CategoryInfo          : {}", record.category_text()));
    out.push_str(&format!("\n+ FullyQualifiedErrorId : {}", record.fully_qualified_id()));
    out
}
