//! Autodiscover.

use super::Server;
use super::response::Response;
use crate::people::{Recipient, RecipientKind};
use exchange::autodiscover::{AutodiscoverAnswer, AutodiscoverRequest, Protocol, RESPONSE_SCHEMA, Settings};

/// Answers a request; any authenticated account may ask for any address.
pub(super) fn answer(server: &Server, body: &[u8]) -> Response {
    let answer = match AutodiscoverRequest::decode(body) {
        Err(_) => error("600", "Invalid Request"),
        Ok(request) if request.response_schema != RESPONSE_SCHEMA => {
            error("601", "Provider is not available")
        }
        Ok(request) => {
            let wanted = request.legacy_dn.or(request.email).unwrap_or_default();
            let mailbox =
                server.organisation.recipient(&wanted).filter(|found| found.kind == RecipientKind::Mailbox);
            mailbox.map_or_else(
                || error("500", "The email address can't be found."),
                |mailbox| AutodiscoverAnswer::Settings(Box::new(settings(server, mailbox))),
            )
        }
    };
    Response::xml(200, answer.encode())
}

fn error(code: &str, message: &str) -> AutodiscoverAnswer {
    AutodiscoverAnswer::Error { code: code.to_owned(), message: message.to_owned() }
}

fn settings(server: &Server, mailbox: &Recipient) -> Settings {
    let organisation = &server.organisation;
    let ews = format!("https://{}/EWS/Exchange.asmx", organisation.host());
    let server_dn =
        "/o=Practice/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Configuration/cn=Servers/cn=EX01";
    let common = Protocol {
        as_url: Some(ews.clone()),
        ews_url: Some(ews.clone()),
        oof_url: Some(ews),
        ..Protocol::default()
    };
    let exch = Protocol {
        kind: "EXCH".to_owned(),
        server: Some(organisation.exchange_server()),
        server_dn: Some(server_dn.to_owned()),
        server_version: Some("738180DA".to_owned()),
        mdb_dn: Some(format!("{server_dn}/cn=Microsoft Private MDB")),
        ad: Some(format!("dc01.{}", organisation.domain)),
        auth_package: Some("Ntlm".to_owned()),
        ..common.clone()
    };
    let expr = Protocol {
        kind: "EXPR".to_owned(),
        server: Some(organisation.host()),
        ssl: Some(true),
        auth_package: Some("Ntlm".to_owned()),
        cert_principal_name: Some(format!("msstd:{}", organisation.host())),
        ..common
    };
    Settings {
        display_name: Some(mailbox.display_name.clone()),
        legacy_dn: Some(mailbox.legacy_dn.clone()),
        smtp_address: Some(mailbox.address.clone()),
        deployment_id: Some("11111111-2222-3333-4444-555555555555".to_owned()),
        protocols: vec![exch, expr],
    }
}
