//! Failures: HTTP, SOAP faults, errors of response messages.

use super::{MESSAGES, TYPES, m, t};
use crate::xml::{Element, XmlError};
use std::time::Duration;

/// Error codes this project acts on; all others keep their name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the service's")]
pub enum ResponseCode {
    NoError,
    ErrorAccessDenied,
    ErrorServerBusy,
    ErrorMailboxStoreUnavailable,
    ErrorMailboxMoveInProgress,
    ErrorInternalServerError,
    ErrorInternalServerTransientError,
    ErrorTimeoutExpired,
    ErrorExceededConnectionCount,
    ErrorCannotFindUser,
    ErrorNonExistentMailbox,
    ErrorItemNotFound,
    ErrorItemCorrupt,
    ErrorContentConversionFailed,
    ErrorFolderNotFound,
    ErrorInvalidSyncStateData,
    ErrorImpersonateUserDenied,
    ErrorInvalidId,
    ErrorInvalidRequest,
    ErrorInvalidOperation,
    ErrorSchemaValidation,
    ErrorMimeContentInvalid,
    ErrorNameResolutionNoResults,
    ErrorNameResolutionMultipleResults,
    Other(String),
}

macro_rules! names {
    ($($name:ident)*) => {
        impl ResponseCode {
            /// The code of a name.
            pub fn from_name(name: &str) -> Self {
                match name {
                    $(stringify!($name) => Self::$name,)*
                    other => Self::Other(other.to_owned()),
                }
            }

            /// The name.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$name => stringify!($name),)*
                    Self::Other(name) => name,
                }
            }
        }
    };
}

names! {
    NoError ErrorAccessDenied ErrorServerBusy ErrorMailboxStoreUnavailable ErrorMailboxMoveInProgress
    ErrorInternalServerError ErrorInternalServerTransientError ErrorTimeoutExpired ErrorExceededConnectionCount
    ErrorCannotFindUser ErrorNonExistentMailbox ErrorItemNotFound ErrorItemCorrupt ErrorContentConversionFailed
    ErrorFolderNotFound ErrorInvalidSyncStateData ErrorImpersonateUserDenied ErrorInvalidId ErrorInvalidRequest
    ErrorInvalidOperation ErrorSchemaValidation ErrorMimeContentInvalid ErrorNameResolutionNoResults
    ErrorNameResolutionMultipleResults
}

impl ResponseCode {
    /// Whether the same request may succeed later.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::ErrorServerBusy
                | Self::ErrorMailboxStoreUnavailable
                | Self::ErrorMailboxMoveInProgress
                | Self::ErrorInternalServerTransientError
                | Self::ErrorTimeoutExpired
                | Self::ErrorExceededConnectionCount
        )
    }
}

impl std::fmt::Display for ResponseCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of one response message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ResponseError {
    /// What kind.
    pub code: ResponseCode,
    /// The server's words.
    pub message: String,
    /// How long the server wants to be left alone.
    pub back_off: Option<Duration>,
}

impl ResponseError {
    /// An error with the server's words.
    pub fn new(code: ResponseCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), back_off: None }
    }

    /// Reads the error parts of a response message or of a fault's detail.
    pub(super) fn read(message: &Element) -> Self {
        let part =
            |name| [MESSAGES, ERRORS, TYPES].into_iter().find_map(|space| message.child_in(space, name));
        let text = |name| part(name).map(|element| element.text.trim().to_owned()).unwrap_or_default();
        Self {
            code: ResponseCode::from_name(&text("ResponseCode")),
            message: [text("MessageText"), text("Message")]
                .into_iter()
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
            back_off: part("MessageXml").and_then(back_off),
        }
    }

    /// Writes text, code and back-off, in the schema's order.
    pub(super) fn write(&self, message: Element) -> Element {
        let message = message
            .with(m("MessageText").with_text(&self.message))
            .with(m("ResponseCode").with_text(self.code.name()))
            .with(m("DescriptiveLinkKey").with_text("0"));
        match self.back_off {
            Some(back_off) => message.with(m("MessageXml").with(back_off_element(back_off))),
            None => message,
        }
    }
}

/// Namespace of errors in a fault's detail.
pub(super) const ERRORS: &str = "http://schemas.microsoft.com/exchange/services/2006/errors";

fn back_off(message_xml: &Element) -> Option<Duration> {
    let value =
        message_xml.children.iter().find(|value| value.attribute("Name") == Some("BackOffMilliseconds"))?;
    value.text.trim().parse().ok().map(Duration::from_millis)
}

pub(super) fn back_off_element(back_off: Duration) -> Element {
    t("Value").with_attribute("Name", "BackOffMilliseconds").with_text(back_off.as_millis().to_string())
}

/// Why a whole request failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EwsError {
    /// A SOAP fault, with whatever HTTP status.
    #[error("the Exchange server refused the request: {0}")]
    Fault(ResponseError),
    /// An HTTP status without a SOAP answer.
    #[error("the Exchange server answered with HTTP status {0}")]
    Status(u16),
    /// Not XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// XML, but not this answer.
    #[error("the Exchange server's answer has no usable {0}")]
    Unexpected(&'static str),
}

impl EwsError {
    /// How long the server wants to be left alone, when it says so in its answer.
    pub fn back_off(&self) -> Option<Duration> {
        match self {
            Self::Fault(error) => error.back_off,
            _ => None,
        }
    }

    /// Whether the same request may succeed later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Fault(error) => error.code.is_transient(),
            Self::Status(status) => matches!(status, 429 | 500 | 502 | 503 | 504),
            Self::Xml(_) | Self::Unexpected(_) => true,
        }
    }
}
