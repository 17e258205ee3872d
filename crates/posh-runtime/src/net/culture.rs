//! `System.Globalization`: `CultureInfo`, `NumberFormatInfo`, `DateTimeFormatInfo`, `TextInfo`, `CompareInfo`.

use crate::convert::string_array;
use crate::error::{Raised, Result};
use crate::format::culture::{self, Culture};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Object, PsStr, Value};

const CULTURE: &str = "System.Globalization.CultureInfo";
const NUMBERS: &str = "System.Globalization.NumberFormatInfo";
const DATES: &str = "System.Globalization.DateTimeFormatInfo";
const TEXT: &str = "System.Globalization.TextInfo";
const COMPARE: &str = "System.Globalization.CompareInfo";
const PROVIDER: &[&str] = &["System.IFormatProvider", "System.ICloneable"];

/// A culture as an object.
pub fn culture_object(culture: Culture) -> Value {
    Value::Object(Object::native_of(TypeRef::named(CULTURE), culture))
}

fn part(call: &Call<'_>, ty: &str) -> Result<Value> {
    Ok(Value::Object(Object::native_of(TypeRef::named(ty), this(call))))
}

fn this(call: &Call<'_>) -> Culture {
    call.this.native::<Culture>().cloned().unwrap_or_else(Culture::invariant)
}

pub(super) fn text(value: &Value) -> Option<String> {
    let culture = value.native::<Culture>()?;
    let ty = value.type_ref()?;
    Some(match ty.full_name() {
        CULTURE => culture.name.clone(),
        TEXT => format!("TextInfo - {}", culture.name),
        COMPARE => format!("CompareInfo - {}", culture.name),
        other => other.to_owned(),
    })
}

fn not_found(name: &str) -> Box<Raised> {
    Raised::net(
        "System.Globalization.CultureNotFoundException",
        format!("Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier."),
    )
}

/// By its number: those below 1024 are languages without a region.
fn of_number(call: &mut Call<'_>) -> Result<Value> {
    let number = call.int(0);
    if number < 0 {
        return Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            format!(
                "culture ('{number}') must be a non-negative value. (Parameter 'culture')\nActual value was {number}."
            ),
        ));
    }
    if number == 127 {
        return Ok(culture_object(Culture::invariant()));
    }
    Culture::numbered(number).map(culture_object).ok_or_else(|| {
        Raised::net(
            "System.Globalization.CultureNotFoundException",
            format!(
                "Culture is not supported. (Parameter 'culture')\n{number} (0x{number:04x}) is an invalid culture identifier."
            ),
        )
    })
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("name"));
    }
    let name = call.text(0);
    Culture::named(name.lossy()).map(culture_object).ok_or_else(|| not_found(name.lossy()))
}

fn convert(_: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    let Value::Str(s) = value else { return None };
    Some(Culture::named(s.lossy()).map(culture_object).ok_or_else(|| not_found(s.lossy())))
}

fn language(call: &Call<'_>) -> String {
    this(call).name.split('-').next().unwrap_or("").to_owned()
}

fn parent(call: &mut Call<'_>) -> Result<Value> {
    let culture = this(call);
    let parent = match culture.name.rsplit_once('-') {
        Some((parent, _)) => Culture::named(parent),
        None => Some(Culture::invariant()),
    };
    Ok(parent.map_or(Value::Null, culture_object))
}

fn set_current(call: &mut Call<'_>) -> Result<Value> {
    match call.arg(0).native::<Culture>() {
        Some(culture) => {
            culture::set_current(culture.clone());
            Ok(Value::Void)
        }
        None => Err(Raised::null_argument("value")),
    }
}

fn text_of(value: impl Into<PsStr>) -> Result<Value> {
    Ok(Value::Str(value.into()))
}

fn sizes(call: &mut Call<'_>) -> Result<Value> {
    let items = this(call).group_sizes.iter().map(|n| Value::Int(i32::try_from(*n).unwrap_or(3))).collect();
    let array = crate::value::Array::typed(crate::types::known::int(), items);
    Ok(Value::Array(std::rc::Rc::new(array)))
}

fn names(call: &Call<'_>, month: bool, short: bool) -> Result<Value> {
    let c = this(call);
    let list: Vec<&'static str> = if month {
        // Calendars may have a thirteenth month.
        (1..=12).map(|n| c.month(n, short)).chain([""]).collect()
    } else {
        (0..7).map(|n| c.day(n, short)).collect()
    };
    Ok(string_array(list))
}

fn name_at(call: &mut Call<'_>, month: bool, short: bool) -> Result<Value> {
    let c = this(call);
    let n = match call.arg(0).base() {
        Value::Enum(e) => e.raw,
        Value::Int(i) => i64::from(*i),
        _ => 0,
    };
    let range = if month { 1..=13 } else { 0..=6 };
    if !range.contains(&n) {
        return Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            format!(
                "Valid values are between {} and {}, inclusive. (Parameter '{}')\nActual value was {n}.",
                range.start(),
                range.end(),
                if month { "month" } else { "dayofweek" }
            ),
        ));
    }
    text_of(if month { c.month(n, short) } else { c.day(n, short) })
}

fn cased(call: &mut Call<'_>, upper: bool) -> Result<Value> {
    let culture = this(call);
    let text = call.text(0);
    text_of(change_case(text.lossy(), upper, &culture))
}

/// Upper or lower case; Turkish and Azerbaijani have a dotless i.
pub(super) fn change_case(text: &str, upper: bool, culture: &Culture) -> String {
    let turkish = culture.name.starts_with("tr") || culture.name.starts_with("az");
    text.chars()
        .map(|c| match (c, upper, turkish) {
            ('i', true, true) => 'İ',
            ('I', false, true) => 'ı',
            (c, true, _) => one(c, c.to_uppercase()),
            (c, false, _) => one(c, c.to_lowercase()),
        })
        .collect()
}

/// .NET maps a character to one character: those with longer forms stay.
fn one(c: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(m), None) => m,
        _ => c,
    }
}

/// Words begin with an upper-case letter; words all in upper case stay.
fn title_case(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let chars: Vec<char> = text.lossy().chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if !c.is_alphabetic() {
            out.push(c);
            at += 1;
            continue;
        }
        let len = chars
            .iter()
            .enumerate()
            .skip(at)
            .take_while(|(i, c)| {
                c.is_alphanumeric() || **c == '\'' && chars.get(i + 1).is_some_and(|n| n.is_alphabetic())
            })
            .count();
        let word: String = chars.iter().skip(at).take(len).collect();
        let shout =
            word.chars().count() > 1 && word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        if shout {
            out.push_str(&word);
        } else {
            let mut letters = word.chars();
            out.extend(letters.next().map(|c| one(c, c.to_uppercase())));
            out.extend(letters.map(|c| one(c, c.to_lowercase())));
        }
        at += len;
    }
    text_of(out)
}

fn compare(call: &mut Call<'_>) -> Result<Value> {
    let options = if let Value::Enum(e) = call.arg(2).base() { e.raw } else { 0 };
    let (a, b) = (call.text(0), call.text(1));
    if options & (0x4000_0000 | 0x1000_0000) != 0 {
        let (a, b) = (a.to_units(), b.to_units());
        return Ok(Value::Int(a.cmp(&b) as i32));
    }
    let (a, b) = if options & 2 != 0 { (base_letters(&a), base_letters(&b)) } else { (a, b) };
    let order = crate::text::compare(a.lossy(), b.lossy(), options & 1 != 0);
    Ok(Value::Int(order as i32))
}

/// A text without the accents of Latin letters.
fn base_letters(text: &PsStr) -> PsStr {
    const PLAIN: &[(&str, char)] = &[
        ("àáâãäå", 'a'),
        ("ÀÁÂÃÄÅ", 'A'),
        ("èéêë", 'e'),
        ("ÈÉÊË", 'E'),
        ("ìíîï", 'i'),
        ("ÌÍÎÏ", 'I'),
        ("òóôõö", 'o'),
        ("ÒÓÔÕÖ", 'O'),
        ("ùúûü", 'u'),
        ("ÙÚÛÜ", 'U'),
        ("ç", 'c'),
        ("Ç", 'C'),
        ("ñ", 'n'),
        ("Ñ", 'N'),
        ("ýÿ", 'y'),
        ("Ý", 'Y'),
    ];
    let plain: String = text
        .lossy()
        .chars()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| PLAIN.iter().find(|(set, _)| set.contains(c)).map_or(c, |(_, plain)| *plain))
        .collect();
    PsStr::from(plain)
}

fn affix(call: &mut Call<'_>, prefix: bool) -> Result<Value> {
    let options = if let Value::Enum(e) = call.arg(2).base() { e.raw } else { 0 };
    let fold = |t: PsStr| if options & 1 != 0 { t.lossy().to_lowercase() } else { t.lossy().to_owned() };
    let (text, part) = (fold(call.text(0)), fold(call.text(1)));
    Ok(Value::Bool(if prefix { text.starts_with(&part) } else { text.ends_with(&part) }))
}

fn index_of(call: &mut Call<'_>) -> Result<Value> {
    let (text, part) = (call.text(0), call.text(1));
    let at =
        text.lossy().find(part.lossy()).and_then(|i| text.lossy().get(..i)).map(|t| t.encode_utf16().count());
    Ok(Value::Int(at.and_then(|n| i32::try_from(n).ok()).unwrap_or(-1)))
}

fn cultures(_: &mut Call<'_>) -> Result<Value> {
    let names = [
        "", "da-DK", "de-AT", "de-CH", "de-DE", "en-AU", "en-CA", "en-GB", "en-US", "es-ES", "fr-CA",
        "fr-FR", "hi-IN", "it-IT", "ja-JP", "nl-NL", "pl-PL", "pt-BR", "ru-RU", "sv-SE", "tr-TR", "zh-CN",
    ];
    let items = names.iter().filter_map(|n| Culture::named(n)).map(culture_object).collect();
    Ok(Value::Array(std::rc::Rc::new(crate::value::Array::typed(TypeRef::named(CULTURE), items))))
}

fn long_pattern(c: &Culture, time: usize) -> String {
    format!("{} {}", c.pattern(1), c.pattern(time))
}

macro_rules! texts {
    ($($signature:literal => $get:expr),* $(,)?) => {
        &[$(($signature, |c| { let read: fn(&Culture) -> String = $get; text_of(read(&this(c))) }, None)),*]
    };
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef::new("System.IFormatProvider"),
    &TypeDef {
        base: Some("System.Object"),
        interfaces: PROVIDER,
        constructors: &[
            ("(string name)", new),
            ("(string name, bool useUserOverride)", new),
            ("(int culture)", of_number),
        ],
        methods: &[
            ("static cultureinfo GetCultureInfo(string name)", new),
            ("static cultureinfo CreateSpecificCulture(string name)", new),
            ("static cultureinfo[] GetCultures(System.Globalization.CultureTypes types)", cultures),
            ("System.Object Clone()", |c| Ok(culture_object(this(c)))),
        ],
        properties: &[
            ("cultureinfo Parent {get;}", parent, None),
            ("int LCID {get;}", |c| Ok(Value::Int(this(c).lcid())), None),
            ("int KeyboardLayoutId {get;}", |c| Ok(Value::Int(this(c).lcid())), None),
            ("string Name {get;}", |c| text_of(this(c).name), None),
            ("string IetfLanguageTag {get;}", |c| text_of(this(c).name), None),
            ("string DisplayName {get;}", |c| text_of(this(c).english_name()), None),
            ("string NativeName {get;}", |c| text_of(this(c).native_name()), None),
            ("string EnglishName {get;}", |c| text_of(this(c).english_name()), None),
            (
                "string TwoLetterISOLanguageName {get;}",
                |c| {
                    let name = language(c);
                    text_of(if name.is_empty() { "iv".to_owned() } else { name })
                },
                None,
            ),
            ("string ThreeLetterISOLanguageName {get;}", |c| text_of(this(c).codes().0), None),
            ("string ThreeLetterWindowsLanguageName {get;}", |c| text_of(this(c).codes().1), None),
            ("System.Globalization.CompareInfo CompareInfo {get;}", |c| part(c, COMPARE), None),
            ("System.Globalization.TextInfo TextInfo {get;}", |c| part(c, TEXT), None),
            (
                "bool IsNeutralCulture {get;}",
                |c| {
                    let name = this(c).name;
                    Ok(Value::Bool(!name.is_empty() && !name.contains('-')))
                },
                None,
            ),
            ("System.Globalization.NumberFormatInfo NumberFormat {get;}", |c| part(c, NUMBERS), None),
            ("System.Globalization.DateTimeFormatInfo DateTimeFormat {get;}", |c| part(c, DATES), None),
            ("bool UseUserOverride {get;}", |_| Ok(Value::Bool(true)), None),
            ("bool IsReadOnly {get;}", |_| Ok(Value::Bool(false)), None),
            (
                "static cultureinfo InvariantCulture {get;}",
                |_| Ok(culture_object(Culture::invariant())),
                None,
            ),
            (
                "static cultureinfo CurrentCulture {get;set;}",
                |_| Ok(culture_object(Culture::current())),
                Some(set_current),
            ),
            (
                "static cultureinfo CurrentUICulture {get;set;}",
                |_| Ok(culture_object(Culture::current())),
                Some(|_| Ok(Value::Void)),
            ),
            (
                "static cultureinfo InstalledUICulture {get;}",
                |_| Ok(culture_object(Culture::invariant())),
                None,
            ),
        ],
        convert_from: Some(convert),
        equals: Some(|a, b| match (a.native::<Culture>(), b.native::<Culture>()) {
            (Some(a), Some(b)) => a.name == b.name,
            _ => false,
        }),
        ..TypeDef::new(CULTURE)
    },
    &TypeDef {
        base: Some("System.Object"),
        interfaces: PROVIDER,
        properties: &[
            ("int CurrencyDecimalDigits {get;}", |c| Ok(Value::Int(this(c).digits.1)), None),
            ("int NumberDecimalDigits {get;}", |c| Ok(Value::Int(this(c).digits.0)), None),
            ("int PercentDecimalDigits {get;}", |c| Ok(Value::Int(this(c).digits.2)), None),
            ("int[] NumberGroupSizes {get;}", sizes, None),
            ("int[] CurrencyGroupSizes {get;}", sizes, None),
            ("int[] PercentGroupSizes {get;}", sizes, None),
            ("string CurrencyDecimalSeparator {get;}", |c| text_of(this(c).decimal_separator), None),
            ("string CurrencyGroupSeparator {get;}", |c| text_of(this(c).group_separator), None),
            ("string NumberDecimalSeparator {get;}", |c| text_of(this(c).decimal_separator), None),
            ("string NumberGroupSeparator {get;}", |c| text_of(this(c).group_separator), None),
            ("string PercentDecimalSeparator {get;}", |c| text_of(this(c).decimal_separator), None),
            ("string PercentGroupSeparator {get;}", |c| text_of(this(c).group_separator), None),
            ("string CurrencySymbol {get;}", |c| text_of(this(c).currency_symbol), None),
            ("string PercentSymbol {get;}", |c| text_of(this(c).percent_symbol), None),
            ("string PerMilleSymbol {get;}", |_| text_of("‰"), None),
            ("string NegativeSign {get;}", |c| text_of(this(c).negative_sign), None),
            ("string PositiveSign {get;}", |_| text_of("+"), None),
            ("string NaNSymbol {get;}", |c| text_of(this(c).specials.0), None),
            ("string PositiveInfinitySymbol {get;}", |c| text_of(this(c).specials.1), None),
            (
                "string NegativeInfinitySymbol {get;}",
                |c| {
                    let culture = this(c);
                    text_of(format!("{}{}", culture.negative_sign, culture.specials.1))
                },
                None,
            ),
            (
                "int CurrencyPositivePattern {get;}",
                |c| Ok(Value::Int(i32::from(this(c).currency_patterns.0))),
                None,
            ),
            (
                "int CurrencyNegativePattern {get;}",
                |c| Ok(Value::Int(i32::from(this(c).currency_patterns.1))),
                None,
            ),
            (
                "int PercentPositivePattern {get;}",
                |c| Ok(Value::Int(i32::from(this(c).percent_patterns.0))),
                None,
            ),
            (
                "int PercentNegativePattern {get;}",
                |c| Ok(Value::Int(i32::from(this(c).percent_patterns.1))),
                None,
            ),
            ("int NumberNegativePattern {get;}", |_| Ok(Value::Int(1)), None),
            (
                "static System.Globalization.NumberFormatInfo InvariantInfo {get;}",
                |_| Ok(Value::Object(Object::native_of(TypeRef::named(NUMBERS), Culture::invariant()))),
                None,
            ),
            (
                "static System.Globalization.NumberFormatInfo CurrentInfo {get;}",
                |_| Ok(Value::Object(Object::native_of(TypeRef::named(NUMBERS), Culture::current()))),
                None,
            ),
        ],
        ..TypeDef::new(NUMBERS)
    },
    &TypeDef {
        base: Some("System.Object"),
        interfaces: PROVIDER,
        methods: &[
            ("string GetMonthName(int month)", |c| name_at(c, true, false)),
            ("string GetAbbreviatedMonthName(int month)", |c| name_at(c, true, true)),
            ("string GetDayName(System.DayOfWeek dayofweek)", |c| name_at(c, false, false)),
            ("string GetAbbreviatedDayName(System.DayOfWeek dayofweek)", |c| name_at(c, false, true)),
        ],
        properties: &[
            ("string AMDesignator {get;}", |c| text_of(this(c).halves().0), None),
            ("string PMDesignator {get;}", |c| text_of(this(c).halves().1), None),
            ("string DateSeparator {get;}", |c| text_of(this(c).separators().0), None),
            ("string TimeSeparator {get;}", |c| text_of(this(c).separators().1), None),
            (
                "System.DayOfWeek FirstDayOfWeek {get;}",
                |c| {
                    let ty = TypeRef::named("System.DayOfWeek");
                    let day = crate::value::EnumValue::new(ty, this(c).first_day());
                    Ok(Value::Enum(std::rc::Rc::new(day)))
                },
                None,
            ),
            ("string ShortDatePattern {get;}", |c| text_of(this(c).pattern(0)), None),
            ("string LongDatePattern {get;}", |c| text_of(this(c).pattern(1)), None),
            ("string ShortTimePattern {get;}", |c| text_of(this(c).pattern(2)), None),
            ("string LongTimePattern {get;}", |c| text_of(this(c).pattern(3)), None),
            ("string MonthDayPattern {get;}", |c| text_of(this(c).pattern(4)), None),
            ("string YearMonthPattern {get;}", |c| text_of(this(c).pattern(5)), None),
            ("string FullDateTimePattern {get;}", |c| text_of(long_pattern(&this(c), 3)), None),
            ("string RFC1123Pattern {get;}", |_| text_of("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"), None),
            ("string SortableDateTimePattern {get;}", |_| text_of("yyyy'-'MM'-'dd'T'HH':'mm':'ss"), None),
            (
                "string UniversalSortableDateTimePattern {get;}",
                |_| text_of("yyyy'-'MM'-'dd HH':'mm':'ss'Z'"),
                None,
            ),
            ("string[] MonthNames {get;}", |c| names(c, true, false), None),
            ("string[] AbbreviatedMonthNames {get;}", |c| names(c, true, true), None),
            ("string[] DayNames {get;}", |c| names(c, false, false), None),
            ("string[] AbbreviatedDayNames {get;}", |c| names(c, false, true), None),
            (
                "static System.Globalization.DateTimeFormatInfo InvariantInfo {get;}",
                |_| Ok(Value::Object(Object::native_of(TypeRef::named(DATES), Culture::invariant()))),
                None,
            ),
            (
                "static System.Globalization.DateTimeFormatInfo CurrentInfo {get;}",
                |_| Ok(Value::Object(Object::native_of(TypeRef::named(DATES), Culture::current()))),
                None,
            ),
        ],
        ..TypeDef::new(DATES)
    },
    &TypeDef {
        base: Some("System.Object"),
        methods: &[
            ("string ToTitleCase(string str)", title_case),
            ("string ToUpper(string str)", |c| cased(c, true)),
            ("string ToLower(string str)", |c| cased(c, false)),
        ],
        properties: texts![
            "string CultureName {get;}" => |c| c.name.clone(),
            "string ListSeparator {get;}" => |c| if c.decimal_separator == "," { ";".into() } else { ",".into() },
        ],
        ..TypeDef::new(TEXT)
    },
    &TypeDef {
        base: Some("System.Object"),
        methods: &[
            ("int Compare(string string1, string string2)", compare),
            (
                "int Compare(string string1, string string2, System.Globalization.CompareOptions options)",
                compare,
            ),
            ("bool IsPrefix(string source, string prefix)", |c| affix(c, true)),
            (
                "bool IsPrefix(string source, string prefix, System.Globalization.CompareOptions options)",
                |c| affix(c, true),
            ),
            ("bool IsSuffix(string source, string suffix)", |c| affix(c, false)),
            (
                "bool IsSuffix(string source, string suffix, System.Globalization.CompareOptions options)",
                |c| affix(c, false),
            ),
            ("int IndexOf(string source, string value)", index_of),
        ],
        properties: texts!["string Name {get;}" => |c| c.name.clone()],
        ..TypeDef::new(COMPARE)
    },
];
