//! The recorded bytes.

use exchange::dcerpc::{Pdu, PduSplitter};
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

pub(crate) fn read(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Names in a folder, sorted.
pub(crate) fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(path(folder)).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Head and body of an HTTP message.
pub(crate) fn split_http(bytes: &[u8]) -> (&[u8], &[u8]) {
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a head") + 4;
    bytes.split_at(at)
}

/// Status and body of a recorded answer.
pub(crate) fn answer(name: &str) -> (u16, Vec<u8>) {
    let bytes = read(name);
    let (head, _) = exchange::http::ResponseHead::parse(&bytes).unwrap().expect("a whole head");
    (head.status, split_http(&bytes).1.to_vec())
}

/// The PDUs of a recorded stream, as bytes.
pub(crate) fn pdus(session: &str, stream: &str) -> Vec<Vec<u8>> {
    let bytes = read(&format!("rpch/{session}/stream_{stream}.bin"));
    if bytes.is_empty() || bytes.starts_with(b"HTTP/1.1 4") {
        return Vec::new();
    }
    let mut splitter = PduSplitter::default();
    splitter.push(split_http(&bytes).1);
    let mut pdus = Vec::new();
    while let Some(pdu) = splitter.next_pdu().unwrap() {
        pdus.push(pdu);
    }
    pdus
}

/// The same, decoded.
pub(crate) fn decoded(session: &str, stream: &str) -> Vec<Pdu> {
    pdus(session, stream).iter().map(|bytes| Pdu::decode(bytes).unwrap()).collect()
}
