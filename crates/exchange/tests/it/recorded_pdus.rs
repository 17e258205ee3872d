//! Every recorded PDU is read and written again byte for byte.

use crate::fixtures::{names, pdus};
use exchange::dcerpc::{Assembler, Body, Pdu};
use std::collections::BTreeMap;

const STREAMS: [&str; 4] = ["in_c2s", "in_s2c", "out_c2s", "out_s2c"];

#[test]
fn every_pdu_is_written_as_it_was_read() {
    let mut count = 0;
    for session in names("rpch") {
        for stream in STREAMS {
            for bytes in pdus(&session, stream) {
                let pdu = Pdu::decode(&bytes).unwrap_or_else(|error| panic!("{session}/{stream}: {error}"));
                assert_eq!(pdu.encode(), bytes, "{session}/{stream}: {pdu:?}");
                count += 1;
            }
        }
    }
    assert!(count > 380, "only {count} PDUs were found");
}

/// Every kind of PDU and RTS command that matters was among them.
#[test]
fn the_recordings_hold_every_kind() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for session in names("rpch") {
        for stream in STREAMS {
            for bytes in pdus(&session, stream) {
                let pdu = Pdu::decode(&bytes).unwrap();
                let kind = format!("{:?}", pdu.body.ptype());
                *kinds.entry(kind).or_default() += 1;
                if let Body::Rts(rts) = pdu.body {
                    for command in rts.commands {
                        let text = format!("{command:?}");
                        let name = text.split(['(', ' ']).next().unwrap().to_owned();
                        *kinds.entry(name).or_default() += 1;
                    }
                }
            }
        }
    }
    for kind in [
        "Request",
        "Response",
        "Fault",
        "Bind",
        "BindAck",
        "Auth3",
        "Rts",
        "Version",
        "Cookie",
        "ReceiveWindowSize",
        "ConnectionTimeout",
        "ChannelLifetime",
        "ClientKeepalive",
        "AssociationGroupId",
        "FlowControlAck",
        "Destination",
    ] {
        assert!(kinds.contains_key(kind), "no {kind} in {kinds:?}");
    }
}

/// Trap 9: fragments carry flags 1, 0, 2 and a hint of the bytes that remain.
#[test]
fn fragments_come_together() {
    let mut assembler = Assembler::default();
    let (mut whole_messages, mut fragments, mut hint) = (0, 0, 0);
    for bytes in pdus("emsmdb_6001_alice_self", "out_s2c") {
        let pdu = Pdu::decode(&bytes).unwrap();
        let Body::Response(response) = &pdu.body else { continue };
        if pdu.is_first() {
            hint = response.alloc_hint;
        }
        assert_eq!(response.alloc_hint, hint, "the hint is the rest");
        hint -= u32::try_from(response.stub.len()).unwrap();
        fragments += 1;
        if assembler.push(pdu.call_id, pdu.is_first(), pdu.is_last(), &response.stub).unwrap().is_some() {
            assert_eq!(hint, 0);
            whole_messages += 1;
        }
    }
    assert!(
        fragments > whole_messages && whole_messages > 30,
        "{fragments} fragments, {whole_messages} messages"
    );
}
