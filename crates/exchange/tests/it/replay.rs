//! The client's state machines fed with what a recorded server sent, in pieces of every size.

use crate::fixtures::read;
use exchange::auth::{Credentials, HttpAuthError, HttpAuthenticator};
use exchange::dcerpc::ndr::{Operation, Stub};
use exchange::dcerpc::{Authentication, Fault};
use exchange::http::ResponseHead;
use exchange::nspi::*;
use exchange::rpch::*;
use exchange::{Secret, Uuid};

fn auth(password: &str) -> HttpAuthenticator {
    HttpAuthenticator::basic(Credentials::new("administrator@contoso.test", Secret::new(password)))
}

fn cookies() -> ClientCookies {
    ClientCookies {
        virtual_connection: Uuid::from_u128(0xa4c52c2d_6240_4107_b549_dc84084a6bfb),
        in_channel: Uuid::from_u128(0x98be19e5_401d_4903_9c25_f486555e7450),
        out_channel: Uuid::from_u128(0xc7c16a63_9fa1_4053_aaea_266dc3aec194),
        association_group: Uuid::from_u128(0x2cd23605_e35c_45ca_b24f_ed90132c8e8d),
    }
}

fn target() -> RpcTarget {
    RpcTarget { proxy: "mail.contoso.test".into(), server: "mail.contoso.test".into(), port: PORT }
}

fn client() -> RpcClient {
    RpcClient::new(target(), cookies(), auth("Test-1234"), auth("Test-1234"), INTERFACE, Authentication::None)
}

fn output(client: &mut RpcClient) -> (Vec<u8>, Vec<u8>) {
    let (mut into, mut out) = (Vec::new(), Vec::new());
    while let Some((channel, bytes)) = client.next_output() {
        match channel {
            Channel::In => into.extend(bytes),
            Channel::Out => out.extend(bytes),
        }
    }
    (into, out)
}

/// With the recorded cookies, what we send to open the channels is what the recorded client sent.
#[test]
fn the_channel_requests_are_the_recorded_ones() {
    let (into, out) = output(&mut client());
    assert_eq!(out, read("rpch/nspi_6004_administrator/stream_out_c2s.bin"));
    let recorded = read("rpch/nspi_6004_administrator/stream_in_c2s.bin");
    assert_eq!(into, recorded[..into.len()], "HTTP head and CONN/B1");
}

/// The recorded OUT channel in pieces of every size: bound, then an answer to every call.
#[test]
fn the_recorded_answers_arrive_however_they_are_cut() {
    let stream = read("rpch/nspi_6004_administrator/stream_out_s2c.bin");
    for size in [1, 7, 44] {
        let mut client = client();
        let mut answers = Vec::new();
        for piece in stream.chunks(size) {
            client.handle_input(Channel::Out, piece).unwrap();
            while let Some(event) = client.next_event() {
                match event {
                    RpcEvent::Bound => {
                        // The recorded client made its calls one by one; numbers are all that count here.
                        let request = NspiUnbindRequest { context: ContextHandle::default(), reserved: 0 };
                        for _ in 0..18 {
                            client.call::<NspiUnbind>(&request).unwrap();
                        }
                    }
                    RpcEvent::Response { stub, .. } => answers.push(stub),
                    RpcEvent::Fault { status, .. } => panic!("fault {status:#x}"),
                }
            }
        }
        assert_eq!(answers.len(), 18, "cut in pieces of {size}");
        assert_eq!(RpcEvent::answer::<NspiBind>(&answers[0]).unwrap().error_code, status::SUCCESS);
        assert_eq!(RpcEvent::answer::<NspiUnbind>(&answers[17]).unwrap().error_code, status::UNBIND_SUCCESS);
    }
}

/// Trap 10: a bind_ack may refuse the interface.
#[test]
fn a_refused_interface_is_an_error() {
    for session in ["bind_wrong_interface", "bind_unknown_interface"] {
        let stream = read(&format!("rpch/{session}/stream_out_s2c.bin"));
        let error = client().handle_input(Channel::Out, &stream).unwrap_err();
        assert!(error.to_string().contains("does not offer this RPC interface"), "{error}");
    }
    // Three contexts were offered, one result came: the first context is meant.
    let stream = read("rpch/bind_three_contexts/stream_out_s2c.bin");
    let mut client = client();
    client.handle_input(Channel::Out, &stream).unwrap();
    assert_eq!(client.next_event(), Some(RpcEvent::Bound));
}

/// Trap 11: faults.
#[test]
fn a_fault_answers_the_call() {
    for session in ["fault_bad_opnum", "fault_bad_stub"] {
        let stream = read(&format!("rpch/{session}/stream_out_s2c.bin"));
        let mut client = client();
        // Up to the bind_ack, so that the call is open when its fault comes.
        let fault = stream.len() - 32;
        client.handle_input(Channel::Out, &stream[..fault]).unwrap();
        assert_eq!(client.next_event(), Some(RpcEvent::Bound));
        let request = NspiUnbindRequest { context: ContextHandle::default(), reserved: 0 };
        let call_id = client.call::<NspiUnbind>(&request).unwrap();
        client.handle_input(Channel::Out, &stream[fault..]).unwrap();
        assert_eq!(client.next_event(), Some(RpcEvent::Fault { call_id, status: Fault::BAD_STUB_DATA }));
    }
}

/// Trap 4: the OUT channel decides about the password; the IN channel may stay silent.
#[test]
fn a_wrong_password_is_refused_on_the_out_channel() {
    let stream = read("rpch/session_wrong_password/stream_out_s2c.bin");
    assert_eq!(client().handle_input(Channel::Out, &stream), Err(RpchError::Auth(HttpAuthError::Refused)),);
    assert!(read("rpch/session_wrong_password/stream_in_s2c.bin").is_empty());
}

/// Trap 5: both ways a wrong port shows.
#[test]
fn a_wrong_port_is_an_error() {
    assert_eq!(client().handle_eof(Channel::Out), RpchError::Closed(Channel::Out));
    let answer = b"HTTP/1.1 503 RPC Error: 6ba\r\nContent-Length: 0\r\n\r\n";
    let error = client().handle_input(Channel::Out, answer).unwrap_err();
    assert_eq!(error, RpchError::Proxy { code: 0x6ba });
    assert!(error.to_string().contains("0x6ba"), "{error}");
    let with_info = b"HTTP/1.0 503 RPC Error: 5, EEInfo: AAAA\r\nContent-Length: 0\r\n\r\n";
    let error = client().handle_input(Channel::Out, with_info).unwrap_err();
    assert_eq!(error, RpchError::Proxy { code: 5 });
    let plain = client().handle_input(Channel::Out, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(plain, Err(RpchError::Status { status: 404, reason: "Not Found".into() }));
}

/// Trap 7: our answer to an echo request is the recorded one, the order of the fields apart.
#[test]
fn the_echo_answer_is_the_recorded_one() {
    let recorded = read("http_level/19_echo_rpc_in_data_cl4.resp.bin");
    let ours = ServerConnection::echo_response();
    assert_eq!(ours[ours.len() - 20..], recorded[recorded.len() - 20..]);
    let (head, _) = ResponseHead::parse(&recorded).unwrap().unwrap();
    let (our_head, _) = ResponseHead::parse(&ours).unwrap().unwrap();
    assert_eq!((our_head.status, our_head.reason), (head.status, head.reason));
}

/// Stubs can be made without a layout too.
#[test]
fn a_fresh_bind_request_is_the_recorded_one_but_for_its_referent() {
    let request = NspiBindRequest { flags: 0, stat: Stat::default(), server_guid: Some(Uuid::nil()) };
    assert_eq!(NspiBind::OPNUM, 0);
    let stub = request.encode();
    assert_eq!(stub.len(), 60);
    assert_eq!(NspiBindRequest::decode(&stub).unwrap(), request);
}
