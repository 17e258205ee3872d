//! NormalView: the message, the place, the category, the id.

use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorRecord};
use posh_runtime::{Runspace, members};

use super::position_of;

/// What stands before the message, and the message with what follows.
pub(super) fn text(rs: &mut Runspace, record: &ErrorRecord) -> (String, String) {
    let mut before = String::new();
    let mut out = String::new();
    if record.category.get() == ErrorCategory::ParserError {
        // The message of a parse error has the place in it.
        out.push_str(record.message().lossy());
    } else {
        if let Some(name) = command(rs, record) {
            before = name + " : ";
        }
        out.push_str(record.text().lossy());
        if let Some(place) = position_of(record) {
            out.push('\n');
            out.push_str(&posh_runtime::error::position_message(&place));
        }
    }
    out.push_str(&format!("\n+ CategoryInfo          : {}", record.category_text()));
    out.push_str(&format!("\n+ FullyQualifiedErrorId : {}", record.fully_qualified_id()));
    (before, out)
}

/// What stands before the message: a script's path, a block's text, or the name by which a command was called.
fn command(rs: &mut Runspace, record: &ErrorRecord) -> Option<String> {
    let invoked = record.with_invocation(|i| i.invocation_name.to_string()).unwrap_or_default();
    let command = record.with_invocation(|i| i.command.clone()).filter(|c| !c.is_null());
    let Some(command) = command else { return Some(invoked).filter(|n| !n.is_empty()) };
    let mut property = |name| members::try_property(rs, &command, name).map(|v| plain_text(&v));
    match property("CommandType").as_deref() {
        Some("ExternalScript") => property("Path"),
        Some("Script") => property("Definition"),
        _ if matches!(invoked.as_str(), "" | "&" | ".") => property("Name").filter(|n| !n.is_empty()),
        _ => Some(invoked),
    }
}
