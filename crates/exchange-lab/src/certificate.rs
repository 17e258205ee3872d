//! The organisation's certificates: a CA, and the server's, good or bad.

use crate::LabError;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::net::IpAddr;
use std::sync::Arc;
use time::OffsetDateTime;

/// What a certificate is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quality {
    Good,
    SelfSigned,
    Expired,
}

/// The CA and how to make server certificates.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub(crate) pem: String,
    now: i64,
}

/// A TLS server configuration and the certificate in it.
#[derive(Clone)]
pub(crate) struct Served {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) certificate: CertificateDer<'static>,
}

const YEAR: i64 = 365 * 86_400;

impl Authority {
    /// A CA valid around `now` (Unix seconds).
    pub(crate) fn new(now: i64) -> Result<Self, LabError> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Practice organisation CA");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages =
            vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
        (params.not_before, params.not_after) = (date(now - YEAR), date(now + 10 * YEAR));
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        Ok(Self { issuer: Issuer::new(params, key), pem, now })
    }

    /// A server certificate for these names and loopback.
    pub(crate) fn serve(&self, names: &[String], quality: Quality) -> Result<Served, LabError> {
        let mut params = CertificateParams::new(names.to_vec())?;
        for address in
            [IpAddr::from([127, 0, 0, 1]), IpAddr::from([0u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])]
        {
            params.subject_alt_names.push(SanType::IpAddress(address));
        }
        let name = names.first().map(String::as_str).unwrap_or("localhost");
        params.distinguished_name.push(DnType::CommonName, name);
        params.use_authority_key_identifier_extension = true;
        let (from, to) = match quality {
            Quality::Expired => (self.now - 2 * YEAR, self.now - YEAR),
            Quality::Good | Quality::SelfSigned => (self.now - YEAR, self.now + 2 * YEAR),
        };
        (params.not_before, params.not_after) = (date(from), date(to));
        let key = KeyPair::generate()?;
        let certificate = match quality {
            Quality::SelfSigned => params.self_signed(&key)?,
            Quality::Good | Quality::Expired => params.signed_by(&key, &self.issuer)?,
        };
        let certificate = certificate.der().clone();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)?;
        Ok(Served { config: Arc::new(config), certificate })
    }
}

fn date(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
