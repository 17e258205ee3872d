//! Tasks.

use super::{t, text, timestamp};
use crate::dice::Dice;
use crate::mailbox::ItemSpec;
use exchange::ews::Item;

pub(super) fn task(dice: &mut Dice, spec: &ItemSpec) -> Item {
    let mut item = Item::new("Task");
    item.class = Some("IPM.Task".to_owned());
    item.subject = Some(dice.pick(&["Angebot schreiben", "Call back", "Fix the printer (again)"]).to_owned());
    item.has_attachments = Some(false);
    let done = dice.once_in(3);
    item.other = vec![
        t("Body").with_attribute("BodyType", "Text").with_text("Steps:\n1. begin\n2. end"),
        text("DueDate", timestamp(spec.received + 14 * 86_400).to_string()),
        text("PercentComplete", if done { "100" } else { "25" }),
        text("StartDate", timestamp(spec.received).to_string()),
        text("Status", if done { "Completed" } else { "InProgress" }),
    ];
    item
}
