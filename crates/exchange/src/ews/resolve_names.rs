//! ResolveNames: the directory, by name or address.

use super::operation::{read_message, required, write_messages};
use super::{EwsError, EwsOperation, MESSAGES, ResponseMessage, TYPES, boolean, m, parse_boolean, t, text};
use crate::xml::Element;

/// Looks a name up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolveNames {
    /// The name, address or legacy DN.
    pub entry: String,
    /// Whether to return contact data too.
    pub full_contact_data: bool,
    /// Where to look: `ActiveDirectory`, `ActiveDirectoryContacts` ...
    pub scope: Option<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolutionSet {
    /// The hits.
    pub resolutions: Vec<Resolution>,
    /// Whether these are all.
    pub last: bool,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolution {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// `SMTP` or `EX`.
    pub routing_type: String,
    /// `Mailbox`, `PublicDL`, `Contact`.
    pub mailbox_type: String,
    /// Contact data, if asked for.
    pub contact: Option<Element>,
}

impl EwsOperation for ResolveNames {
    const NAME: &'static str = "ResolveNames";
    type Response = ResponseMessage<ResolutionSet>;

    fn to_element(&self) -> Element {
        let element = m(Self::NAME).with_attribute("ReturnFullContactData", boolean(self.full_contact_data));
        let element = match &self.scope {
            Some(scope) => element.with_attribute("SearchScope", scope.as_str()),
            None => element,
        };
        element.with(m("UnresolvedEntry").with_text(&self.entry))
    }

    fn from_element(element: &Element) -> Result<Self, EwsError> {
        Ok(Self {
            entry: required(element, "UnresolvedEntry")?.text.trim().to_owned(),
            full_contact_data: element.attribute("ReturnFullContactData").is_some_and(parse_boolean),
            scope: element.attribute("SearchScope").map(str::to_owned),
        })
    }

    fn response_from_element(element: &Element) -> Result<Self::Response, EwsError> {
        read_message(element, |message| {
            let set =
                message.child_in(MESSAGES, "ResolutionSet").ok_or(EwsError::Unexpected("ResolutionSet"))?;
            let resolutions = set.children.iter().map(Resolution::read).collect::<Result<_, _>>()?;
            let last = set.attribute("IncludesLastItemInRange").is_none_or(parse_boolean);
            Ok(ResolutionSet { resolutions, last })
        })
    }

    fn response_to_element(response: &Self::Response) -> Element {
        let mut element = write_messages(Self::NAME, [response], |set, message| {
            let resolutions = m("ResolutionSet")
                .with_attribute("TotalItemsInView", set.resolutions.len().to_string())
                .with_attribute("IncludesLastItemInRange", boolean(set.last));
            message.with(resolutions.with_all(set.resolutions.iter().map(Resolution::write)))
        });
        if matches!(response, Ok(set) if set.resolutions.len() > 1) {
            warn_of_several(&mut element);
        }
        element
    }
}

/// Several hits are a success with a warning.
fn warn_of_several(response: &mut Element) {
    let message = response.children.first_mut().and_then(|messages| messages.children.first_mut());
    let Some(message) = message else { return };
    message.attributes = vec![("ResponseClass".to_owned(), "Warning".to_owned())];
    if let Some(code) = message.children.first_mut() {
        code.text = "ErrorNameResolutionMultipleResults".to_owned();
    }
    message.children.insert(0, m("MessageText").with_text("Multiple results were found."));
}

impl Resolution {
    fn read(element: &Element) -> Result<Self, EwsError> {
        let mailbox = element.child_in(TYPES, "Mailbox").ok_or(EwsError::Unexpected("Mailbox"))?;
        let text = |name| mailbox.child_text(name).unwrap_or_default().to_owned();
        Ok(Self {
            name: text("Name"),
            email: text("EmailAddress"),
            routing_type: text("RoutingType"),
            mailbox_type: text("MailboxType"),
            contact: element.child_in(TYPES, "Contact").cloned(),
        })
    }

    fn write(&self) -> Element {
        let mailbox = t("Mailbox")
            .with(text("Name", &self.name))
            .with(text("EmailAddress", &self.email))
            .with(text("RoutingType", &self.routing_type))
            .with(text("MailboxType", &self.mailbox_type));
        t("Resolution").with(mailbox).with_all(self.contact.iter().cloned())
    }
}
