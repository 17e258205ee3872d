//! `Set-Content`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::content::Content;
use crate::support::files::Mode;

/// Writes lines to a file in place of what is there.
///
/// # Examples
/// Writes a line.
/// ```powershell
/// Set-Content ./state.txt 'done'
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Set",
    noun = "Content",
    module = "Microsoft.PowerShell.Management",
    default_set = "Path",
    should_process
)]
pub(crate) struct SetContent {
    /// The value.
    #[parameter(allow_null, allow_empty_collection, mandatory, position = 1, by_value, by_name)]
    value: Vec<Value>,
    /// Outputs the object that was worked on.
    #[parameter]
    pass_thru: bool,
    /// The paths; wildcards are allowed.
    #[parameter(mandatory, position = 0, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// A pattern that names must match.
    #[parameter]
    filter: Option<String>,
    /// Patterns of which one must match.
    #[parameter]
    include: Vec<String>,
    /// Patterns of which none may match.
    #[parameter]
    exclude: Vec<String>,
    /// Overrides restrictions such as read-only.
    #[parameter]
    force: bool,
    /// The account to use.
    #[parameter(ty = "pscredential", credential, by_name)]
    credential: Value,
    /// Adds no line ends.
    #[parameter]
    no_newline: bool,
    /// The encoding of the text.
    #[parameter(ty = "object", not_null_or_empty)]
    encoding: Value,
    /// Works on bytes.
    #[parameter]
    as_byte_stream: bool,
    content: Content,
}

impl Cmdlet for SetContent {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.content.add(pipe, &self.value, self.no_newline)?;
        if self.pass_thru {
            for value in self.value.clone() {
                pipe.write_all(value)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let paths = if self.path.is_empty() { &self.literal_path } else { &self.path };
        let encoding = (!self.as_byte_stream).then_some(&self.encoding);
        let mode = Mode { append: false, no_clobber: false, force: self.force };
        self.content.write(pipe, paths, "Set Content", encoding, mode)
    }
}
