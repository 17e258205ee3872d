//! Objects to the screen: the end of every pipeline.

use std::cell::RefCell;

use posh::format::{ErrorStyle, Formatter, Page, Style};
use posh::runtime::host::Stream;
use posh::runtime::pipeline::Sink;
use posh::runtime::runspace::ERROR_MARK;
use posh::runtime::{Result, Runspace, Value};

use crate::host::terminal;

/// How output is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Columns of the console.
    pub(crate) width: usize,
    /// Columns for output.
    pub(crate) page_width: usize,
    /// Lines of the screen.
    pub(crate) height: usize,
    /// Columns for errors.
    pub(crate) error_width: usize,
    /// Whether output is coloured.
    pub(crate) colour: bool,
    /// Whether errors are coloured.
    pub(crate) error_colour: bool,
}

impl Look {
    /// As the terminal, or what output goes to, asks for.
    pub(crate) fn detect() -> Self {
        use std::io::IsTerminal as _;
        let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty())
            || std::env::var("TERM").is_ok_and(|t| t == "dumb");
        let size = crate::platform::terminal_size();
        let width = size.map_or(80, |(w, _)| w.max(20));
        Self {
            width,
            // What is no terminal keeps its last column free.
            page_width: if size.is_some() { width } else { width - 1 },
            height: size.map_or(24, |(_, h)| h),
            error_width: width,
            colour: !plain && std::io::stdout().is_terminal(),
            error_colour: !plain && std::io::stderr().is_terminal(),
        }
    }

    /// The style of output.
    pub(crate) fn style(self) -> Style {
        if self.colour { Style::Ansi } else { Style::Plain }
    }

    /// The style of errors.
    pub(crate) fn error_style(self) -> ErrorStyle {
        ErrorStyle::new(self.error_width, if self.error_colour { Style::Ansi } else { Style::Plain })
    }
}

/// Formats and prints objects as they come.
pub(crate) struct Display {
    look: Look,
    formatter: RefCell<Option<Formatter>>,
}

impl Display {
    /// A display that has shown nothing yet.
    pub(crate) fn new(look: Look) -> Self {
        Self { look, formatter: RefCell::new(None) }
    }

    /// Shows an object.
    pub(crate) fn write(&self, rs: &mut Runspace, value: &Value) -> Result<()> {
        let mut formatter = self.formatter.borrow_mut().take().unwrap_or_else(|| {
            let page = Page {
                width: self.look.page_width,
                table_width: self.look.page_width,
                height: self.look.height,
            };
            Formatter::with_page(page, self.look.style()).with_errors(self.look.error_style())
        });
        let lines = formatter.write(rs, value);
        *self.formatter.borrow_mut() = Some(formatter);
        print_lines(&lines?);
        Ok(())
    }

    /// Ends what was begun: the last rows of a table.
    pub(crate) fn finish(&self, rs: &Runspace) {
        let formatter = self.formatter.borrow_mut().take();
        if let Some(mut formatter) = formatter {
            print_lines(&formatter.finish(rs));
        }
    }
}

fn print_lines(lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let mut text = String::with_capacity(lines.iter().map(|l| l.len() + 1).sum());
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    terminal::print(&text);
}

/// The stream that an object came from before it was merged into output.
fn stream_of(value: &Value) -> Option<Stream> {
    let Value::Object(object) = value else { return None };
    match object.ty().full_name() {
        "System.Management.Automation.WarningRecord" => Some(Stream::Warning),
        "System.Management.Automation.VerboseRecord" => Some(Stream::Verbose),
        "System.Management.Automation.DebugRecord" => Some(Stream::Debug),
        _ => object.members().get(ERROR_MARK).map(|_| Stream::Error),
    }
}

/// The sink at the end of a script's or prompt's pipelines.
pub(crate) struct Screen<'a>(pub(crate) &'a Display);

impl Sink for Screen<'_> {
    fn write(&mut self, rs: &mut Runspace, value: Value) -> Result<()> {
        // What was merged from another stream keeps its look.
        match stream_of(&value) {
            Some(stream) => {
                self.0.finish(rs);
                rs.host.clone().stream(rs, stream, value)
            }
            None => self.0.write(rs, &value),
        }
    }
}
