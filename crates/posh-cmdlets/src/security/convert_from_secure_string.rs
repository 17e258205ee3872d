//! `ConvertFrom-SecureString`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value, net};

use crate::support::errors::record;

/// Makes text of a secure string.
///
/// # Examples
/// Gets the secret as plain text.
/// ```powershell
/// ConvertFrom-SecureString $password -AsPlainText
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "SecureString",
    module = "Microsoft.PowerShell.Security",
    default_set = "Secure",
    output = "System.String"
)]
pub(crate) struct ConvertFromSecureString {
    /// The secure string.
    #[parameter(ty = "securestring", mandatory, position = 0, by_value)]
    secure_string: Value,
    /// As plain text.
    #[parameter(set = "AsPlainText")]
    as_plain_text: bool,
    /// Secure key.
    #[parameter(ty = "securestring", position = 1, set = "Secure")]
    secure_key: Value,
    /// The key.
    #[parameter(ty = "byte[]", set = "Open")]
    key: Vec<Value>,
}

fn encoded(secret: &str) -> String {
    secret.encode_utf16().flat_map(u16::to_le_bytes).map(|b| format!("{b:02x}")).collect()
}

impl Cmdlet for ConvertFromSecureString {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if !self.key.is_empty() || !self.secure_key.is_null() {
            return pipe.fatal(record(
                "System.NotSupportedException",
                "Encryption of secure strings with a key is not supported.",
                "NotSupported",
                ErrorCategory::NotImplemented,
                Value::Null,
            ));
        }
        let plain = self.as_plain_text;
        let text =
            net::with_password(
                &self.secure_string,
                |_, secret| {
                    if plain { secret.to_owned() } else { encoded(secret) }
                },
            );
        pipe.write(Value::from(text))
    }
}
