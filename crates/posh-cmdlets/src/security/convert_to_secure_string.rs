//! `ConvertTo-SecureString`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value, net};

use crate::support::errors::record;

/// Makes a secure string of text.
///
/// # Examples
/// Makes a secure string of plain text.
/// ```powershell
/// ConvertTo-SecureString $text -AsPlainText -Force
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "ConvertTo",
    noun = "SecureString",
    module = "Microsoft.PowerShell.Security",
    default_set = "Secure",
    output = "System.Security.SecureString"
)]
pub(crate) struct ConvertToSecureString {
    /// String.
    #[parameter(mandatory, position = 0, by_value)]
    string: String,
    /// As plain text.
    #[parameter(position = 1, set = "PlainText")]
    as_plain_text: bool,
    /// Overrides restrictions such as read-only.
    #[parameter(position = 2, set = "PlainText")]
    force: bool,
    /// Secure key.
    #[parameter(ty = "securestring", position = 1, set = "Secure")]
    secure_key: Value,
    /// The key.
    #[parameter(ty = "byte[]", set = "Open")]
    key: Vec<Value>,
}

/// The secret of the text that `ConvertFrom-SecureString` writes: UTF-16, two hexadecimal digits a byte.
fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if bytes.is_empty() || !bytes.len().is_multiple_of(4) {
        return None;
    }
    let digit = |b: u8| char::from(b).to_digit(16);
    let units: Option<Vec<u16>> = bytes
        .chunks_exact(4)
        .map(|c| match c {
            [a, b, c, d] => {
                let unit = (digit(*c)? << 12) | (digit(*d)? << 8) | (digit(*a)? << 4) | digit(*b)?;
                u16::try_from(unit).ok()
            }
            _ => None,
        })
        .collect();
    String::from_utf16(&units?).ok()
}

impl Cmdlet for ConvertToSecureString {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.as_plain_text {
            return pipe.write(net::secure_string(&self.string));
        }
        let refused = |message: String| {
            record(
                "System.Management.Automation.PSArgumentException",
                message,
                "ImportSecureString_InvalidArgument",
                ErrorCategory::InvalidArgument,
                Value::Null,
            )
        };
        if !self.key.is_empty() || !self.secure_key.is_null() {
            let message = "The specified key is not valid. Valid key length settings are either 128 bits, 192 bits, or 256 bits.";
            return pipe.error(refused(message.into()));
        }
        match decoded(&self.string) {
            Some(secret) => pipe.write(net::secure_string(&secret)),
            None => pipe.error(refused(format!(
                "The parameter value \"{}\" is not a valid encrypted string.",
                self.string
            ))),
        }
    }
}
