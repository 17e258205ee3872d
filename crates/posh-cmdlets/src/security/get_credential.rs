//! `Get-Credential`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value, net};

/// Asks for a user name and a password.
///
/// # Examples
/// Asks for the password of an account.
/// ```powershell
/// $credential = Get-Credential admin@contoso.com
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Credential",
    module = "Microsoft.PowerShell.Security",
    default_set = "CredentialSet",
    output = "System.Management.Automation.PSCredential"
)]
pub(crate) struct GetCredential {
    /// The account to use.
    #[parameter(ty = "pscredential", not_null, credential, position = 0, set = "CredentialSet")]
    credential: Value,
    /// The text.
    #[parameter(not_null_or_empty, set = "MessageSet")]
    message: Option<String>,
    /// User name.
    #[parameter(not_null_or_empty, position = 0, set = "MessageSet")]
    user_name: Option<String>,
    /// Title.
    #[parameter(not_null_or_empty, set = "MessageSet")]
    title: Option<String>,
}

const CAPTION: &str = "PowerShell credential request";
const MESSAGE: &str = "Enter your credentials.";

impl Cmdlet for GetCredential {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if !self.credential.is_null() {
            return pipe.write(self.credential.clone());
        }
        let host = pipe.rs.host.clone();
        let caption = self.title.as_deref().unwrap_or(CAPTION);
        let message = self.message.as_deref().unwrap_or(MESSAGE);
        match host.credential(Some(caption), Some(message), self.user_name.as_deref())? {
            Some((user, password)) => pipe.write(net::credential(&user, &password)),
            None => Ok(()),
        }
    }
}
