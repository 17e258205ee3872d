//! `Disconnect-ExchangeOnline`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use crate::session::migration;

/// Ends the connection that Connect-ExchangeOnline made.
///
/// # Examples
/// Disconnects without being asked.
/// ```powershell
/// Disconnect-ExchangeOnline -Confirm:$false
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Disconnect",
    noun = "ExchangeOnline",
    module = "ExchangeOnlineManagement",
    class = "Disconnect-ExchangeOnline",
    should_process,
    impact = "High"
)]
pub(super) struct DisconnectExchangeOnline {
    /// Accepted; there is one connection.
    #[parameter]
    connection_id: Vec<String>,
    /// Accepted; there is one connection.
    #[parameter]
    module_prefix: Vec<String>,
}

impl Cmdlet for DisconnectExchangeOnline {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let migration = migration(pipe)?;
        let what = "Running this cmdlet clears all active sessions created using Connect-ExchangeOnline or \
                    Connect-IPPSSession.";
        if pipe.should_process(what, "Press(Y/y/A/a) if you want to continue.")? {
            migration.set_connected(false);
        }
        Ok(())
    }
}
