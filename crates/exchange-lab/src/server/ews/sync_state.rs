//! Sync states: a time, or the place within a page between two times.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use exchange::ews::{ResponseCode, ResponseError};

/// What a client has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SyncState {
    /// Changes after this time are new; none has seen nothing.
    pub(super) from: Option<i64>,
    /// Changes up to this time are being paged through; none is now.
    pub(super) to: Option<i64>,
    /// Changes of the page already sent.
    pub(super) offset: usize,
}

impl SyncState {
    pub(super) const START: Self = Self { from: None, to: None, offset: 0 };

    /// Reads a state; `scope` names what it belongs to.
    pub(super) fn decode(text: Option<&str>, scope: &str) -> Result<Self, ResponseError> {
        let Some(text) = text else { return Ok(Self::START) };
        Self::read(text, scope).ok_or_else(|| {
            ResponseError::new(
                ResponseCode::ErrorInvalidSyncStateData,
                "The synchronization state data is corrupt or otherwise invalid.",
            )
        })
    }

    fn read(text: &str, scope: &str) -> Option<Self> {
        let text = String::from_utf8(BASE64_STANDARD.decode(text).ok()?).ok()?;
        let rest = text.strip_prefix(scope)?.strip_prefix(';')?;
        let parts: Vec<&str> = rest.split(';').collect();
        let [from, to, offset] = parts.as_slice() else { return None };
        let time = |text: &str| if text == "-" { Some(None) } else { text.parse().ok().map(Some) };
        Some(Self { from: time(from)?, to: time(to)?, offset: offset.parse().ok()? })
    }

    pub(super) fn encode(self, scope: &str) -> String {
        let time = |time: Option<i64>| time.map_or_else(|| "-".to_owned(), |time| time.to_string());
        BASE64_STANDARD.encode(format!("{scope};{};{};{}", time(self.from), time(self.to), self.offset))
    }

    /// Cuts a page of `all` changes: the page, the next state, and whether it was the last.
    pub(super) fn page<T>(self, all: Vec<T>, max: usize, now: i64) -> (Vec<T>, Self, bool) {
        let to = self.to.unwrap_or(now);
        let end = self.offset.saturating_add(max);
        let last = end >= all.len();
        let page = all.into_iter().skip(self.offset).take(max).collect();
        let next = if last {
            Self { from: Some(to), to: None, offset: 0 }
        } else {
            Self { from: self.from, to: Some(to), offset: end }
        };
        (page, next, last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_cover_all_changes_once() {
        let mut state = SyncState::START;
        let mut seen = Vec::new();
        for _ in 0..10 {
            let again = SyncState::decode(Some(&state.encode("x")), "x").unwrap();
            assert_eq!(again, state);
            let (page, next, last) = state.page((0..7).collect(), 3, 100);
            seen.extend(page);
            state = next;
            if last {
                break;
            }
        }
        assert_eq!(seen, (0..7).collect::<Vec<_>>());
        assert_eq!(state, SyncState { from: Some(100), to: None, offset: 0 });
        assert!(SyncState::decode(Some(&state.encode("x")), "y").is_err());
        assert!(SyncState::decode(Some("!"), "x").is_err());
    }
}
