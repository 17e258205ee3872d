//! Runs a script file without any cmdlet and prints its output's text.

use std::rc::Rc;

use posh_runtime::host::NullHost;
use posh_runtime::pipeline::Sink;
use posh_runtime::{Raised, Result, Runspace, Value};

struct Print;

impl Sink for Print {
    #[expect(clippy::print_stdout, reason = "an example prints")]
    fn write(&mut self, rs: &mut Runspace, value: Value) -> Result<()> {
        println!("{}", posh_runtime::convert::to_text(rs, &value)?);
        Ok(())
    }
}

#[expect(clippy::print_stderr, reason = "an example prints")]
fn main() {
    let Some(path) = std::env::args().nth(1) else { return };
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut rs = Runspace::new(Rc::new(NullHost));
    if let Err(raised) = rs.run_text(&text, Some(&path), &mut Print) {
        match raised.record() {
            Some(r) => eprintln!("{} | {}", r.message(), r.fully_qualified_id()),
            None => eprintln!("{:?}", matches!(*raised, Raised::Exit(_))),
        }
    }
}
