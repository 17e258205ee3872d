//! The client's side of HTTP authentication on one connection.

use super::ntlm::{NtlmClient, NtlmError, NtlmInputs, NtlmServerChallenge};
use super::{Credentials, basic};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// How to authenticate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpScheme {
    /// Basic: name and password with every request.
    Basic,
    /// NTLM: three messages, then the connection is authenticated.
    Ntlm,
}

/// Why authentication failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpAuthError {
    /// The server did not take the credentials.
    #[error("the server refused the user name or password")]
    Refused,
    /// The server offers other schemes only.
    #[error("the server does not offer {wanted:?} authentication; it offers: {offered}")]
    NotOffered {
        /// The scheme wanted.
        wanted: HttpScheme,
        /// What the server offers.
        offered: String,
    },
    /// The NTLM exchange failed.
    #[error(transparent)]
    Ntlm(#[from] NtlmError),
}

/// Authenticates one connection: ask [`Self::authorization`] before every request, tell it every 401.
pub struct HttpAuthenticator {
    credentials: Credentials,
    state: State,
}

enum State {
    Basic { sent: bool },
    NtlmStart(NtlmClient),
    NtlmAnswer(String),
    NtlmSent,
}

/// Tokens are not shown: they can be tried against passwords.
impl std::fmt::Debug for HttpAuthenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpAuthenticator").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

impl HttpAuthenticator {
    /// Basic authentication.
    pub fn basic(credentials: Credentials) -> Self {
        Self { credentials, state: State::Basic { sent: false } }
    }

    /// NTLM authentication.
    pub fn ntlm(credentials: Credentials, inputs: NtlmInputs) -> Self {
        Self {
            credentials: credentials.clone(),
            state: State::NtlmStart(NtlmClient::new(credentials, inputs)),
        }
    }

    /// Value of the `Authorization` header of the next request; `None` on an authenticated connection.
    pub fn authorization(&mut self) -> Option<String> {
        match &mut self.state {
            State::Basic { sent } => {
                *sent = true;
                Some(basic(&self.credentials))
            }
            State::NtlmStart(client) => Some(format!("NTLM {}", BASE64_STANDARD.encode(client.negotiate()))),
            State::NtlmAnswer(answer) => {
                let answer = std::mem::take(answer);
                self.state = State::NtlmSent;
                Some(answer)
            }
            State::NtlmSent => None,
        }
    }

    /// Whether the next request only begins authentication and should have no body.
    pub fn is_first_leg(&self) -> bool {
        matches!(self.state, State::NtlmStart(_))
    }

    /// Takes the `WWW-Authenticate` values of a 401. `Ok` means: send the request again on this connection.
    pub fn unauthorized<'a>(
        &mut self,
        challenges: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), HttpAuthError> {
        let challenges: Vec<&str> = challenges.into_iter().collect();
        match std::mem::replace(&mut self.state, State::NtlmSent) {
            State::NtlmStart(client) => {
                let token = challenges.iter().find_map(|challenge| ntlm_token(challenge));
                let Some(token) = token else {
                    return Err(HttpAuthError::NotOffered {
                        wanted: HttpScheme::Ntlm,
                        offered: challenges.join(", "),
                    });
                };
                let token = BASE64_STANDARD
                    .decode(token)
                    .map_err(|_| NtlmError::Malformed("its base64 is broken"))?;
                let challenge = NtlmServerChallenge::decode(&token)?;
                let (answer, _session) = client.authenticate(&token, &challenge)?;
                self.state = State::NtlmAnswer(format!("NTLM {}", BASE64_STANDARD.encode(answer)));
                Ok(())
            }
            State::Basic { sent } if !sent || !offers_basic(&challenges) => {
                Err(HttpAuthError::NotOffered { wanted: HttpScheme::Basic, offered: challenges.join(", ") })
            }
            _ => Err(HttpAuthError::Refused),
        }
    }
}

fn ntlm_token<'a>(challenge: &&'a str) -> Option<&'a str> {
    let (scheme, token) = challenge.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("ntlm").then_some(token.trim())
}

fn offers_basic(challenges: &[&str]) -> bool {
    challenges.iter().any(|challenge| {
        challenge
            .split(|c: char| c.is_whitespace() || c == ',')
            .any(|word| word.eq_ignore_ascii_case("basic"))
    })
}
