//! NTLM against recorded sessions: the answer, the session key and every signature.

use crate::fixtures::{decoded, pdus};
use exchange::Secret;
use exchange::auth::ntlm::*;
use exchange::auth::{ChannelBinding, Credentials};
use exchange::dcerpc::ndr::Stub;
use exchange::dcerpc::{Body, Fault, Pdu, Server, ServerNames};
use exchange::nspi;

const USER: &str = "administrator@contoso.test";
const PASSWORD: &str = "Test-1234";

fn lookup(user: &str, domain: &str) -> Option<Secret> {
    assert_eq!((user, domain), (USER, ""));
    Some(Secret::new(PASSWORD))
}

fn messages(session: &str) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let token = |pdus: Vec<Pdu>, auth3: bool| {
        let wanted = |pdu: &Pdu| match pdu.body {
            Body::Bind(_) | Body::BindAck(_) => !auth3,
            Body::Auth3(_) => auth3,
            _ => false,
        };
        pdus.into_iter().find(wanted).and_then(|pdu| pdu.auth).expect("a token").value
    };
    (
        token(decoded(session, "in_c2s"), false),
        token(decoded(session, "out_s2c"), false),
        token(decoded(session, "in_c2s"), true),
    )
}

/// A client with the recorded random numbers proves the same as the recorded client did.
#[test]
fn the_client_computes_the_recorded_proof() {
    for session in ["nspi_6004_ntlm_level5_integrity", "nspi_6004_ntlm_level6_privacy"] {
        let (negotiate, challenge, answer) = messages(session);
        let recorded = NtlmAuthenticate::decode(&answer).unwrap();
        let client_challenge: [u8; 8] = recorded.lm_response[16..24].try_into().unwrap();
        let time = u64::from_le_bytes(recorded.nt_response[24..32].try_into().unwrap());
        let inputs = NtlmInputs {
            client_challenge,
            session_key: zeroize::Zeroizing::new([7; 16]),
            time,
            target_name: String::new(),
            channel_binding: None,
            workstation: String::new(),
        };
        let client = NtlmClient::new(Credentials::new(USER, Secret::new(PASSWORD)), inputs);
        assert_eq!(client.negotiate(), negotiate, "the first message has the same flags");
        let server = NtlmServerChallenge::decode(&challenge).unwrap();
        let (ours, _) = client.authenticate(&challenge, &server).unwrap();
        let ours = NtlmAuthenticate::decode(&ours).unwrap();
        assert_eq!(ours.lm_response, recorded.lm_response, "LMv2 depends on password and challenges alone");
        assert_eq!(ours.user, recorded.user);
        // The recorded client added a target name and a time to the pairs, so only the server can compare the rest.
        let (identity, _) =
            NtlmServer::resume(&negotiate, &challenge).unwrap().authenticate(&answer, lookup, None).unwrap();
        assert_eq!(identity.user, USER);
    }
}

#[test]
fn messages_are_written_as_they_were_read() {
    let (_, challenge, answer) = messages("nspi_6004_ntlm_level6_privacy");
    assert_eq!(NtlmServerChallenge::decode(&challenge).unwrap().encode(), challenge);
    assert_eq!(NtlmAuthenticate::decode(&answer).unwrap().encode(), answer);
}

/// The server's half of each recorded session verifies and opens every request; its own signatures are the
/// recorded ones.
#[test]
fn recorded_requests_open_and_recorded_answers_are_reproduced() {
    for session in
        ["nspi_6004_ntlm_level2_connect", "nspi_6004_ntlm_level5_integrity", "nspi_6004_ntlm_level6_privacy"]
    {
        let (negotiate, challenge, answer) = messages(session);
        let server = NtlmServer::resume(&negotiate, &challenge).unwrap();
        let (_, mut ntlm) = server.authenticate(&answer, lookup, None).unwrap();
        let mut opened = Vec::new();
        for bytes in pdus(session, "in_c2s") {
            let pdu = Pdu::decode(&bytes).unwrap();
            let Body::Request(request) = &pdu.body else { continue };
            let Some(auth) = &pdu.auth else {
                opened.push(request.stub.clone());
                continue;
            };
            let mut clear = bytes[..bytes.len() - 16].to_vec();
            let end = clear.len() - 8;
            if auth.level == exchange::dcerpc::AuthLevel::Privacy {
                ntlm.unseal(&mut clear, 24..end, &auth.value).unwrap();
            } else {
                ntlm.verify(&clear, &auth.value).unwrap();
            }
            clear.extend_from_slice(&auth.value);
            let Body::Request(request) = Pdu::decode(&clear).unwrap().body else { panic!() };
            opened.push(request.stub);
        }
        let bind = nspi::NspiBindRequest::decode(&opened[0]).unwrap();
        assert_eq!(bind.stat.code_page, 1252, "{session}");
        nspi::NspiQueryRowsRequest::decode(&opened[1]).unwrap();
        nspi::NspiUnbindRequest::decode(&opened[2]).unwrap();
        answers_are_reproduced(session);
    }
}

/// Our server's signatures and ciphertext of the recorded answers are the recorded ones.
fn answers_are_reproduced(session: &str) {
    let (negotiate, challenge, answer) = messages(session);
    let begin = || {
        let server = NtlmServer::resume(&negotiate, &challenge).unwrap();
        server.authenticate(&answer, lookup, None).unwrap().1
    };
    // Sealing twice opens again: the first session turns the recorded ciphertext into the plain answer.
    let (mut opening, mut sealing) = (begin(), begin());
    for bytes in pdus(session, "out_s2c") {
        let pdu = Pdu::decode(&bytes).unwrap();
        let (Body::Response(_), Some(auth)) = (&pdu.body, &pdu.auth) else { continue };
        let recorded = &bytes[..bytes.len() - 16];
        let sealed = 24..recorded.len() - 8;
        let mut message = recorded.to_vec();
        if auth.level == exchange::dcerpc::AuthLevel::Privacy {
            opening.seal(&mut message, sealed.clone());
            assert_eq!(sealing.seal(&mut message, sealed).as_slice(), auth.value);
            assert_eq!(message, recorded);
        } else {
            assert_eq!(sealing.sign(&message).as_slice(), auth.value);
        }
    }
}

/// Trap 11: after a wrong password bind_ack is fine, auth3 is silent, and the first call gets the fault.
#[test]
fn a_wrong_password_faults_the_first_call() {
    let session = "nspi_6004_ntlm_level6_wrong_password";
    let (_, challenge, _) = messages(session);
    let recorded = NtlmServerChallenge::decode(&challenge).unwrap();
    let names = ServerNames {
        target: "mail.contoso.test".into(),
        pairs: recorded.target_info.clone(),
        challenge: recorded.challenge,
    };
    let mut server = Server::new(nspi::INTERFACE, nspi::PORT, names);
    let mut answers = Vec::new();
    for bytes in pdus(session, "in_c2s").into_iter().skip(1) {
        assert_eq!(server.handle_pdu(&bytes, lookup).unwrap(), None);
        while let Some(answer) = server.next_output() {
            answers.push(Pdu::decode(&answer).unwrap());
        }
    }
    assert!(matches!(answers[0].body, Body::BindAck(_)));
    let Body::Fault(fault) = &answers[1].body else { panic!("{answers:?}") };
    assert_eq!(fault.status, Fault::ACCESS_DENIED);
    assert_eq!(answers.len(), 2);
    let Some(Body::Fault(recorded)) = decoded(session, "out_s2c").into_iter().map(|pdu| pdu.body).next_back()
    else {
        panic!()
    };
    assert_eq!(&recorded, fault);
}

/// MS-NLMP 4.2.4: the specification's own example of NTLMv2.
#[test]
fn the_specification_example_is_reproduced() {
    let pairs = AvPairs(vec![(2, b"D\0o\0m\0a\0i\0n\0".to_vec()), (1, b"S\0e\0r\0v\0e\0r\0".to_vec())]);
    let flags = NtlmFlags(0xe28a8233);
    let challenge = NtlmServerChallenge {
        target_name: b"S\0e\0r\0v\0e\0r\0".to_vec(),
        flags,
        challenge: [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef],
        target_info: pairs,
    };
    let inputs = NtlmInputs {
        client_challenge: [0xaa; 8],
        session_key: zeroize::Zeroizing::new([0x55; 16]),
        time: 0,
        target_name: String::new(),
        channel_binding: None,
        workstation: "COMPUTER".into(),
    };
    let client = NtlmClient::new(Credentials::new("Domain\\User", Secret::new("Password")), inputs);
    let (answer, _) = client.authenticate(&challenge.encode(), &challenge).unwrap();
    let answer = NtlmAuthenticate::decode(&answer).unwrap();
    let lm = [
        0x86, 0xc3, 0x50, 0x97, 0xac, 0x9c, 0xec, 0x10, 0x25, 0x54, 0x76, 0x4a, 0x57, 0xcc, 0xcc, 0x19, 0xaa,
        0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa,
    ];
    assert_eq!(answer.lm_response, lm);
    let proof =
        [0x68, 0xcd, 0x0a, 0xb8, 0x51, 0xe5, 0x1c, 0x96, 0xaa, 0xbc, 0x92, 0x7b, 0xeb, 0xef, 0x6a, 0x1c];
    assert_eq!(answer.nt_response[..16], proof);
    let key =
        [0xc5, 0xda, 0xd2, 0x54, 0x4f, 0xc9, 0x79, 0x90, 0x94, 0xce, 0x1c, 0xe9, 0x0b, 0xc9, 0xd0, 0x3e];
    assert_eq!(answer.encrypted_session_key, key);
}

fn exchange_messages(
    time: bool,
    client_binding: Option<ChannelBinding>,
    password: &str,
) -> Result<NtlmIdentity, NtlmError> {
    let inputs = NtlmInputs {
        client_challenge: [1; 8],
        session_key: zeroize::Zeroizing::new([2; 16]),
        time: 132_000_000_000_000_000,
        target_name: "HTTP/mail.contoso.test".into(),
        channel_binding: client_binding,
        workstation: String::new(),
    };
    let client = NtlmClient::new(Credentials::new("CONTOSO\\admin", Secret::new(PASSWORD)), inputs);
    let mut pairs =
        AvPairs::of_server("LAB", "CONTOSO", "lab.contoso.test", "contoso.test", 133_000_000_000_000_000);
    if !time {
        pairs.0.retain(|(id, _)| *id != 7);
    }
    let (challenge, server) = NtlmServer::challenge(&client.negotiate(), "LAB", [3; 8], pairs).unwrap();
    let parsed = NtlmServerChallenge::decode(&challenge).unwrap();
    let (answer, mut session) = client.authenticate(&challenge, &parsed).unwrap();
    let password = password.to_owned();
    let (identity, mut theirs) = server.authenticate(
        &answer,
        move |_, _| Some(Secret::new(password)),
        Some(ChannelBinding([9; 16])),
    )?;
    let signature = session.sign(b"hello");
    theirs.verify(b"hello", &signature).unwrap();
    assert!(theirs.verify(b"hellO", &session.sign(b"hello")).is_err());
    Ok(identity)
}

#[test]
fn client_and_server_agree_with_mic_and_channel_binding() {
    let admin = NtlmIdentity { domain: "CONTOSO".into(), user: "admin".into() };
    assert_eq!(exchange_messages(true, Some(ChannelBinding([9; 16])), PASSWORD), Ok(admin.clone()));
    assert_eq!(exchange_messages(false, None, PASSWORD), Ok(admin));
    assert_eq!(
        exchange_messages(true, Some(ChannelBinding([8; 16])), PASSWORD),
        Err(NtlmError::ChannelBinding)
    );
    assert_eq!(exchange_messages(true, None, "wrong"), Err(NtlmError::WrongPassword));
}

/// Some clients leave the version field out, so that their MIC stands eight bytes earlier.
#[test]
fn a_mic_is_found_without_the_version_field() {
    let inputs = NtlmInputs {
        client_challenge: [1; 8],
        session_key: zeroize::Zeroizing::new([2; 16]),
        time: 0,
        target_name: String::new(),
        channel_binding: None,
        workstation: String::new(),
    };
    let client = NtlmClient::new(Credentials::new("admin", Secret::new(PASSWORD)), inputs);
    let negotiate = client.negotiate();
    let pairs = AvPairs::of_server("LAB", "CONTOSO", "lab", "contoso", 133_000_000_000_000_000);
    let (challenge, server) = NtlmServer::challenge(&negotiate, "LAB", [3; 8], pairs).unwrap();
    let parsed = NtlmServerChallenge::decode(&challenge).unwrap();
    let (answer, _) = client.authenticate(&challenge, &parsed).unwrap();
    let mut short = answer.clone();
    short.drain(64..72);
    for field in (12..60).step_by(8) {
        let offset = u32::from_le_bytes(short[field + 4..field + 8].try_into().unwrap()) - 8;
        short[field + 4..field + 8].copy_from_slice(&offset.to_le_bytes());
    }
    let mic = &mut short[64..80];
    mic.fill(0);
    let summed: Vec<u8> = [negotiate, challenge, short.clone()].concat();
    let sum = hmac_md5(&[2; 16], &summed);
    short[64..80].copy_from_slice(&sum);
    let password = |_: &str, _: &str| Some(Secret::new(PASSWORD));
    assert!(server.clone().authenticate(&short, password, None).is_ok());
    short[70] ^= 1;
    assert_eq!(server.authenticate(&short, password, None).err(), Some(NtlmError::Signature));
}

fn hmac_md5(key: &[u8], message: &[u8]) -> [u8; 16] {
    use hmac::{Hmac, Mac};
    let mut mac = Hmac::<md5::Md5>::new_from_slice(key).unwrap();
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Nothing a program may print of a connection tells a password or what could be tried against one.
#[test]
fn debug_output_tells_no_secret() {
    use exchange::auth::HttpAuthenticator;
    use exchange::rpch::{ClientConnection, ClientCookies, RpcTarget};
    let credentials = || Credentials::new("admin", Secret::new(PASSWORD));
    let mut auth = HttpAuthenticator::basic(credentials());
    let header = auth.authorization().unwrap();
    let id = exchange::Uuid::nil();
    let cookies =
        ClientCookies { virtual_connection: id, in_channel: id, out_channel: id, association_group: id };
    let target = RpcTarget { proxy: "mail".into(), server: "ex01".into(), port: 6004 };
    let connection = ClientConnection::new(target, cookies, auth, HttpAuthenticator::basic(credentials()));
    let mut codec = exchange::http::ServerCodec::new();
    codec.handle_input(header.as_bytes());
    let shown = format!("{connection:?} {codec:?} {:?}", credentials());
    let bytes = |text: &str| format!("{:?}", text.as_bytes()).trim_matches(['[', ']']).to_owned();
    for secret in [PASSWORD.to_owned(), header.clone(), bytes(PASSWORD), bytes(&header)] {
        assert!(!shown.contains(&secret), "{shown}");
    }
}
