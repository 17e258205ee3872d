//! RPC over HTTP version 2, "Outlook Anywhere" (MS-RPCH).
//!
//! Two HTTP requests that never end carry one virtual connection: PDUs to the server in the body of
//! `RPC_IN_DATA`, PDUs from it in the answer to `RPC_OUT_DATA`. [`ClientConnection`] and [`ServerConnection`]
//! open it and keep the flow; [`RpcClient`] puts a DCE/RPC association on top, ready for calls.
//!
//! Channels are not recycled: a channel carries a gigabyte, an address book is read with far less. A server
//! that asks for recycling, or a used-up channel, ends the connection with an error, and the caller opens
//! another.

mod client;
mod flow;
mod messages;
mod request;
mod rpc_client;
mod rts;
mod server;

pub use client::{ClientConnection, ClientCookies, ClientEvent};
pub use flow::{RECEIVE_WINDOW, ReceiveFlow, SendFlow};
pub use messages::{Opening, conn_a1, conn_a3, conn_b1, conn_c2, flow_control_ack, ping};
pub use request::{RpcTarget, proxy_error};
pub use rpc_client::{RpcClient, RpcEvent};
pub use rts::{Command, Rts};
pub use server::ServerConnection;

use crate::auth::HttpAuthError;
use crate::bytes::DecodeError;
use crate::dcerpc::AssociationError;
use crate::http::HttpError;

/// One half of a virtual connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Client to server.
    In,
    /// Server to client.
    Out,
}

/// Why a virtual connection failed. It cannot be used afterwards.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RpchError {
    /// The HTTP bytes make no sense.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// HTTP authentication failed.
    #[error(transparent)]
    Auth(#[from] HttpAuthError),
    /// The proxy answered with an error.
    #[error("the RPC proxy answered {status} {reason}")]
    Status {
        /// HTTP status.
        status: u16,
        /// Its text.
        reason: String,
    },
    /// The proxy could not reach the service: `503 RPC Error`.
    #[error("the RPC proxy reports error {code:#x}{}", if *.code == 0x6ba { " (the RPC server is unavailable)" } else { "" })]
    Proxy {
        /// A Windows error; 0x6ba says that the server is unavailable.
        code: u32,
    },
    /// A PDU cannot be read.
    #[error("the RPC message cannot be read: {0}")]
    Decode(#[from] DecodeError),
    /// The association failed.
    #[error(transparent)]
    Association(#[from] AssociationError),
    /// The peer closed a channel.
    #[error("the server closed the {0:?} channel")]
    Closed(Channel),
    /// A channel has carried what it may.
    #[error("the {0:?} channel is used up; open a new connection")]
    UsedUp(Channel),
    /// An RTS PDU came that does not fit.
    #[error("the peer broke the RPC over HTTP protocol: {0}")]
    Protocol(&'static str),
}
