//! `System.Net.NetworkCredential`.

use super::credential::{secure_string, with_password};
use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

struct NetworkCredential {
    user: PsStr,
    password: Value,
    domain: PsStr,
}

impl Native for NetworkCredential {}

pub(super) const NAME: &str = "System.Net.NetworkCredential";

/// A network credential of a user's name, secure password and domain.
pub(super) fn network_credential(user: &str, password: Value, domain: &str) -> Value {
    let made = NetworkCredential { user: PsStr::from(user), password, domain: PsStr::from(domain) };
    Value::Object(Object::native_of(TypeRef::named(NAME), made))
}

fn of<'a>(call: &'a Call<'_>) -> Option<&'a NetworkCredential> {
    call.this.native()
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    let password = match call.arg(1).into_base() {
        Value::Str(s) => secure_string(s.lossy()),
        Value::Null | Value::Void => secure_string(""),
        secure => secure,
    };
    let made = NetworkCredential { user: call.text(0), password, domain: call.text(2) };
    Ok(Value::Object(Object::native_of(TypeRef::named(NAME), made)))
}

fn password(call: &mut Call<'_>) -> Result<Value> {
    let password = of(call).map(|c| c.password.clone()).unwrap_or(Value::Null);
    Ok(with_password(&password, |_, secret| Value::str(secret)).unwrap_or_else(|| Value::str("")))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    constructors: &[
        ("()", new),
        ("(string userName, string password)", new),
        ("(string userName, securestring password)", new),
        ("(string userName, string password, string domain)", new),
        ("(string userName, securestring password, string domain)", new),
    ],
    properties: &[
        (
            "string UserName {get;set;}",
            |c| Ok(of(c).map_or(Value::Null, |n| Value::Str(n.user.clone()))),
            None,
        ),
        ("string Password {get;set;}", password, None),
        (
            "securestring SecurePassword {get;set;}",
            |c| Ok(of(c).map_or(Value::Null, |n| n.password.clone())),
            None,
        ),
        (
            "string Domain {get;set;}",
            |c| Ok(of(c).map_or(Value::Null, |n| Value::Str(n.domain.clone()))),
            None,
        ),
    ],
    ..TypeDef::new(NAME)
}];
