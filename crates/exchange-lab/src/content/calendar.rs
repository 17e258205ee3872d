//! Appointments.

use super::{someone, t, text, timestamp};
use crate::dice::Dice;
use crate::mailbox::ItemSpec;
use crate::people::Recipient;
use exchange::ews::Item;

/// An appointment: some all day, some in a series, some with attendees and umlauts.
pub(super) fn appointment(dice: &mut Dice, people: &[Recipient], spec: &ItemSpec) -> Item {
    let subject =
        dice.pick(&["Besprechung Größe", "Review; with, punctuation\\", "1:1", "Launch 🚀", "Zahnarzt"]);
    let start = spec.received + 7 * 86_400 - spec.received.rem_euclid(1800);
    let all_day = dice.once_in(4);
    let end = start + if all_day { 86_400 } else { 3600 };
    let uid = format!("lab-{}-{}-{}", spec.mailbox, spec.folder, spec.number);
    let stamp = |seconds: i64| timestamp(seconds).strftime("%Y%m%dT%H%M%SZ").to_string();
    let day = |seconds: i64| timestamp(seconds).strftime("%Y%m%d").to_string();
    let mut lines =
        vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".into(), "PRODID:-//Practice//Lab//EN".into()];
    lines.extend([
        "METHOD:PUBLISH".into(),
        "BEGIN:VEVENT".into(),
        format!("UID:{uid}"),
        format!("DTSTAMP:{}", stamp(spec.received)),
    ]);
    if all_day {
        lines
            .extend([format!("DTSTART;VALUE=DATE:{}", day(start)), format!("DTEND;VALUE=DATE:{}", day(end))]);
    } else {
        lines.extend([format!("DTSTART:{}", stamp(start)), format!("DTEND:{}", stamp(end))]);
    }
    lines.push(format!("SUMMARY:{}", escape(subject)));
    lines.push("LOCATION:Raum 1".to_owned());
    let series = dice.once_in(3);
    if series {
        lines.push("RRULE:FREQ=WEEKLY;COUNT=10".to_owned());
    }
    if let Some(guest) = someone(dice, people).filter(|_| dice.once_in(2)) {
        lines.push(fold(&format!(
            "ATTENDEE;CN={};ROLE=REQ-PARTICIPANT:mailto:{}",
            guest.display_name, guest.address
        )));
    }
    lines.extend(["END:VEVENT".into(), "END:VCALENDAR".into(), String::new()]);
    let mut item = Item::new("CalendarItem");
    item.class = Some("IPM.Appointment".to_owned());
    item.subject = Some(subject.to_owned());
    item.mime_content = Some(lines.join("\r\n").into_bytes());
    item.has_attachments = Some(false);
    item.is_draft = Some(false);
    let kind = if series { "RecurringMaster" } else { "Single" };
    item.other = vec![
        t("Body").with_attribute("BodyType", "Text").with_text("Agenda"),
        text("Start", timestamp(start).to_string()),
        text("End", timestamp(end).to_string()),
        text("IsAllDayEvent", if all_day { "true" } else { "false" }),
        text("LegacyFreeBusyStatus", "Busy"),
        text("Location", "Raum 1"),
        text("IsRecurring", if series { "true" } else { "false" }),
        text("CalendarItemType", kind),
        text("UID", uid),
    ];
    item
}

/// Escapes a text (RFC 5545 3.3.11).
fn escape(value: &str) -> String {
    value.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// Folds a line after 60 characters (RFC 5545 3.1).
fn fold(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let pieces: Vec<String> = chars.chunks(60).map(|piece| piece.iter().collect()).collect();
    pieces.join("\r\n ")
}
