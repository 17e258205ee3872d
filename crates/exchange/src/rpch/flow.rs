//! Flow control: windows of bytes, acknowledged when half is used (MS-RPCH 3.2.1.1.5).

use super::{Command, flow_control_ack};
use crate::dcerpc::Pdu;
use std::collections::VecDeque;
use uuid::Uuid;

/// The receive window both sides here announce.
pub const RECEIVE_WINDOW: u32 = 65_536;

/// Counts received bytes of a channel and says when to acknowledge.
#[derive(Debug)]
pub struct ReceiveFlow {
    channel: Uuid,
    destination: u32,
    received: u32,
    acknowledged: u32,
}

impl ReceiveFlow {
    /// A channel from its beginning; `destination` is whom acknowledgements go to.
    pub fn new(channel: Uuid, destination: u32) -> Self {
        Self { channel, destination, received: 0, acknowledged: 0 }
    }

    /// Counts a PDU (never an RTS PDU); gives the acknowledgement when half a window has come.
    pub fn received(&mut self, bytes: usize) -> Option<Pdu> {
        self.received = self.received.saturating_add(crate::bytes::count_u32(bytes));
        if self.received.saturating_sub(self.acknowledged) < RECEIVE_WINDOW / 2 {
            return None;
        }
        self.acknowledged = self.received;
        Some(flow_control_ack(self.destination, self.received, RECEIVE_WINDOW, self.channel))
    }
}

/// Holds PDUs back until the peer's window has room.
#[derive(Debug, Default)]
pub struct SendFlow {
    sent: u32,
    acknowledged: u32,
    limit: u32,
    waiting: VecDeque<Vec<u8>>,
}

impl SendFlow {
    /// The peer's first window.
    pub fn open(&mut self, window: u32) {
        self.limit = window;
    }

    /// Appends a PDU.
    pub fn push(&mut self, pdu: Vec<u8>) {
        self.waiting.push_back(pdu);
    }

    /// The next PDU that fits into the window. One PDU larger than a whole window still goes when nothing is out.
    pub fn next_pdu(&mut self) -> Option<Vec<u8>> {
        let next = self.waiting.front()?;
        let after = self.sent.saturating_add(crate::bytes::count_u32(next.len()));
        if after > self.limit && self.sent != self.acknowledged {
            return None;
        }
        self.sent = after;
        self.waiting.pop_front()
    }

    /// Bytes sent.
    pub fn sent(&self) -> u32 {
        self.sent
    }

    /// Takes an acknowledgement.
    pub fn acknowledged(&mut self, command: &Command) {
        if let Command::FlowControlAck { bytes_received, available_window, .. } = command {
            self.acknowledged = self.acknowledged.max(*bytes_received).min(self.sent);
            self.limit = self.limit.max(bytes_received.saturating_add(*available_window));
        }
    }
}
