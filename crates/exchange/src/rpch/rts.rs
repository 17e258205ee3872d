//! The RTS PDU (MS-RPCH 2.2.4.1) and its commands (2.2.3.5).

use crate::bytes::{DecodeError, PutLe, Reader, count_u16, count_u32, length};
use uuid::Uuid;

/// Body of an RTS PDU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rts {
    /// Flags: see the constants.
    pub flags: u16,
    /// Commands in order.
    pub commands: Vec<Command>,
}

/// One RTS command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Bytes the sender takes before it acknowledges.
    ReceiveWindowSize(u32),
    /// Bytes received, and how many more may come.
    FlowControlAck {
        /// Bytes of non-RTS PDUs received on the channel so far.
        bytes_received: u32,
        /// Bytes that may follow.
        available_window: u32,
        /// The channel acknowledged.
        channel: Uuid,
    },
    /// Milliseconds a channel may be idle.
    ConnectionTimeout(u32),
    /// Names a virtual connection or a channel.
    Cookie(Uuid),
    /// Bytes the channel may carry.
    ChannelLifetime(u32),
    /// Milliseconds between the client's pings.
    ClientKeepalive(u32),
    /// Always 1.
    Version(u32),
    /// Nothing.
    Empty,
    /// Bytes without meaning.
    Padding(Vec<u8>),
    /// The peer lost a race for replacing a channel.
    NegativeAnce,
    /// The channel was accepted as a replacement.
    Ance,
    /// The client's address: 4 or 16 bytes, then 12 bytes of padding.
    ClientAddress {
        /// 4 or 16 bytes.
        address: Vec<u8>,
        /// Bytes without meaning.
        padding: [u8; 12],
    },
    /// Names a group of associations.
    AssociationGroupId(Uuid),
    /// Whom the PDU is for.
    Destination(u32),
    /// Bytes of pings sent.
    PingTrafficSentNotify(u32),
}

impl Command {
    /// Destination: the client.
    pub const TO_CLIENT: u32 = 0;
    /// Destination: the inbound proxy.
    pub const TO_IN_PROXY: u32 = 1;
    /// Destination: the server.
    pub const TO_SERVER: u32 = 2;
    /// Destination: the outbound proxy.
    pub const TO_OUT_PROXY: u32 = 3;
}

/// Longest padding accepted (MS-RPCH 2.2.3.5.9).
const MAX_PADDING: usize = 0xffff;

impl Rts {
    /// No flag.
    pub const NONE: u16 = 0;
    /// A ping.
    pub const PING: u16 = 0x01;
    /// Neither opening nor recycling: acknowledgements.
    pub const OTHER_CMD: u16 = 0x02;
    /// A channel replaces another.
    pub const RECYCLE_CHANNEL: u16 = 0x04;
    /// About the IN channel.
    pub const IN_CHANNEL: u16 = 0x08;
    /// About the OUT channel.
    pub const OUT_CHANNEL: u16 = 0x10;
    /// The last PDU of a channel.
    pub const EOF: u16 = 0x20;
    /// Answer to an echo request.
    pub const ECHO: u16 = 0x40;

    pub(crate) fn decode(content: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("RTS PDU", content);
        let (flags, count) = (reader.u16()?, reader.u16()?);
        let mut commands = Vec::new();
        for _ in 0..count {
            commands.push(Command::read(&mut reader)?);
        }
        if reader.rest().is_empty() {
            Ok(Self { flags, commands })
        } else {
            Err(DecodeError::Malformed { what: "RTS PDU", why: "bytes follow its last command" })
        }
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.put_u16(self.flags);
        out.put_u16(count_u16(self.commands.len()));
        for command in &self.commands {
            command.write(&mut out);
        }
        out
    }
}

impl Command {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok(match reader.u32()? {
            0 => Self::ReceiveWindowSize(reader.u32()?),
            1 => Self::FlowControlAck {
                bytes_received: reader.u32()?,
                available_window: reader.u32()?,
                channel: reader.guid()?,
            },
            2 => Self::ConnectionTimeout(reader.u32()?),
            3 => Self::Cookie(reader.guid()?),
            4 => Self::ChannelLifetime(reader.u32()?),
            5 => Self::ClientKeepalive(reader.u32()?),
            6 => Self::Version(reader.u32()?),
            7 => Self::Empty,
            8 => {
                let count = length(reader.u32()?);
                if count > MAX_PADDING {
                    return Err(DecodeError::TooLarge {
                        what: "RTS padding",
                        value: count,
                        limit: MAX_PADDING,
                    });
                }
                Self::Padding(reader.take(count)?.to_vec())
            }
            9 => Self::NegativeAnce,
            10 => Self::Ance,
            11 => Self::read_client_address(reader)?,
            12 => Self::AssociationGroupId(reader.guid()?),
            13 => Self::Destination(reader.u32()?),
            14 => Self::PingTrafficSentNotify(reader.u32()?),
            other => return Err(DecodeError::Unknown { what: "RTS command", value: other.into() }),
        })
    }

    fn read_client_address(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let size = match reader.u32()? {
            0 => 4,
            1 => 16,
            other => return Err(DecodeError::Unknown { what: "client address type", value: other.into() }),
        };
        Ok(Self::ClientAddress { address: reader.take(size)?.to_vec(), padding: reader.array()? })
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut pair = |kind: u32, value: u32| {
            out.put_u32(kind);
            out.put_u32(value);
        };
        match self {
            Self::ReceiveWindowSize(value) => pair(0, *value),
            Self::ConnectionTimeout(value) => pair(2, *value),
            Self::ChannelLifetime(value) => pair(4, *value),
            Self::ClientKeepalive(value) => pair(5, *value),
            Self::Version(value) => pair(6, *value),
            Self::Destination(value) => pair(13, *value),
            Self::PingTrafficSentNotify(value) => pair(14, *value),
            Self::Empty => out.put_u32(7),
            Self::NegativeAnce => out.put_u32(9),
            Self::Ance => out.put_u32(10),
            Self::FlowControlAck { bytes_received, available_window, channel } => {
                pair(1, *bytes_received);
                out.put_u32(*available_window);
                out.put_guid(channel);
            }
            Self::Cookie(cookie) => {
                out.put_u32(3);
                out.put_guid(cookie);
            }
            Self::AssociationGroupId(id) => {
                out.put_u32(12);
                out.put_guid(id);
            }
            Self::Padding(bytes) => {
                pair(8, count_u32(bytes.len()));
                out.extend_from_slice(bytes);
            }
            Self::ClientAddress { address, padding } => {
                pair(11, u32::from(address.len() == 16));
                out.extend_from_slice(address);
                out.extend_from_slice(padding);
            }
        }
    }
}
