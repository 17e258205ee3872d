//! Cultures: what numbers and dates look like, and which one is in force.

use std::cell::RefCell;
use std::rc::Rc;

use super::culture_data::{CULTURES, Record};
use crate::value::{Native, Value};

/// A culture.
#[derive(Clone)]
pub struct Culture {
    record: &'static Record,
    /// Name, such as `de-DE`; empty for the invariant culture.
    pub name: String,
    /// Decimal separator.
    pub decimal_separator: String,
    /// Separator of groups of digits.
    pub group_separator: String,
    /// Sizes of the groups, the last one repeated.
    pub group_sizes: Vec<usize>,
    /// Sign of negative numbers.
    pub negative_sign: String,
    /// Symbol of the currency.
    pub currency_symbol: String,
    /// `CurrencyPositivePattern` and `CurrencyNegativePattern`.
    pub currency_patterns: (u8, u8),
    /// Digits behind the separator: of numbers, of amounts of money, of percentages.
    pub digits: (i32, i32, i32),
    /// `PercentPositivePattern` and `PercentNegativePattern`.
    pub percent_patterns: (u8, u8),
    /// Percent sign.
    pub percent_symbol: String,
    /// `NaN`, and infinity.
    pub specials: (String, String),
}

impl Native for Culture {}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Culture>>> = const { RefCell::new(None) };
}

impl Culture {
    fn of(record: &'static Record) -> Self {
        let invariant = record.name.is_empty();
        Self {
            record,
            name: record.name.to_owned(),
            decimal_separator: record.number.0.to_owned(),
            group_separator: record.number.1.to_owned(),
            group_sizes: record.groups.to_vec(),
            negative_sign: record.number.2.to_owned(),
            currency_symbol: record.currency.0.to_owned(),
            currency_patterns: (record.currency.1, record.currency.2),
            digits: if invariant { (2, 2, 2) } else { (3, record.currency.3, 3) },
            percent_patterns: record.percent,
            percent_symbol: "%".to_owned(),
            specials: if invariant {
                ("NaN".to_owned(), "Infinity".to_owned())
            } else {
                ("NaN".to_owned(), "∞".to_owned())
            },
        }
    }

    /// A culture by name, or a language's own by the language's; `None` for names that are none.
    pub fn named(name: &str) -> Option<Self> {
        let exact = CULTURES.iter().find(|r| r.name.eq_ignore_ascii_case(name));
        if let Some(record) = exact {
            return Some(Self::of(record));
        }
        // Any well-formed name is a culture to ICU.
        let shape = name.len() <= 85
            && name.split('-').next().is_some_and(|language| language.len() <= 8)
            && name.split('-').all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        if !shape {
            return None;
        }
        let mut parts = name.split('-');
        let mut canonical = parts.next().unwrap_or(name).to_ascii_lowercase();
        let prefix = format!("{canonical}-");
        for part in parts {
            canonical.push('-');
            canonical.push_str(&subtag(part));
        }
        let record = CULTURES.iter().find(|r| r.name.starts_with(&prefix)).or(CULTURES.first())?;
        let mut culture = Self::of(record);
        culture.name = canonical;
        Some(culture)
    }

    /// The culture of an LCID.
    pub fn numbered(lcid: i32) -> Option<Self> {
        if let Some(record) = CULTURES.iter().find(|r| r.lcid == lcid) {
            return Some(Self::of(record));
        }
        if lcid >= 1024 {
            return None;
        }
        let record = CULTURES.iter().find(|r| r.lcid & 0x3ff == lcid)?;
        Self::named(record.name.split('-').next().unwrap_or(record.name))
    }

    /// The invariant culture.
    pub fn invariant() -> Self {
        CULTURES.first().map_or_else(Self::current, Self::of)
    }

    /// The culture in force: en-US where nothing was said.
    pub fn current() -> Self {
        Self::in_force().as_ref().clone()
    }

    /// The culture in force, shared.
    pub fn in_force() -> Rc<Self> {
        CURRENT.with(|c| {
            c.borrow_mut()
                .get_or_insert_with(|| {
                    let us = CULTURES.iter().find(|r| r.name == "en-US").or(CULTURES.first());
                    Rc::new(Self::of(us.unwrap_or(&CULTURES[0])))
                })
                .clone()
        })
    }

    /// Name in English.
    pub fn english_name(&self) -> &'static str {
        self.record.names.0
    }

    /// Name in its own language.
    pub fn native_name(&self) -> &'static str {
        self.record.names.1
    }

    /// `LCID`.
    pub fn lcid(&self) -> i32 {
        self.record.lcid
    }

    /// Three-letter names: of the language, and Windows' own.
    pub fn codes(&self) -> (&'static str, &'static str) {
        self.record.codes
    }

    /// Whether it is the invariant culture.
    pub fn is_invariant(&self) -> bool {
        self.name.is_empty()
    }

    /// `ShortDatePattern`, `LongDatePattern`, `ShortTimePattern`, `LongTimePattern`, `MonthDayPattern`,
    /// `YearMonthPattern`, in this order.
    pub fn pattern(&self, index: usize) -> &'static str {
        self.record.patterns.get(index).copied().unwrap_or("")
    }

    /// Morning and afternoon.
    pub fn halves(&self) -> (&'static str, &'static str) {
        self.record.halves
    }

    /// Name of a month, from 1.
    pub fn month(&self, number: i64, short: bool) -> &'static str {
        let language = self.record.language;
        item(if short { language.short_months } else { language.months }, number - 1)
    }

    /// Name of a day of the week, Sunday 0.
    pub fn day(&self, number: i64, short: bool) -> &'static str {
        let language = self.record.language;
        item(if short { language.short_days } else { language.days }, number)
    }

    /// First day of the week, Sunday 0.
    pub fn first_day(&self) -> i64 {
        self.record.first_day
    }

    /// What stands between the numbers of a date, and of a time.
    pub fn separators(&self) -> (&'static str, &'static str) {
        let date = self.pattern(0);
        let between = |text: &'static str| {
            let start = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
            let end = text.get(start..).and_then(|t| t.find(|c: char| c.is_ascii_alphabetic())).unwrap_or(1);
            text.get(start..start + end).unwrap_or("/")
        };
        let time = self.pattern(2);
        (between(date), between(time))
    }

    /// Order of the parts of a short date: `mdy`, `dmy` or `ymd`.
    pub fn date_order(&self) -> &'static str {
        let first = self.pattern(0).chars().next().unwrap_or('M');
        match first {
            'd' => "dmy",
            'y' => "ymd",
            _ => "mdy",
        }
    }
}

fn item(list: &'static str, index: i64) -> &'static str {
    usize::try_from(index).ok().and_then(|i| list.split(';').nth(i)).unwrap_or("")
}

/// Makes a culture the one in force, as `[cultureinfo]::CurrentCulture = ...` does.
pub fn set_current(culture: Culture) {
    CURRENT.with(|c| *c.borrow_mut() = Some(Rc::new(culture)));
}

/// Runs code with a culture in force.
pub fn with<T>(culture: &Culture, run: impl FnOnce() -> T) -> T {
    let before = CURRENT.with(|c| c.replace(Some(Rc::new(culture.clone()))));
    let result = run();
    CURRENT.with(|c| *c.borrow_mut() = before);
    result
}

/// The culture that an argument (`IFormatProvider`) names: the one in force for `$null`.
pub fn of_argument(value: &Value) -> Culture {
    match value.base() {
        Value::Str(s) => Culture::named(s.lossy()).unwrap_or_else(Culture::current),
        other => other.native::<Culture>().cloned().unwrap_or_else(Culture::current),
    }
}

/// A part of a culture's name in its usual letter case: scripts as `Latn`, regions as `US`.
fn subtag(part: &str) -> String {
    match part.len() {
        4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
            let (first, rest) = part.split_at_checked(1).unwrap_or((part, ""));
            format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
        }
        2 if part.bytes().all(|b| b.is_ascii_alphabetic()) => part.to_ascii_uppercase(),
        _ => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_separators() {
        let german = Culture::named("de-de").unwrap();
        assert_eq!(german.decimal_separator, ",");
        assert_eq!(german.separators(), (".", ":"));
        assert_eq!(german.month(3, false), "März");
        assert_eq!(Culture::named("de").unwrap().name, "de");
        assert!(Culture::named("no such culture").is_none());
        assert_eq!(Culture::named("").unwrap().english_name(), "Invariant Language (Invariant Country)");
    }

    #[test]
    fn a_culture_is_in_force_for_a_while() {
        let german = Culture::named("de-DE").unwrap();
        assert_eq!(with(&german, || Culture::current().name), "de-DE");
        assert_eq!(Culture::current().name, "en-US");
    }
}
