//! Contacts. They have no MIME content: what they are stands in their properties.

use super::{t, text};
use crate::dice::Dice;
use crate::mailbox::ItemSpec;
use exchange::ews::Item;

pub(super) fn contact(dice: &mut Dice, spec: &ItemSpec) -> Item {
    let given = dice.pick(&["Jörg", "Anna", "Łukasz", "María José", "Li"]);
    let surname = dice.pick(&["Müller", "O'Neil", "Ødegård", "de la Cruz", "Weiß; Sohn"]);
    let name = format!("{given} {surname}");
    let address = format!("contact{}.{}@example.net", spec.mailbox, spec.number);
    let entry = |key: &str, value: &str| text("Entry", value).with_attribute("Key", key);
    let mut item = Item::new("Contact");
    item.class = Some("IPM.Contact".to_owned());
    item.subject = Some(name.clone());
    item.has_attachments = Some(false);
    item.other = vec![
        t("Body").with_attribute("BodyType", "Text").with_text("Met at the fair.\nSecond line"),
        text("FileAs", format!("{surname}, {given}")),
        text("DisplayName", name),
        text("GivenName", given),
        text("CompanyName", "Example, Inc."),
        t("EmailAddresses").with(entry("EmailAddress1", &address)),
        t("PhoneNumbers")
            .with(entry("BusinessPhone", &format!("+49 30 {}", dice.below(1_000_000))))
            .with(entry("MobilePhone", &format!("+49 170 {}", dice.below(1_000_000)))),
        text("JobTitle", "Einkäufer"),
        text("Surname", surname),
    ];
    item
}
