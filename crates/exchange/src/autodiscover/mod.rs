//! Autodiscover, plain old XML (MS-OXDISCO, MS-OXDSCLI): from an e-mail address to servers.

mod place;
mod request;
mod response;
mod search;
mod settings;

pub use place::{Place, StepOutcome, StepReport};
pub use request::{AutodiscoverRequest, InvalidRequest};
pub use response::{AutodiscoverAnswer, AutodiscoverError};
pub use search::{Action, Found, MAX_REDIRECTS, NotFound, Reply, Search, SrvTarget};
pub use settings::{Protocol, Settings};

/// Namespace of requests.
pub const REQUEST_SCHEMA: &str =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
/// Namespace of the settings in a response, and the only schema asked for.
pub const RESPONSE_SCHEMA: &str =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
/// Namespace of a response's root, and of errors.
pub const ROOT_SCHEMA: &str = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
/// Content type of requests.
pub const CONTENT_TYPE: &str = "text/xml; charset=utf-8";
