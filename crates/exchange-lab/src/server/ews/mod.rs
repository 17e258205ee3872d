//! Exchange Web Services.

mod folders;
mod items;
mod names;
mod shape;
mod sync_state;

use super::response::Response;
use crate::organisation::{ADMINISTRATOR, Organisation};
use exchange::ews::{
    Envelope, EwsError, EwsOperation, ResponseCode, ResponseError, decode_envelope, decode_request,
    encode_fault, encode_response,
};

/// A request being answered.
struct Request<'a> {
    organisation: &'a Organisation,
    /// Who asks, after impersonation.
    caller: usize,
    /// Unix seconds.
    now: i64,
}

/// Answers a request.
pub(super) fn answer(organisation: &Organisation, account: usize, body: &[u8]) -> Response {
    let envelope = match decode_envelope(body) {
        Ok(envelope) => envelope,
        Err(error) => return fault(&schema_error(&error)),
    };
    let caller = match caller(organisation, account, &envelope) {
        Ok(caller) => caller,
        Err(error) => return fault(&error),
    };
    let request = Request { organisation, caller, now: organisation.now() };
    match envelope.operation.name.as_str() {
        "GetFolder" => reply(&envelope, |operation| request.get_folder(operation)),
        "FindFolder" => reply(&envelope, |operation| request.find_folder(operation)),
        "SyncFolderHierarchy" => reply(&envelope, |operation| request.sync_folder_hierarchy(operation)),
        "SyncFolderItems" => reply(&envelope, |operation| request.sync_folder_items(operation)),
        "GetItem" => reply(&envelope, |operation| request.get_item(operation)),
        "FindItem" => reply(&envelope, |operation| request.find_item(operation)),
        "ConvertId" => reply(&envelope, |operation| request.convert_id(operation)),
        "ResolveNames" => reply(&envelope, |operation| request.resolve_names(operation)),
        other => fault(&ResponseError::new(
            ResponseCode::ErrorInvalidRequest,
            format!("The practice organisation does not do {other}."),
        )),
    }
}

/// The account itself, or whom the administrator impersonates.
fn caller(organisation: &Organisation, account: usize, envelope: &Envelope) -> Result<usize, ResponseError> {
    let Some(address) = &envelope.impersonate else { return Ok(account) };
    if account != ADMINISTRATOR {
        return Err(ResponseError::new(
            ResponseCode::ErrorImpersonateUserDenied,
            "The account does not have permission to impersonate the requested user.",
        ));
    }
    organisation.open_mailbox(account, Some(address))
}

fn reply<O: EwsOperation>(envelope: &Envelope, answer: impl FnOnce(&O) -> O::Response) -> Response {
    match decode_request::<O>(envelope) {
        Ok(operation) => Response::xml(200, encode_response::<O>(&answer(&operation))),
        Err(error) => fault(&schema_error(&error)),
    }
}

fn fault(error: &ResponseError) -> Response {
    Response::xml(500, encode_fault(error))
}

fn schema_error(error: &EwsError) -> ResponseError {
    let message = format!("The request failed schema validation: {error}");
    ResponseError::new(ResponseCode::ErrorSchemaValidation, message)
}
