//! The practice organisation on its own: starts it, prints how to reach it as `name=value` lines, and runs until
//! its standard input ends.

// This is a program: it prints.
#![allow(clippy::print_stdout)]

use clap::Parser;
use exchange_lab::{Fault, Lab};
use std::error::Error;
use std::path::PathBuf;
use tokio::io::AsyncReadExt;

/// Starts the practice organisation.
#[derive(Parser)]
struct Arguments {
    /// What everything is made up from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Mailboxes besides the administrator's.
    #[arg(long, default_value_t = 30)]
    people: usize,
    /// A fault to switch on; may be given more than once.
    #[arg(long)]
    fault: Vec<Fault>,
    /// Port on 127.0.0.1; a free one without.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Where to write the certificate to trust.
    #[arg(long)]
    ca_file: PathBuf,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut builder = Lab::builder().seed(arguments.seed).people(arguments.people).port(arguments.port);
    for fault in arguments.fault {
        builder = builder.fault(fault);
    }
    let lab = builder.start().await?;
    std::fs::write(&arguments.ca_file, lab.ca_pem())?;
    let administrator = lab.administrator();
    println!("address={}", lab.addr());
    println!("ca={}", arguments.ca_file.display());
    println!("user={}", administrator.login_name());
    println!("password={}", administrator.password.expose());
    println!("domain={}", lab.domain());
    println!("denied={}", lab.denied_mailbox().unwrap_or_default());
    println!("ready");
    let mut input = Vec::new();
    tokio::io::stdin().read_to_end(&mut input).await?;
    Ok(())
}
