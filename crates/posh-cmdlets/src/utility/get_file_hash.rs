//! `Get-FileHash`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::value::Object;
use posh_runtime::{Result, Value};
use sha2::Digest as _;

use crate::support::errors::record;
use crate::support::files;

/// Computes hashes of files.
///
/// # Examples
/// Computes a file's hash.
/// ```powershell
/// Get-FileHash ./export.csv
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "FileHash",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Path",
    output = "Microsoft.PowerShell.Commands.FileHashInfo"
)]
pub(crate) struct GetFileHash {
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_value, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, position = 0, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Input stream.
    #[parameter(ty = "System.IO.Stream", mandatory, position = 0, set = "StreamParameterSet")]
    input_stream: Value,
    /// Algorithm.
    #[parameter(one_of = "SHA1, SHA256, SHA384, SHA512, MD5", position = 1)]
    algorithm: Option<String>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02X}")).collect()
}

impl Cmdlet for GetFileHash {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let algorithm = self.algorithm.clone().unwrap_or_else(|| "SHA256".to_owned()).to_uppercase();
        for path in files::paths_to_open(pipe, &self.path.clone(), &self.literal_path.clone())? {
            if !path.exists() {
                let shown = path.display().to_string();
                let given = self.path.iter().chain(&self.literal_path).find(|g| pipe.rs.absolute(g) == path);
                let error = crate::support::path::not_found(&shown);
                *error.id.borrow_mut() = "FileNotFound".into();
                *error.target.borrow_mut() = Value::from(given.cloned().unwrap_or(shown));
                pipe.error(error)?;
                continue;
            }
            if path.is_dir() {
                continue;
            }
            let Some(bytes) = files::read(pipe, &path, "FileReadError")? else { continue };
            let hash = match algorithm.as_str() {
                "SHA256" => hex(&sha2::Sha256::digest(&bytes)),
                "SHA384" => hex(&sha2::Sha384::digest(&bytes)),
                "SHA512" => hex(&sha2::Sha512::digest(&bytes)),
                "MD5" => hex(&md5::Md5::digest(&bytes)),
                other => {
                    return pipe.fatal(record(
                        "System.NotSupportedException",
                        format!("The algorithm {other} is not supported."),
                        "NotSupported",
                        ErrorCategory::NotImplemented,
                        Value::str(other),
                    ));
                }
            };
            let object = Object::of_properties([
                ("Algorithm", Value::from(algorithm.as_str())),
                ("Hash", Value::from(hash)),
                ("Path", Value::from(path.display().to_string())),
            ]);
            object.members().set_type_names(vec![
                "Microsoft.Powershell.Utility.FileHash".into(),
                "System.Management.Automation.PSCustomObject".into(),
                "System.Object".into(),
            ]);
            pipe.write(Value::Object(object))?;
        }
        Ok(())
    }
}
