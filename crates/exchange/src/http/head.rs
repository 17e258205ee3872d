//! Heads of requests and responses.

use super::{Headers, HttpError};

/// Longest head that is read, in bytes.
pub const MAX_HEAD: usize = 64 * 1024;

/// A request's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestHead {
    /// `GET`, `POST`, `RPC_IN_DATA` ...
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The fields.
    pub headers: Headers,
}

/// A response's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseHead {
    /// Status code.
    pub status: u16,
    /// The text behind it: `200 Success`, `503 RPC Error: 6ba`.
    pub reason: String,
    /// The fields.
    pub headers: Headers,
}

impl RequestHead {
    /// A request without fields.
    pub fn new(method: impl Into<String>, target: impl Into<String>) -> Self {
        Self { method: method.into(), target: target.into(), headers: Headers::new() }
    }

    /// Reads a head and its length in bytes; `None` when more bytes are needed.
    pub fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, HttpError> {
        let Some((line, headers, length)) = split_head(bytes)? else { return Ok(None) };
        let mut words = line.split(' ').filter(|word| !word.is_empty());
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(HttpError::Head("the request line has not three words"));
        };
        if !version.starts_with("HTTP/1.") {
            return Err(HttpError::Head("the request is not HTTP/1"));
        }
        Ok(Some((Self { method: method.to_owned(), target: target.to_owned(), headers }, length)))
    }

    /// The head as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let clean = |text: &str| text.replace([' ', '\r', '\n'], "%20");
        encode(&format!("{} {} HTTP/1.1", clean(&self.method), clean(&self.target)), &self.headers)
    }
}

impl ResponseHead {
    /// A response without fields.
    pub fn new(status: u16, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into(), headers: Headers::new() }
    }

    /// Reads a head and its length in bytes; `None` when more bytes are needed.
    pub fn parse(bytes: &[u8]) -> Result<Option<(Self, usize)>, HttpError> {
        let Some((line, headers, length)) = split_head(bytes)? else { return Ok(None) };
        let (version, rest) = line.split_once(' ').ok_or(HttpError::Head("the status line has no status"))?;
        if !version.starts_with("HTTP/1.") {
            return Err(HttpError::Head("the answer is not HTTP/1"));
        }
        let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        let status = code.parse().map_err(|_| HttpError::Head("the status is no number"))?;
        Ok(Some((Self { status, reason: reason.to_owned(), headers }, length)))
    }

    /// The head as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let reason = self.reason.replace(['\r', '\n'], " ");
        encode(&format!("HTTP/1.1 {} {reason}", self.status), &self.headers)
    }
}

fn encode(line: &str, headers: &Headers) -> Vec<u8> {
    let mut out = format!("{line}\r\n");
    for (name, value) in headers.iter() {
        out.push_str(name);
        out.push_str(": ");
        out.push_str(value);
        out.push_str("\r\n");
    }
    out.push_str("\r\n");
    out.into_bytes()
}

/// First line, fields, and the length of the whole head with the blank line.
fn split_head(bytes: &[u8]) -> Result<Option<(String, Headers, usize)>, HttpError> {
    let limited = bytes.get(..MAX_HEAD).unwrap_or(bytes);
    let Some(length) = head_length(limited) else {
        return if bytes.len() >= MAX_HEAD { Err(HttpError::HeadTooLarge) } else { Ok(None) };
    };
    let head = limited.get(..length).unwrap_or_default();
    // Fields outside ASCII have no meaning here, and must not make a head unreadable.
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let first = lines.next().unwrap_or_default().to_owned();
    let mut headers = Headers::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            return Err(HttpError::Head("a field is folded over two lines"));
        }
        let (name, value) = line.split_once(':').ok_or(HttpError::Head("a field has no colon"))?;
        headers.push(name, value.trim());
    }
    Ok(Some((first, headers, length)))
}

/// Bytes up to and with the blank line; bare line feeds are taken too.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let mut line_begin = 0usize;
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' {
            let line = bytes.get(line_begin..at)?;
            if line.is_empty() || line == b"\r" {
                return Some(at.saturating_add(1));
            }
            line_begin = at.saturating_add(1);
        }
    }
    None
}
