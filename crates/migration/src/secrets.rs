//! Passwords: how they are held, and how they are kept on disk.
//!
//! In memory a password is zeroed when it is dropped and never shown by `Debug`. On disk it is sealed with
//! ChaCha20-Poly1305; the key is a file outside the store that only its owner may read. That protects a copy of
//! the store alone (a backup, a disk sent away); it does not protect against someone who can read the key file.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, AeadCore, KeyInit, OsRng, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const KEY_LENGTH: usize = 32;
const NONCE_LENGTH: usize = 12;

/// A user name and password.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Credential {
    /// `user@domain` or `DOMAIN\user`.
    #[zeroize(skip)]
    pub username: String,
    password: String,
}

impl Credential {
    /// A credential; the password is zeroed when this is dropped.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self { username: username.into(), password: password.into() }
    }

    /// The password. Callers hand it to a protocol and keep no copy.
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("username", &self.username).finish_non_exhaustive()
    }
}

/// Why a secret could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The key file cannot be used.
    #[error("the key file '{}' cannot be used: {detail}", path.display())]
    KeyFile {
        /// Where it is.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The sealed password was not made with this key, or was changed.
    #[error(
        "the stored password cannot be read with the key in '{}'; give it again with Set-MigrationEndpoint -Credentials",
        path.display()
    )]
    WrongKey {
        /// The key file.
        path: PathBuf,
    },
    /// Encryption failed.
    #[error("the password could not be encrypted")]
    Seal,
}

/// The key that seals passwords, kept in a file of its own.
pub struct SecretKey {
    key: Zeroizing<[u8; KEY_LENGTH]>,
    path: PathBuf,
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecretKey").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SecretKey {
    /// Reads the key in `dir`, making it if there is none. Two processes that make it at once agree on one.
    ///
    /// # Errors
    /// [`SecretError::KeyFile`] when it cannot be made or read, or others may read it.
    pub fn open(dir: &Path) -> Result<Self, SecretError> {
        let path = dir.join("endpoint.key");
        let fail = |e: &dyn fmt::Display| SecretError::KeyFile { path: path.clone(), detail: e.to_string() };
        create_private_dir(dir).map_err(|e| fail(&e))?;
        if !path.exists() {
            Self::make(&path).map_err(|e| fail(&e))?;
        }
        refuse_public(&path).map_err(|e| fail(&e))?;
        let bytes = Zeroizing::new(fs::read(&path).map_err(|e| fail(&e))?);
        let key: [u8; KEY_LENGTH] =
            bytes.as_slice().try_into().map_err(|_| fail(&"it does not have 32 bytes"))?;
        Ok(Self { key: Zeroizing::new(key), path })
    }

    /// Writes a new key beside its place, then links it there: a key in place is always whole.
    fn make(path: &Path) -> io::Result<()> {
        let mut key = ChaCha20Poly1305::generate_key(&mut OsRng);
        let draft = path.with_extension(format!("new-{}", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&draft)?;
        let written = file.write_all(&key).and_then(|()| file.sync_all());
        key.as_mut_slice().zeroize();
        written?;
        let linked = fs::hard_link(&draft, path);
        fs::remove_file(&draft)?;
        match linked {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
            _ => Ok(()),
        }
    }

    /// Seals a password for the endpoint with this id; only the same id opens it again.
    ///
    /// # Errors
    /// [`SecretError::Seal`].
    pub fn seal(&self, owner: &str, password: &str) -> Result<Vec<u8>, SecretError> {
        let nonce = ChaCha20Poly1305::generate_nonce(&mut OsRng);
        let payload = Payload { msg: password.as_bytes(), aad: owner.as_bytes() };
        let sealed = self.cipher().encrypt(&nonce, payload).map_err(|_| SecretError::Seal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`SecretKey::seal`] made for the same owner.
    ///
    /// # Errors
    /// [`SecretError::WrongKey`].
    pub fn open_sealed(&self, owner: &str, sealed: &[u8]) -> Result<Zeroizing<String>, SecretError> {
        let wrong = || SecretError::WrongKey { path: self.path.clone() };
        let (nonce, body) = sealed.split_at_checked(NONCE_LENGTH).ok_or_else(wrong)?;
        let payload = Payload { msg: body, aad: owner.as_bytes() };
        let plain = self.cipher().decrypt(Nonce::from_slice(nonce), payload).map_err(|_| wrong())?;
        String::from_utf8(plain).map(Zeroizing::new).map_err(|_| wrong())
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(Key::from_slice(self.key.as_slice()))
    }
}

/// Makes a folder, and its parents, that only the owner may enter.
pub(crate) fn create_private_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

#[cfg(unix)]
fn refuse_public(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let detail = format!("others may read it (mode {:o}); run chmod 600 on it", mode & 0o777);
    Err(io::Error::new(io::ErrorKind::PermissionDenied, detail))
}

#[cfg(not(unix))]
fn refuse_public(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_password_opens_for_its_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let key = SecretKey::open(dir.path()).unwrap();
        let sealed = key.seal("endpoint-1", "pässword").unwrap();
        assert!(!sealed.windows(4).any(|w| w == b"word"));
        let again = SecretKey::open(dir.path()).unwrap();
        assert_eq!(again.open_sealed("endpoint-1", &sealed).unwrap().as_str(), "pässword");
        assert!(again.open_sealed("endpoint-2", &sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(key.open_sealed("endpoint-1", &changed).is_err());
        assert!(key.open_sealed("endpoint-1", b"short").is_err());
    }

    #[test]
    fn another_key_does_not_open_it() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let sealed = SecretKey::open(one.path()).unwrap().seal("e", "p").unwrap();
        let error = SecretKey::open(two.path()).unwrap().open_sealed("e", &sealed).unwrap_err();
        assert!(error.to_string().contains("Set-MigrationEndpoint"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_private_and_a_public_one_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        SecretKey::open(dir.path()).unwrap();
        let path = dir.path().join("endpoint.key");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(SecretKey::open(dir.path()).unwrap_err().to_string().contains("chmod 600"));
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", Credential::new("admin", "hunter2"));
        assert!(shown.contains("admin") && !shown.contains("hunter2"));
    }
}
