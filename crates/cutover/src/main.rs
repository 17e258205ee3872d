//! The `cutover` program: command line, prompt and terminal host.

fn main() {}
