//! Answers.

use exchange::http::ResponseHead;

/// A whole answer.
#[derive(Debug, Clone)]
pub(super) struct Response {
    pub(super) head: ResponseHead,
    pub(super) body: Vec<u8>,
}

impl Response {
    pub(super) fn new(status: u16, reason: &str) -> Self {
        Self { head: ResponseHead::new(status, reason), body: Vec::new() }
    }

    /// XML.
    pub(super) fn xml(status: u16, body: Vec<u8>) -> Self {
        let reason = if status == 200 { "OK" } else { "Internal Server Error" };
        let mut this = Self::new(status, reason).with("Content-Type", "text/xml; charset=utf-8");
        this.body = body;
        this
    }

    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.head.headers.push(name, value);
        self
    }

    /// A page no client of Exchange expects.
    pub(super) fn garbage() -> Self {
        let mut this = Self::new(200, "OK").with("Content-Type", "text/html");
        this.body =
            b"<html><head><title>Router setup</title></head><body>Please log in &nbsp;<br></body>\x00\xff"
                .to_vec();
        this
    }

    pub(super) fn encode(mut self) -> Vec<u8> {
        self.head.headers.push("Content-Length", self.body.len().to_string());
        let mut bytes = self.head.encode();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}
