//! Whatever bytes come, decoders answer; whatever values go out, they come back.

use exchange::auth::ntlm::{AvPairs, NtlmAuthenticate, NtlmServer, NtlmServerChallenge};
use exchange::auth::{ChannelBinding, Credentials, HttpAuthenticator, parse_basic};
use exchange::autodiscover::{AutodiscoverAnswer, AutodiscoverRequest, Reply, Search};
use exchange::dcerpc::ndr::Stub;
use exchange::dcerpc::{Authentication, Client, Pdu, PduSplitter};
use exchange::ews::{self, EwsOperation};
use exchange::http::{ClientCodec, ServerCodec};
use exchange::mapi::{FileTime, PropertyTag, PropertyValue, Value};
use exchange::nspi::*;
use exchange::rfr::*;
use exchange::xml::Element;
use exchange::{Secret, Uuid};
use proptest::collection::vec;
use proptest::prelude::*;

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..400)
}

/// A valid PDU header before arbitrary bytes, so that bodies are reached.
fn pdu_like() -> impl Strategy<Value = Vec<u8>> {
    let kind = prop::sample::select(vec![0u8, 2, 3, 11, 12, 13, 14, 15, 16, 17, 20]);
    (kind, any::<u8>(), 0u16..40, bytes()).prop_map(|(kind, flags, auth, body)| {
        let mut pdu = vec![5, 0, kind, flags, 0x10, 0, 0, 0];
        pdu.extend(u16::try_from(body.len() + 16).unwrap().to_le_bytes());
        pdu.extend(auth.to_le_bytes());
        pdu.extend([1, 0, 0, 0]);
        pdu.extend(body);
        pdu
    })
}

/// Words of small numbers look more like NDR than noise does.
fn ndr_like() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![0u32..8, Just(0x1f), Just(0x3001_001f), Just(0x0102), Just(0x101f), any::<u32>()];
    vec(word, 0..120).prop_map(|words| words.into_iter().flat_map(u32::to_le_bytes).collect())
}

fn text() -> impl Strategy<Value = String> {
    "[^\u{0}]{0,12}"
}

fn value() -> impl Strategy<Value = Value> {
    let raw = || vec(1u8..=255, 0..12);
    let guid = || any::<u128>().prop_map(Uuid::from_u128);
    prop_oneof![
        any::<i16>().prop_map(Value::Integer16),
        any::<i32>().prop_map(Value::Integer32),
        any::<u32>().prop_map(Value::ErrorCode),
        any::<bool>().prop_map(Value::Boolean),
        any::<u32>().prop_map(Value::EmbeddedTable),
        prop::option::of(raw()).prop_map(Value::String8),
        prop::option::of(text()).prop_map(Value::String),
        any::<u64>().prop_map(|time| Value::Time(FileTime(time))),
        prop::option::of(guid()).prop_map(Value::Guid),
        vec(any::<u8>(), 0..12).prop_map(Value::Binary),
        vec(any::<i16>(), 0..4).prop_map(Value::MultipleInteger16),
        vec(any::<i32>(), 0..4).prop_map(Value::MultipleInteger32),
        vec(raw(), 0..4).prop_map(Value::MultipleString8),
        vec(text(), 0..4).prop_map(Value::MultipleString),
        vec(any::<u64>().prop_map(FileTime), 0..4).prop_map(Value::MultipleTime),
        vec(guid(), 0..4).prop_map(Value::MultipleGuid),
        vec(vec(any::<u8>(), 0..8), 0..4).prop_map(Value::MultipleBinary),
    ]
}

fn property() -> impl Strategy<Value = PropertyValue> {
    (any::<u32>(), value()).prop_map(|(tag, value)| PropertyValue::new(PropertyTag(tag), value))
}

fn restriction() -> impl Strategy<Value = Restriction> {
    let leaf = prop_oneof![
        (any::<u32>(), prop::option::of(property())).prop_map(|(how, value)| Restriction::Content {
            fuzzy_level: how,
            tag: PropertyTag(how),
            value
        }),
        (any::<u32>(), prop::option::of(property())).prop_map(|(relop, value)| Restriction::Property {
            relop,
            tag: PropertyTag(relop),
            value
        }),
        any::<u32>().prop_map(|tag| Restriction::Exist { tag: PropertyTag(tag) }),
        (any::<u32>(), any::<u32>()).prop_map(|(tag, mask)| Restriction::Bitmask {
            relation: 1,
            tag: PropertyTag(tag),
            mask
        }),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Restriction::And),
            vec(inner.clone(), 0..4).prop_map(Restriction::Or),
            prop::option::of(inner).prop_map(|inner| Restriction::Not(inner.map(Box::new))),
        ]
    })
}

fn element() -> impl Strategy<Value = Element> {
    let leaf = ("[a-z]{1,5}", "[ -~üß☃]{0,10}", "[ -~ü]{0,6}").prop_map(|(name, text, attribute)| {
        Element::new("urn:a", &name).with_text(text).with_attribute("x", attribute)
    });
    leaf.prop_recursive(4, 24, 4, |inner| {
        (vec(inner, 0..4), prop::bool::ANY, "[a-z]{1,5}").prop_map(|(children, other, name)| {
            Element::new(if other { "urn:b" } else { "" }, &name).with_all(children)
        })
    })
}

fn decode_any_stub(stub: &[u8]) {
    macro_rules! all {
        ($($type:ty)*) => { $(let _ = <$type>::decode(stub);)* };
    }
    all!(NspiBindRequest NspiBindResponse NspiUnbindRequest NspiUnbindResponse NspiUpdateStatRequest
        NspiUpdateStatResponse NspiQueryRowsRequest NspiQueryRowsResponse NspiSeekEntriesRequest
        NspiSeekEntriesResponse NspiGetMatchesRequest NspiGetMatchesResponse NspiDNToMIdRequest NspiDNToMIdResponse
        NspiGetPropListRequest NspiGetPropListResponse NspiGetPropsRequest NspiGetPropsResponse
        NspiGetSpecialTableRequest NspiGetSpecialTableResponse NspiResolveNamesWRequest NspiResolveNamesWResponse
        RfrGetNewDSARequest RfrGetNewDSAResponse RfrGetFQDNFromServerDNRequest RfrGetFQDNFromServerDNResponse);
}

fn decode_any_ews(body: &[u8]) {
    let _ = ews::decode_envelope(body);
    let _ = ews::decode_response::<ews::GetItem>(200, body);
    let _ = ews::decode_response::<ews::SyncFolderItems>(500, body);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn pdus_are_read_or_refused(bytes in prop_oneof![bytes(), pdu_like()]) {
        if let Ok(pdu) = Pdu::decode(&bytes) {
            // Reserved bytes are not kept, but what was understood is.
            let again = pdu.encode();
            prop_assert_eq!(Pdu::decode(&again), Ok(pdu));
        }
        let mut splitter = PduSplitter::default();
        splitter.push(&bytes);
        while let Ok(Some(_)) = splitter.next_pdu() {}
        let mut client = Client::new(exchange::nspi::INTERFACE, Authentication::None);
        let _ = client.handle_pdu(&bytes);
    }

    #[test]
    fn stubs_are_read_or_refused(stub in prop_oneof![bytes(), ndr_like()]) {
        decode_any_stub(&stub);
    }

    #[test]
    fn tokens_are_read_or_refused(bytes in bytes(), kind in 1u8..4) {
        let mut token = b"NTLMSSP\0".to_vec();
        token.extend([kind, 0, 0, 0]);
        token.extend(&bytes);
        for token in [&token, &bytes] {
            let _ = NtlmServerChallenge::decode(token);
            let _ = NtlmAuthenticate::decode(token);
            let _ = AvPairs::decode(token);
            if let Ok((_, server)) = NtlmServer::challenge(token, "x", [0; 8], AvPairs::default()) {
                let _ = server.authenticate(token, |_, _| Some(Secret::new("x")), None);
            }
            let _ = ChannelBinding::tls_server_end_point(token);
        }
    }

    #[test]
    fn http_is_read_or_refused(pieces in vec(bytes(), 0..4), begin in prop::bool::ANY) {
        let mut client = ClientCodec::new();
        let mut server = ServerCodec::new();
        if begin {
            client.handle_input(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            server.handle_input(b"POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\n");
        }
        for piece in pieces {
            client.handle_input(&piece);
            server.handle_input(&piece);
            while let Ok(Some(_)) = client.next_event() {}
            while let Ok(Some(_)) = server.next_event() {}
        }
        let _ = client.handle_eof();
    }

    #[test]
    fn xml_is_read_or_refused(text in "[<>a-z&;#x0-9=\"' /!?\\[\\]-]{0,80}", noise in bytes()) {
        for body in [text.as_bytes(), &noise] {
            let _ = Element::parse(body);
            let _ = AutodiscoverAnswer::decode(body);
            let _ = AutodiscoverRequest::decode(body);
            decode_any_ews(body);
        }
    }

    #[test]
    fn any_rows_come_back(rows in vec(vec(property(), 0..6), 0..4)) {
        let rows = rows.into_iter().map(|values| PropertyRow { values }).collect();
        let response = NspiQueryRowsResponse { stat: Stat::default(), rows: Some(RowSet { rows }), error_code: 0 };
        prop_assert_eq!(NspiQueryRowsResponse::decode(&response.encode()), Ok(response));
    }

    #[test]
    fn any_filter_comes_back(filter in prop::option::of(restriction()), tags in prop::option::of(vec(any::<u32>(), 0..5))) {
        let request = NspiGetMatchesRequest {
            context: ContextHandle::default(),
            reserved1: 0,
            stat: Stat::default(),
            reserved: None,
            reserved2: 0,
            filter,
            property_name: Some(PropertyName { guid: Some(Uuid::nil()), reserved: 0, id: 7 }),
            requested: 50,
            tags: tags.map(PropertyTagArray),
        };
        prop_assert_eq!(NspiGetMatchesRequest::decode(&request.encode()), Ok(request));
    }

    #[test]
    fn any_tree_comes_back(root in element()) {
        let xml = root.to_xml(&[("a", "urn:a")]);
        prop_assert_eq!(Element::parse(xml.as_bytes()).map_err(|error| format!("{error}: {xml}")), Ok(root));
    }

    #[test]
    fn any_search_ends(replies in vec((0u16..5, any::<u16>(), "[a-z:/.@]{0,20}"), 0..60), address in "[a-z@.]{0,12}") {
        let mut search = Search::new(&address);
        for (kind, status, location) in replies {
            let reply = match kind {
                0 => Reply::Unreachable("x"),
                1 => Reply::Srv(&[]),
                2 => Reply::Http { status: 302, location: Some(&location), body: b"" },
                _ => Reply::Http { status, location: None, body: location.as_bytes() },
            };
            search.handle_reply(&reply);
            let _ = search.next_action();
        }
    }

    #[test]
    fn any_credentials_come_back(user in "[a-zA-Z.@]{1,12}", password in "[ -~ü]{0,12}") {
        let header = exchange::auth::basic(&Credentials::new(&user, Secret::new(&*password)));
        let (name, secret) = parse_basic(&header).unwrap();
        prop_assert_eq!((name, secret.expose()), (user, &*password));
    }

    #[test]
    fn challenges_are_read_or_refused(challenge in "(NTLM|Basic|Negotiate|ntlm) ?[A-Za-z0-9=+/]{0,40}") {
        let mut auth = HttpAuthenticator::basic(Credentials::new("a", Secret::new("b")));
        let _ = auth.authorization();
        prop_assert!(auth.unauthorized([challenge.as_str()]).is_err());
    }
}

/// Nesting beyond the limit is refused, not followed down the stack.
#[test]
fn deep_xml_is_refused() {
    let deep = "<a>".repeat(100_000);
    assert!(Element::parse(deep.as_bytes()).is_err());
    let _ = ews::GetItem::NAME;
}

/// A restriction nested in itself a thousand times is refused.
#[test]
fn deep_restrictions_are_refused() {
    let mut stub = vec![0u8; 20 + 4 + 36 + 4 + 4];
    for _ in 0..1000 {
        // Not, Not, pointer
        for word in [2u32, 2, 0x20000] {
            stub.extend(word.to_le_bytes());
        }
    }
    // The pointer to the filter comes right before it.
    let at = 20 + 4 + 36 + 4 + 4 - 4;
    stub.splice(at..at, 0x20000u32.to_le_bytes());
    assert!(NspiGetMatchesRequest::decode(&stub).is_err());
}
