//! The hashes of NTLMv2 (MS-NLMP 3.3.2).

use crate::Secret;
use crate::bytes::utf16le;
use hmac::{Hmac, Mac};
use md4::{Digest, Md4};
use md5::Md5;
use zeroize::Zeroizing;

/// A key; zeroed when dropped.
pub(super) type Key = Zeroizing<[u8; 16]>;

/// HMAC-MD5 over the parts.
pub(super) fn hmac_md5(key: &[u8], parts: &[&[u8]]) -> [u8; 16] {
    // HMAC takes keys of every length.
    let Ok(mut mac) = Hmac::<Md5>::new_from_slice(key) else { return [0; 16] };
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// MD5 over the parts.
pub(super) fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// NTOWFv2: the key a user's answers are made with.
pub(super) fn ntowf_v2(user: &str, domain: &str, password: &Secret) -> Key {
    let password = Zeroizing::new(utf16le(password.expose()));
    let nt_hash = Zeroizing::new(<[u8; 16]>::from(Md4::digest(&*password)));
    let mut name = utf16le(&user.to_uppercase());
    name.extend(utf16le(domain));
    Zeroizing::new(hmac_md5(&*nt_hash, &[&name]))
}

/// Compares without telling by its time where the difference is.
pub(super) fn equal(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}
