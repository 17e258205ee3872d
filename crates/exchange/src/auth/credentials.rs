//! A name and a password.

use crate::Secret;

/// Who wants in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// NetBIOS domain of `DOMAIN\user`, else empty.
    pub domain: String,
    /// User name, or `user@domain`.
    pub user: String,
    /// The password.
    pub password: Secret,
}

impl Credentials {
    /// Splits `DOMAIN\user`; anything else is a user name as it stands.
    pub fn new(login_name: &str, password: Secret) -> Self {
        match login_name.split_once('\\') {
            Some((domain, user)) => Self { domain: domain.to_owned(), user: user.to_owned(), password },
            None => Self { domain: String::new(), user: login_name.to_owned(), password },
        }
    }

    /// The name as one types it.
    pub fn login_name(&self) -> String {
        if self.domain.is_empty() { self.user.clone() } else { format!("{}\\{}", self.domain, self.user) }
    }
}
