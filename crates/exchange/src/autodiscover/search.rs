//! The search for a mailbox's settings: which place next, and what an answer means (MS-OXDISCO 3.1.5).
//!
//! Active Directory's service connection points are left out: only members of the domain can read them.

use super::{AutodiscoverAnswer, AutodiscoverRequest, Place, Settings, StepOutcome, StepReport};
use std::collections::VecDeque;

/// Most redirections followed, by URL and by address together.
pub const MAX_REDIRECTS: usize = 10;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// POST the body there, with credentials, and check the certificate.
    Post {
        /// An https URL.
        url: String,
        /// The request, of type [`super::CONTENT_TYPE`].
        body: Vec<u8>,
    },
    /// GET there without credentials, follow nothing.
    Get {
        /// An http URL.
        url: String,
    },
    /// Look up a DNS SRV record.
    ResolveSrv {
        /// Its name.
        name: String,
    },
    /// The search is over.
    Done(Result<Found, NotFound>),
}

/// The search found settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The address they belong to, after redirections.
    pub email: String,
    /// Where they were.
    pub url: String,
    /// The settings.
    pub settings: Settings,
}

/// The search found nothing; its steps say why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Autodiscover found no settings for {email}: {}", reason(.steps))]
pub struct NotFound {
    /// The address.
    pub email: String,
    /// All steps, in order.
    pub steps: Vec<StepReport>,
}

/// Steps by what they tell: a server that knew about Autodiscover first.
fn reason(steps: &[StepReport]) -> String {
    let rank = |step: &&StepReport| match step.outcome {
        StepOutcome::Error { .. } => 0,
        StepOutcome::Unauthorized => 1,
        StepOutcome::Unusable(_) | StepOutcome::RedirectRefused(_) => 2,
        StepOutcome::Status(_) => 3,
        StepOutcome::Unreachable(_) => 4,
        _ => 5,
    };
    steps.iter().min_by_key(rank).map_or_else(|| "no place to look".to_owned(), ToString::to_string)
}

/// What came of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply<'a> {
    /// An HTTP answer.
    Http {
        /// Its status.
        status: u16,
        /// Its `Location`.
        location: Option<&'a str>,
        /// Its body.
        body: &'a [u8],
    },
    /// No answer: refused, timeout, TLS, DNS. The reason in words.
    Unreachable(&'a str),
    /// The records of a SRV name; empty if there are none.
    Srv(&'a [SrvTarget]),
}

/// A DNS SRV record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SrvTarget {
    /// Lower is asked first.
    pub priority: u16,
    /// Higher is asked first within a priority.
    pub weight: u16,
    /// The port.
    pub port: u16,
    /// The host.
    pub host: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    place: Place,
    target: String,
}

/// A search. Carry out [`Self::next_action`], tell [`Self::handle_reply`] what came of it, repeat.
#[derive(Debug)]
pub struct Search {
    email: String,
    waiting: VecDeque<Step>,
    steps: Vec<StepReport>,
    seen: Vec<String>,
    redirects: usize,
    found: Option<Found>,
}

impl Search {
    /// Begins with an address. One without a domain has no place to look.
    pub fn new(email: &str) -> Self {
        let mut this = Self {
            email: email.to_owned(),
            waiting: VecDeque::new(),
            steps: Vec::new(),
            seen: Vec::new(),
            redirects: 0,
            found: None,
        };
        this.start(email);
        this
    }

    /// Begins at a known URL, and looks nowhere else.
    pub fn at_url(email: &str, url: &str) -> Self {
        let mut this = Self::new("");
        this.email = email.to_owned();
        this.enqueue(Place::Redirection, url.to_owned());
        this
    }

    /// The steps taken so far.
    pub fn steps(&self) -> &[StepReport] {
        &self.steps
    }

    /// What to do next.
    pub fn next_action(&self) -> Action {
        if let Some(found) = &self.found {
            return Action::Done(Ok(found.clone()));
        }
        let Some(step) = self.waiting.front() else {
            return Action::Done(Err(NotFound { email: self.email.clone(), steps: self.steps.clone() }));
        };
        match step.place {
            Place::HttpRedirect => Action::Get { url: step.target.clone() },
            Place::SrvRecord if !step.target.starts_with("https:") => {
                Action::ResolveSrv { name: step.target.clone() }
            }
            _ => Action::Post {
                url: step.target.clone(),
                body: AutodiscoverRequest::for_email(self.email.clone()).encode(),
            },
        }
    }

    /// Takes what came of the last action.
    pub fn handle_reply(&mut self, reply: &Reply<'_>) {
        let Some(step) = self.waiting.pop_front() else { return };
        let outcome = match reply {
            Reply::Unreachable(reason) => StepOutcome::Unreachable((*reason).to_owned()),
            Reply::Srv(targets) => self.srv(targets),
            Reply::Http { status: 301 | 302 | 303 | 307 | 308, location, .. } => self.redirect_url(*location),
            Reply::Http { status: 401, .. } => StepOutcome::Unauthorized,
            Reply::Http { status: 200, body, .. } if step.place != Place::HttpRedirect => {
                self.answer(&step, body)
            }
            Reply::Http { status, .. } => StepOutcome::Status(*status),
        };
        self.steps.push(StepReport { place: step.place, target: step.target, outcome });
    }

    /// The places of an address.
    fn start(&mut self, email: &str) {
        let Some((_, domain)) =
            email.rsplit_once('@').filter(|(user, domain)| !user.is_empty() && is_host(domain))
        else {
            return;
        };
        const PATH: &str = "autodiscover/autodiscover.xml";
        self.waiting.clear();
        self.enqueue(Place::RootDomain, format!("https://{domain}/{PATH}"));
        self.enqueue(Place::AutodiscoverDomain, format!("https://autodiscover.{domain}/{PATH}"));
        self.enqueue(Place::HttpRedirect, format!("http://autodiscover.{domain}/{PATH}"));
        self.enqueue(Place::SrvRecord, format!("_autodiscover._tcp.{domain}"));
    }

    fn enqueue(&mut self, place: Place, target: String) {
        self.seen.push(target.to_ascii_lowercase());
        self.waiting.push_back(Step { place, target });
    }

    fn answer(&mut self, step: &Step, body: &[u8]) -> StepOutcome {
        match AutodiscoverAnswer::decode(body) {
            Err(error) => StepOutcome::Unusable(error.to_string()),
            Ok(AutodiscoverAnswer::Error { code, message }) => StepOutcome::Error { code, message },
            Ok(AutodiscoverAnswer::RedirectUrl(url)) => self.redirect_url(Some(&url)),
            Ok(AutodiscoverAnswer::RedirectAddress(address)) => self.redirect_address(address),
            Ok(AutodiscoverAnswer::Settings(settings)) => {
                self.found =
                    Some(Found { email: self.email.clone(), url: step.target.clone(), settings: *settings });
                StepOutcome::Settings
            }
        }
    }

    /// Follows to https URLs that were not asked before, and goes there next.
    fn redirect_url(&mut self, location: Option<&str>) -> StepOutcome {
        let Some(url) = location.map(str::trim).filter(|url| !url.is_empty()) else {
            return StepOutcome::RedirectRefused("it has no address".to_owned());
        };
        let lower = url.to_ascii_lowercase();
        if lower.strip_prefix("https://").is_none_or(str::is_empty) {
            return StepOutcome::RedirectRefused(format!("{url} is not an https address"));
        }
        if self.seen.contains(&lower) {
            return StepOutcome::RedirectRefused(format!("{url} is part of this search already"));
        }
        if let Err(refused) = self.count_redirect() {
            return refused;
        }
        self.seen.push(lower);
        self.waiting.push_front(Step { place: Place::Redirection, target: url.to_owned() });
        StepOutcome::RedirectUrl(url.to_owned())
    }

    /// Starts over with another address.
    fn redirect_address(&mut self, address: String) -> StepOutcome {
        let valid =
            address.rsplit_once('@').is_some_and(|(user, domain)| !user.is_empty() && is_host(domain));
        let key = format!("mailto:{}", address.to_ascii_lowercase());
        if !valid {
            return StepOutcome::RedirectRefused(format!("{address} is not an e-mail address"));
        }
        if self.seen.contains(&key) || address.eq_ignore_ascii_case(&self.email) {
            return StepOutcome::RedirectRefused(format!("{address} is part of this search already"));
        }
        if let Err(refused) = self.count_redirect() {
            return refused;
        }
        self.seen.push(format!("mailto:{}", self.email.to_ascii_lowercase()));
        self.seen.push(key);
        self.start(&address);
        self.email.clone_from(&address);
        StepOutcome::RedirectAddress(address)
    }

    fn srv(&mut self, targets: &[SrvTarget]) -> StepOutcome {
        let best = targets
            .iter()
            .filter(|target| is_host(target.host.trim_end_matches('.')))
            .min_by_key(|target| (target.priority, std::cmp::Reverse(target.weight)));
        let Some(best) = best else { return StepOutcome::NoSrvRecord };
        let host = best.host.trim_end_matches('.').to_owned();
        let port = if best.port == 443 { String::new() } else { format!(":{}", best.port) };
        let target = format!("https://{host}{port}/autodiscover/autodiscover.xml");
        if self.seen.contains(&target.to_ascii_lowercase()) {
            return StepOutcome::RedirectRefused(format!("{target} is part of this search already"));
        }
        self.seen.push(target.to_ascii_lowercase());
        self.waiting.push_front(Step { place: Place::SrvRecord, target });
        StepOutcome::SrvHost(host)
    }

    fn count_redirect(&mut self) -> Result<(), StepOutcome> {
        if self.redirects >= MAX_REDIRECTS {
            return Err(StepOutcome::RedirectRefused(format!("more than {MAX_REDIRECTS} redirections")));
        }
        self.redirects = self.redirects.saturating_add(1);
        Ok(())
    }
}

/// A host name that can stand in a URL as it is.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    !host.is_empty() && host.len() <= 253 && host.split('.').all(label)
}
