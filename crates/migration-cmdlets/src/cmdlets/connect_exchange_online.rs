//! `Connect-ExchangeOnline`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::{ErrorCategory, ErrorRecord, Exception};
use posh_runtime::{Result, Value};

use crate::session::{Mode, migration};

/// Connects to the practice organisation in a rehearsal. Elsewhere it says where these cmdlets put the mail instead.
///
/// # Examples
/// Connects.
/// ```powershell
/// Connect-ExchangeOnline -UserPrincipalName admin@contoso.onmicrosoft.com
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Connect",
    noun = "ExchangeOnline",
    module = "ExchangeOnlineManagement",
    class = "Connect-ExchangeOnline"
)]
pub(super) struct ConnectExchangeOnline {
    /// Accepted.
    #[parameter]
    connection_uri: Option<String>,
    /// Accepted.
    #[parameter(name = "AzureADAuthorizationEndpointUri")]
    azure_ad_authorization_endpoint_uri: Option<String>,
    /// Accepted.
    #[parameter]
    user_principal_name: Option<String>,
    /// Accepted.
    #[parameter(ty = "pscredential")]
    credential: Value,
    /// Accepted.
    #[parameter]
    organization: Option<String>,
    /// Accepted.
    #[parameter]
    delegated_organization: Option<String>,
    /// Accepted.
    #[parameter]
    app_id: Option<String>,
    /// Accepted.
    #[parameter]
    certificate_thumbprint: Option<String>,
    /// Accepted.
    #[parameter]
    certificate_file_path: Option<String>,
    /// Accepted.
    #[parameter]
    prefix: Option<String>,
    /// Accepted; no banner is shown.
    #[parameter]
    show_banner: Option<bool>,
    /// Accepted.
    #[parameter]
    show_progress: Option<bool>,
    /// Accepted.
    #[parameter]
    device: bool,
    /// Accepted.
    #[parameter]
    inline_credential: bool,
    /// Accepted.
    #[parameter]
    managed_identity: bool,
    /// Accepted.
    #[parameter]
    skip_loading_format_data: bool,
    /// Accepted.
    #[parameter]
    skip_loading_cmdlet_help: bool,
    /// Accepted.
    #[parameter]
    load_cmdlet_help: bool,
    /// Accepted.
    #[parameter(name = "DisableWAM")]
    disable_wam: bool,
    /// Accepted.
    #[parameter(name = "CommandName")]
    command_name: Vec<String>,
}

impl Cmdlet for ConnectExchangeOnline {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let migration = migration(pipe)?;
        if migration.mode() == Mode::Rehearsal {
            migration.set_connected(true);
            return pipe.verbose("Connected to the practice organisation.");
        }
        let target = match migration.service() {
            Ok(service) => service.target_location(),
            Err(error) => return pipe.fatal(crate::error::record(&error, Value::Null)),
        };
        let message = format!(
            "This program does not drive Exchange Online: the migration cmdlets of this session put the mail into \
             {target}. Leave Connect-ExchangeOnline out, or rehearse the runbook with 'cutover run --rehearse'."
        );
        let exception = Exception::new("System.NotSupportedException", message);
        pipe.fatal(ErrorRecord::new(
            exception,
            "ExchangeOnlineNotAvailable",
            ErrorCategory::NotImplemented,
            Value::Null,
        ))
    }
}
