//! Our client against our server, at every level of protection, with answers of many fragments.

use exchange::auth::ntlm::{AvPairs, NtlmClient, NtlmInputs};
use exchange::auth::{Credentials, HttpAuthenticator};
use exchange::dcerpc::ndr::{Operation, Stub};
use exchange::dcerpc::{AuthLevel, Authentication, Pdu, PduSplitter, Server, ServerNames};
use exchange::http::{ServerCodec, ServerEvent};
use exchange::mapi::{PropertyValue, Value, tags};
use exchange::nspi::*;
use exchange::rpch::*;
use exchange::{Secret, Uuid};
use proptest::prelude::*;

fn inputs() -> NtlmInputs {
    NtlmInputs {
        client_challenge: [1; 8],
        session_key: zeroize::Zeroizing::new([2; 16]),
        time: 133_000_000_000_000_000,
        target_name: "HTTP/mail".into(),
        channel_binding: None,
        workstation: String::new(),
    }
}

fn client(level: Option<AuthLevel>) -> RpcClient {
    let credentials = || Credentials::new("CONTOSO\\admin", Secret::new("secret"));
    let authentication = match level {
        None => Authentication::None,
        Some(level) => Authentication::Ntlm {
            level,
            context_id: 5,
            client: Box::new(NtlmClient::new(credentials(), inputs())),
        },
    };
    let cookies = ClientCookies {
        virtual_connection: Uuid::from_u128(1),
        in_channel: Uuid::from_u128(2),
        out_channel: Uuid::from_u128(3),
        association_group: Uuid::from_u128(4),
    };
    let target = RpcTarget { proxy: "mail".into(), server: "ex01".into(), port: PORT };
    let auth = || HttpAuthenticator::basic(credentials());
    RpcClient::new(target, cookies, auth(), auth(), INTERFACE, authentication)
}

/// The server's end of both sockets.
struct Peer {
    connection: ServerConnection,
    association: Server,
    in_codec: ServerCodec,
    out_codec: ServerCodec,
    in_splitter: PduSplitter,
    out_splitter: PduSplitter,
    rows: RowSet,
    acknowledgements: usize,
}

impl Peer {
    fn new(rows: RowSet) -> Self {
        let pairs = AvPairs::of_server("LAB", "CONTOSO", "lab", "contoso", 133_000_000_000_000_001);
        let names = ServerNames { target: "LAB".into(), pairs, challenge: [9; 8] };
        Self {
            connection: ServerConnection::new(Uuid::from_u128(1)),
            association: Server::new(INTERFACE, PORT, names),
            in_codec: ServerCodec::new(),
            out_codec: ServerCodec::new(),
            in_splitter: PduSplitter::default(),
            out_splitter: PduSplitter::default(),
            rows,
            acknowledgements: 0,
        }
    }

    fn receive(&mut self, channel: Channel, bytes: &[u8]) {
        let codec = if channel == Channel::In { &mut self.in_codec } else { &mut self.out_codec };
        codec.handle_input(bytes);
        let mut bodies = Vec::new();
        while let Some(event) = codec.next_event().unwrap() {
            if let ServerEvent::Body(body) = event {
                bodies.push(body);
            }
        }
        for body in bodies {
            let splitter =
                if channel == Channel::In { &mut self.in_splitter } else { &mut self.out_splitter };
            splitter.push(&body);
            let mut pdus = Vec::new();
            while let Some(pdu) = splitter.next_pdu().unwrap() {
                pdus.push(pdu);
            }
            pdus.into_iter().for_each(|pdu| self.pdu(pdu));
        }
    }

    fn pdu(&mut self, bytes: Vec<u8>) {
        let pdu = Pdu::decode(&bytes).unwrap();
        if let Some(opening) = Opening::of(&pdu) {
            return self.connection.join(opening).unwrap();
        }
        let Some(bytes) = self.connection.handle_pdu(bytes).unwrap() else {
            self.acknowledgements += 1;
            return;
        };
        let call = self.association.handle_pdu(&bytes, |_, _| Some(Secret::new("secret"))).unwrap();
        if let Some(call) = call {
            assert_eq!(call.opnum, NspiQueryRows::OPNUM);
            let request = NspiQueryRowsRequest::decode(&call.stub).unwrap();
            let answer = NspiQueryRowsResponse {
                stat: request.stat,
                rows: Some(self.rows.clone()),
                error_code: status::SUCCESS,
            };
            self.association.respond(call.call_id, &answer.encode());
        }
        while let Some(pdu) = self.association.next_output() {
            self.connection.send(pdu);
        }
    }
}

fn converse(level: Option<AuthLevel>, rows: RowSet) -> (RowSet, usize) {
    let mut client = client(level);
    let mut peer = Peer::new(rows);
    let mut opened = false;
    let mut answer = None;
    for _ in 0..10_000 {
        let mut quiet = true;
        while let Some((channel, bytes)) = client.next_output() {
            quiet = false;
            peer.receive(channel, &bytes);
        }
        if peer.connection.is_open() && !opened {
            opened = true;
            client.handle_input(Channel::Out, &ServerConnection::response_head().encode()).unwrap();
        }
        while let Some(bytes) = peer.connection.next_output().filter(|_| opened) {
            quiet = false;
            client.handle_input(Channel::Out, &bytes).unwrap();
        }
        while let Some(event) = client.next_event() {
            quiet = false;
            match event {
                RpcEvent::Bound => {
                    let request = NspiQueryRowsRequest {
                        context: ContextHandle::default(),
                        flags: 0,
                        stat: Stat::default(),
                        mids: (0..3000).collect(),
                        count: 50,
                        tags: None,
                    };
                    client.call::<NspiQueryRows>(&request).unwrap();
                }
                RpcEvent::Response { stub, .. } => {
                    answer = RpcEvent::answer::<NspiQueryRows>(&stub).unwrap().rows
                }
                RpcEvent::Fault { status, .. } => panic!("fault {status:#x}"),
            }
        }
        if quiet {
            break;
        }
    }
    (answer.expect("an answer"), peer.acknowledgements)
}

fn rows(count: usize) -> RowSet {
    let row = |n: usize| PropertyRow {
        values: vec![
            PropertyValue::new(
                tags::PR_DISPLAY_NAME,
                Value::text(format!("Person {n} {}", "ü".repeat(n % 7))),
            ),
            PropertyValue::new(
                tags::PR_EMS_AB_PROXY_ADDRESSES,
                Value::MultipleString(vec!["SMTP:a@b".into(); n % 4]),
            ),
            PropertyValue::new(tags::PR_ENTRYID, Value::Binary(vec![7; n % 40])),
            PropertyValue::not_found(tags::PR_SMTP_ADDRESS),
        ],
    };
    RowSet { rows: (0..count).map(row).collect() }
}

#[test]
fn every_level_carries_calls_both_ways() {
    use AuthLevel::{Connect, Integrity, Privacy};
    for level in [None, Some(Connect), Some(Integrity), Some(Privacy)] {
        let rows = rows(120);
        assert_eq!(converse(level, rows.clone()).0, rows, "{level:?}");
    }
}

/// Trap 8: an answer larger than the window comes through because it is acknowledged on the way.
#[test]
fn answers_larger_than_the_window_are_acknowledged() {
    let rows = rows(3000);
    let (received, acknowledgements) = converse(Some(AuthLevel::Privacy), rows.clone());
    assert_eq!(received, rows);
    assert!(acknowledgements > 5, "{acknowledgements} acknowledgements");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_rows_come_through(count in 0usize..200, sealed: bool) {
        let rows = rows(count);
        let level = sealed.then_some(AuthLevel::Privacy);
        prop_assert_eq!(converse(level, rows.clone()).0, rows);
    }
}
