//! `Get-History`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::error::{ErrorCategory, ErrorRecord, Exception};
use posh_runtime::members::try_property;
use posh_runtime::{Result, Value};

/// Gets the commands that were typed in this session.
///
/// # Examples
/// Gets the last commands.
/// ```powershell
/// Get-History -Count 5
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "History",
    module = "Microsoft.PowerShell.Core",
    output = "Microsoft.PowerShell.Commands.HistoryInfo"
)]
pub(crate) struct GetHistory {
    /// Id.
    #[parameter(ty = "long[]", range = "1, 9223372036854775807", position = 0, by_value)]
    id: Vec<Value>,
    /// How many.
    #[parameter(range = "0, 32767", position = 1)]
    count: Option<i32>,
}

impl Cmdlet for GetHistory {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        // A host that keeps a history puts it into the session.
        let all = pipe.rs.extension::<History>().map(|h| h.0.borrow().clone()).unwrap_or_default();
        if !self.id.is_empty() && self.count.is_none() {
            return self.by_id(pipe, &all);
        }
        let count = self.count.map_or(all.len(), |n| usize::try_from(n).unwrap_or(0));
        for item in all.iter().skip(all.len().saturating_sub(count)) {
            pipe.write(item.clone())?;
        }
        Ok(())
    }
}

impl GetHistory {
    fn by_id(&self, pipe: &mut Pipe<'_>, all: &[Value]) -> Result<()> {
        for id in &self.id {
            let wanted = plain_text(id);
            let found = all
                .iter()
                .find(|item| try_property(pipe.rs, item, "Id").is_some_and(|id| plain_text(&id) == wanted));
            match found {
                Some(item) => pipe.write(item.clone())?,
                None => {
                    let exception = Exception::new(
                        "System.ArgumentException",
                        format!("Cannot locate the history for Id {wanted}."),
                    );
                    let category = ErrorCategory::ObjectNotFound;
                    pipe.error(ErrorRecord::new(
                        exception,
                        "GetHistoryNoHistoryForId",
                        category,
                        id.clone(),
                    ))?;
                }
            }
        }
        Ok(())
    }
}

/// The session's history: objects with `Id` and `CommandLine`.
#[derive(Default)]
pub(crate) struct History(pub(crate) std::cell::RefCell<Vec<Value>>);
