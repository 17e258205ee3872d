//! Autodiscover: recorded answers, and the search.

use crate::fixtures::{answer, names, read, split_http};
use exchange::autodiscover::*;

#[test]
fn recorded_settings_are_read() {
    let (_, body) = answer("autodiscover/03_alice_asked_by_administrator.resp.http");
    let AutodiscoverAnswer::Settings(settings) = AutodiscoverAnswer::decode(&body).unwrap() else { panic!() };
    assert_eq!(settings.smtp_address.as_deref(), Some("alice@contoso.test"));
    assert_eq!(settings.rpc_proxy_server(), Some("mail.contoso.test"));
    assert_eq!(settings.rpc_authentication(), Some("basic"));
    assert!(settings.exchange_server().unwrap().ends_with("@contoso.test"));
    assert_eq!(settings.ews_url(), Some("https://mail.contoso.test/EWS/Exchange.asmx"));
    // Trap 45: an attribute instead of an element.
    assert!(settings.protocol("MAPIHTTP").is_some());
    assert!(settings.legacy_dn.unwrap().starts_with("/o="));
}

#[test]
fn settings_of_exchange_2010_are_read() {
    let (_, body) = answer("autodiscover/SYNTHETIC_success_exch2010.resp.http");
    let AutodiscoverAnswer::Settings(settings) = AutodiscoverAnswer::decode(&body).unwrap() else { panic!() };
    assert_eq!(settings.exchange_server(), Some("ex01.corp.contoso.test"));
    assert_eq!(settings.rpc_proxy_server(), Some("mail.contoso.test"));
    let expr = settings.protocol("EXPR").unwrap();
    assert_eq!(expr.cert_principal_name.as_deref(), Some("msstd:mail.contoso.test"));
    assert_eq!(settings.ews_url(), Some("https://mail.contoso.test/EWS/Exchange.asmx"));
}

/// Trap 43: any error is a failure, whatever its code and namespace.
#[test]
fn recorded_errors_are_read() {
    for (name, expected) in [
        ("05_unknown_address", "404"),
        ("10_empty_address", "600"),
        ("11_not_xml", "600"),
        ("16_unknown_response_schema", "601"),
        ("SYNTHETIC_error_500", "500"),
        ("SYNTHETIC_error_500_in_outlook_ns", "500"),
        ("SYNTHETIC_error_600", "600"),
    ] {
        let (_, body) = answer(&format!("autodiscover/{name}.resp.http"));
        let AutodiscoverAnswer::Error { code, message } = AutodiscoverAnswer::decode(&body).unwrap() else {
            panic!("{name}")
        };
        assert_eq!(code, expected, "{name}");
        assert!(!message.is_empty());
    }
}

/// What the server called invalid is invalid here too, and its good requests are read.
#[test]
fn recorded_requests_are_judged_like_the_server_judged_them() {
    for name in names("autodiscover").into_iter().filter(|name| name.ends_with(".req.http")) {
        let bytes = read(&format!("autodiscover/{name}"));
        let invalid =
            ["10_", "11_", "12_", "13_", "14_", "15_", "20_"].iter().any(|bad| name.starts_with(bad));
        let request = AutodiscoverRequest::decode(split_http(&bytes).1);
        assert_eq!(request.is_err(), invalid, "{name}: {request:?}");
    }
}

#[test]
fn answers_survive_being_written() {
    for name in names("autodiscover").into_iter().filter(|name| name.ends_with(".resp.http")) {
        let (_, body) = answer(&format!("autodiscover/{name}"));
        let Ok(read) = AutodiscoverAnswer::decode(&body) else { continue };
        assert_eq!(AutodiscoverAnswer::decode(&read.encode()).unwrap(), read, "{name}");
    }
}

fn url(action: Action) -> String {
    match action {
        Action::Post { url, .. } | Action::Get { url } => url,
        Action::ResolveSrv { name } => name,
        Action::Done(result) => panic!("{result:?}"),
    }
}

#[test]
fn places_come_in_the_documented_order() {
    let mut search = Search::new("alice@contoso.test");
    let mut places = Vec::new();
    loop {
        match search.next_action() {
            Action::Done(result) => {
                let error = result.unwrap_err();
                assert_eq!(error.steps.len(), 4);
                assert_eq!(
                    error.to_string(),
                    "Autodiscover found no settings for alice@contoso.test: root domain \
                     https://contoso.test/autodiscover/autodiscover.xml: could not be reached: refused",
                );
                break;
            }
            Action::ResolveSrv { name } => {
                places.push(name);
                search.handle_reply(&Reply::Srv(&[]));
            }
            Action::Get { url } | Action::Post { url, .. } => {
                places.push(url);
                search.handle_reply(&Reply::Unreachable("refused"));
            }
        }
    }
    assert_eq!(
        places,
        [
            "https://contoso.test/autodiscover/autodiscover.xml",
            "https://autodiscover.contoso.test/autodiscover/autodiscover.xml",
            "http://autodiscover.contoso.test/autodiscover/autodiscover.xml",
            "_autodiscover._tcp.contoso.test",
        ]
    );
}

fn http<'a>(status: u16, location: Option<&'a str>, body: &'a [u8]) -> Reply<'a> {
    Reply::Http { status, location, body }
}

#[test]
fn redirections_are_followed_to_the_settings() {
    let redirect_url = answer("autodiscover/SYNTHETIC_redirectUrl.resp.http").1;
    let redirect_address = answer("autodiscover/SYNTHETIC_redirectAddr.resp.http").1;
    let settings = answer("autodiscover/01_success_administrator.resp.http").1;
    let mut search = Search::new("alice@contoso.test");
    search.handle_reply(&http(404, None, b""));
    search.handle_reply(&http(401, None, b""));
    search.handle_reply(&http(
        302,
        Some("https://autodiscover.other.test/autodiscover/autodiscover.xml"),
        b"",
    ));
    assert_eq!(url(search.next_action()), "https://autodiscover.other.test/autodiscover/autodiscover.xml");
    search.handle_reply(&http(200, None, &redirect_url));
    assert_eq!(url(search.next_action()), "https://other.contoso.test/autodiscover/autodiscover.xml");
    search.handle_reply(&http(200, None, &redirect_address));
    assert_eq!(url(search.next_action()), "https://new.contoso.test/autodiscover/autodiscover.xml");
    let Action::Post { body, .. } = search.next_action() else { panic!() };
    assert!(String::from_utf8(body).unwrap().contains("alice@new.contoso.test"));
    search.handle_reply(&http(200, None, &settings));
    let Action::Done(Ok(found)) = search.next_action() else { panic!() };
    assert_eq!(found.email, "alice@new.contoso.test");
    assert_eq!(found.settings.rpc_proxy_server(), Some("mail.contoso.test"));
    let outcomes: Vec<_> = search.steps().iter().map(|step| step.outcome.clone()).collect();
    assert_eq!(outcomes[..2], [StepOutcome::Status(404), StepOutcome::Unauthorized]);
    assert_eq!(outcomes[5], StepOutcome::Settings);
}

#[test]
fn a_record_in_dns_names_the_host_by_priority() {
    let target = |priority, weight, port, host: &str| SrvTarget { priority, weight, port, host: host.into() };
    let mut search = Search::new("alice@contoso.test");
    for _ in 0..3 {
        search.handle_reply(&Reply::Unreachable("timeout"));
    }
    search.handle_reply(&Reply::Srv(&[
        target(20, 0, 443, "later.test."),
        target(10, 1, 8443, "light.test."),
        target(10, 5, 8443, "mail.contoso.test."),
    ]));
    assert_eq!(url(search.next_action()), "https://mail.contoso.test:8443/autodiscover/autodiscover.xml");
}

#[test]
fn bad_redirections_are_not_followed() {
    for location in [
        None,
        Some("http://plain.test/x"),
        Some("https://contoso.test/autodiscover/autodiscover.xml"),
        Some("file:///etc/passwd"),
    ] {
        let mut search = Search::new("alice@contoso.test");
        search.handle_reply(&http(302, location, b""));
        assert!(matches!(search.steps()[0].outcome, StepOutcome::RedirectRefused(_)), "{location:?}");
        assert_eq!(
            url(search.next_action()),
            "https://autodiscover.contoso.test/autodiscover/autodiscover.xml"
        );
    }
}

#[test]
fn endless_redirections_end() {
    let mut search = Search::new("alice@contoso.test");
    let mut count = 0;
    while let Action::Post { .. } | Action::Get { .. } | Action::ResolveSrv { .. } = search.next_action() {
        count += 1;
        assert!(count < 100);
        let next = format!("https://h{count}.test/");
        search.handle_reply(&http(302, Some(&next), b""));
    }
    assert!(matches!(search.next_action(), Action::Done(Err(_))));
    let followed =
        search.steps().iter().filter(|step| matches!(step.outcome, StepOutcome::RedirectUrl(_))).count();
    assert_eq!(followed, MAX_REDIRECTS);
}

#[test]
fn an_address_without_a_domain_has_no_place() {
    for address in ["alice", "@contoso.test", "alice@", "alice@con/toso", ""] {
        assert!(matches!(Search::new(address).next_action(), Action::Done(Err(_))), "{address}");
    }
}
