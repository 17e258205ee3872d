//! Writing NDR.

use super::Layout;
use crate::bytes::{PutLe, count_u32, utf16le};
use std::vec::IntoIter;
use uuid::Uuid;

/// First referent id of a stub without a layout of its own, and their distance.
const FIRST_REFERENT: u32 = 0x0002_0000;
const REFERENT_STEP: u32 = 4;

/// A stub being written.
#[derive(Debug)]
pub struct NdrWriter {
    out: Vec<u8>,
    referents: IntoIter<u32>,
    padding: IntoIter<u8>,
    next_referent: u32,
}

impl NdrWriter {
    /// Starts an empty stub.
    pub fn new(layout: Layout) -> Self {
        Self {
            out: Vec::new(),
            referents: layout.referents.into_iter(),
            padding: layout.padding.into_iter(),
            next_referent: FIRST_REFERENT,
        }
    }

    /// The stub.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Pads to a multiple of `alignment`, a power of two.
    pub fn align(&mut self, alignment: usize) {
        while self.out.len() & alignment.saturating_sub(1) != 0 {
            let pad = self.padding.next().unwrap_or(0);
            self.out.push(pad);
        }
    }

    /// `unsigned char`.
    pub fn u8(&mut self, value: u8) {
        self.out.push(value);
    }

    /// `unsigned short`.
    pub fn u16(&mut self, value: u16) {
        self.align(2);
        self.out.put_u16(value);
    }

    /// `unsigned long`.
    pub fn u32(&mut self, value: u32) {
        self.align(4);
        self.out.put_u32(value);
    }

    /// A length or count.
    pub fn count(&mut self, count: usize) {
        self.u32(count_u32(count));
    }

    /// 16 bytes, unaligned (`FlatUID_r`).
    pub fn flat_uid(&mut self, value: &Uuid) {
        self.out.put_guid(value);
    }

    /// A unique pointer; the caller writes the referent at its place.
    pub fn pointer(&mut self, present: bool) {
        if !present {
            return self.u32(0);
        }
        let id = self.referents.next().unwrap_or_else(|| {
            self.next_referent = self.next_referent.wrapping_add(REFERENT_STEP);
            self.next_referent
        });
        self.u32(id);
    }

    fn varying(&mut self, count: usize) {
        self.count(count);
        self.u32(0);
        self.count(count);
    }

    /// `[string] wchar_t`.
    pub fn wide_string(&mut self, text: &str) {
        let units = utf16le(text);
        self.varying((units.len() / 2).saturating_add(1));
        self.out.extend_from_slice(&units);
        self.out.extend_from_slice(&[0, 0]);
    }

    /// `[string] char`.
    pub fn byte_string(&mut self, text: &[u8]) {
        self.varying(text.len().saturating_add(1));
        self.out.extend_from_slice(text);
        self.out.push(0);
    }

    /// Conformant bytes.
    pub fn sized_bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.out.extend_from_slice(bytes);
    }
}
