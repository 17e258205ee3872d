//! The client's side of a virtual connection (MS-RPCH 3.2.2).

use super::messages::CHANNEL_LIFETIME;
use super::{
    Channel, Command, RECEIVE_WINDOW, ReceiveFlow, RpcTarget, RpchError, Rts, SendFlow, conn_a1, conn_b1,
    ping, proxy_error,
};
use crate::auth::{HttpAuthError, HttpAuthenticator};
use crate::dcerpc::{Body, Pdu, PduSplitter};
use crate::http::{ClientCodec, ClientEvent as HttpEvent, ResponseHead};
use std::collections::VecDeque;
use uuid::Uuid;

/// Four random GUIDs that name the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientCookies {
    /// The virtual connection.
    pub virtual_connection: Uuid,
    /// Its IN channel.
    pub in_channel: Uuid,
    /// Its OUT channel.
    pub out_channel: Uuid,
    /// The group of associations.
    pub association_group: Uuid,
}

/// What the server did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientEvent {
    /// Both channels are up: PDUs can be sent.
    Opened {
        /// Milliseconds of silence after which the server gives the connection up; ping more often.
        timeout: u32,
    },
    /// A PDU that is not RTS.
    Pdu(Vec<u8>),
}

/// One virtual connection. Connect two sockets to the proxy, send what [`Self::next_output`] gives on the channel
/// it names, and feed what comes.
pub struct ClientConnection {
    target: RpcTarget,
    cookies: ClientCookies,
    in_half: Half,
    out_half: Half,
    splitter: PduSplitter,
    stage: Stage,
    timeout: u32,
    received: ReceiveFlow,
    sending: SendFlow,
    in_bytes: u32,
    output: VecDeque<(Channel, Vec<u8>)>,
    events: VecDeque<ClientEvent>,
}

struct Half {
    auth: HttpAuthenticator,
    codec: ClientCodec,
    /// The last request was the real one, not a leg of authentication.
    opened: bool,
    /// A 401 whose body is still coming.
    retry: Option<ResponseHead>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    AwaitingA3,
    AwaitingC2,
    Open,
}

/// What waits to be sent holds credentials and is not shown.
impl std::fmt::Debug for ClientConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientConnection")
            .field("target", &self.target)
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}

impl ClientConnection {
    /// Begins to open a connection. Each channel authenticates on its own.
    pub fn new(
        target: RpcTarget,
        cookies: ClientCookies,
        in_auth: HttpAuthenticator,
        out_auth: HttpAuthenticator,
    ) -> Self {
        let half = |auth| Half { auth, codec: ClientCodec::new(), opened: false, retry: None };
        let mut this = Self {
            target,
            cookies,
            in_half: half(in_auth),
            out_half: half(out_auth),
            splitter: PduSplitter::default(),
            stage: Stage::AwaitingA3,
            timeout: 0,
            received: ReceiveFlow::new(cookies.out_channel, Command::TO_OUT_PROXY),
            sending: SendFlow::default(),
            in_bytes: 0,
            output: VecDeque::new(),
            events: VecDeque::new(),
        };
        this.request(Channel::Out);
        this.request(Channel::In);
        this
    }

    /// The next bytes to send, and where.
    pub fn next_output(&mut self) -> Option<(Channel, Vec<u8>)> {
        if let Some(output) = self.output.pop_front() {
            return Some(output);
        }
        if self.stage != Stage::Open {
            return None;
        }
        let pdu = self.sending.next_pdu()?;
        self.in_bytes = self.in_bytes.saturating_add(crate::bytes::count_u32(pdu.len()));
        Some((Channel::In, pdu))
    }

    /// The next event.
    pub fn next_event(&mut self) -> Option<ClientEvent> {
        self.events.pop_front()
    }

    /// Sends a PDU, when the window has room for it.
    pub fn send(&mut self, pdu: Vec<u8>) -> Result<(), RpchError> {
        let after = self.in_bytes.saturating_add(crate::bytes::count_u32(pdu.len()));
        if after > CHANNEL_LIFETIME.saturating_sub(0x2_0000) {
            return Err(RpchError::UsedUp(Channel::In));
        }
        self.sending.push(pdu);
        Ok(())
    }

    /// Keeps the connection alive; call it when it was idle for less than the timeout. Never answered.
    pub fn ping(&mut self) {
        if self.stage == Stage::Open {
            self.push_rts(&ping());
        }
    }

    /// Takes bytes a channel received.
    pub fn handle_input(&mut self, channel: Channel, bytes: &[u8]) -> Result<(), RpchError> {
        self.half(channel).codec.handle_input(bytes);
        while let Some(event) = self.half(channel).codec.next_event()? {
            match event {
                HttpEvent::Head(head) => self.handle_head(channel, head)?,
                HttpEvent::Body(data) => self.handle_body(channel, &data)?,
                HttpEvent::End => self.handle_end(channel)?,
            }
        }
        Ok(())
    }

    /// Says that the peer closed a channel.
    pub fn handle_eof(&mut self, channel: Channel) -> RpchError {
        RpchError::Closed(channel)
    }

    fn half(&mut self, channel: Channel) -> &mut Half {
        match channel {
            Channel::In => &mut self.in_half,
            Channel::Out => &mut self.out_half,
        }
    }

    /// Queues a channel's request: the real one with its first PDU, or a leg of authentication without a body.
    fn request(&mut self, channel: Channel) {
        let ClientCookies { virtual_connection, in_channel, out_channel, association_group } = self.cookies;
        let first = match channel {
            Channel::In => conn_b1(virtual_connection, in_channel, association_group),
            Channel::Out => conn_a1(virtual_connection, out_channel, RECEIVE_WINDOW),
        }
        .encode();
        let target = self.target.clone();
        let half = self.half(channel);
        half.opened = !half.auth.is_first_leg();
        let mut head =
            if half.opened { target.request(channel, first.len()) } else { target.first_leg(channel) };
        if let Some(value) = half.auth.authorization() {
            head.headers.push("Authorization", value);
        }
        let opened = half.opened;
        let mut bytes = head.encode();
        if opened {
            bytes.extend_from_slice(&first);
        }
        self.output.push_back((channel, bytes));
    }

    fn handle_head(&mut self, channel: Channel, head: ResponseHead) -> Result<(), RpchError> {
        match head.status {
            200 if channel == Channel::Out && self.out_half.opened => Ok(()),
            // Only an ending IN channel is answered.
            200 if channel == Channel::In && self.in_half.opened => Err(RpchError::Closed(Channel::In)),
            401 => {
                self.half(channel).retry = Some(head);
                Ok(())
            }
            status => Err(match proxy_error(&head) {
                Some(code) => RpchError::Proxy { code },
                None => RpchError::Status { status, reason: head.reason },
            }),
        }
    }

    fn handle_body(&mut self, channel: Channel, data: &[u8]) -> Result<(), RpchError> {
        if self.half(channel).retry.is_some() || channel == Channel::In {
            return Ok(());
        }
        self.splitter.push(data);
        while let Some(pdu) = self.splitter.next_pdu()? {
            self.handle_pdu(pdu)?;
        }
        Ok(())
    }

    fn handle_end(&mut self, channel: Channel) -> Result<(), RpchError> {
        let Some(head) = self.half(channel).retry.take() else {
            return Err(RpchError::UsedUp(channel));
        };
        let closes = head.headers.has_token("connection", "close");
        self.half(channel).auth.unauthorized(head.headers.all("www-authenticate"))?;
        if closes {
            // NTLM lives on its connection; a server that closes it does not want it.
            return Err(RpchError::Auth(HttpAuthError::Refused));
        }
        self.request(channel);
        Ok(())
    }

    fn handle_pdu(&mut self, bytes: Vec<u8>) -> Result<(), RpchError> {
        let pdu = Pdu::decode(&bytes)?;
        let Body::Rts(rts) = &pdu.body else {
            if self.stage != Stage::Open {
                return Err(RpchError::Protocol("a PDU came before the connection was open"));
            }
            if let Some(ack) = self.received.received(bytes.len()) {
                self.push_rts(&ack);
            }
            self.events.push_back(ClientEvent::Pdu(bytes));
            return Ok(());
        };
        self.handle_rts(rts)
    }

    fn handle_rts(&mut self, rts: &Rts) -> Result<(), RpchError> {
        if rts.flags & Rts::RECYCLE_CHANNEL != 0 {
            return Err(RpchError::UsedUp(Channel::Out));
        }
        match (self.stage, rts.commands.as_slice()) {
            (Stage::AwaitingA3, [Command::ConnectionTimeout(_)]) => self.stage = Stage::AwaitingC2,
            (
                Stage::AwaitingC2,
                [
                    Command::Version(_),
                    Command::ReceiveWindowSize(window),
                    Command::ConnectionTimeout(timeout),
                ],
            ) => {
                self.stage = Stage::Open;
                self.timeout = *timeout;
                self.sending.open(*window);
                self.events.push_back(ClientEvent::Opened { timeout: *timeout });
            }
            (Stage::Open, commands) => commands.iter().for_each(|command| self.sending.acknowledged(command)),
            // Pings and the like may come at any time.
            (_, commands) if rts.flags != Rts::NONE || commands.is_empty() => {}
            _ => return Err(RpchError::Protocol("the server opened the connection in another way")),
        }
        Ok(())
    }

    fn push_rts(&mut self, pdu: &Pdu) {
        let bytes = pdu.encode();
        self.in_bytes = self.in_bytes.saturating_add(crate::bytes::count_u32(bytes.len()));
        self.output.push_back((Channel::In, bytes));
    }
}
