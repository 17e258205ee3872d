//! The practice organisation: a small Exchange server on loopback.
//!
//! [`Lab::builder`] starts a real server on 127.0.0.1: TLS from a CA of its own, Autodiscover, the RPC proxy with
//! the address book (NSPI) and its referral (RFR), and Exchange Web Services. Everything in it is made up from a
//! seed: the same seed, mailbox and time give the same mail. Mail goes on arriving as the [`Clock`] goes on.
//! [`Fault`]s can be switched on by name, and [`Lab::truth`] tells what is really there.
//!
//! Nothing here dials out, and the server listens on loopback alone.

mod certificate;
mod content;
mod dice;
mod fault;
mod lab;
mod mailbox;
mod organisation;
mod people;
mod server;
mod truth;

pub use fault::{Fault, Faults, UnknownFault};
pub use lab::{Lab, LabBuilder, LabError};
pub use organisation::Clock;
pub use people::{Recipient, RecipientKind};
pub use truth::{FolderTruth, GroupTruth, ItemTruth, MailboxTruth, Truth};
