//! `System.Text.Encoding` and its classes.

use crate::convert::byte_array;
use crate::error::{Raised, Result};
use crate::types::{Call, Member, PropertyDef, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

/// A character encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextEncoding {
    /// UTF-8, with the mark that its files begin with.
    Utf8 {
        /// Whether files begin with a byte order mark.
        mark: bool,
    },
    /// UTF-16, little endian.
    Utf16,
    /// UTF-16, big endian.
    Utf16Big,
    /// UTF-32, little endian.
    Utf32,
    /// UTF-32, big endian.
    Utf32Big,
    /// ASCII.
    Ascii,
    /// ISO 8859-1.
    Latin1,
    /// UTF-7.
    Utf7,
}

impl Native for TextEncoding {}

const ENCODING: &str = "System.Text.Encoding";
const REPLACEMENT: u16 = 0xFFFD;

impl TextEncoding {
    /// The encoding of a name or code page, as `Encoding.GetEncoding` knows it.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "65001" | "unicode-1-1-utf-8" | "x-unicode-2-0-utf-8" => {
                Self::Utf8 { mark: true }
            }
            "utf-16" | "utf-16le" | "unicode" | "1200" | "ucs-2" => Self::Utf16,
            "utf-16be" | "unicodefffe" | "1201" => Self::Utf16Big,
            "utf-32" | "utf-32le" | "12000" => Self::Utf32,
            "utf-32be" | "12001" => Self::Utf32Big,
            "us-ascii" | "ascii" | "20127" => Self::Ascii,
            "iso-8859-1" | "latin1" | "28591" => Self::Latin1,
            "utf-7" | "65000" => Self::Utf7,
            _ => return None,
        })
    }

    /// The encoding as an object.
    pub fn object(self) -> Value {
        let name = match self {
            Self::Utf8 { .. } => "System.Text.UTF8Encoding+UTF8EncodingSealed",
            Self::Utf16 | Self::Utf16Big => "System.Text.UnicodeEncoding",
            Self::Utf32 | Self::Utf32Big => "System.Text.UTF32Encoding",
            Self::Ascii => "System.Text.ASCIIEncoding+ASCIIEncodingSealed",
            Self::Latin1 => "System.Text.Latin1Encoding+Latin1EncodingSealed",
            Self::Utf7 => "System.Text.UTF7Encoding",
        };
        Value::Object(Object::native_of(TypeRef::named(name), self))
    }

    fn of_type(self, name: &str) -> Value {
        Value::Object(Object::native_of(TypeRef::named(name), self))
    }

    /// A text's bytes; what the encoding lacks is replaced.
    pub fn encode(self, text: &PsStr) -> Vec<u8> {
        let units = || text.to_units();
        match self {
            Self::Utf8 { .. } => text.lossy().as_bytes().to_vec(),
            Self::Utf16 => with_lone(&units()).iter().flat_map(|u| u.to_le_bytes()).collect(),
            Self::Utf16Big => with_lone(&units()).iter().flat_map(|u| u.to_be_bytes()).collect(),
            Self::Utf32 => text.lossy().chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Self::Utf32Big => text.lossy().chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
            Self::Ascii => narrow(&units(), 0x80),
            Self::Latin1 => narrow(&units(), 0x100),
            Self::Utf7 => utf7(&units()),
        }
    }

    /// Bytes as text; bad ones are replaced.
    pub fn decode(self, bytes: &[u8]) -> PsStr {
        let wide = |big: bool| {
            let mut units: Vec<u16> = bytes
                .chunks(2)
                .map(|pair| match pair {
                    [a, b] if big => u16::from_be_bytes([*a, *b]),
                    [a, b] => u16::from_le_bytes([*a, *b]),
                    _ => REPLACEMENT,
                })
                .collect();
            units = with_lone(&units);
            PsStr::from_units(&units)
        };
        match self {
            Self::Utf8 { .. } => PsStr::from(String::from_utf8_lossy(bytes).into_owned()),
            Self::Utf16 => wide(false),
            Self::Utf16Big => wide(true),
            Self::Utf32 | Self::Utf32Big => {
                let text: String = bytes
                    .chunks(4)
                    .map(|four| match four {
                        [a, b, c, d] => {
                            let number = if self == Self::Utf32 {
                                u32::from_le_bytes([*a, *b, *c, *d])
                            } else {
                                u32::from_be_bytes([*a, *b, *c, *d])
                            };
                            char::from_u32(number).unwrap_or('\u{fffd}')
                        }
                        _ => '\u{fffd}',
                    })
                    .collect();
                PsStr::from(text)
            }
            Self::Ascii => PsStr::from(
                bytes
                    .iter()
                    .map(|b| if b.is_ascii() { char::from(*b) } else { '\u{fffd}' })
                    .collect::<String>(),
            ),
            Self::Latin1 => PsStr::from(bytes.iter().map(|b| char::from(*b)).collect::<String>()),
            Self::Utf7 => PsStr::from(String::from_utf8_lossy(bytes).into_owned()),
        }
    }

    /// The bytes that a file in this encoding begins with.
    pub fn mark_bytes(self) -> &'static [u8] {
        match self {
            Self::Utf8 { mark: true } => &[0xEF, 0xBB, 0xBF],
            Self::Utf16 => &[0xFF, 0xFE],
            Self::Utf16Big => &[0xFE, 0xFF],
            Self::Utf32 => &[0xFF, 0xFE, 0, 0],
            Self::Utf32Big => &[0, 0, 0xFE, 0xFF],
            _ => &[],
        }
    }

    /// Name, the name shown, code page.
    fn facts(self) -> (&'static str, &'static str, i32) {
        match self {
            Self::Utf8 { .. } => ("utf-8", "Unicode (UTF-8)", 65001),
            Self::Utf16 => ("utf-16", "Unicode", 1200),
            Self::Utf16Big => ("utf-16BE", "Unicode (Big-Endian)", 1201),
            Self::Utf32 => ("utf-32", "Unicode (UTF-32)", 12000),
            Self::Utf32Big => ("utf-32BE", "Unicode (UTF-32 Big-Endian)", 12001),
            Self::Ascii => ("us-ascii", "US-ASCII", 20127),
            Self::Latin1 => ("iso-8859-1", "Western European (ISO)", 28591),
            Self::Utf7 => ("utf-7", "Unicode (UTF-7)", 65000),
        }
    }

    fn max_bytes(self, chars: i64) -> i64 {
        match self {
            Self::Utf8 { .. } => (chars + 1) * 3,
            Self::Utf16 | Self::Utf16Big => (chars + 1) * 2,
            Self::Utf32 | Self::Utf32Big => (chars + 1) * 4,
            Self::Ascii | Self::Latin1 => chars + 1,
            Self::Utf7 => chars * 3 + 2,
        }
    }

    fn max_chars(self, bytes: i64) -> i64 {
        match self {
            Self::Utf8 { .. } => bytes + 1,
            Self::Utf16 | Self::Utf16Big => (bytes >> 1) + (bytes & 1) + 1,
            Self::Utf32 | Self::Utf32Big => bytes / 2 + 2,
            Self::Ascii | Self::Latin1 => bytes,
            Self::Utf7 => bytes.max(1),
        }
    }
}

/// Lone surrogates replaced.
fn with_lone(units: &[u16]) -> Vec<u16> {
    let mut out = Vec::with_capacity(units.len());
    for item in char::decode_utf16(units.iter().copied()) {
        match item {
            Ok(c) => out.extend_from_slice(c.encode_utf16(&mut [0; 2])),
            Err(_) => out.push(REPLACEMENT),
        }
    }
    out
}

fn narrow(units: &[u16], limit: u16) -> Vec<u8> {
    units.iter().map(|u| if *u < limit { u8::try_from(*u).unwrap_or(b'?') } else { b'?' }).collect()
}

/// UTF-7 of RFC 2152, direct characters as .NET chooses them.
fn utf7(units: &[u16]) -> Vec<u8> {
    use base64::Engine as _;
    let direct = |u: u16| {
        u8::try_from(u).is_ok_and(|b| b.is_ascii_alphanumeric() || b" \t\r\n'(),-./:?\0".contains(&b))
    };
    let mut out = Vec::new();
    let mut wide: Vec<u8> = Vec::new();
    let flush = |wide: &mut Vec<u8>, out: &mut Vec<u8>| {
        if !wide.is_empty() {
            out.push(b'+');
            out.extend(base64::engine::general_purpose::STANDARD_NO_PAD.encode(&*wide).bytes());
            out.push(b'-');
            wide.clear();
        }
    };
    for unit in units {
        if direct(*unit) {
            flush(&mut wide, &mut out);
            out.extend(u8::try_from(*unit));
        } else if *unit == u16::from(b'+') && wide.is_empty() {
            out.extend(b"+-");
        } else {
            wide.extend(unit.to_be_bytes());
        }
    }
    flush(&mut wide, &mut out);
    out
}

/// The encoding that an object is; UTF-8 for others.
pub fn encoding_of(value: &Value) -> Option<TextEncoding> {
    value.native::<TextEncoding>().copied()
}

fn this(call: &Call<'_>) -> TextEncoding {
    encoding_of(call.this).unwrap_or(TextEncoding::Utf8 { mark: true })
}

fn chars_of(value: &Value) -> PsStr {
    match value.base() {
        Value::Str(s) => s.clone(),
        Value::Array(a) => {
            let units: Vec<u16> =
                a.to_vec().iter().map(|v| if let Value::Char(c) = v { *c } else { 0 }).collect();
            PsStr::from_units(&units)
        }
        _ => PsStr::from(""),
    }
}

fn part(call: &Call<'_>, all: Vec<u8>) -> Result<Vec<u8>> {
    if call.args.len() < 3 {
        return Ok(all);
    }
    let start = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
    let count = usize::try_from(call.int(2)).unwrap_or(usize::MAX);
    start.checked_add(count).and_then(|end| all.get(start..end)).map(<[u8]>::to_vec).ok_or_else(|| {
        Raised::out_of_range("bytes", "Index and count must refer to a location within the buffer.")
    })
}

fn get_bytes(call: &mut Call<'_>) -> Result<Value> {
    let argument = call.arg(0);
    if argument.is_null() {
        return Err(Raised::null_argument("s"));
    }
    let mut text = chars_of(&argument);
    if call.args.len() == 3 {
        let start = usize::try_from(call.int(1)).unwrap_or(usize::MAX);
        let count = usize::try_from(call.int(2)).unwrap_or(usize::MAX);
        text = text.substring(start, count).ok_or_else(|| {
            Raised::out_of_range("chars", "Index and count must refer to a location within the buffer.")
        })?;
    }
    Ok(byte_array(this(call).encode(&text)))
}

fn get_string(call: &mut Call<'_>) -> Result<Value> {
    let Value::Array(a) = call.arg(0) else { return Err(Raised::null_argument("bytes")) };
    let bytes = part(call, a.to_bytes().unwrap_or_default())?;
    Ok(Value::Str(this(call).decode(&bytes)))
}

fn get_chars(call: &mut Call<'_>) -> Result<Value> {
    let text = get_string(call)?;
    let Value::Str(s) = text else { return Ok(Value::Null) };
    let items = s.to_units().into_iter().map(Value::Char).collect();
    let array = crate::value::Array::typed(crate::types::known::char(), items);
    Ok(Value::Array(std::rc::Rc::new(array)))
}

fn byte_count(call: &mut Call<'_>) -> Result<Value> {
    let argument = call.arg(0);
    if argument.is_null() {
        return Err(Raised::null_argument("s"));
    }
    Ok(int(this(call).encode(&chars_of(&argument)).len()))
}

fn char_count(call: &mut Call<'_>) -> Result<Value> {
    let Value::Array(a) = call.arg(0) else { return Err(Raised::null_argument("bytes")) };
    Ok(int(this(call).decode(&part(call, a.to_bytes().unwrap_or_default())?).len16()))
}

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn clamp(n: i64) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn get_encoding(call: &mut Call<'_>) -> Result<Value> {
    let name = crate::convert::plain_text(&call.arg(0));
    match TextEncoding::named(&name) {
        Some(e) => Ok(e.object()),
        None if matches!(call.arg(0), Value::Int(_)) => Err(Raised::net(
            "System.NotSupportedException",
            format!(
                "No data is available for encoding {name}. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method."
            ),
        )),
        None => Err(Raised::bad_argument(
            "name",
            &format!(
                "'{name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method."
            ),
        )),
    }
}

fn convert_between(call: &mut Call<'_>) -> Result<Value> {
    let (Some(from), Some(to)) = (encoding_of(&call.arg(0)), encoding_of(&call.arg(1))) else {
        return Err(Raised::null_argument("srcEncoding"));
    };
    let Value::Array(a) = call.arg(2) else { return Err(Raised::null_argument("bytes")) };
    Ok(byte_array(to.encode(&from.decode(&a.to_bytes().unwrap_or_default()))))
}

fn new_utf8(call: &mut Call<'_>) -> Result<Value> {
    Ok(TextEncoding::Utf8 { mark: call.bool(0) }.of_type("System.Text.UTF8Encoding"))
}

fn new_utf16(call: &mut Call<'_>) -> Result<Value> {
    let encoding = if call.bool(0) { TextEncoding::Utf16Big } else { TextEncoding::Utf16 };
    Ok(encoding.of_type("System.Text.UnicodeEncoding"))
}

const METHODS: &[Member] = &[
    ("byte[] GetBytes(char[] chars)", get_bytes),
    ("byte[] GetBytes(char[] chars, int index, int count)", get_bytes),
    ("byte[] GetBytes(string s)", get_bytes),
    ("byte[] GetBytes(string s, int index, int count)", get_bytes),
    ("string GetString(byte[] bytes)", get_string),
    ("string GetString(byte[] bytes, int index, int count)", get_string),
    ("char[] GetChars(byte[] bytes)", get_chars),
    ("char[] GetChars(byte[] bytes, int index, int count)", get_chars),
    ("int GetByteCount(char[] chars)", byte_count),
    ("int GetByteCount(string s)", byte_count),
    ("int GetCharCount(byte[] bytes)", char_count),
    ("int GetMaxByteCount(int charCount)", |c| Ok(clamp(this(c).max_bytes(i64::from(c.int(0)))))),
    ("int GetMaxCharCount(int byteCount)", |c| Ok(clamp(this(c).max_chars(i64::from(c.int(0)))))),
    ("byte[] GetPreamble()", |c| Ok(byte_array(this(c).mark_bytes().to_vec()))),
    ("static System.Text.Encoding GetEncoding(int codepage)", get_encoding),
    ("static System.Text.Encoding GetEncoding(string name)", get_encoding),
    (
        "static byte[] Convert(System.Text.Encoding srcEncoding, System.Text.Encoding dstEncoding, byte[] bytes)",
        convert_between,
    ),
];

const PROPERTIES: &[PropertyDef] = &[
    ("string BodyName {get;}", |c| Ok(Value::str(this(c).facts().0)), None),
    ("string EncodingName {get;}", |c| Ok(Value::str(this(c).facts().1)), None),
    ("string HeaderName {get;}", |c| Ok(Value::str(this(c).facts().0)), None),
    ("string WebName {get;}", |c| Ok(Value::str(this(c).facts().0)), None),
    ("int WindowsCodePage {get;}", |c| Ok(Value::Int(this(c).facts().2)), None),
    (
        "bool IsSingleByte {get;}",
        |c| Ok(Value::Bool(matches!(this(c), TextEncoding::Ascii | TextEncoding::Latin1))),
        None,
    ),
    ("int CodePage {get;}", |c| Ok(Value::Int(this(c).facts().2)), None),
    ("static System.Text.Encoding UTF8 {get;}", |_| Ok(TextEncoding::Utf8 { mark: true }.object()), None),
    ("static System.Text.Encoding Default {get;}", |_| Ok(TextEncoding::Utf8 { mark: false }.object()), None),
    ("static System.Text.Encoding Unicode {get;}", |_| Ok(TextEncoding::Utf16.object()), None),
    ("static System.Text.Encoding BigEndianUnicode {get;}", |_| Ok(TextEncoding::Utf16Big.object()), None),
    ("static System.Text.Encoding UTF32 {get;}", |_| Ok(TextEncoding::Utf32.object()), None),
    ("static System.Text.Encoding ASCII {get;}", |_| Ok(TextEncoding::Ascii.object()), None),
    ("static System.Text.Encoding Latin1 {get;}", |_| Ok(TextEncoding::Latin1.object()), None),
    ("static System.Text.Encoding UTF7 {get;}", |_| Ok(TextEncoding::Utf7.object()), None),
];

const fn sealed(name: &'static str, base: &'static str) -> TypeDef {
    TypeDef { base: Some(base), ..TypeDef::new(name) }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        base: Some("System.Object"),
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeDef::new(ENCODING)
    },
    &TypeDef {
        base: Some(ENCODING),
        constructors: &[
            ("()", new_utf8),
            ("(bool encoderShouldEmitUTF8Identifier)", new_utf8),
            ("(bool encoderShouldEmitUTF8Identifier, bool throwOnInvalidBytes)", new_utf8),
        ],
        ..TypeDef::new("System.Text.UTF8Encoding")
    },
    &TypeDef {
        base: Some(ENCODING),
        constructors: &[("()", new_utf16), ("(bool bigEndian, bool byteOrderMark)", new_utf16)],
        ..TypeDef::new("System.Text.UnicodeEncoding")
    },
    &TypeDef {
        base: Some(ENCODING),
        constructors: &[("()", |_| Ok(TextEncoding::Utf32.object()))],
        ..TypeDef::new("System.Text.UTF32Encoding")
    },
    &TypeDef {
        base: Some(ENCODING),
        constructors: &[("()", |_| Ok(TextEncoding::Ascii.of_type("System.Text.ASCIIEncoding")))],
        ..TypeDef::new("System.Text.ASCIIEncoding")
    },
    &sealed("System.Text.UTF8Encoding+UTF8EncodingSealed", "System.Text.UTF8Encoding"),
    &sealed("System.Text.ASCIIEncoding+ASCIIEncodingSealed", "System.Text.ASCIIEncoding"),
    &sealed("System.Text.Latin1Encoding", ENCODING),
    &sealed("System.Text.Latin1Encoding+Latin1EncodingSealed", "System.Text.Latin1Encoding"),
    &sealed("System.Text.UTF7Encoding", ENCODING),
];
