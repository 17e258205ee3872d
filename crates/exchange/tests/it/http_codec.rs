//! HTTP on one connection.

use crate::fixtures::{names, read};
use exchange::http::*;

fn events(codec: &mut ClientCodec, bytes: &[u8]) -> Vec<ClientEvent> {
    codec.handle_input(bytes);
    let mut events = Vec::new();
    while let Some(event) = codec.next_event().unwrap() {
        events.push(event);
    }
    events
}

/// Every recorded answer is read, and its head written again byte for byte.
#[test]
fn recorded_heads_are_written_as_they_were_read() {
    let mut count = 0;
    for folder in ["ews", "autodiscover", "http_level"] {
        for name in names(folder) {
            let bytes = read(&format!("{folder}/{name}"));
            if bytes.is_empty() {
                continue;
            }
            let (written, length) = if name.contains(".req.") {
                let (head, length) = RequestHead::parse(&bytes).unwrap().unwrap();
                (head.encode(), length)
            } else {
                let (head, length) = ResponseHead::parse(&bytes).unwrap().unwrap();
                (head.encode(), length)
            };
            assert_eq!(written, bytes[..length], "{folder}/{name}");
            count += 1;
        }
    }
    assert!(count > 250, "{count}");
}

/// Traps 1 and 2: `200 Success`, and a body of a gigabyte that streams.
#[test]
fn a_channel_streams() {
    let bytes = read("rpch/nspi_6004_administrator/stream_out_s2c.bin");
    let mut codec = ClientCodec::new();
    let events = events(&mut codec, &bytes);
    let [ClientEvent::Head(head), ClientEvent::Body(body)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((head.status, head.reason.as_str()), (200, "Success"));
    assert_eq!(head.headers.content_length(), Ok(Some(1_073_741_824)));
    assert!(body.len() > 20_000);
    assert!(codec.in_body());
    assert_eq!(codec.handle_eof(), Err(HttpError::Closed));
}

#[test]
fn interim_answers_are_skipped() {
    let mut codec = ClientCodec::new();
    let seen =
        events(&mut codec, b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[1], ClientEvent::Body(b"hi".to_vec()));
    assert_eq!(seen[2], ClientEvent::End);
}

#[test]
fn chunks_are_joined_and_the_next_answer_follows() {
    let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nX: y\r\n\r\n\
                  HTTP/1.1 204 No Content\r\n\r\n";
    for size in 1..bytes.len() {
        let mut codec = ClientCodec::new();
        let mut body = Vec::new();
        let mut heads = Vec::new();
        for piece in bytes.chunks(size) {
            for event in events(&mut codec, piece) {
                match event {
                    ClientEvent::Head(head) => heads.push(head.status),
                    ClientEvent::Body(data) => body.extend(data),
                    ClientEvent::End => {}
                }
            }
        }
        assert_eq!((heads, body), (vec![200, 204], b"Wikipedia".to_vec()), "cut in pieces of {size}");
    }
}

#[test]
fn a_body_without_length_ends_with_the_connection() {
    let mut codec = ClientCodec::new();
    assert_eq!(events(&mut codec, b"HTTP/1.0 200 OK\r\n\r\nall of it").len(), 2);
    assert_eq!(codec.handle_eof(), Ok(Some(ClientEvent::End)));
}

#[test]
fn nonsense_is_refused() {
    for bytes in [
        b"SSH-2.0-OpenSSH\r\n\r\n".as_slice(),
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    ] {
        let mut codec = ClientCodec::new();
        codec.handle_input(bytes);
        assert!(codec.next_event().is_err(), "{}", String::from_utf8_lossy(bytes));
    }
    let mut codec = ClientCodec::new();
    codec.handle_input(&vec![b'a'; MAX_HEAD + 1]);
    assert_eq!(codec.next_event(), Err(HttpError::HeadTooLarge));
}

#[test]
fn a_field_cannot_begin_another() {
    let mut head = RequestHead::new("GET", "/a b\r\nX: y");
    head.headers.push("A", "1\r\nInjected: 2");
    let bytes = head.encode();
    let (read, _) = RequestHead::parse(&bytes).unwrap().unwrap();
    assert_eq!(read.headers.get("Injected"), None);
    assert_eq!(read.headers.get("A"), Some("1  Injected: 2"));
}

#[test]
fn debug_hides_credentials() {
    let head = Headers::new().with("Authorization", "Basic c2VjcmV0").with("Host", "x");
    assert_eq!(format!("{head:?}"), r#"{"Authorization": "***", "Host": "x"}"#);
}

/// Trap 3: a server answers `Expect: 100-continue` at once, and a client never waits for it.
#[test]
fn expectations_are_seen() {
    let (head, _) = RequestHead::parse(&read("http_level/18_in_expect_100.req.bin")).unwrap().unwrap();
    assert!(ServerCodec::expects_continue(&head));
}
