//! Address book referral: always to this server.

use crate::organisation::Organisation;
use exchange::DecodeError;
use exchange::dcerpc::ndr::{Operation, Stub};
use exchange::rfr::*;

pub(super) fn call(organisation: &Organisation, opnum: u16, stub: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let server = organisation.exchange_server().into_bytes();
    match opnum {
        RfrGetNewDSA::OPNUM => {
            RfrGetNewDSARequest::decode(stub)?;
            Ok(RfrGetNewDSAResponse { unused: None, server: Some(Some(server)), error_code: 0 }.encode())
        }
        RfrGetFQDNFromServerDN::OPNUM => {
            RfrGetFQDNFromServerDNRequest::decode(stub)?;
            Ok(RfrGetFQDNFromServerDNResponse { fqdn: Some(server), error_code: 0 }.encode())
        }
        other => Err(DecodeError::Unknown { what: "RFR operation", value: other.into() }),
    }
}
