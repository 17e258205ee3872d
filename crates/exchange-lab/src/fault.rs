//! What can be made to go wrong.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A fault of the practice organisation, switched on by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $($(#[$doc])* $variant,)*
        }

        impl Fault {
            /// All faults.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

faults! {
    /// The certificate is signed by itself.
    UntrustedCertificate = "untrusted-certificate",
    /// The certificate's time is over.
    ExpiredCertificate = "expired-certificate",
    /// No password is right.
    WrongPassword = "wrong-password",
    /// The administrator may not open one mailbox: see [`crate::Lab::denied_mailbox`].
    MissingPermission = "missing-permission",
    /// Every seventh request is refused for a while: in turn with an EWS back-off and with HTTP 503.
    Throttling = "throttling",
    /// Every ninth answer is cut off in the middle.
    DroppedConnections = "dropped-connections",
    /// One message of each mailbox can be listed but never read.
    CorruptItems = "corrupt-items",
    /// After the thirtieth request the server is gone for ten minutes.
    DyingServer = "dying-server",
    /// Every eleventh answer is a page of some other program.
    GarbageAnswers = "garbage-answers",
    /// Every thirteenth request is never answered.
    Hang = "hang",
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is no fault's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault named '{0}'; the faults are: {names}", names = Fault::ALL.iter().map(|fault| fault.name()).collect::<Vec<_>>().join(", "))]
pub struct UnknownFault(String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        let found = Self::ALL.iter().find(|fault| fault.name().eq_ignore_ascii_case(name));
        found.copied().ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

/// The faults that are on. Clones share their switches.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<State>);

#[derive(Debug, Default)]
struct State {
    on: Mutex<BTreeSet<Fault>>,
    requests: AtomicU64,
    /// Second at which a dying server died; 0 while it lives.
    died: AtomicU64,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mishap {
    Busy { by_status: bool },
    Cut,
    Garbage,
    Hang,
    Dead,
}

const DEATH_AFTER: u64 = 30;
const DEAD_SECONDS: u64 = 600;

impl Faults {
    /// Switches a fault on or off.
    pub fn set(&self, fault: Fault, on: bool) {
        let mut faults = self.0.on.lock().unwrap_or_else(PoisonError::into_inner);
        if on {
            faults.insert(fault)
        } else {
            faults.remove(&fault)
        };
    }

    /// Whether a fault is on.
    pub fn is_on(&self, fault: Fault) -> bool {
        self.0.on.lock().unwrap_or_else(PoisonError::into_inner).contains(&fault)
    }

    /// Whether the server is dead now, `now` in Unix seconds.
    pub(crate) fn is_dead(&self, now: u64) -> bool {
        let died = self.0.died.load(Ordering::Relaxed);
        self.is_on(Fault::DyingServer) && died != 0 && now < died.saturating_add(DEAD_SECONDS)
    }

    /// Counts a request and decides its fate.
    pub(crate) fn next_request(&self, now: u64) -> Option<Mishap> {
        let number = self.0.requests.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        let every = |fault, period: u64| self.is_on(fault) && number.is_multiple_of(period);
        if self.is_on(Fault::DyingServer) && number > DEATH_AFTER {
            let _ = self.0.died.compare_exchange(0, now.max(1), Ordering::Relaxed, Ordering::Relaxed);
        }
        if self.is_dead(now) {
            Some(Mishap::Dead)
        } else if every(Fault::Throttling, 7) {
            Some(Mishap::Busy { by_status: number.is_multiple_of(14) })
        } else if every(Fault::DroppedConnections, 9) {
            Some(Mishap::Cut)
        } else if every(Fault::GarbageAnswers, 11) {
            Some(Mishap::Garbage)
        } else if every(Fault::Hang, 13) {
            Some(Mishap::Hang)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse(), Ok(*fault));
        }
        assert!("fire".parse::<Fault>().unwrap_err().to_string().contains("throttling"));
    }

    #[test]
    fn a_dying_server_comes_back() {
        let faults = Faults::default();
        faults.set(Fault::DyingServer, true);
        let fates: Vec<_> = (0..32).map(|_| faults.next_request(1000)).collect();
        assert_eq!(fates[29], None);
        assert_eq!(fates[30], Some(Mishap::Dead));
        assert_eq!(faults.next_request(1599), Some(Mishap::Dead));
        assert_eq!(faults.next_request(1600), None);
    }
}
