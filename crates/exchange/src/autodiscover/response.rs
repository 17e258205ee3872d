//! The response (MS-OXDSCLI 2.2.4).

use super::{RESPONSE_SCHEMA, ROOT_SCHEMA, Settings};
use crate::xml::{Element, XmlError};

/// What a server answered, HTTP apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AutodiscoverAnswer {
    /// Settings.
    Settings(Box<Settings>),
    /// Ask again, for this address.
    RedirectAddress(String),
    /// Ask again, there.
    RedirectUrl(String),
    /// No.
    Error {
        /// 500 address not found, 600 invalid request, 601 schema not available ... Servers differ: any error
        /// is a failure.
        code: String,
        /// The server's words.
        message: String,
    },
}

/// Why an answer cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AutodiscoverError {
    /// Not XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// XML, but of another kind.
    #[error("the answer is not an Autodiscover answer")]
    NotAutodiscover,
    /// An answer without settings.
    #[error("the Autodiscover answer holds neither settings nor a redirection")]
    Empty,
}

impl AutodiscoverAnswer {
    /// Reads an answer. The `Response` element and an `Error` in it are taken from either namespace: servers differ.
    pub fn decode(body: &[u8]) -> Result<Self, AutodiscoverError> {
        let root = Element::parse(body)?;
        if !root.is(ROOT_SCHEMA, "Autodiscover") {
            return Err(AutodiscoverError::NotAutodiscover);
        }
        let response =
            [RESPONSE_SCHEMA, ROOT_SCHEMA].into_iter().find_map(|schema| root.child_in(schema, "Response"));
        let response = response.ok_or(AutodiscoverError::Empty)?;
        let error =
            [RESPONSE_SCHEMA, ROOT_SCHEMA].into_iter().find_map(|schema| response.child_in(schema, "Error"));
        if let Some(error) = error {
            let text = |name| error.child_text(name).unwrap_or_default().to_owned();
            return Ok(Self::Error { code: text("ErrorCode"), message: text("Message") });
        }
        let account = response.child("Account").ok_or(AutodiscoverError::Empty)?;
        let text = |name| account.child_text(name).filter(|text| !text.is_empty()).map(str::to_owned);
        match account.child_text("Action").unwrap_or_default().to_ascii_lowercase().as_str() {
            "redirectaddr" => text("RedirectAddr").map(Self::RedirectAddress).ok_or(AutodiscoverError::Empty),
            "redirecturl" => text("RedirectUrl").map(Self::RedirectUrl).ok_or(AutodiscoverError::Empty),
            _ => {
                let settings = Settings::read(response).ok_or(AutodiscoverError::Empty)?;
                if settings.protocols.is_empty() {
                    Err(AutodiscoverError::Empty)
                } else {
                    Ok(Self::Settings(Box::new(settings)))
                }
            }
        }
    }

    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let root = Element::new(ROOT_SCHEMA, "Autodiscover");
        let account = |action: &str, name: &str, text: &str| {
            let element = |name: &str, text: &str| Element::new(RESPONSE_SCHEMA, name).with_text(text);
            let account = Element::new(RESPONSE_SCHEMA, "Account").with(element("Action", action));
            Element::new(RESPONSE_SCHEMA, "Response").with(account.with(element(name, text)))
        };
        let response = match self {
            Self::Settings(settings) => Element::new(RESPONSE_SCHEMA, "Response").with_all(settings.write()),
            Self::RedirectAddress(address) => account("redirectAddr", "RedirectAddr", address),
            Self::RedirectUrl(url) => account("redirectUrl", "RedirectUrl", url),
            Self::Error { code, message } => {
                let element = |name: &str, text: &str| Element::new(ROOT_SCHEMA, name).with_text(text);
                let error = Element::new(ROOT_SCHEMA, "Error")
                    .with_attribute("Time", "00:00:00")
                    .with_attribute("Id", "1")
                    .with(element("ErrorCode", code))
                    .with(element("Message", message))
                    .with(element("DebugData", ""));
                Element::new(ROOT_SCHEMA, "Response").with(error)
            }
        };
        root.with(response).to_xml(&[]).into_bytes()
    }
}
