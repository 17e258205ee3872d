//! The practice organisation: a small Exchange server on loopback.
