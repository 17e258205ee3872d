//! `SecureString` and `PSCredential`: what they hold never shows in text.

use std::cell::RefCell;

use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

/// A `SecureString`: zeroed when it is dropped.
pub struct SecureString(RefCell<zeroize::Zeroizing<String>>);

impl Native for SecureString {}

/// A `PSCredential`.
struct Credential {
    user: PsStr,
    password: Value,
}

impl Native for Credential {}

const SECURE: &str = "System.Security.SecureString";
const CREDENTIAL: &str = "System.Management.Automation.PSCredential";

/// A secure string of a text.
pub fn secure_string(text: &str) -> Value {
    let secret = SecureString(RefCell::new(zeroize::Zeroizing::new(text.to_owned())));
    Value::Object(Object::native_of(TypeRef::named(SECURE), secret))
}

/// A credential of a user name and a password.
pub fn credential(user: &str, password: &str) -> Value {
    let data = Credential { user: PsStr::from(user), password: secure_string(password) };
    Value::Object(Object::native_of(TypeRef::named(CREDENTIAL), data))
}

/// Lends the secret of a secure string, or user name and secret of a credential, to native code.
pub fn with_password<T>(value: &Value, use_it: impl FnOnce(&str, &str) -> T) -> Option<T> {
    if let Some(secret) = value.native::<SecureString>() {
        return Some(use_it("", &secret.0.borrow()));
    }
    let credential = value.native::<Credential>()?;
    let secret = credential.password.native::<SecureString>()?;
    Some(use_it(credential.user.lossy(), &secret.0.borrow()))
}

pub(super) fn text(value: &Value) -> Option<String> {
    if value.native::<SecureString>().is_some() {
        return Some(SECURE.to_owned());
    }
    value.native::<Credential>().map(|_| CREDENTIAL.to_owned())
}

fn length(call: &mut Call<'_>) -> Result<Value> {
    let len = call.this.native::<SecureString>().map_or(0, |s| s.0.borrow().encode_utf16().count());
    Ok(Value::Int(i32::try_from(len).unwrap_or(i32::MAX)))
}

fn append(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    if let Some(s) = call.this.native::<SecureString>() {
        s.0.borrow_mut().push_str(text.lossy());
    }
    Ok(Value::Void)
}

fn copy(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<SecureString>().map_or(Value::Null, |s| secure_string(&s.0.borrow())))
}

fn nothing(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Void)
}

fn new_secure(_: &mut Call<'_>) -> Result<Value> {
    Ok(secure_string(""))
}

fn user(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<Credential>().map_or(Value::Null, |c| Value::Str(c.user.clone())))
}

fn password(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<Credential>().map_or(Value::Null, |c| c.password.clone()))
}

fn new_credential(call: &mut Call<'_>) -> Result<Value> {
    let user = call.text(0);
    let refuse = |exception: &str, name: &str, what: &str| {
        Raised::net(
            &format!("System.Management.Automation.{exception}"),
            format!(
                "Cannot process argument because the value of argument \"{name}\" is {what}. Change the value of \
                 {} \"{name}\" {}",
                if exception == "PSArgumentException" { "the" } else { "argument" },
                if exception == "PSArgumentException" {
                    "argument and run the operation again."
                } else {
                    "to a non-null value."
                },
            ),
        )
    };
    if user.is_empty() {
        return Err(refuse("PSArgumentException", "userName", "not valid"));
    }
    if call.arg(1).is_null() {
        return Err(refuse("PSArgumentNullException", "password", "null"));
    }
    let data = Credential { user, password: call.arg(1) };
    Ok(Value::Object(Object::native_of(TypeRef::named(CREDENTIAL), data)))
}

fn empty(_: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Null)
}

fn network(call: &mut Call<'_>) -> Result<Value> {
    let Some(c) = call.this.native::<Credential>() else { return Ok(Value::Null) };
    let (domain, user) = match c.user.lossy().split_once('\\') {
        Some((d, u)) => (d.to_owned(), u.to_owned()),
        None => (String::new(), c.user.lossy().to_owned()),
    };
    Ok(super::network_credential::network_credential(&user, c.password.clone(), &domain))
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        constructors: &[("()", new_secure)],
        methods: &[
            ("void AppendChar(string c)", append),
            ("System.Security.SecureString Copy()", copy),
            ("void MakeReadOnly()", nothing),
            ("void Dispose()", nothing),
        ],
        properties: &[("int Length {get;}", length, None)],
        ..TypeDef::new(SECURE)
    },
    &TypeDef {
        constructors: &[("(string userName, securestring password)", new_credential)],
        methods: &[("System.Net.NetworkCredential GetNetworkCredential()", network)],
        properties: &[
            ("string UserName {get;}", user, None),
            ("securestring Password {get;}", password, None),
            ("static pscredential Empty {get;}", empty, None),
        ],
        ..TypeDef::new(CREDENTIAL)
    },
];
