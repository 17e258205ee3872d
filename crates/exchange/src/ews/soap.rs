//! Envelopes and faults (SOAP 1.1).

use super::error::{ERRORS, back_off_element};
use super::{EwsError, EwsOperation, MESSAGES, ResponseCode, ResponseError, SOAP, TYPES, t};
use crate::xml::{Element, XmlError};

/// Content type of requests and answers.
pub const CONTENT_TYPE: &str = "text/xml; charset=utf-8";

const PREFIXES: [(&str, &str); 3] = [("soap", SOAP), ("m", MESSAGES), ("t", TYPES)];

/// What goes into a request's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestOptions {
    /// Version of the schema, `Exchange2010_SP2`.
    pub server_version: String,
    /// Act as this mailbox (its primary address): only if asked to, it needs the ApplicationImpersonation role.
    pub impersonate: Option<String>,
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self { server_version: "Exchange2010_SP2".to_owned(), impersonate: None }
    }
}

/// A request as its server sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Whom to act as, if asked for.
    pub impersonate: Option<String>,
    /// Version asked for, if named.
    pub server_version: Option<String>,
    /// The operation.
    pub operation: Element,
}

/// The body of a request.
pub fn encode_request<O: EwsOperation>(operation: &O, options: &RequestOptions) -> Vec<u8> {
    let version = t("RequestServerVersion").with_attribute("Version", options.server_version.as_str());
    let mut header = Element::new(SOAP, "Header").with(version);
    if let Some(address) = &options.impersonate {
        let sid = t("ConnectingSID").with(t("PrimarySmtpAddress").with_text(address));
        header = header.with(t("ExchangeImpersonation").with(sid));
    }
    envelope(header, operation.to_element())
}

/// Reads what a server answered. The body decides, whatever the HTTP status: faults come with 200 too.
pub fn decode_response<O: EwsOperation>(status: u16, body: &[u8]) -> Result<O::Response, EwsError> {
    let failed = status != 200;
    let operation = match decode_envelope(body) {
        Ok(envelope) => envelope.operation,
        Err(EwsError::Fault(fault)) => return Err(EwsError::Fault(fault)),
        Err(_) if failed => return Err(EwsError::Status(status)),
        Err(other) => return Err(other),
    };
    if failed {
        return Err(EwsError::Status(status));
    }
    if !operation.is(MESSAGES, &format!("{}Response", O::NAME)) {
        return Err(EwsError::Unexpected("response element"));
    }
    O::response_from_element(&operation)
}

/// Takes an envelope apart; a fault in it is the error.
pub fn decode_envelope(body: &[u8]) -> Result<Envelope, EwsError> {
    let root = Element::parse(body)?;
    if root.name != "Envelope" {
        return Err(EwsError::Unexpected("SOAP envelope"));
    }
    // SOAP 1.2 has another namespace; its parts have the same names.
    let Element { namespace, children, .. } = root;
    let (mut impersonate, mut server_version, mut operation) = (None, None, None);
    for part in children {
        if part.is(&namespace, "Header") {
            let typed = |name: &str| part.child_in(TYPES, name);
            let sid = typed("ExchangeImpersonation").and_then(|element| element.child("ConnectingSID"));
            impersonate =
                sid.and_then(|sid| sid.children.first()).map(|address| address.text.trim().to_owned());
            let version = typed("RequestServerVersion").and_then(|element| element.attribute("Version"));
            server_version = version.map(str::to_owned);
        } else if part.is(&namespace, "Body") && operation.is_none() {
            operation = part.children.into_iter().next();
        }
    }
    let operation = operation.ok_or(EwsError::Unexpected("SOAP body"))?;
    if operation.is(&namespace, "Fault") {
        return Err(EwsError::Fault(read_fault(&operation)));
    }
    Ok(Envelope { impersonate, server_version, operation })
}

/// Reads an operation out of a request's envelope.
pub fn decode_request<O: EwsOperation>(envelope: &Envelope) -> Result<O, EwsError> {
    if !envelope.operation.is(MESSAGES, O::NAME) {
        return Err(EwsError::Unexpected("operation"));
    }
    O::from_element(&envelope.operation)
}

/// The body of an answer.
pub fn encode_response<O: EwsOperation>(response: &O::Response) -> Vec<u8> {
    let version = t("ServerVersionInfo")
        .with_attribute("MajorVersion", "14")
        .with_attribute("MinorVersion", "3")
        .with_attribute("MajorBuildNumber", "123")
        .with_attribute("MinorBuildNumber", "3")
        .with_attribute("Version", "Exchange2010_SP2");
    envelope(Element::new(SOAP, "Header").with(version), O::response_to_element(response))
}

/// The body of a fault, with the detail Exchange gives.
pub fn encode_fault(error: &ResponseError) -> Vec<u8> {
    let plain = |name: &str, text: &str| Element::new("", name).with_text(text);
    let typed = |name: &str, text: &str| Element::new(ERRORS, name).with_text(text);
    let mut detail = Element::new("", "detail")
        .with(typed("ResponseCode", error.code.name()))
        .with(typed("Message", &error.message));
    if let Some(back_off) = error.back_off {
        detail = detail.with(t("MessageXml").with(back_off_element(back_off)));
    }
    let fault = Element::new(SOAP, "Fault")
        .with(plain("faultcode", &format!("a:{}", error.code)).with_attribute("xmlns:a", TYPES))
        .with(plain("faultstring", &error.message))
        .with(detail);
    envelope(Element::new(SOAP, "Header"), fault)
}

fn envelope(header: Element, operation: Element) -> Vec<u8> {
    let body = Element::new(SOAP, "Body").with(operation);
    Element::new(SOAP, "Envelope").with(header).with(body).to_xml(&PREFIXES).into_bytes()
}

/// Exchange gives the code in the detail; others give it as the fault's code.
fn read_fault(fault: &Element) -> ResponseError {
    let part = |name: &str| fault.children.iter().find(|child| child.name.eq_ignore_ascii_case(name));
    let text = |name: &str| part(name).map(|part| part.text.trim().to_owned()).unwrap_or_default();
    let mut error = part("detail")
        .map(ResponseError::read)
        .unwrap_or_else(|| ResponseError::new(ResponseCode::Other(String::new()), String::new()));
    if error.code.name().is_empty() {
        let code = text("faultcode");
        error.code = ResponseCode::from_name(code.rsplit(':').next().unwrap_or_default());
    }
    if error.message.is_empty() {
        error.message = text("faultstring");
    }
    error
}

/// XML that is no request at all.
impl From<XmlError> for ResponseError {
    fn from(error: XmlError) -> Self {
        Self::new(ResponseCode::ErrorSchemaValidation, error.to_string())
    }
}
