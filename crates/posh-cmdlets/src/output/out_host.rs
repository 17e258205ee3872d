//! `Out-Host`

use posh_derive::Cmdlet;
use posh_format::{Formatter, Page, Style};
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

/// Sends output to the console.
///
/// # Examples
/// Shows a list at once, between other output.
/// ```powershell
/// Get-MigrationBatch | Out-Host
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Out", noun = "Host", module = "Microsoft.PowerShell.Core")]
pub(crate) struct OutHost {
    /// Waits after each screen.
    #[parameter]
    paging: bool,
    /// The objects.
    #[parameter(by_value, ty = "psobject")]
    input_object: Value,
    formatter: Option<Formatter>,
}

fn show(pipe: &Pipe<'_>, lines: Vec<String>) {
    for line in lines {
        pipe.rs.host.write(&(line + "\n"), None, None);
    }
}

impl Cmdlet for OutHost {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let host = &pipe.rs.host;
        let page = Page { width: host.page_width(), table_width: host.page_width(), height: host.height() };
        self.formatter = Some(Formatter::with_page(page, Style::Plain));
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(formatter) = &mut self.formatter else { return Ok(()) };
        let lines = formatter.write(pipe.rs, &self.input_object)?;
        show(pipe, lines);
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if let Some(mut formatter) = self.formatter.take() {
            let lines = formatter.finish(pipe.rs);
            show(pipe, lines);
        }
        Ok(())
    }
}
