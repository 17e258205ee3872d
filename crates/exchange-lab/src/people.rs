//! Who is in the organisation.

use crate::dice::{Dice, wide};

/// Kind of a directory object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecipientKind {
    /// A mailbox.
    Mailbox,
    /// A contact outside.
    Contact,
    /// A mail group.
    Group,
}

/// An object of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Number; MId and mailbox ids derive from it.
    pub index: usize,
    /// Kind.
    pub kind: RecipientKind,
    /// First name; empty for groups.
    pub first: String,
    /// Last name; empty for groups.
    pub last: String,
    /// Name to show.
    pub display_name: String,
    /// Part of the address before the `@`, and account name.
    pub alias: String,
    /// Primary address.
    pub address: String,
    /// Other addresses.
    pub aliases: Vec<String>,
    /// Legacy DN.
    pub legacy_dn: String,
    /// Whether address lists leave it out.
    pub hidden: bool,
    /// Department.
    pub department: String,
    /// Job title.
    pub title: String,
    /// Phone.
    pub phone: String,
    /// Members of a group, by index.
    pub members: Vec<usize>,
}

const FIRST: [&str; 24] = [
    "Alice",
    "Bob",
    "Carla",
    "Dieter",
    "Élodie",
    "Farid",
    "Grete",
    "Håkon",
    "Ines",
    "Jörg",
    "Katarzyna",
    "Luís",
    "Mei",
    "Nikolaos",
    "Oya",
    "Paul",
    "Quirin",
    "Rosa",
    "Søren",
    "Tomáš",
    "Ursula",
    "Vera",
    "Wei",
    "Zoë",
];
const LAST: [&str; 24] = [
    "Adams",
    "Brown",
    "Çelik",
    "Dubois",
    "Eriksson",
    "Fischer",
    "Grünwald",
    "Hansen",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Müller",
    "Nowak",
    "O'Brien",
    "Peña",
    "Quist",
    "Rossi",
    "Schäfer",
    "Tanaka",
    "Ünal",
    "van der Berg",
    "Weiß",
    "Zhang",
];
const DEPARTMENTS: [&str; 6] =
    ["Sales", "Finance", "Engineering", "Human Resources", "Service", "Geschäftsführung"];
const TITLES: [&str; 5] = ["Manager", "Engineer", "Assistant", "Accountant", "Director"];

const DN: &str = "/o=Practice/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=";

/// Everybody: the administrator, `people` mailboxes, a few contacts and groups.
pub(crate) fn organisation(seed: u64, people: usize, domain: &str) -> Vec<Recipient> {
    let mut all = vec![administrator(domain)];
    for number in 0..people {
        all.push(person(seed, all.len(), number, domain));
    }
    let mailboxes: Vec<usize> = (1..all.len()).collect();
    for number in 0..(people / 10).max(2) {
        all.push(contact(seed, all.len(), number));
    }
    let contact = all.len().saturating_sub(1);
    let first_group = all.len();
    for number in 0..(people / 8).max(4) {
        let mut dice = Dice::new(seed, &[3, wide(number)]);
        let members = match number {
            // The first holds everybody, the second groups, the third nobody.
            0 => mailboxes.clone(),
            1 => vec![first_group, contact, first_group.saturating_add(2)],
            2 => Vec::new(),
            _ => mailboxes.iter().copied().filter(|_| dice.once_in(3)).collect(),
        };
        all.push(group(all.len(), number, members, domain));
    }
    all
}

fn administrator(domain: &str) -> Recipient {
    mailbox(0, "Administrator", "", "administrator".to_owned(), domain)
}

fn mailbox(index: usize, first: &str, last: &str, alias: String, domain: &str) -> Recipient {
    Recipient {
        index,
        kind: RecipientKind::Mailbox,
        first: first.to_owned(),
        last: last.to_owned(),
        display_name: format!("{first} {last}").trim().to_owned(),
        address: format!("{alias}@{domain}"),
        aliases: Vec::new(),
        legacy_dn: format!("{DN}{alias}"),
        alias,
        hidden: false,
        department: String::new(),
        title: String::new(),
        phone: String::new(),
        members: Vec::new(),
    }
}

fn person(seed: u64, index: usize, number: usize, domain: &str) -> Recipient {
    // Each pair of names comes once before any comes twice.
    let first = FIRST.get(number % FIRST.len()).copied().unwrap_or_default();
    let round = number / FIRST.len();
    let last = LAST.get((number % FIRST.len() + round) % LAST.len()).copied().unwrap_or_default();
    let lap = round / LAST.len();
    let suffix = if lap == 0 { String::new() } else { lap.saturating_add(1).to_string() };
    let alias = format!("{}.{}{suffix}", ascii(first), ascii(last));
    let mut dice = Dice::new(seed, &[1, wide(number)]);
    let mut person = mailbox(
        index,
        first,
        &format!("{last}{}", if lap == 0 { String::new() } else { format!(" {suffix}") }),
        alias,
        domain,
    );
    if dice.once_in(3) {
        person.aliases.push(format!("{}{}@{domain}", ascii(first).get(..1).unwrap_or("x"), index));
    }
    // The fifth is always hidden, so that a small organisation has a hidden mailbox too.
    person.hidden = number == 4 || dice.once_in(25);
    person.department = dice.pick(&DEPARTMENTS).to_owned();
    person.title = dice.pick(&TITLES).to_owned();
    person.phone = format!("+49 30 555 {:04}", dice.below(10_000));
    person
}

fn contact(seed: u64, index: usize, number: usize) -> Recipient {
    let mut dice = Dice::new(seed, &[2, wide(number)]);
    let (first, last) = (dice.pick(&FIRST), dice.pick(&LAST));
    let alias = format!("ext-{number}-{}", ascii(last));
    Recipient {
        kind: RecipientKind::Contact,
        display_name: format!("{first} {last} (extern {number})"),
        address: format!("{}.{number}@partner.example", ascii(last)),
        ..mailbox(index, first, last, alias, "partner.example")
    }
}

fn group(index: usize, number: usize, members: Vec<usize>, domain: &str) -> Recipient {
    let (name, alias) = match number {
        0 => ("All Staff".to_owned(), "all-staff".to_owned()),
        1 => ("Groups of Groups".to_owned(), "nested".to_owned()),
        2 => ("Nobody".to_owned(), "nobody".to_owned()),
        _ => (format!("Team {number}"), format!("team-{number}")),
    };
    Recipient {
        kind: RecipientKind::Group,
        members,
        first: String::new(),
        ..mailbox(index, &name, "", alias, domain)
    }
}

/// Letters for addresses.
fn ascii(name: &str) -> String {
    let fold = |c: char| match c {
        'ä' | 'å' | 'á' | 'Å' => "a".to_owned(),
        'ö' | 'ø' | 'Ø' => "o".to_owned(),
        'ü' | 'Ü' => "u".to_owned(),
        'é' | 'É' | 'ë' => "e".to_owned(),
        'í' => "i".to_owned(),
        'ñ' => "n".to_owned(),
        'š' => "s".to_owned(),
        'ß' => "ss".to_owned(),
        'ç' | 'Ç' => "c".to_owned(),
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase().to_string(),
        _ => String::new(),
    };
    name.chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn addresses_are_unique_however_many_people() {
        let all = organisation(1, 3000, "contoso.test");
        let addresses: HashSet<_> =
            all.iter().flat_map(|one| one.aliases.iter().chain([&one.address])).collect();
        let count = all.iter().map(|one| one.aliases.len() + 1).sum::<usize>();
        assert_eq!(addresses.len(), count);
        assert!(addresses.iter().all(|address| address.is_ascii()));
    }

    #[test]
    fn the_same_seed_gives_the_same_people() {
        assert_eq!(organisation(7, 40, "a.test"), organisation(7, 40, "a.test"));
        assert_ne!(organisation(7, 40, "a.test"), organisation(8, 40, "a.test"));
    }
}
