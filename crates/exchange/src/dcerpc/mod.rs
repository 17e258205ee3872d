//! Connection-oriented DCE/RPC: PDUs, fragments, authentication, NDR (C706 chapter 12, MS-RPCE).
//!
//! [`Pdu`] is one PDU both ways. [`Client`] and [`Server`] hold one association each: they are fed PDUs, give
//! back bytes to send, and hide fragments, signatures and sealing. [`ndr`] reads and writes the stubs inside.

mod association;
mod auth_trailer;
mod bind;
mod bind_ack;
mod client;
mod fault;
mod fragment;
mod header;
pub mod ndr;
mod pdu;
mod request;
mod response;
mod security;
mod server;

pub use association::{AssociationError, Authentication};
pub use auth_trailer::{AuthLevel, AuthTrailer, NTLM};
pub use bind::{Auth3, Bind, Context};
pub use bind_ack::{BindAck, BindNak, ContextResult, Outcome};
pub use client::{Client, ClientEvent};
pub use fault::Fault;
pub use fragment::{Assembler, MAX_STUB};
pub use header::{Header, PduSplitter, PduType, Syntax};
pub use pdu::{Body, Pdu};
pub use request::Request;
pub use response::Response;
pub use server::{Server, ServerCall, ServerNames};
