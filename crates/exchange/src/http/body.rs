//! How bodies end: length, chunks, or the end of the connection (RFC 9112 section 6).

use super::{Headers, HttpError};

/// Reads one body out of the connection's bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    /// This many bytes are to come.
    Length(u64),
    /// Chunks.
    Chunked(Chunk),
    /// All until the connection ends.
    UntilClose,
}

/// Where in the chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chunk {
    Size,
    Data(u64),
    DataEnd,
    Trailer,
}

/// What one step gave.
pub(super) enum Step {
    /// More bytes are needed.
    Wait,
    /// A piece of the body.
    Data(Vec<u8>),
    /// The body is complete.
    End,
}

/// Longest line between chunks.
const MAX_LINE: usize = 8 * 1024;

impl Body {
    /// The body of a request; without a length there is none.
    pub(super) fn of_request(headers: &Headers) -> Result<Self, HttpError> {
        Ok(Self::framed(headers)?.unwrap_or(Self::Length(0)))
    }

    /// The body of a response; without a length it lasts until the connection ends.
    pub(super) fn of_response(headers: &Headers, status: u16) -> Result<Self, HttpError> {
        if matches!(status, 204 | 304) {
            return Ok(Self::Length(0));
        }
        Ok(Self::framed(headers)?.unwrap_or(Self::UntilClose))
    }

    fn framed(headers: &Headers) -> Result<Option<Self>, HttpError> {
        if headers.has_token("transfer-encoding", "chunked") {
            return Ok(Some(Self::Chunked(Chunk::Size)));
        }
        Ok(headers.content_length()?.map(Self::Length))
    }

    /// Takes what it can from `buffer`.
    pub(super) fn step(&mut self, buffer: &mut Vec<u8>) -> Result<Step, HttpError> {
        match self {
            Self::Length(0) => Ok(Step::End),
            Self::Length(left) => Ok(take(buffer, left)),
            Self::UntilClose if buffer.is_empty() => Ok(Step::Wait),
            Self::UntilClose => Ok(Step::Data(std::mem::take(buffer))),
            Self::Chunked(chunk) => chunk.step(buffer),
        }
    }
}

impl Chunk {
    fn step(&mut self, buffer: &mut Vec<u8>) -> Result<Step, HttpError> {
        loop {
            match self {
                Self::Data(0) => *self = Self::DataEnd,
                Self::Data(left) => return Ok(take(buffer, left)),
                Self::Size => {
                    let Some(line) = take_line(buffer)? else { return Ok(Step::Wait) };
                    let size = line.split(';').next().unwrap_or_default().trim();
                    let size =
                        u64::from_str_radix(size, 16).map_err(|_| HttpError::Body("a chunk has no size"))?;
                    *self = if size == 0 { Self::Trailer } else { Self::Data(size) };
                }
                Self::DataEnd => match take_line(buffer)? {
                    None => return Ok(Step::Wait),
                    Some(line) if line.is_empty() => *self = Self::Size,
                    Some(_) => return Err(HttpError::Body("a chunk is longer than its size")),
                },
                Self::Trailer => match take_line(buffer)? {
                    None => return Ok(Step::Wait),
                    Some(line) if line.is_empty() => return Ok(Step::End),
                    Some(_) => {}
                },
            }
        }
    }
}

fn take(buffer: &mut Vec<u8>, left: &mut u64) -> Step {
    if buffer.is_empty() {
        return Step::Wait;
    }
    let count = usize::try_from(*left).unwrap_or(usize::MAX).min(buffer.len());
    let rest = buffer.split_off(count);
    let data = std::mem::replace(buffer, rest);
    *left = left.saturating_sub(u64::try_from(data.len()).unwrap_or(u64::MAX));
    Step::Data(data)
}

fn take_line(buffer: &mut Vec<u8>) -> Result<Option<String>, HttpError> {
    let Some(at) = buffer.iter().position(|byte| *byte == b'\n') else {
        return if buffer.len() > MAX_LINE {
            Err(HttpError::Body("a line between chunks is too long"))
        } else {
            Ok(None)
        };
    };
    let rest = buffer.split_off(at.saturating_add(1));
    let line = std::mem::replace(buffer, rest);
    Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
}
