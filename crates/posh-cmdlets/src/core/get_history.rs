//! `Get-History`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
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
        let Some(history) = pipe.rs.extension::<History>() else { return Ok(()) };
        let all = history.0.borrow().clone();
        let count = self.count.map_or(all.len(), |n| usize::try_from(n).unwrap_or(0));
        for item in all.iter().skip(all.len().saturating_sub(count)) {
            pipe.write(item.clone())?;
        }
        Ok(())
    }
}

/// The session's history: objects with `Id` and `CommandLine`.
#[derive(Default)]
pub(crate) struct History(pub(crate) std::cell::RefCell<Vec<Value>>);
