//! Messages, ordinary and nasty.

use super::{mailbox, someone, t, timestamp};
use crate::dice::Dice;
use crate::mailbox::{INBOX, ItemSpec};
use crate::people::Recipient;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use exchange::ews::Item;

/// What a message is like. The first messages of every Inbox are one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Alternative,
    Attachment,
    EightBit,
    HugeHeader,
    EmptyBody,
    Forwarded,
    DuplicateId,
    NoMessageId,
    LongLines,
    FromLine,
    Unicode,
    NoSubject,
    BareLineFeeds,
    LargeAttachment,
    Latin1,
}

const FORMS: [Form; 16] = [
    Form::Plain,
    Form::Alternative,
    Form::Attachment,
    Form::EightBit,
    Form::HugeHeader,
    Form::EmptyBody,
    Form::Forwarded,
    Form::DuplicateId,
    Form::NoMessageId,
    Form::LongLines,
    Form::FromLine,
    Form::Unicode,
    Form::NoSubject,
    Form::BareLineFeeds,
    Form::LargeAttachment,
    Form::Latin1,
];

/// A message of a folder.
pub(super) fn message(dice: &mut Dice, people: &[Recipient], spec: &ItemSpec) -> Item {
    let form = form(dice, spec);
    let owner = people.get(spec.mailbox);
    let other = someone(dice, people);
    // Folder 4 holds what the owner sent.
    let (from, to) = if spec.folder == 4 { (owner, other) } else { (other, owner) };
    let party = |who: Option<&Recipient>| {
        who.map_or(("Somebody".to_owned(), "somebody@example.net".to_owned()), |one| {
            (one.display_name.clone(), one.address.clone())
        })
    };
    let (from, to) = (party(from), party(to));
    let topic =
        dice.pick(&["Quarterly numbers", "Lunch", "Re: Offer", "Urlaub", "AW: Termin", "Server maintenance"]);
    let subject = match form {
        Form::Unicode => format!("Grüße – ünïcode ✓ 🎉 {}", spec.number),
        Form::NoSubject => String::new(),
        _ => format!("{topic} ({})", spec.number),
    };
    let id = message_id(form, spec);
    let body = body(dice, form, &subject);
    let mut head = format!(
        "From: {} <{}>\r\nTo: {} <{}>\r\nDate: {}\r\n",
        phrase(&from.0),
        from.1,
        phrase(&to.0),
        to.1,
        timestamp(spec.received).strftime("%a, %d %b %Y %H:%M:%S +0000"),
    );
    if form != Form::NoSubject {
        head.push_str(&format!("Subject: {}\r\n", unstructured(&subject)));
    }
    if let Some(id) = &id {
        head.push_str(&format!("Message-ID: {id}\r\n"));
    }
    if form == Form::HugeHeader {
        let references: Vec<String> =
            (0..900).map(|n| format!(" <ref{n}.{}@example.net>", spec.number)).collect();
        head.push_str(&format!("References:{}\r\n", references.join("\r\n")));
        head.push_str(&format!("X-Huge: {}\r\n", "x".repeat(3000)));
    }
    head.push_str("MIME-Version: 1.0\r\n");
    let mut mime = head.into_bytes();
    mime.extend(content(dice, form, &body, spec));
    let mut item = Item::new("Message");
    item.class = Some("IPM.Note".to_owned());
    item.has_attachments = Some(matches!(form, Form::Attachment | Form::LargeAttachment | Form::Forwarded));
    item.is_draft = Some(spec.folder == 3);
    item.sent = Some(timestamp(spec.received - 30));
    item.subject = (form != Form::NoSubject).then_some(subject);
    item.internet_message_id = id;
    item.is_read = Some(spec.is_read);
    item.mime_content = Some(mime);
    item.other = vec![
        t("Body").with_attribute("BodyType", "Text").with_text(body),
        t("Sender").with(mailbox(&from.0, &from.1)),
        t("ToRecipients").with(mailbox(&to.0, &to.1)),
        t("From").with(mailbox(&from.0, &from.1)),
    ];
    item
}

fn form(dice: &mut Dice, spec: &ItemSpec) -> Form {
    let at = usize::try_from(spec.number).unwrap_or(0);
    match FORMS.get(at) {
        Some(form) if spec.folder == INBOX => *form,
        _ if dice.once_in(3) => {
            FORMS.get(usize::try_from(dice.below(16)).unwrap_or(0)).copied().unwrap_or(Form::Plain)
        }
        _ => Form::Plain,
    }
}

fn message_id(form: Form, spec: &ItemSpec) -> Option<String> {
    match form {
        Form::NoMessageId => None,
        // The same as the first message's.
        Form::DuplicateId => Some(format!("<m{}.2.0@lab.example>", spec.mailbox)),
        _ => Some(format!("<m{}.{}.{}@lab.example>", spec.mailbox, spec.folder, spec.number)),
    }
}

fn body(dice: &mut Dice, form: Form, subject: &str) -> String {
    let sentence = dice.pick(&[
        "Please have a look.",
        "See you tomorrow.",
        "Danke und viele Grüße!",
        "The file is attached.",
    ]);
    match form {
        Form::EmptyBody => String::new(),
        Form::LongLines => format!("{}\r\n{sentence}\r\n", "0123456789".repeat(300)),
        Form::FromLine => format!("From here on it gets odd.\r\n.\r\n..\r\n>From quoted\r\n{sentence}\r\n"),
        Form::Unicode => format!("{sentence} Größe, naïve, 日本語, 👩‍👩‍👧.\r\n"),
        _ => format!("Hello,\r\n\r\n{sentence}\r\n\r\n{subject}\r\n"),
    }
}

/// The header of the content and the content.
fn content(dice: &mut Dice, form: Form, body: &str, spec: &ItemSpec) -> Vec<u8> {
    let plain = |encoding: &str, body: &str| {
        format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}"
        )
    };
    let boundary = format!("=_lab_{}_{}", spec.folder, spec.number);
    let multipart = |kind: &str, parts: &[String]| {
        let parts: String = parts.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect();
        format!(
            "Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\nThis is MIME.\r\n{parts}--{boundary}--\r\n"
        )
    };
    let file = |dice: &mut Dice, size: usize| {
        let bytes: Vec<u8> = (0..size).map(|_| dice.next().to_le_bytes()[0]).collect();
        let lines: Vec<String> = bytes.chunks(57).map(|line| BASE64_STANDARD.encode(line)).collect();
        format!(
            "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.dat\r\n\r\n{}",
            lines.join("\r\n")
        )
    };
    match form {
        Form::Alternative => {
            let html = format!("Content-Type: text/html; charset=utf-8\r\n\r\n<p>{}</p>", body.trim());
            multipart("alternative", &[plain("8bit", body), html]).into_bytes()
        }
        Form::Attachment => multipart("mixed", &[plain("8bit", body), file(dice, 2000)]).into_bytes(),
        Form::LargeAttachment => multipart("mixed", &[plain("8bit", body), file(dice, 300_000)]).into_bytes(),
        Form::Forwarded => {
            let inner = "From: a@example.net\r\nTo: b@example.net\r\nSubject: inner\r\nMessage-ID: <inner@example.net>\r\n\r\nInner body\r\n";
            multipart("mixed", &[plain("8bit", body), format!("Content-Type: message/rfc822\r\n\r\n{inner}")])
                .into_bytes()
        }
        Form::Latin1 => {
            let mut bytes =
                b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                    .to_vec();
            bytes.extend(b"Gr\xfc\xdfe aus M\xfcnchen\r\n");
            bytes
        }
        Form::EightBit => {
            // Bytes that are no UTF-8, whatever the header says.
            let mut bytes = plain("8bit", body).into_bytes();
            bytes.extend(b"\xff\xfe\x80 broken bytes\r\n");
            bytes
        }
        Form::BareLineFeeds => plain("7bit", "one\ntwo\n\nthree\rfour\n").into_bytes(),
        _ => plain("8bit", body).into_bytes(),
    }
}

/// A name before an address: as it is, quoted, or in encoded words.
fn phrase(text: &str) -> String {
    if !text.is_ascii() {
        encoded_words(text)
    } else if text.contains(|c: char| "<>\",():;@.[]".contains(c)) {
        format!("\"{}\"", text.replace(['"', '\\'], "'"))
    } else {
        text.to_owned()
    }
}

/// A subject: as it is, or in encoded words.
fn unstructured(text: &str) -> String {
    if text.is_ascii() { text.to_owned() } else { encoded_words(text) }
}

fn encoded_words(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let words: Vec<String> = characters
        .chunks(10)
        .map(|piece| format!("=?utf-8?B?{}?=", BASE64_STANDARD.encode(piece.iter().collect::<String>())))
        .collect();
    words.join("\r\n ")
}
