//! Modified UTF-7 (RFC 3501, 5.1.3): how IMAP and Maildir++ write names beyond ASCII.

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Encodes a text: printable ASCII stands for itself, as the RFC demands, and a server opens nothing else.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::new();
    let mut run: Vec<u16> = Vec::new();
    for c in text.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut run, &mut encoded);
            encoded.push(c);
            if c == '&' {
                encoded.push('-');
            }
        } else {
            run.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut run, &mut encoded);
    encoded
}

fn flush(run: &mut Vec<u16>, encoded: &mut String) {
    if run.is_empty() {
        return;
    }
    let bytes: Vec<u8> = run.drain(..).flat_map(u16::to_be_bytes).collect();
    encoded.push('&');
    encoded.push_str(&BASE64.encode(bytes));
    encoded.push('-');
}

/// Decodes a text; what is not well-formed stays as it is.
pub(super) fn decode(encoded: &str) -> String {
    let mut decoded = String::new();
    let mut rest = encoded;
    while let Some((plain, after)) = rest.split_once('&') {
        decoded.push_str(plain);
        let Some((run, tail)) = after.split_once('-') else {
            decoded.push('&');
            rest = after;
            continue;
        };
        match decode_run(run) {
            Some(text) => decoded.push_str(&text),
            None => decoded.extend(["&", run, "-"]),
        }
        rest = tail;
    }
    decoded.push_str(rest);
    decoded
}

fn decode_run(run: &str) -> Option<String> {
    if run.is_empty() {
        return Some("&".to_owned());
    }
    let bytes = BASE64.decode(run).ok()?;
    let units: Vec<u16> =
        bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes)).collect();
    String::from_utf16(&units).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_encodings() {
        assert_eq!(encode("Entwürfe"), "Entw&APw-rfe");
        assert_eq!(encode("台北"), "&U,BTFw-");
        assert_eq!(encode("R&D"), "R&-D");
        assert_eq!(encode("~peter/mail/台北/日本語"), "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    }

    proptest! {
        #[test]
        fn texts_round_trip(text in ".*") {
            let encoded = encode(&text);
            prop_assert!(encoded.bytes().all(|byte| matches!(byte, b' '..=b'~')));
            prop_assert_eq!(decode(&encoded), text);
        }

        #[test]
        fn decoding_never_fails(text in ".*") {
            let _ = decode(&text);
        }
    }
}
