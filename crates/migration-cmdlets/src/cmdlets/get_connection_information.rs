//! `Get-ConnectionInformation`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use crate::session::migration;

/// Gets the connections to Exchange Online: in a rehearsal the one to the practice organisation.
///
/// # Examples
/// Shows the connection.
/// ```powershell
/// Get-ConnectionInformation
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "ConnectionInformation",
    module = "ExchangeOnlineManagement",
    class = "Get-ConnectionInformation"
)]
pub(super) struct GetConnectionInformation {}

impl Cmdlet for GetConnectionInformation {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if migration(pipe)?.is_connected() {
            pipe.write(crate::objects::connection::connection())
        } else {
            Ok(())
        }
    }
}
