//! RfrGetFQDNFromServerDN (MS-OXABREF 3.1.4.2): the host name of a server's DN.

use crate::bytes::{DecodeError, count_u32};
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call. Some servers answer a useless text: prefer the host Autodiscover named.
#[derive(Debug, Clone, Copy)]
pub struct RfrGetFQDNFromServerDN;

impl Operation for RfrGetFQDNFromServerDN {
    const OPNUM: u16 = 1;
    type Request = RfrGetFQDNFromServerDNRequest;
    type Response = RfrGetFQDNFromServerDNResponse;
}

/// Arguments of RfrGetFQDNFromServerDN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RfrGetFQDNFromServerDNRequest {
    /// Reserved, 0.
    pub flags: u32,
    /// DN of the server.
    pub server_dn: Vec<u8>,
}

impl Stub for RfrGetFQDNFromServerDNRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        let flags = reader.u32()?;
        let _size_with_nul = reader.u32()?;
        Ok(Self { flags, server_dn: reader.byte_string()? })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.u32(self.flags);
        writer.u32(count_u32(self.server_dn.len().saturating_add(1)));
        writer.byte_string(&self.server_dn);
    }
}

/// Results of RfrGetFQDNFromServerDN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RfrGetFQDNFromServerDNResponse {
    /// The host name.
    pub fqdn: Option<Vec<u8>>,
    /// 0 on success.
    pub error_code: u32,
}

impl Stub for RfrGetFQDNFromServerDNResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        let fqdn = if reader.pointer()? { Some(reader.byte_string()?) } else { None };
        Ok(Self { fqdn, error_code: reader.u32()? })
    }

    fn write(&self, writer: &mut NdrWriter) {
        writer.pointer(self.fqdn.is_some());
        if let Some(fqdn) = &self.fqdn {
            writer.byte_string(fqdn);
        }
        writer.u32(self.error_code);
    }
}
