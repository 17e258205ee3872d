//! Basic authentication (RFC 7617).

use super::Credentials;
use crate::Secret;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use zeroize::Zeroizing;

/// The value of an `Authorization` header.
pub fn basic(credentials: &Credentials) -> String {
    let pair = Zeroizing::new(format!("{}:{}", credentials.login_name(), credentials.password.expose()));
    format!("Basic {}", BASE64_STANDARD.encode(pair.as_bytes()))
}

/// Name and password from the value of an `Authorization` header, if it is Basic.
pub fn parse_basic(authorization: &str) -> Option<(String, Secret)> {
    let (scheme, token) = authorization.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = Zeroizing::new(BASE64_STANDARD.decode(token.trim()).ok()?);
    let text = std::str::from_utf8(&bytes).ok()?;
    let (user, password) = text.split_once(':')?;
    Some((user.to_owned(), Secret::new(password)))
}
