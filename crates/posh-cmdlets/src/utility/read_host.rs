//! `Read-Host`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::to_text;
use posh_runtime::{Result, Value, members, net};

/// Reads a line from the user.
///
/// # Examples
/// Asks for a password.
/// ```powershell
/// $password = Read-Host 'Password' -AsSecureString
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Read",
    noun = "Host",
    module = "Microsoft.PowerShell.Utility",
    default_set = "AsString",
    output = "System.String, System.Security.SecureString"
)]
pub(crate) struct ReadHost {
    /// Prompt.
    #[parameter(allow_null, position = 0, remaining)]
    prompt: Value,
    /// Gives a secure string.
    #[parameter(set = "AsSecureString")]
    as_secure_string: bool,
    /// Mask input.
    #[parameter(set = "AsString")]
    mask_input: bool,
}

impl ReadHost {
    fn prompt(&self, pipe: &mut Pipe<'_>) -> Result<String> {
        if self.prompt.is_null() {
            return Ok(String::new());
        }
        let mut words = Vec::new();
        for item in members::elements(pipe.rs, &self.prompt)? {
            let text = to_text(pipe.rs, &item)?;
            if !text.is_empty() {
                words.push(text);
            }
        }
        Ok(format!("{}: ", words.join(" ")))
    }
}

impl Cmdlet for ReadHost {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let prompt = self.prompt(pipe)?;
        let host = pipe.rs.host.clone();
        if self.as_secure_string || self.mask_input {
            let secret = host.read_secret(&prompt)?.unwrap_or_default();
            let value =
                if self.as_secure_string { net::secure_string(&secret) } else { Value::str(secret.as_str()) };
            return pipe.write(value);
        }
        let line = host.read_line(&prompt)?.unwrap_or_default();
        pipe.write(line)
    }
}
