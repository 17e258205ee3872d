//! `System.Net.IPAddress`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::convert::{byte_array, enum_value};
use crate::error::{Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct Address(IpAddr);

impl Native for Address {}

const NAME: &str = "System.Net.IPAddress";

fn make(address: IpAddr) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), Address(address)))
}

fn this(call: &Call<'_>) -> IpAddr {
    call.this.native::<Address>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |a| a.0)
}

/// One part of the old notation: decimal, octal or hexadecimal.
fn part(text: &str) -> Option<u64> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None if text.len() > 1 && text.starts_with('0') => u64::from_str_radix(text, 8).ok(),
        None if text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
        None => None,
    }
}

/// One to four parts; the last fills what is left.
fn parse_v4(text: &str) -> Option<Ipv4Addr> {
    let parts: Option<Vec<u64>> = text.split('.').map(part).collect();
    let parts = parts.filter(|p| p.len() <= 4)?;
    let (last, head) = parts.split_last()?;
    let mut number: u64 = 0;
    for p in head {
        if *p > 255 {
            return None;
        }
        number = number << 8 | p;
    }
    let bits = 8 * (4 - u32::try_from(head.len()).ok()?);
    if *last >= 1_u64 << bits {
        return None;
    }
    u32::try_from(number << bits | last).ok().map(Ipv4Addr::from)
}

fn parse_text(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        let inner = text.strip_prefix('[').and_then(|t| t.split(']').next()).unwrap_or(text);
        return inner.split('%').next()?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    }
    parse_v4(text).map(IpAddr::V4)
}

fn bad() -> Box<Raised> {
    Raised::net("System.FormatException", "An invalid IP address was specified.")
}

fn parse(call: &mut Call<'_>) -> Result<Value> {
    if call.arg(0).is_null() {
        return Err(Raised::null_argument("ipString"));
    }
    parse_text(call.text(0).lossy()).map(make).ok_or_else(bad)
}

fn try_parse(call: &mut Call<'_>) -> Result<Value> {
    let found = parse_text(call.text(0).lossy());
    if let Some(r) = call.arg(1).native::<crate::runspace::Reference>() {
        r.0.put(found.map_or(Value::Null, make));
    }
    Ok(Value::Bool(found.is_some()))
}

fn new_number(call: &mut Call<'_>) -> Result<Value> {
    let number = call.long(0);
    let bits = u32::try_from(number).map_err(|_| {
        let limit = if number < 0 { "a non-negative value" } else { "less than or equal to '4294967295'" };
        Raised::net(
            "System.ArgumentOutOfRangeException",
            format!("newAddress ('{number}') must be {limit}. (Parameter 'newAddress')\nActual value was {number}."),
        )
    })?;
    Ok(make(IpAddr::V4(Ipv4Addr::from(bits.to_le_bytes()))))
}

fn new_bytes(call: &mut Call<'_>) -> Result<Value> {
    let Value::Array(a) = call.arg(0) else { return Err(Raised::null_argument("address")) };
    let bytes = a.to_bytes().unwrap_or_default();
    if let Ok(four) = <[u8; 4]>::try_from(bytes.as_slice()) {
        return Ok(make(IpAddr::from(four)));
    }
    match <[u8; 16]>::try_from(bytes.as_slice()) {
        Ok(sixteen) => Ok(make(IpAddr::from(sixteen))),
        Err(_) => Err(Raised::bad_argument("address", "An invalid IP address was specified.")),
    }
}

fn bytes(call: &mut Call<'_>) -> Result<Value> {
    Ok(byte_array(match this(call) {
        IpAddr::V4(a) => a.octets().to_vec(),
        IpAddr::V6(a) => a.octets().to_vec(),
    }))
}

fn family(call: &mut Call<'_>) -> Result<Value> {
    let name = if this(call).is_ipv4() { "InterNetwork" } else { "InterNetworkV6" };
    Ok(enum_value("System.Net.Sockets.AddressFamily", name))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<Address>().map(|a| a.0.to_string())
}

fn number(call: &mut Call<'_>) -> Result<Value> {
    match this(call) {
        IpAddr::V4(a) => Ok(Value::Long(i64::from(u32::from_le_bytes(a.octets())))),
        IpAddr::V6(_) => Err(Raised::net(
            "System.Net.Sockets.SocketException",
            "The attempted operation is not supported for the type of object referenced.",
        )),
    }
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    constructors: &[("(long newAddress)", new_number), ("(byte[] address)", new_bytes)],
    methods: &[
        ("byte[] GetAddressBytes()", bytes),
        ("static ipaddress Parse(string ipString)", parse),
        ("static bool TryParse(string ipString, [ref] ipaddress address)", try_parse),
        ("static bool IsLoopback(ipaddress address)", |c| {
            Ok(Value::Bool(c.arg(0).native::<Address>().is_some_and(|a| a.0.is_loopback())))
        }),
        ("ipaddress MapToIPv6()", |c| {
            Ok(make(match this(c) {
                IpAddr::V4(a) => IpAddr::V6(a.to_ipv6_mapped()),
                v6 => v6,
            }))
        }),
        ("ipaddress MapToIPv4()", |c| {
            Ok(make(match this(c) {
                IpAddr::V6(a) => {
                    let [.., w, x, y, z] = a.octets();
                    IpAddr::V4(Ipv4Addr::new(w, x, y, z))
                }
                v4 => v4,
            }))
        }),
    ],
    properties: &[
        ("System.Net.Sockets.AddressFamily AddressFamily {get;}", family, None),
        (
            "bool IsIPv6Multicast {get;}",
            |c| Ok(Value::Bool(matches!(this(c), IpAddr::V6(a) if a.is_multicast()))),
            None,
        ),
        (
            "bool IsIPv6LinkLocal {get;}",
            |c| Ok(Value::Bool(matches!(this(c), IpAddr::V6(a) if a.segments()[0] & 0xffc0 == 0xfe80))),
            None,
        ),
        (
            "bool IsIPv4MappedToIPv6 {get;}",
            |c| Ok(Value::Bool(matches!(this(c), IpAddr::V6(a) if a.to_ipv4_mapped().is_some()))),
            None,
        ),
        ("long Address {get;}", number, None),
        ("static ipaddress Any {get;}", |_| Ok(make(IpAddr::V4(Ipv4Addr::UNSPECIFIED))), None),
        ("static ipaddress Loopback {get;}", |_| Ok(make(IpAddr::V4(Ipv4Addr::LOCALHOST))), None),
        ("static ipaddress Broadcast {get;}", |_| Ok(make(IpAddr::V4(Ipv4Addr::BROADCAST))), None),
        ("static ipaddress None {get;}", |_| Ok(make(IpAddr::V4(Ipv4Addr::BROADCAST))), None),
        ("static ipaddress IPv6Any {get;}", |_| Ok(make(IpAddr::V6(Ipv6Addr::UNSPECIFIED))), None),
        ("static ipaddress IPv6Loopback {get;}", |_| Ok(make(IpAddr::V6(Ipv6Addr::LOCALHOST))), None),
    ],
    equals: Some(|a, b| match (a.native::<Address>(), b.native::<Address>()) {
        (Some(a), Some(b)) => a.0 == b.0,
        _ => false,
    }),
    ..TypeDef::new(NAME)
}];
