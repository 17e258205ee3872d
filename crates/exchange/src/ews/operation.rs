//! What all operations have in common.

use super::{EwsError, MESSAGES, ResponseCode, ResponseError, m};
use crate::xml::Element;

/// The result for one of the things asked for.
pub type ResponseMessage<T> = Result<T, ResponseError>;

/// An operation: its request both ways, its response both ways.
pub trait EwsOperation: Sized {
    /// Its name, which is its element's.
    const NAME: &'static str;

    /// Its answer.
    type Response;

    /// The request's element.
    fn to_element(&self) -> Element;

    /// Reads the request's element.
    fn from_element(element: &Element) -> Result<Self, EwsError>;

    /// Reads the answer's element.
    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError>;

    /// The answer's element.
    fn response_to_element(response: &Self::Response) -> Element;
}

/// Reads the response messages, each with `read` unless it is an error. Warnings count as success.
pub(super) fn read_messages<T>(
    response: &Element,
    read: impl Fn(&Element) -> Result<T, EwsError>,
) -> Result<Vec<ResponseMessage<T>>, EwsError> {
    let messages = response.child("ResponseMessages").ok_or(EwsError::Unexpected("ResponseMessages"))?;
    messages
        .children
        .iter()
        .map(|message| match message.attribute("ResponseClass") {
            Some("Error") => Ok(Err(ResponseError::read(message))),
            _ => read(message).map(Ok),
        })
        .collect()
}

/// For operations with one message.
pub(super) fn read_message<T>(
    response: &Element,
    read: impl Fn(&Element) -> Result<T, EwsError>,
) -> Result<ResponseMessage<T>, EwsError> {
    read_messages(response, read)?.into_iter().next().ok_or(EwsError::Unexpected("response message"))
}

/// Writes the response element with its messages.
pub(super) fn write_messages<'a, T: 'a>(
    name: &str,
    messages: impl IntoIterator<Item = &'a ResponseMessage<T>>,
    write: impl Fn(&T, Element) -> Element,
) -> Element {
    let message = |result: &ResponseMessage<T>| {
        let message = m(&format!("{name}ResponseMessage"));
        match result {
            Ok(value) => {
                let message = message.with_attribute("ResponseClass", "Success");
                write(value, message.with(m("ResponseCode").with_text(ResponseCode::NoError.name())))
            }
            Err(error) => error.write(message.with_attribute("ResponseClass", "Error")),
        }
    };
    let messages = m("ResponseMessages").with_all(messages.into_iter().map(message));
    m(&format!("{name}Response")).with(messages)
}

/// A child of the messages namespace that must be there.
pub(super) fn required<'a>(element: &'a Element, name: &'static str) -> Result<&'a Element, EwsError> {
    element.child_in(MESSAGES, name).ok_or(EwsError::Unexpected(name))
}
