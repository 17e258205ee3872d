//! The other streams as the console shows them.

use posh_runtime::Value;
use posh_runtime::convert::plain_text;
use posh_runtime::host::Stream;
use posh_runtime::net::{InformationRecord, MessageRecord};

use crate::style::Style;

/// `WARNING: text` and the like, without a line end; `None` for streams that show no text of their own.
pub fn format_message(stream: Stream, record: &Value, style: Style) -> Option<String> {
    let text = match record.native::<MessageRecord>() {
        Some(message) => message.message.lossy().to_owned(),
        None => plain_text(record),
    };
    let prefix = match stream {
        Stream::Warning => "WARNING: ",
        Stream::Verbose => "VERBOSE: ",
        Stream::Debug => "DEBUG: ",
        Stream::Information => {
            return record.native::<InformationRecord>().map(|r| plain_text(&r.data)).or(Some(text));
        }
        Stream::Error | Stream::Progress => return None,
    };
    Some(style.message(&format!("{prefix}{text}")))
}
