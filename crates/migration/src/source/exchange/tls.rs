//! Whom to trust, and what is wrong with a certificate.

use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::super::{CertificateProblem, SourceError};
use super::network::NetworkOptions;
use crate::clock::Clock;

/// Certificates must be valid at the clock's time.
#[derive(Debug)]
struct ClockTime(Arc<dyn Clock>);

impl TimeProvider for ClockTime {
    fn current_time(&self) -> Option<UnixTime> {
        let since = self.0.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Some(UnixTime::since_unix_epoch(since))
    }
}

/// The TLS settings of an endpoint.
pub(super) fn client_config(
    options: &NetworkOptions,
    accept_untrusted: bool,
) -> Result<ClientConfig, SourceError> {
    let settings = |detail: String| SourceError::Settings(detail);
    let provider = Arc::new(ring::default_provider());
    let time = Arc::new(ClockTime(Arc::clone(&options.clock)));
    let builder = ClientConfig::builder_with_details(Arc::clone(&provider), time)
        .with_safe_default_protocol_versions()
        .map_err(|e| settings(e.to_string()))?;
    if accept_untrusted {
        let verifier = Arc::new(AcceptAny(provider));
        return Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth());
    }
    let mut roots = RootCertStore::empty();
    if options.system_roots {
        // Single certificates of the system that cannot be read do not matter.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    for pem in &options.ca_pem {
        let mut any = false;
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let unusable = |e: &dyn std::fmt::Display| {
                settings(format!("a certificate of --ca-file can't be used: {e}"))
            };
            roots.add(certificate.map_err(|e| unusable(&e))?).map_err(|e| unusable(&e))?;
            any = true;
        }
        if !any {
            return Err(settings("the file given with --ca-file holds no certificate (PEM)".to_owned()));
        }
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Takes any certificate; signatures are checked all the same.
#[derive(Debug)]
struct AcceptAny(Arc<CryptoProvider>);

impl ServerCertVerifier for AcceptAny {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// What a failed handshake means.
pub(super) fn error(server: &str, error: &io::Error) -> SourceError {
    let server = server.to_owned();
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let problem = match inner {
        Some(rustls::Error::InvalidCertificate(certificate)) => match certificate {
            CertificateError::UnknownIssuer => CertificateProblem::UnknownIssuer,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                CertificateProblem::Expired
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                CertificateProblem::NotYetValid
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                CertificateProblem::WrongName
            }
            other => CertificateProblem::Other(other.to_string()),
        },
        Some(other) => return SourceError::Garbage { server, detail: format!("TLS failed: {other}") },
        None => return SourceError::Dropped { server, detail: error.to_string() },
    };
    SourceError::Certificate { server, problem }
}
