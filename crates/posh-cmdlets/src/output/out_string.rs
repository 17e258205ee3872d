//! `Out-String`

use posh_derive::Cmdlet;
use posh_format::{ErrorStyle, Formatter, Page, Style, plain};
use posh_runtime::Runspace;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

/// Outputs input objects as a string.
///
/// # Examples
/// Gets the text that a table takes.
/// ```powershell
/// Get-MigrationBatch | Format-Table | Out-String -Width 80
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Out",
    noun = "String",
    module = "Microsoft.PowerShell.Utility",
    default_set = "NoNewLineFormatting",
    output = "System.String"
)]
pub(crate) struct OutString {
    /// A string for each line.
    #[parameter(set = "StreamFormatting")]
    stream: bool,
    /// Characters in a line.
    #[parameter(range = "2, 2147483647")]
    width: Option<i32>,
    /// No line ends between the lines.
    #[parameter(set = "NoNewLineFormatting")]
    no_newline: bool,
    /// The objects.
    #[parameter(by_value, ty = "psobject")]
    input_object: Value,
    formatter: Option<Formatter>,
    text: String,
}

/// A formatter of text that is no console's: lists as wide as they like where no width is given.
pub(super) fn text_formatter(rs: &Runspace, width: Option<i32>) -> Formatter {
    let screen = rs.host.width();
    let given = width.and_then(|w| usize::try_from(w).ok());
    let page = Page {
        width: given.unwrap_or(i32::MAX as usize),
        table_width: given.unwrap_or(screen),
        height: rs.host.height(),
    };
    Formatter::with_page(page, Style::Plain).with_errors(ErrorStyle::new(screen, Style::Plain))
}

impl OutString {
    fn take(&mut self, pipe: &mut Pipe<'_>, lines: Vec<String>) -> Result<()> {
        for line in lines {
            let line = plain(&line);
            if self.stream {
                pipe.write(Value::str(line))?;
            } else {
                self.text.push_str(&line);
                if !self.no_newline {
                    self.text.push('\n');
                }
            }
        }
        Ok(())
    }
}

impl Cmdlet for OutString {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        self.formatter = Some(text_formatter(pipe.rs, self.width));
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(formatter) = &mut self.formatter else { return Ok(()) };
        let lines = formatter.write(pipe.rs, &self.input_object)?;
        self.take(pipe, lines)
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Some(mut formatter) = self.formatter.take() else { return Ok(()) };
        let lines = formatter.finish(pipe.rs);
        self.take(pipe, lines)?;
        if self.stream {
            return Ok(());
        }
        pipe.write(Value::str(std::mem::take(&mut self.text)))
    }
}
