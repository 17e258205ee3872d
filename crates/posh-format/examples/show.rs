//! Runs a script file and shows its output as the end of a pipeline does, its errors in ConciseView.

use std::rc::Rc;

use posh_format::{ErrorStyle, Formatter, Page, Style, format_error, format_message};
use posh_runtime::host::{Host, Stream};
use posh_runtime::pipeline::Sink;
use posh_runtime::{Result, Runspace, Value};

/// Width of the screen: 80, or the second argument.
fn width() -> usize {
    std::env::args().nth(2).and_then(|w| w.parse().ok()).unwrap_or(80)
}

/// In colour where there is a third argument; a fourth hides the name of the file.
fn style() -> Style {
    if std::env::args().nth(3).is_some() { Style::Ansi } else { Style::Plain }
}

fn formatter() -> Formatter {
    let width = width() - 1;
    Formatter::with_page(Page { width, table_width: width, height: 24 }, style())
        .with_errors(ErrorStyle::new(width + 1, style()))
}

struct Console;

impl Host for Console {
    fn width(&self) -> usize {
        width()
    }

    #[expect(clippy::print_stdout, reason = "an example prints")]
    fn write(&self, text: &str, _: Option<u8>, _: Option<u8>) {
        print!("{text}");
    }

    #[expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]
    fn stream(&self, rs: &mut Runspace, stream: Stream, value: Value) -> Result<()> {
        if stream == Stream::Information {
            let end = value.native::<posh_runtime::net::InformationRecord>().is_some_and(|r| !r.no_newline);
            print!(
                "{}{}",
                format_message(stream, &value, style()).unwrap_or_default(),
                if end { "\n" } else { "" }
            );
        } else if stream == Stream::Error {
            eprintln!("{}", format_error(rs, &value, width(), style(), None));
        } else if let Some(text) = format_message(stream, &value, style()) {
            println!("{text}");
        }
        Ok(())
    }
}

struct Out(Formatter);

impl Sink for Out {
    #[expect(clippy::print_stdout, reason = "an example prints")]
    fn write(&mut self, rs: &mut Runspace, value: Value) -> Result<()> {
        for line in self.0.write(rs, &value)? {
            println!("{line}");
        }
        Ok(())
    }
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]
fn main() {
    let Some(path) = std::env::args().nth(1) else { return };
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut rs = Runspace::new(Rc::new(Console));
    posh_cmdlets::register(&mut rs);
    let mut out = Out(formatter());
    let file = if std::env::args().nth(4).is_some() { None } else { Some(path.as_str()) };
    let done = rs.run_text(&text, file, &mut out);
    for line in out.0.finish(&rs) {
        println!("{line}");
    }
    if let Err(raised) = done
        && let posh_runtime::Raised::Error(object) = *raised
    {
        eprintln!("{}", format_error(&mut rs, &Value::Object(object), width(), style(), None));
    }
}
