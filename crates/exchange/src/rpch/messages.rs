//! The RTS messages of opening and keeping a virtual connection (MS-RPCH 2.2.4.2 to 2.2.4.50).

use super::{Command, Rts};
use crate::dcerpc::{Body, Pdu};
use uuid::Uuid;

fn rts(flags: u16, commands: Vec<Command>) -> Pdu {
    Pdu::whole(0, Body::Rts(Rts { flags, commands }))
}

/// Bytes an IN channel may carry, as its client announces it.
pub(crate) const CHANNEL_LIFETIME: u32 = 0x4000_0000;
/// Milliseconds between pings, as the client announces it.
pub(crate) const CLIENT_KEEPALIVE: u32 = 300_000;

/// CONN/A1: the client opens the OUT channel.
pub fn conn_a1(virtual_connection: Uuid, out_channel: Uuid, window: u32) -> Pdu {
    rts(
        Rts::NONE,
        vec![
            Command::Version(1),
            Command::Cookie(virtual_connection),
            Command::Cookie(out_channel),
            Command::ReceiveWindowSize(window),
        ],
    )
}

/// CONN/B1: the client opens the IN channel.
pub fn conn_b1(virtual_connection: Uuid, in_channel: Uuid, association_group: Uuid) -> Pdu {
    rts(
        Rts::NONE,
        vec![
            Command::Version(1),
            Command::Cookie(virtual_connection),
            Command::Cookie(in_channel),
            Command::ChannelLifetime(CHANNEL_LIFETIME),
            Command::ClientKeepalive(CLIENT_KEEPALIVE),
            Command::AssociationGroupId(association_group),
        ],
    )
}

/// CONN/A3: the server has the OUT channel. Timeout in milliseconds.
pub fn conn_a3(connection_timeout: u32) -> Pdu {
    rts(Rts::NONE, vec![Command::ConnectionTimeout(connection_timeout)])
}

/// CONN/C2: the server has both channels.
pub fn conn_c2(window: u32, connection_timeout: u32) -> Pdu {
    let timeout = Command::ConnectionTimeout(connection_timeout);
    rts(Rts::NONE, vec![Command::Version(1), Command::ReceiveWindowSize(window), timeout])
}

/// PING: keeps a channel alive. Never answered.
pub fn ping() -> Pdu {
    rts(Rts::PING, Vec::new())
}

/// The answer to an echo request.
pub(crate) fn echo() -> Pdu {
    rts(Rts::ECHO, Vec::new())
}

/// FlowControlAckWithDestination: bytes of `channel` were received, more may come.
pub fn flow_control_ack(destination: u32, bytes_received: u32, available_window: u32, channel: Uuid) -> Pdu {
    let ack = Command::FlowControlAck { bytes_received, available_window, channel };
    rts(Rts::OTHER_CMD, vec![Command::Destination(destination), ack])
}

/// The first PDU of a channel, at the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// CONN/A1.
    Out {
        /// Cookie of the virtual connection.
        virtual_connection: Uuid,
        /// Cookie of the channel.
        channel: Uuid,
        /// The client's receive window.
        window: u32,
    },
    /// CONN/B1.
    In {
        /// Cookie of the virtual connection.
        virtual_connection: Uuid,
        /// Cookie of the channel.
        channel: Uuid,
    },
}

impl Opening {
    /// Recognises CONN/A1 and CONN/B1.
    pub fn of(pdu: &Pdu) -> Option<Self> {
        let Body::Rts(rts) = &pdu.body else { return None };
        match rts.commands.as_slice() {
            [
                Command::Version(_),
                Command::Cookie(vc),
                Command::Cookie(channel),
                Command::ReceiveWindowSize(window),
            ] => Some(Self::Out { virtual_connection: *vc, channel: *channel, window: *window }),
            [
                Command::Version(_),
                Command::Cookie(vc),
                Command::Cookie(channel),
                Command::ChannelLifetime(_),
                ..,
            ] => Some(Self::In { virtual_connection: *vc, channel: *channel }),
            _ => None,
        }
    }
}
