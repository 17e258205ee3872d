//! Autodiscover.

use crate::driver::{Http, Logon, credentials};
use exchange::autodiscover::{Action, Reply, Search};
use exchange_lab::Lab;

#[tokio::test]
async fn the_search_finds_the_settings_at_the_second_place() {
    let lab = Lab::builder().people(4).start().await.unwrap();
    for logon in [Logon::Basic, Logon::Ntlm] {
        let mut http = Http::open(&lab, logon, lab.administrator()).await.unwrap();
        let person = lab.truth().mailboxes[1].recipient.clone();
        let mut search = Search::new(&person.address);
        search.handle_reply(&Reply::Unreachable("nobody listens at the root domain"));
        let Action::Post { url, body } = search.next_action() else { panic!() };
        assert!(lab.host_names().iter().any(|host| url.starts_with(&format!("https://{host}/"))), "{url}");
        let (head, answer) = http.post("/autodiscover/autodiscover.xml", &body).await.unwrap();
        search.handle_reply(&Reply::Http { status: head.status, location: None, body: &answer });
        let Action::Done(Ok(found)) = search.next_action() else { panic!("{:?}", search.steps()) };
        assert_eq!(found.settings.rpc_proxy_server(), Some("mail.contoso.test"));
        assert_eq!(found.settings.exchange_server(), Some("ex01.contoso.test"));
        assert_eq!(found.settings.legacy_dn, Some(person.legacy_dn));
        assert_eq!(found.settings.ews_url(), Some("https://mail.contoso.test/EWS/Exchange.asmx"));
    }
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_are_refused() {
    let lab = Lab::builder().people(4).start().await.unwrap();
    let mut http = Http::open(&lab, Logon::Basic, lab.administrator()).await.unwrap();
    let mut search =
        Search::at_url("nobody@contoso.test", "https://mail.contoso.test/autodiscover/autodiscover.xml");
    let Action::Post { body, .. } = search.next_action() else { panic!() };
    let (head, answer) = http.post("/autodiscover/autodiscover.xml", &body).await.unwrap();
    search.handle_reply(&Reply::Http { status: head.status, location: None, body: &answer });
    let Action::Done(Err(error)) = search.next_action() else { panic!() };
    assert!(error.to_string().contains("error 500"), "{error}");
    for logon in [Logon::Basic, Logon::Ntlm] {
        let wrong =
            exchange::auth::Credentials::new("CONTOSO\\administrator", exchange::Secret::new("wrong"));
        let mut http = Http::open(&lab, logon, wrong).await.unwrap();
        let error = http.post("/autodiscover/autodiscover.xml", &body).await.unwrap_err();
        assert!(error.to_string().contains("refused the user name or password"), "{error}");
    }
    let _ = credentials("x");
}
