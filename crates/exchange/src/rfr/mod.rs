//! RFR, address book referral: which server holds the address book (MS-OXABREF).

mod get_fqdn_from_server_dn;
mod get_new_dsa;

pub use get_fqdn_from_server_dn::{
    RfrGetFQDNFromServerDN, RfrGetFQDNFromServerDNRequest, RfrGetFQDNFromServerDNResponse,
};
pub use get_new_dsa::{RfrGetNewDSA, RfrGetNewDSARequest, RfrGetNewDSAResponse};

use crate::bytes::DecodeError;
use crate::dcerpc::Syntax;
use crate::dcerpc::ndr::{NdrReader, NdrWriter};
use uuid::Uuid;

/// The interface, version 1.0.
pub const INTERFACE: Syntax =
    Syntax { id: Uuid::from_u128(0x1544f5e0_613c_11d1_93df_00c04fd7bd09), version: 1 };

/// The port behind the RPC proxy.
pub const PORT: u16 = 6002;

/// `unsigned char **`: a unique pointer to a unique pointer to a text.
pub type TextPointer = Option<Option<Vec<u8>>>;

fn read_text_pointer(reader: &mut NdrReader<'_>) -> Result<TextPointer, DecodeError> {
    if !reader.pointer()? {
        return Ok(None);
    }
    Ok(Some(if reader.pointer()? { Some(reader.byte_string()?) } else { None }))
}

fn write_text_pointer(text: &TextPointer, writer: &mut NdrWriter) {
    writer.pointer(text.is_some());
    if let Some(inner) = text {
        writer.pointer(inner.is_some());
        if let Some(text) = inner {
            writer.byte_string(text);
        }
    }
}
