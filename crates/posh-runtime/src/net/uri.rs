//! `System.Uri`.

use super::web_utility::{percent_decode, percent_encode};
use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

/// An address, taken apart where it is absolute.
struct Uri {
    original: String,
    parts: Option<Parts>,
}

#[derive(Clone)]
struct Parts {
    scheme: String,
    user: String,
    host: String,
    port: i32,
    path: String,
    query: String,
    fragment: String,
    authority: bool,
}

impl Native for Uri {}

const NAME: &str = "System.Uri";

fn default_port(scheme: &str) -> i32 {
    match scheme {
        "http" | "ws" => 80,
        "https" | "wss" => 443,
        "ftp" => 21,
        "ldap" => 389,
        "mailto" => 25,
        "file" => -1,
        _ => -1,
    }
}

fn parse(text: &str) -> std::result::Result<Option<Parts>, &'static str> {
    let text = text.trim();
    if text.starts_with('/') && !text.starts_with("//") {
        // A path of Unix is a file's address.
        return Ok(Some(Parts {
            scheme: "file".into(),
            user: String::new(),
            host: String::new(),
            port: -1,
            path: percent_encode(text, b"/:@!$&'()*+,;="),
            query: String::new(),
            fragment: String::new(),
            authority: true,
        }));
    }
    let Some((scheme, rest)) = text.split_once(':') else { return Ok(None) };
    let good = scheme.len() > 1
        && scheme.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    if !good {
        return Ok(None);
    }
    let scheme = scheme.to_ascii_lowercase();
    let (rest, fragment) = match rest.split_once('#') {
        Some((rest, fragment)) => (rest, format!("#{fragment}")),
        None => (rest, String::new()),
    };
    let (rest, query) = match rest.split_once('?') {
        Some((rest, query)) => (rest, format!("?{query}")),
        None => (rest, String::new()),
    };
    let Some(after) = rest.strip_prefix("//") else {
        if matches!(scheme.as_str(), "http" | "https" | "ftp") {
            return Err("Invalid URI: The Authority/Host could not be parsed.");
        }
        let (user, host, path) = match rest.split_once('@') {
            Some((user, host)) if scheme == "mailto" => {
                (user.to_owned(), host.to_ascii_lowercase(), String::new())
            }
            _ => (String::new(), String::new(), rest.to_owned()),
        };
        let port = default_port(&scheme);
        return Ok(Some(Parts { scheme, user, host, port, path, query, fragment, authority: false }));
    };
    let at = after.find('/').unwrap_or(after.len());
    let (authority, path) = after.split_at_checked(at).unwrap_or((after, ""));
    let (user, server) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = match server.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => {
            if port.is_empty() {
                (host, default_port(&scheme))
            } else {
                (
                    host,
                    port.parse::<u16>().map(i32::from).map_err(|_| "Invalid URI: Invalid port specified.")?,
                )
            }
        }
        _ => (server, default_port(&scheme)),
    };
    if host.is_empty() && scheme != "file" {
        return Err("Invalid URI: The hostname could not be parsed.");
    }
    if host.contains([' ', '<', '>', '"']) {
        return Err("Invalid URI: The hostname could not be parsed.");
    }
    let path = if path.is_empty() { "/".to_owned() } else { without_dots(path) };
    Ok(Some(Parts {
        scheme,
        user: user.to_owned(),
        host: host.to_ascii_lowercase(),
        port,
        path: escaped(&path),
        query: escaped(&query),
        fragment: escaped(&fragment),
        authority: true,
    }))
}

/// What an address may not hold, as `%XX`; escapes that are there stay.
fn escaped(text: &str) -> String {
    percent_encode(text, b"%/?#[]@!$&'()*+,;=:")
}

fn without_dots(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let parts: Vec<&str> = path.split('/').collect();
    let last = parts.len().saturating_sub(1);
    for (i, part) in parts.iter().enumerate() {
        match *part {
            "." => {
                if i == last {
                    out.push("");
                }
            }
            ".." => {
                if out.len() > 1 {
                    out.pop();
                }
                if i == last {
                    out.push("");
                }
            }
            part => out.push(part),
        }
    }
    out.join("/")
}

impl Parts {
    fn authority(&self) -> String {
        if self.port == default_port(&self.scheme) || self.port < 0 {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    fn absolute(&self) -> String {
        let user = if self.user.is_empty() { String::new() } else { format!("{}@", self.user) };
        let slashes = if self.authority { "//" } else { "" };
        format!(
            "{}:{slashes}{user}{}{}{}{}",
            self.scheme,
            self.authority(),
            self.path,
            self.query,
            self.fragment
        )
    }
}

fn make(original: &str, parts: Option<Parts>) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), Uri { original: original.to_owned(), parts }))
}

fn build(text: &str, kind: i64) -> Result<Value> {
    let failure = |why: &str| Raised::net("System.UriFormatException", why);
    if text.is_empty() && kind != 2 && kind != 0 {
        return Err(failure("Invalid URI: The URI is empty."));
    }
    let parts = if kind == 2 { None } else { parse(text).map_err(failure)? };
    if kind == 1 && parts.is_none() {
        return Err(failure("Invalid URI: The format of the URI could not be determined."));
    }
    Ok(make(text, parts))
}

fn kind_of(value: &Value) -> i64 {
    if let Value::Enum(e) = value.base() { e.raw } else { 1 }
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("uriString"));
    }
    build(call.text(0).lossy(), kind_of(&call.arg(1)))
}

fn new_relative(call: &mut Call<'_>) -> Result<Value> {
    let base = call.arg(0);
    let Some(parts) = base.native::<Uri>().and_then(|u| u.parts.clone()) else {
        return Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            "This operation is not supported for a relative URI. (Parameter 'baseUri')",
        ));
    };
    let relative = crate::convert::plain_text(&call.arg(1));
    if let Ok(Some(whole)) = parse(&relative)
        && (relative.contains(':') || whole.scheme != "file")
    {
        return Ok(make(&relative, Some(whole)));
    }
    let (path, query) = match relative.split_once('?') {
        Some((path, query)) => (path.to_owned(), format!("?{query}")),
        None => (relative.clone(), String::new()),
    };
    let path = if path.starts_with('/') {
        path
    } else {
        let folder = parts.path.rfind('/').and_then(|i| parts.path.get(..=i)).unwrap_or("/");
        format!("{folder}{path}")
    };
    let parts = Parts {
        path: escaped(&without_dots(&path)),
        query: escaped(&query),
        fragment: String::new(),
        ..parts
    };
    let text = parts.absolute();
    Ok(make(&text, Some(parts)))
}

fn convert(_: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    // A cast takes relative addresses too.
    if let Value::Str(s) = value { Some(build(s.lossy(), 0)) } else { None }
}

fn with(call: &Call<'_>, read: fn(&Parts) -> Value) -> Result<Value> {
    match call.this.native::<Uri>().and_then(|u| u.parts.as_ref()) {
        Some(parts) => Ok(read(parts)),
        None => Err(Raised::net(
            "System.InvalidOperationException",
            "This operation is not supported for a relative URI.",
        )),
    }
}

pub(super) fn text(value: &Value) -> Option<String> {
    let uri = value.native::<Uri>()?;
    Some(match &uri.parts {
        Some(parts) if uri.original.starts_with('/') => percent_decode(&parts.path, false),
        Some(parts) => readable(&parts.absolute()),
        None => uri.original.clone(),
    })
}

/// `ToString()` shows escapes that are safe to read as characters.
fn readable(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let run = rest.get(at..).unwrap_or("");
        let len =
            run.as_bytes().chunks(3).take_while(|c| c.first() == Some(&b'%') && c.len() == 3).count() * 3;
        let piece = run.get(..len.max(1)).unwrap_or(run);
        let decoded = percent_decode(piece, false);
        let safe = !decoded.contains(['%', '/', '?', '#', '@', ':', '&', '=', '+', '\u{fffd}', '\\'])
            && !decoded.chars().any(char::is_control);
        out.push_str(if safe { &decoded } else { piece });
        rest = run.get(piece.len()..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

fn segments(call: &mut Call<'_>) -> Result<Value> {
    with(call, |p| {
        let mut out: Vec<String> = p.path.split_inclusive('/').map(str::to_owned).collect();
        out.retain(|s| !s.is_empty());
        crate::convert::string_array(out)
    })
}

fn host_kind(call: &mut Call<'_>) -> Result<Value> {
    with(call, |p| {
        let name = if p.host.is_empty() {
            "Basic"
        } else if p.host.parse::<std::net::Ipv4Addr>().is_ok() {
            "IPv4"
        } else if p.host.starts_with('[') {
            "IPv6"
        } else {
            "Dns"
        };
        crate::convert::enum_value("System.UriHostNameType", name)
    })
}

fn try_create(call: &mut Call<'_>) -> Result<Value> {
    let made = build(call.text(0).lossy(), kind_of(&call.arg(1)));
    if let Some(r) = call.arg(2).native::<crate::runspace::Reference>() {
        r.0.put(made.as_ref().cloned().unwrap_or(Value::Null));
    }
    Ok(Value::Bool(made.is_ok()))
}

fn well_formed(call: &mut Call<'_>) -> Result<Value> {
    let text = call.text(0);
    let clean = !text.lossy().contains([' ', '<', '>', '"', '{', '}', '|', '\\', '^', '`']);
    let absolute = matches!(parse(text.lossy()), Ok(Some(_))) && !text.lossy().starts_with('/');
    Ok(Value::Bool(
        clean
            && match kind_of(&call.arg(1)) {
                1 => absolute,
                2 => !absolute,
                _ => true,
            },
    ))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    constructors: &[
        ("(string uriString)", new),
        ("(string uriString, System.UriKind uriKind)", new),
        ("(uri baseUri, string relativeUri)", new_relative),
        ("(uri baseUri, uri relativeUri)", new_relative),
    ],
    methods: &[
        ("static string EscapeDataString(string stringToEscape)", |c| {
            if c.arg(0).is_null() {
                return Err(Raised::null_argument("stringToEscape"));
            }
            Ok(Value::str(percent_encode(c.text(0).lossy(), b"")))
        }),
        ("static string EscapeUriString(string stringToEscape)", |c| {
            Ok(Value::str(percent_encode(c.text(0).lossy(), b"/?#[]@!$&'()*+,;=:")))
        }),
        ("static string UnescapeDataString(string stringToUnescape)", |c| {
            Ok(Value::str(percent_decode(c.text(0).lossy(), false)))
        }),
        ("static bool IsWellFormedUriString(string uriString, System.UriKind uriKind)", well_formed),
        ("static bool TryCreate(string uriString, System.UriKind uriKind, [ref] uri result)", try_create),
        ("bool IsBaseOf(uri uri)", |c| {
            let other = c.arg(0).native::<Uri>().and_then(|u| u.parts.clone());
            let Some(other) = other else { return Ok(Value::Bool(false)) };
            let mine = c.this.native::<Uri>().and_then(|u| u.parts.clone());
            Ok(Value::Bool(mine.is_some_and(|m| {
                let folder = m.path.rfind('/').and_then(|i| m.path.get(..=i)).unwrap_or("/");
                m.scheme == other.scheme
                    && m.authority() == other.authority()
                    && other.path.starts_with(folder)
            })))
        }),
    ],
    properties: &[
        ("string AbsolutePath {get;}", |c| with(c, |p| Value::str(p.path.as_str())), None),
        ("string AbsoluteUri {get;}", |c| with(c, |p| Value::str(p.absolute())), None),
        ("string LocalPath {get;}", |c| with(c, |p| Value::str(percent_decode(&p.path, false))), None),
        ("string Authority {get;}", |c| with(c, |p| Value::str(p.authority())), None),
        ("System.UriHostNameType HostNameType {get;}", host_kind, None),
        ("bool IsDefaultPort {get;}", |c| with(c, |p| Value::Bool(p.port == default_port(&p.scheme))), None),
        ("bool IsFile {get;}", |c| with(c, |p| Value::Bool(p.scheme == "file")), None),
        (
            "bool IsLoopback {get;}",
            |c| with(c, |p| Value::Bool(matches!(p.host.as_str(), "localhost" | "127.0.0.1" | "[::1]" | ""))),
            None,
        ),
        ("string PathAndQuery {get;}", |c| with(c, |p| Value::str(format!("{}{}", p.path, p.query))), None),
        ("string[] Segments {get;}", segments, None),
        ("bool IsUnc {get;}", |c| with(c, |_| Value::Bool(false)), None),
        ("string Host {get;}", |c| with(c, |p| Value::str(p.host.as_str())), None),
        ("int Port {get;}", |c| with(c, |p| Value::Int(p.port)), None),
        ("string Query {get;}", |c| with(c, |p| Value::str(p.query.as_str())), None),
        ("string Fragment {get;}", |c| with(c, |p| Value::str(p.fragment.as_str())), None),
        ("string Scheme {get;}", |c| with(c, |p| Value::str(p.scheme.as_str())), None),
        (
            "string OriginalString {get;}",
            |c| Ok(c.this.native::<Uri>().map_or(Value::Null, |u| Value::str(u.original.as_str()))),
            None,
        ),
        ("string DnsSafeHost {get;}", |c| with(c, |p| Value::str(p.host.trim_matches(['[', ']']))), None),
        ("string IdnHost {get;}", |c| with(c, |p| Value::str(p.host.trim_matches(['[', ']']))), None),
        (
            "bool IsAbsoluteUri {get;}",
            |c| Ok(Value::Bool(c.this.native::<Uri>().is_some_and(|u| u.parts.is_some()))),
            None,
        ),
        ("bool UserEscaped {get;}", |_| Ok(Value::Bool(false)), None),
        ("string UserInfo {get;}", |c| with(c, |p| Value::str(p.user.as_str())), None),
    ],
    convert_from: Some(convert),
    equals: Some(|a, b| b.native::<Uri>().is_some() && text(a) == text(b)),
    ..TypeDef::new(NAME)
}];
