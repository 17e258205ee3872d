//! HTTP authentication at the server: Basic with every request, NTLM once a connection.

use super::Server;
use super::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use exchange::auth::ntlm::{AvPairs, NtlmServer};
use exchange::auth::{ChannelBinding, parse_basic};
use exchange::http::RequestHead;

/// What a connection knows of its client.
pub(super) struct ConnectionAuth {
    binding: ChannelBinding,
    exchange: Option<NtlmServer>,
    account: Option<usize>,
}

impl ConnectionAuth {
    /// A connection with this server certificate.
    pub(super) fn new(certificate: &[u8]) -> Self {
        Self { binding: ChannelBinding::tls_server_end_point(certificate), exchange: None, account: None }
    }

    /// The account of a request, or the 401 to answer with.
    pub(super) fn authenticate(&mut self, server: &Server, head: &RequestHead) -> Result<usize, Response> {
        let Some(header) = head.headers.get("authorization") else {
            return self.account.ok_or_else(|| unauthorized(None));
        };
        if let Some((user, password)) = parse_basic(header) {
            let account = server.organisation.account(&user, "").filter(|_| {
                server.organisation.password_of(&user, "").is_some_and(|known| known == password)
            });
            return account.map(|account| account.index).ok_or_else(|| unauthorized(None));
        }
        let token = header.trim().split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("ntlm"));
        let token = token.and_then(|(_, token)| BASE64_STANDARD.decode(token.trim()).ok());
        let Some(token) = token else { return Err(unauthorized(None)) };
        match self.exchange.take() {
            None => Err(self.challenge(server, &token)),
            Some(exchange) => self.judge(server, exchange, &token),
        }
    }

    fn challenge(&mut self, server: &Server, token: &[u8]) -> Response {
        let names = names(server);
        match NtlmServer::challenge(token, &names.0, server.next_challenge(), names.1) {
            Ok((challenge, exchange)) => {
                self.exchange = Some(exchange);
                unauthorized(Some(&BASE64_STANDARD.encode(challenge)))
            }
            Err(_) => unauthorized(None),
        }
    }

    fn judge(&mut self, server: &Server, exchange: NtlmServer, token: &[u8]) -> Result<usize, Response> {
        let password = |user: &str, domain: &str| server.organisation.password_of(user, domain);
        let identity = exchange.authenticate(token, password, Some(self.binding));
        let account = identity.ok().and_then(|(identity, _)| {
            server.organisation.account(&identity.user, &identity.domain).map(|account| account.index)
        });
        self.account = account;
        account.ok_or_else(|| unauthorized(None))
    }
}

/// How the server names itself in NTLM.
pub(super) fn names(server: &Server) -> (String, AvPairs) {
    let organisation = &server.organisation;
    let netbios = organisation.netbios();
    let pairs = AvPairs::of_server(
        "EX01",
        &netbios,
        &organisation.exchange_server(),
        &organisation.domain,
        organisation.file_time(),
    );
    (netbios, pairs)
}

/// 401 with both schemes, or with an NTLM challenge.
fn unauthorized(challenge: Option<&str>) -> Response {
    let response = Response::new(401, "Unauthorized").with("Content-Type", "text/plain");
    match challenge {
        Some(challenge) => response.with("WWW-Authenticate", &format!("NTLM {challenge}")),
        None => response.with("WWW-Authenticate", "NTLM").with("WWW-Authenticate", "Basic realm=\"mail\""),
    }
}
