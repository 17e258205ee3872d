//! Finding an organisation's servers by an e-mail address.

use exchange::autodiscover::{
    Action, CONTENT_TYPE, NotFound, Reply, Search, Settings, StepOutcome as Outcome,
};

use super::super::SourceError;
use super::Access;
use super::http::{Answer, HttpConnection, Url, get_plain};
use crate::model::{AvailabilityStep, SourceAddress, StepOutcome};

/// Steps of a search before it is given up: more than any search needs.
const STEPS: u32 = 40;

/// Completes an address. Answers also each place tried and what it said.
pub(super) async fn discover(
    access: &Access,
    address: &SourceAddress,
) -> (Vec<AvailabilityStep>, Result<SourceAddress, SourceError>) {
    let Some(email) = address.email_address.as_deref() else {
        let text = "Autodiscover needs an e-mail address: -EmailAddress.";
        return (Vec::new(), Err(SourceError::Settings(text.to_owned())));
    };
    let (steps, outcome) = search(access, email).await;
    let outcome = outcome.map(|settings| SourceAddress {
        use_autodiscover: true,
        email_address: address.email_address.clone(),
        exchange_server: settings
            .exchange_server()
            .map(str::to_owned)
            .or_else(|| address.exchange_server.clone()),
        nspi_server: address.nspi_server.clone(),
        rpc_proxy_server: settings
            .rpc_proxy_server()
            .map(str::to_owned)
            .or_else(|| address.rpc_proxy_server.clone()),
        ews_url: settings.ews_url().map(str::to_owned).or_else(|| address.ews_url.clone()),
        source_mailbox_legacy_dn: settings
            .legacy_dn
            .clone()
            .or_else(|| address.source_mailbox_legacy_dn.clone()),
        remote_server: address.remote_server.clone(),
        port: address.port,
    });
    (steps, outcome)
}

/// Searches for the settings of one address.
pub(super) async fn search(
    access: &Access,
    email: &str,
) -> (Vec<AvailabilityStep>, Result<Settings, SourceError>) {
    let mut search = Search::new(email);
    let mut worst = None;
    for _ in 0..STEPS {
        match search.next_action() {
            Action::Done(outcome) => {
                let steps = search.steps().iter().map(show_step).collect();
                return (
                    steps,
                    outcome.map(|found| found.settings).map_err(|none| failure(access, &none, worst)),
                );
            }
            Action::Post { url, body } => {
                let answer = post(access, &url, &body).await;
                tell(&mut search, answer, &mut worst);
            }
            Action::Get { url } => {
                let answer = match Url::parse(&url) {
                    Some(url) => get_plain(access, &url).await,
                    None => Err(SourceError::Settings(format!("'{url}' is not an address"))),
                };
                tell(&mut search, answer, &mut None);
            }
            // No resolver for SRV records is built in; the places before it are what organisations use.
            Action::ResolveSrv { .. } => search.handle_reply(&Reply::Srv(&[])),
        }
    }
    let detail = "the search did not end".to_owned();
    (Vec::new(), Err(SourceError::Autodiscover { email: email.to_owned(), detail, cause: None }))
}

async fn post(access: &Access, url: &str, body: &[u8]) -> Result<Answer, SourceError> {
    match Url::parse(url).filter(|url| url.https) {
        Some(url) => HttpConnection::new(access, url).post(CONTENT_TYPE, body).await,
        None => Err(SourceError::Settings(format!("'{url}' is not an https address"))),
    }
}

/// Tells the search what came, and keeps the failure that says most about what the user can mend.
fn tell(search: &mut Search, answer: Result<Answer, SourceError>, worst: &mut Option<SourceError>) {
    match answer {
        Ok(answer) => {
            let location = answer.head.headers.get("location").map(str::to_owned);
            search.handle_reply(&Reply::Http {
                status: answer.head.status,
                location: location.as_deref(),
                body: &answer.body,
            });
        }
        Err(error @ SourceError::Unauthorized { .. }) => {
            search.handle_reply(&Reply::Http { status: 401, location: None, body: &[] });
            *worst = Some(error);
        }
        Err(error) => {
            search.handle_reply(&Reply::Unreachable(&error.to_string()));
            if matches!(error, SourceError::Certificate { .. }) && worst.is_none() {
                *worst = Some(error);
            }
        }
    }
}

fn failure(access: &Access, none: &NotFound, worst: Option<SourceError>) -> SourceError {
    let tried = none.steps.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    let detail = match &worst {
        Some(SourceError::Unauthorized { .. }) => {
            format!("the user name or password of '{}' was refused (401). Tried: {tried}", access.username)
        }
        Some(error) => format!("{error}. Tried: {tried}"),
        None if tried.is_empty() => "it is not an e-mail address".to_owned(),
        None => format!("tried: {tried}"),
    };
    SourceError::Autodiscover { email: none.email.clone(), detail, cause: worst.map(Box::new) }
}

fn show_step(step: &exchange::autodiscover::StepReport) -> AvailabilityStep {
    let good = matches!(
        step.outcome,
        Outcome::Settings | Outcome::RedirectUrl(_) | Outcome::RedirectAddress(_) | Outcome::SrvHost(_)
    );
    let text = step.to_string();
    let outcome = if good { StepOutcome::Succeeded(text) } else { StepOutcome::Failed(text) };
    AvailabilityStep { name: format!("Autodiscover ({})", step.place), outcome }
}
