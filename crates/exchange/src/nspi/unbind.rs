//! NspiUnbind (MS-NSPI 3.1.4.1): ends a session.

use super::ContextHandle;
use crate::bytes::DecodeError;
use crate::dcerpc::ndr::{NdrReader, NdrWriter, Operation, Stub};

/// The call.
#[derive(Debug, Clone, Copy)]
pub struct NspiUnbind;

impl Operation for NspiUnbind {
    const OPNUM: u16 = 1;
    type Request = NspiUnbindRequest;
    type Response = NspiUnbindResponse;
}

/// Arguments of NspiUnbind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiUnbindRequest {
    /// The session.
    pub context: ContextHandle,
    /// Reserved, 0.
    pub reserved: u32,
}

impl Stub for NspiUnbindRequest {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { context: ContextHandle::read(reader)?, reserved: reader.u32()? })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.reserved);
    }
}

/// Results of NspiUnbind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NspiUnbindResponse {
    /// All zero when the session is gone.
    pub context: ContextHandle,
    /// [`super::status::UNBIND_SUCCESS`] (1) is the success.
    pub error_code: u32,
}

impl Stub for NspiUnbindResponse {
    fn read(reader: &mut NdrReader<'_>) -> Result<Self, DecodeError> {
        Ok(Self { context: ContextHandle::read(reader)?, error_code: reader.u32()? })
    }

    fn write(&self, writer: &mut NdrWriter) {
        self.context.write(writer);
        writer.u32(self.error_code);
    }
}
