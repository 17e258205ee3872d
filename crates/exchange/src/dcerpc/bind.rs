//! The `bind`, `alter_context` and `auth3` PDUs (C706 12.6.4.3, MS-RPCE 2.2.2.5).

use super::Syntax;
use crate::bytes::{DecodeError, PutLe, Reader};

/// Asks for interfaces. `alter_context` has the same form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    /// Longest fragment the sender sends.
    pub max_xmit_frag: u16,
    /// Longest fragment it takes.
    pub max_recv_frag: u16,
    /// 0 asks for a new association group.
    pub assoc_group_id: u32,
    /// What is asked for. Offer one context: servers exist that answer three with one result.
    pub contexts: Vec<Context>,
}

/// One presentation context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The number calls will name.
    pub id: u16,
    /// The interface.
    pub abstract_syntax: Syntax,
    /// How stubs may be written.
    pub transfer_syntaxes: Vec<Syntax>,
}

impl Bind {
    pub(crate) fn decode(content: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("bind", content);
        let (max_xmit_frag, max_recv_frag) = (reader.u16()?, reader.u16()?);
        let assoc_group_id = reader.u32()?;
        let count = reader.u8()?;
        reader.take(3)?;
        let contexts = (0..count).map(|_| Context::read(&mut reader)).collect::<Result<_, _>>()?;
        Ok(Self { max_xmit_frag, max_recv_frag, assoc_group_id, contexts })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.put_u16(self.max_xmit_frag);
        out.put_u16(self.max_recv_frag);
        out.put_u32(self.assoc_group_id);
        // One byte counts them, so no more than that can be written.
        let contexts = self.contexts.get(..255).unwrap_or(&self.contexts);
        out.extend_from_slice(&[u8::try_from(contexts.len()).unwrap_or(u8::MAX), 0, 0, 0]);
        for context in contexts {
            context.write(&mut out);
        }
        out
    }
}

impl Context {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let id = reader.u16()?;
        let count = reader.u8()?;
        let _reserved = reader.u8()?;
        let abstract_syntax = Syntax::read(reader)?;
        let transfer_syntaxes = (0..count).map(|_| Syntax::read(reader)).collect::<Result<_, _>>()?;
        Ok(Self { id, abstract_syntax, transfer_syntaxes })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.put_u16(self.id);
        let syntaxes = self.transfer_syntaxes.get(..255).unwrap_or(&self.transfer_syntaxes);
        out.extend_from_slice(&[u8::try_from(syntaxes.len()).unwrap_or(u8::MAX), 0]);
        self.abstract_syntax.write(out);
        for syntax in syntaxes {
            syntax.write(out);
        }
    }
}

/// The third leg of authentication; never answered. Its token is in the trailer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Auth3 {
    /// Four bytes nobody reads.
    pub pad: [u8; 4],
}

impl Auth3 {
    pub(crate) fn decode(content: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self { pad: Reader::new("auth3", content).array()? })
    }

    pub(crate) fn encode(self) -> Vec<u8> {
        self.pad.to_vec()
    }
}
