//! Channel bindings of type `tls-server-end-point` (RFC 5929 section 4), as NTLM carries them.

use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// The MD5 hash that stands in NTLM's `MsvAvChannelBindings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelBinding(pub [u8; 16]);

impl ChannelBinding {
    /// Binds to the server certificate of the TLS connection, DER encoded.
    pub fn tls_server_end_point(certificate: &[u8]) -> Self {
        let mut data = b"tls-server-end-point:".to_vec();
        data.extend_from_slice(&certificate_hash(certificate));
        Self::of_application_data(&data)
    }

    /// MD5 of a `gss_channel_bindings_struct` without addresses (MS-NLMP 2.2.2.1).
    fn of_application_data(data: &[u8]) -> Self {
        let mut hash = Md5::new();
        hash.update([0; 16]);
        hash.update(crate::bytes::count_u32(data.len()).to_le_bytes());
        hash.update(data);
        Self(hash.finalize().into())
    }
}

/// Hash of the certificate with the function of its signature; SHA-256 in place of MD5, SHA-1 and the unknown.
fn certificate_hash(certificate: &[u8]) -> Vec<u8> {
    let algorithm = Certificate::from_der(certificate)
        .map(|parsed| parsed.signature_algorithm.oid.to_string())
        .unwrap_or_default();
    match algorithm.as_str() {
        // sha384WithRSAEncryption, ecdsa-with-SHA384
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Sha384::digest(certificate).to_vec(),
        // sha512WithRSAEncryption, ecdsa-with-SHA512
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Sha512::digest(certificate).to_vec(),
        _ => Sha256::digest(certificate).to_vec(),
    }
}
