//! ConvertId: the same id in another form.

use super::operation::{read_messages, required, write_messages};
use super::{EwsError, EwsOperation, MESSAGES, ResponseMessage, m, t};
use crate::xml::Element;

/// Asks for ids in another form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvertId {
    /// The form wanted: `EwsId`, `HexEntryId` ...
    pub destination_format: String,
    /// The ids.
    pub ids: Vec<AlternateId>,
}

/// An id in one of its forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlternateId {
    /// The form.
    pub format: String,
    /// The id.
    pub id: String,
    /// Whose mailbox, by address.
    pub mailbox: String,
}

impl EwsOperation for ConvertId {
    const NAME: &'static str = "ConvertId";
    type Response = Vec<ResponseMessage<AlternateId>>;

    fn to_element(&self) -> Element {
        m(Self::NAME)
            .with_attribute("DestinationFormat", self.destination_format.as_str())
            .with(m("SourceIds").with_all(self.ids.iter().map(|id| id.write(t("AlternateId")))))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        let format =
            element.attribute("DestinationFormat").ok_or(EwsError::Unexpected("DestinationFormat"))?;
        let ids = &required(element, "SourceIds")?.children;
        Ok(Self {
            destination_format: format.to_owned(),
            ids: ids.iter().map(AlternateId::read).collect::<Result<_, _>>()?,
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_messages(element, |message| {
            AlternateId::read(
                message.child_in(MESSAGES, "AlternateId").ok_or(EwsError::Unexpected("AlternateId"))?,
            )
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        write_messages(Self::NAME, response, |id, message| message.with(id.write(m("AlternateId"))))
    }
}

impl AlternateId {
    fn write(&self, element: Element) -> Element {
        element
            .with_attribute("Format", self.format.as_str())
            .with_attribute("Id", self.id.as_str())
            .with_attribute("Mailbox", self.mailbox.as_str())
    }

    fn read(element: &Element) -> Result<Self, EwsError> {
        let attribute =
            |name| element.attribute(name).map(str::to_owned).ok_or(EwsError::Unexpected("AlternateId"));
        Ok(Self {
            format: attribute("Format")?,
            id: attribute("Id")?,
            mailbox: element.attribute("Mailbox").unwrap_or_default().to_owned(),
        })
    }
}
