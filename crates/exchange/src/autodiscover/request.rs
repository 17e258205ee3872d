//! The request (MS-OXDSCLI 2.2.3).

use super::{REQUEST_SCHEMA, RESPONSE_SCHEMA};
use crate::xml::Element;

/// Asks for the settings of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutodiscoverRequest {
    /// The address.
    pub email: Option<String>,
    /// The legacy DN, which wins over the address.
    pub legacy_dn: Option<String>,
    /// The schema wanted.
    pub response_schema: String,
}

/// A request that cannot be answered: error 600.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the Autodiscover request is invalid")]
pub struct InvalidRequest;

impl AutodiscoverRequest {
    /// A request for an address.
    pub fn for_email(email: impl Into<String>) -> Self {
        Self { email: Some(email.into()), legacy_dn: None, response_schema: RESPONSE_SCHEMA.to_owned() }
    }

    /// The body to send.
    pub fn encode(&self) -> Vec<u8> {
        let element = |name: &str, text: &str| Element::new(REQUEST_SCHEMA, name).with_text(text);
        let mut request = Element::new(REQUEST_SCHEMA, "Request");
        if let Some(email) = &self.email {
            request = request.with(element("EMailAddress", email));
        }
        if let Some(dn) = &self.legacy_dn {
            request = request.with(element("LegacyDN", dn));
        }
        request = request.with(element("AcceptableResponseSchema", &self.response_schema));
        Element::new(REQUEST_SCHEMA, "Autodiscover").with(request).to_xml(&[]).into_bytes()
    }

    /// Reads a request. One without address and DN is invalid.
    pub fn decode(body: &[u8]) -> Result<Self, InvalidRequest> {
        let root = Element::parse(body).map_err(|_| InvalidRequest)?;
        if !root.is(REQUEST_SCHEMA, "Autodiscover") {
            return Err(InvalidRequest);
        }
        let request = root.child("Request").ok_or(InvalidRequest)?;
        let text = |name| request.child_text(name).filter(|text| !text.is_empty()).map(str::to_owned);
        let this = Self {
            email: text("EMailAddress"),
            legacy_dn: text("LegacyDN"),
            response_schema: text("AcceptableResponseSchema").ok_or(InvalidRequest)?,
        };
        if this.email.is_none() && this.legacy_dn.is_none() { Err(InvalidRequest) } else { Ok(this) }
    }
}
