//! The HTTP requests of the two channels (MS-RPCH 2.1.2.1).

use super::Channel;
use crate::http::{RequestHead, ResponseHead};

/// Length an IN channel announces.
const IN_LENGTH: &str = "1073741824";

/// Where a virtual connection goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RpcTarget {
    /// Host of the RPC proxy, for the `Host` field.
    pub proxy: String,
    /// Server behind it: a host name, or the `GUID@domain` Autodiscover gives.
    pub server: String,
    /// Port behind it: 6001, 6002, 6004.
    pub port: u16,
}

impl RpcTarget {
    /// The request of a channel, without its authentication. `body` is the length of the OUT channel's body.
    pub(super) fn request(&self, channel: Channel, body: usize) -> RequestHead {
        let (method, length) = match channel {
            Channel::In => ("RPC_IN_DATA", IN_LENGTH.to_owned()),
            Channel::Out => ("RPC_OUT_DATA", body.to_string()),
        };
        self.head(method, &length)
    }

    /// The request that only begins authentication.
    pub(super) fn first_leg(&self, channel: Channel) -> RequestHead {
        self.head(if channel == Channel::In { "RPC_IN_DATA" } else { "RPC_OUT_DATA" }, "0")
    }

    fn head(&self, method: &str, length: &str) -> RequestHead {
        let mut head = RequestHead::new(method, format!("/rpc/rpcproxy.dll?{}:{}", self.server, self.port));
        for (name, value) in [
            ("Cache-Control", "no-cache"),
            ("Connection", "Keep-Alive"),
            ("Pragma", "No-cache"),
            ("Accept", "application/rpc"),
            ("User-Agent", "MSRPC"),
            ("Host", &self.proxy),
            ("Content-Length", length),
        ] {
            head.headers.push(name, value);
        }
        head
    }
}

/// The Windows error in `503 RPC Error: 6ba` (MS-RPCH 2.1.2.1.3).
pub fn proxy_error(head: &ResponseHead) -> Option<u32> {
    let rest = head.reason.strip_prefix("RPC Error:")?.trim_start();
    let digits = rest.split([',', ' ', ';']).next()?;
    u32::from_str_radix(digits.trim_start_matches("0x"), 16).ok()
}
