//! ResolveNames and ConvertId.

use super::Request;
use crate::organisation::decode_id;
use crate::people::{Recipient, RecipientKind};
use exchange::ews::{
    AlternateId, ConvertId, Resolution, ResolutionSet, ResolveNames, ResponseCode, ResponseError,
    ResponseMessage, TYPES,
};
use exchange::xml::Element;

/// Most hits, as in Exchange.
const MAX_HITS: usize = 100;

impl Request<'_> {
    /// Ids have one form here; all others are malformed.
    pub(super) fn convert_id(&self, operation: &ConvertId) -> Vec<ResponseMessage<AlternateId>> {
        let known = |id: &str| decode_id::<2>('F', id).is_some() || decode_id::<3>('I', id).is_some();
        let convert = |id: &AlternateId| {
            if id.format == "EwsId" && operation.destination_format == "EwsId" && known(&id.id) {
                Ok(id.clone())
            } else {
                Err(ResponseError::new(
                    ResponseCode::Other("ErrorInvalidIdMalformed".to_owned()),
                    "Id is malformed.",
                ))
            }
        };
        operation.ids.iter().map(convert).collect()
    }

    pub(super) fn resolve_names(&self, operation: &ResolveNames) -> ResponseMessage<ResolutionSet> {
        let wanted = operation.entry.to_lowercase();
        let hits: Vec<_> =
            self.organisation.people.iter().filter(|one| !one.hidden && matches(one, &wanted)).collect();
        if hits.is_empty() || wanted.is_empty() {
            return Err(ResponseError::new(
                ResponseCode::ErrorNameResolutionNoResults,
                "No results were found.",
            ));
        }
        let last = hits.len() <= MAX_HITS;
        let resolutions =
            hits.into_iter().take(MAX_HITS).map(|one| resolution(one, operation.full_contact_data));
        Ok(ResolutionSet { resolutions: resolutions.collect(), last })
    }
}

/// Ambiguous name resolution: the beginning of a name, of the account or of an address; or a whole legacy DN.
fn matches(one: &Recipient, wanted: &str) -> bool {
    let wanted = wanted.strip_prefix("smtp:").unwrap_or(wanted);
    let begins = |text: &str| text.to_lowercase().starts_with(wanted);
    begins(&one.display_name)
        || begins(&one.first)
        || begins(&one.last)
        || begins(&one.alias)
        || begins(&one.address)
        || one.aliases.iter().any(|address| begins(address))
        || one.legacy_dn.eq_ignore_ascii_case(wanted)
}

fn resolution(one: &Recipient, contact: bool) -> Resolution {
    let text = |name: &str, text: &str| Element::new(TYPES, name).with_text(text);
    let kind = match one.kind {
        RecipientKind::Mailbox => "Mailbox",
        RecipientKind::Contact => "Contact",
        RecipientKind::Group => "PublicDL",
    };
    let contact = contact.then(|| {
        Element::new(TYPES, "Contact")
            .with(text("DisplayName", &one.display_name))
            .with(text("GivenName", &one.first))
            .with(text("Department", &one.department))
            .with(text("JobTitle", &one.title))
            .with(text("Surname", &one.last))
    });
    Resolution {
        name: one.display_name.clone(),
        email: one.address.clone(),
        routing_type: "SMTP".to_owned(),
        mailbox_type: kind.to_owned(),
        contact,
    }
}
