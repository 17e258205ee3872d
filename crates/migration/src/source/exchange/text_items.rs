//! Contacts as vCard (RFC 2426) and tasks as iCalendar (RFC 5545), made from their properties.

use exchange::ews::Item;

/// Lines longer than this many bytes are folded.
const FOLD: usize = 74;

/// Builds the lines of a vCard or iCalendar.
struct Lines(String);

impl Lines {
    /// A line whose value is escaped text; nothing when the value is empty.
    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.raw(&format!("{name}:{}", escape(value)));
        }
    }

    /// A line as it is, folded.
    fn raw(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > FOLD {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

fn escape(value: &str) -> String {
    let mut escaped = String::new();
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' => escaped.push_str("\\n"),
            ',' | ';' | '\\' => escaped.extend(['\\', c]),
            c if c.is_control() && c != '\t' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

fn property<'a>(item: &'a Item, name: &str) -> &'a str {
    item.property(name).map(|element| element.text.trim()).unwrap_or_default()
}

/// Entries of a dictionary such as `EmailAddresses`: key and text.
fn entries<'a>(item: &'a Item, name: &str) -> Vec<(&'a str, &'a str)> {
    let list = item.property(name).map(|element| element.children.as_slice()).unwrap_or_default();
    let entry = |element: &'a exchange::xml::Element| Some((element.attribute("Key")?, element.text.trim()));
    list.iter().filter_map(entry).filter(|(_, text)| !text.is_empty()).collect()
}

/// A contact.
pub(super) fn vcard(item: &Item) -> String {
    let mut lines = Lines(String::new());
    lines.raw("BEGIN:VCARD");
    lines.raw("VERSION:3.0");
    let (given, surname) = (property(item, "GivenName"), property(item, "Surname"));
    let whole = format!("{given} {surname}");
    let names = [
        property(item, "DisplayName"),
        property(item, "FileAs"),
        whole.trim(),
        item.subject.as_deref().unwrap_or_default(),
    ];
    let shown = names.into_iter().find(|name| !name.is_empty()).unwrap_or("(unnamed)");
    lines.raw(&format!("FN:{}", escape(shown)));
    let middle = escape(property(item, "MiddleName"));
    lines.raw(&format!("N:{};{};{middle};;", escape(surname), escape(given)));
    lines.text("NICKNAME", property(item, "Nickname"));
    let (company, department) = (property(item, "CompanyName"), property(item, "Department"));
    if !company.is_empty() || !department.is_empty() {
        lines.raw(&format!("ORG:{};{}", escape(company), escape(department)));
    }
    lines.text("TITLE", property(item, "JobTitle"));
    for (_, address) in entries(item, "EmailAddresses") {
        lines.text("EMAIL;TYPE=INTERNET", address);
    }
    for (key, number) in entries(item, "PhoneNumbers") {
        lines.text(&format!("TEL;TYPE={}", phone_type(key)), number);
    }
    addresses(item, &mut lines);
    lines.text("URL", property(item, "BusinessHomePage"));
    let birthday: String = property(item, "Birthday").chars().take(10).collect();
    lines.text("BDAY", &birthday);
    lines.text("NOTE", property(item, "Body"));
    lines.raw("END:VCARD");
    lines.0
}

fn phone_type(key: &str) -> &'static str {
    match key {
        "MobilePhone" => "CELL",
        "HomePhone" | "HomePhone2" => "HOME",
        "BusinessFax" => "FAX,WORK",
        "HomeFax" => "FAX,HOME",
        "OtherFax" => "FAX",
        "Pager" => "PAGER",
        "CarPhone" => "CAR",
        key if key.starts_with("Business") || key.starts_with("Company") => "WORK",
        _ => "VOICE",
    }
}

fn addresses(item: &Item, lines: &mut Lines) {
    let list =
        item.property("PhysicalAddresses").map(|element| element.children.as_slice()).unwrap_or_default();
    for address in list {
        let part = |name| escape(address.child_text(name).map(str::trim).unwrap_or_default());
        let kind = match address.attribute("Key") {
            Some("Home") => "HOME",
            Some("Business") => "WORK",
            _ => "POSTAL",
        };
        let parts =
            [part("Street"), part("City"), part("State"), part("PostalCode"), part("CountryOrRegion")];
        if parts.iter().any(|part| !part.is_empty()) {
            lines.raw(&format!("ADR;TYPE={kind}:;;{}", parts.join(";")));
        }
    }
}

/// A task.
pub(super) fn todo(item: &Item) -> String {
    let mut lines = Lines(String::new());
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.raw("PRODID:-//cutover//migration//EN");
    lines.raw("BEGIN:VTODO");
    if let Some(id) = &item.id {
        lines.text("UID", &crate::model::ItemKey::of(&id.id).to_string());
    }
    if let Some(changed) = item.last_modified.or(item.created) {
        lines.raw(&format!("DTSTAMP:{}", changed.strftime("%Y%m%dT%H%M%SZ")));
    }
    lines.text("SUMMARY", item.subject.as_deref().unwrap_or_default());
    for (name, field) in [("DTSTART", "StartDate"), ("DUE", "DueDate"), ("COMPLETED", "CompleteDate")] {
        if let Some(time) = exchange::ews::parse_time(property(item, field)) {
            lines.raw(&format!("{name}:{}", time.strftime("%Y%m%dT%H%M%SZ")));
        }
    }
    let status = match property(item, "Status") {
        "InProgress" => "IN-PROCESS",
        "Completed" => "COMPLETED",
        "Deferred" => "CANCELLED",
        _ => "NEEDS-ACTION",
    };
    lines.raw(&format!("STATUS:{status}"));
    let percent = property(item, "PercentComplete").parse::<f64>().unwrap_or(0.0);
    if percent > 0.0 {
        lines.raw(&format!("PERCENT-COMPLETE:{:.0}", percent.min(100.0)));
    }
    lines.text("DESCRIPTION", property(item, "Body"));
    lines.raw("END:VTODO");
    lines.raw("END:VCALENDAR");
    lines.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use exchange::xml::Element;

    fn with(name: &str, text: &str) -> Element {
        Element::new(exchange::ews::TYPES, name).with_text(text)
    }

    #[test]
    fn a_contact_becomes_a_vcard() {
        let mut item = Item::new("Contact");
        let entry = with("Entry", "bob@contoso.com").with_attribute("Key", "EmailAddress1");
        item.other = vec![
            with("GivenName", "Bob; the"),
            with("Surname", "Größe"),
            with("Body", "two\r\nlines"),
            Element::new(exchange::ews::TYPES, "EmailAddresses").with(entry),
        ];
        let card = vcard(&item);
        assert!(card.contains("FN:Bob\\; the Größe\r\n"), "{card}");
        assert!(card.contains("N:Größe;Bob\\; the;;;\r\n"), "{card}");
        assert!(card.contains("EMAIL;TYPE=INTERNET:bob@contoso.com\r\n"), "{card}");
        assert!(card.contains("NOTE:two\\nlines\r\n"), "{card}");
    }

    #[test]
    fn long_lines_are_folded_and_nothing_breaks_out_of_a_line() {
        let mut item = Item::new("Task");
        item.subject = Some(format!("{}\r\nEND:VTODO", "ä".repeat(100)));
        let text = todo(&item);
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.matches("\r\nEND:VTODO\r\n").count(), 1);
    }
}
