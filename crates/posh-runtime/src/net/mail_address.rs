//! `System.Net.Mail.MailAddress`.

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct MailAddress {
    display_name: String,
    user: String,
    host: String,
}

impl Native for MailAddress {}

const NAME: &str = "System.Net.Mail.MailAddress";

fn malformed() -> Box<Raised> {
    Raised::net(
        "System.FormatException",
        "The specified string is not in the form required for an e-mail address.",
    )
}

/// Characters that stand in an address without quotes (RFC 5322 `atext`), and any that are not ASCII.
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c) || !c.is_ascii()
}

fn parse(text: &str) -> Option<MailAddress> {
    let text = text.trim();
    let (display, address) = match text.strip_suffix('>') {
        Some(rest) => {
            let (display, address) = rest.rsplit_once('<')?;
            (display.trim().trim_matches('"').to_owned(), address.trim())
        }
        None => (String::new(), text),
    };
    let (user, host) = address.rsplit_once('@')?;
    let quoted = user.len() > 1 && user.starts_with('"') && user.ends_with('"');
    let user_fits = !user.is_empty() && (quoted || user.chars().all(is_atom));
    let dots = |s: &str| s.starts_with('.') || s.contains("..");
    let literal = host.starts_with('[') && host.ends_with(']');
    let host_fits = !host.is_empty() && (literal || host.chars().all(is_atom)) && !dots(host);
    if !user_fits || !host_fits || dots(user) || user.ends_with('.') || display.contains(['<', '>']) {
        return None;
    }
    Some(MailAddress { display_name: display, user: user.to_owned(), host: host.to_owned() })
}

fn object(address: MailAddress) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), address))
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("address"));
    }
    let text = call.text(0);
    if text.is_empty() {
        return Err(Raised::bad_argument("address", "The value cannot be an empty string."));
    }
    let mut made = parse(text.lossy()).ok_or_else(malformed)?;
    if call.args.len() > 1 {
        call.text(1).lossy().trim_matches('"').clone_into(&mut made.display_name);
    }
    Ok(object(made))
}

fn try_create(call: &mut Call<'_>) -> Result<Value> {
    let made = parse(call.text(0).lossy());
    let found = made.is_some();
    if let Some(r) = call.args.last().and_then(|a| a.native::<crate::runspace::Reference>()) {
        r.0.put(made.map_or(Value::Null, object));
    }
    Ok(Value::Bool(found))
}

pub(super) fn text(value: &Value) -> Option<String> {
    let address = value.native::<MailAddress>()?;
    let plain = format!("{}@{}", address.user, address.host);
    Some(if address.display_name.is_empty() {
        plain
    } else {
        format!("\"{}\" <{plain}>", address.display_name)
    })
}

fn part(call: &Call<'_>, read: fn(&MailAddress) -> String) -> Result<Value> {
    Ok(call.this.native::<MailAddress>().map_or(Value::Null, |a| Value::str(read(a))))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    constructors: &[("(string address)", new), ("(string address, string displayName)", new)],
    methods: &[
        ("string ToString()", |c| Ok(text(c.this).map_or(Value::Null, Value::from))),
        ("static bool TryCreate(string address, [ref] mailaddress result)", try_create),
        ("static bool TryCreate(string address, string displayName, [ref] mailaddress result)", try_create),
    ],
    properties: &[
        ("string DisplayName {get;}", |c| part(c, |a| a.display_name.clone()), None),
        ("string User {get;}", |c| part(c, |a| a.user.clone()), None),
        ("string Host {get;}", |c| part(c, |a| a.host.clone()), None),
        ("string Address {get;}", |c| part(c, |a| format!("{}@{}", a.user, a.host)), None),
    ],
    equals: Some(|a, b| match (text(a), text(b)) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(&b),
        _ => false,
    }),
    ..TypeDef::new(NAME)
}];
