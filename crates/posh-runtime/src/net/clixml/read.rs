//! CLIXML to objects.

use std::collections::HashMap;
use std::rc::Rc;

use super::tree::{Element, parse, place_behind};
use super::{escape, time};
use crate::convert::{byte_array, cast};
use crate::error::{Raised, Result};
use crate::members::{instance_members, wrap};
use crate::net::List;
use crate::runspace::Runspace;
use crate::types::TypeRef;
use crate::value::{Dictionary, InstanceMember, MemberValue, Object, PropertyBag, PsStr, Value};

const PREFIX: &str = "Deserialized.";

/// Types whose objects come back as what they were.
const REVIVED: &[&str] = &[
    "System.Net.IPAddress",
    "System.Net.Mail.MailAddress",
    "System.Globalization.CultureInfo",
    "System.Management.Automation.SwitchParameter",
];

/// Reads the objects of a CLIXML text.
///
/// # Errors
/// `XmlException`.
pub fn from_clixml(rs: &mut Runspace, text: &str) -> Result<Vec<Value>> {
    let root = parse(text).map_err(xml_error)?;
    let version = root.attribute("Version").unwrap_or("");
    let major = version.split('.').next().unwrap_or("");
    if major != "1" {
        return Err(xml_error(format!(
            "Version of incoming PSObject is {major}. Expected value is 1. {}",
            place_behind(text, root.inside)
        )));
    }
    let mut reader = Reader { text, objects: HashMap::new(), names: HashMap::new() };
    root.children.iter().map(|child| reader.one(rs, child)).collect()
}

fn xml_error(message: String) -> Box<Raised> {
    Raised::net("System.Xml.XmlException", message)
}

struct Reader<'a> {
    text: &'a str,
    objects: HashMap<String, Value>,
    names: HashMap<String, Vec<Rc<str>>>,
}

impl Reader<'_> {
    fn invalid(&self, element: &Element, type_name: &str) -> Box<Raised> {
        xml_error(format!(
            "The contents of the {type_name} primitive type are not valid. {}",
            place_behind(self.text, element.end)
        ))
    }

    fn one(&mut self, rs: &mut Runspace, element: &Element) -> Result<Value> {
        match element.name.as_str() {
            "Obj" => self.object(rs, element),
            "Nil" => Ok(Value::Null),
            "Ref" => {
                let number = element.attribute("RefId").unwrap_or("");
                Ok(self.objects.get(number).cloned().unwrap_or(Value::Null))
            }
            _ => match self.primitive(rs, element)? {
                Some(value) => Ok(value),
                None => Err(xml_error(format!(
                    "'{}' is an unrecognized XML node type. {}",
                    element.name,
                    place_behind(self.text, element.end)
                ))),
            },
        }
    }

    /// A value that CLIXML has a tag for; `None` for other tags.
    fn primitive(&self, rs: &mut Runspace, element: &Element) -> Result<Option<Value>> {
        let text = escape::decode(&element.text);
        let plain = element.text.trim();
        let (type_name, value) = match element.name.as_str() {
            "S" | "SBK" | "ToString" => return Ok(Some(Value::Str(text))),
            "C" => ("System.Char", plain.parse().ok().map(Value::Char)),
            "B" => (
                "System.Boolean",
                match plain {
                    "true" | "1" => Some(Value::Bool(true)),
                    "false" | "0" => Some(Value::Bool(false)),
                    _ => None,
                },
            ),
            "DT" => ("System.DateTime", time::read_date(rs, plain).map(Value::DateTime)),
            "TS" => ("System.TimeSpan", time::read_span(plain).map(Value::TimeSpan)),
            "By" => ("System.Byte", plain.parse().ok().map(Value::Byte)),
            "SB" => ("System.SByte", plain.parse().ok().map(Value::SByte)),
            "U16" => ("System.UInt16", plain.parse().ok().map(Value::UInt16)),
            "I16" => ("System.Int16", plain.parse().ok().map(Value::Int16)),
            "U32" => ("System.UInt32", plain.parse().ok().map(Value::UInt)),
            "I32" => ("System.Int32", plain.parse().ok().map(Value::Int)),
            "U64" => ("System.UInt64", plain.parse().ok().map(Value::ULong)),
            "I64" => ("System.Int64", plain.parse().ok().map(Value::Long)),
            "Sg" => ("System.Single", floating(plain).map(|x| Value::Single(x as f32))),
            "Db" => ("System.Double", floating(plain).map(Value::Double)),
            "D" => ("System.Decimal", plain.parse().ok().map(Value::decimal)),
            "BA" => ("System.Byte[]", bytes(plain)),
            "G" => ("System.Guid", cast_text(rs, &text, "System.Guid")),
            "URI" => ("System.Uri", cast_text(rs, &text, "System.Uri")),
            "Version" => ("System.Version", cast_text(rs, &text, "System.Version")),
            "XD" => ("System.Xml.XmlDocument", cast_text(rs, &text, "System.Xml.XmlDocument")),
            "SS" => ("System.Security.SecureString", secret(plain)),
            _ => return Ok(None),
        };
        value.map(Some).ok_or_else(|| self.invalid(element, type_name))
    }

    fn names(&mut self, element: &Element) -> Option<Vec<Rc<str>>> {
        if let Some(list) = element.child("TN") {
            let names: Vec<Rc<str>> = list
                .children
                .iter()
                .map(|t| escape::decode(&t.text).lossy().to_owned())
                .map(|n| if n.starts_with(PREFIX) { n.into() } else { format!("{PREFIX}{n}").into() })
                .collect();
            self.names.insert(list.attribute("RefId").unwrap_or("").to_owned(), names.clone());
            return Some(names);
        }
        let reference = element.child("TNRef")?;
        self.names.get(reference.attribute("RefId").unwrap_or("")).cloned()
    }

    fn remember(&mut self, element: &Element, value: &Value) {
        if let Some(number) = element.attribute("RefId") {
            self.objects.insert(number.to_owned(), value.clone());
        }
    }

    fn object(&mut self, rs: &mut Runspace, element: &Element) -> Result<Value> {
        let names = self.names(element);
        let mut base = None;
        for child in &element.children {
            match child.name.as_str() {
                "TN" | "TNRef" | "ToString" | "Props" | "MS" => {}
                "LST" | "IE" | "STK" | "QUE" => base = Some(self.list(rs, element, child)?),
                "DCT" => base = Some(self.dictionary(rs, element, child, names.as_deref())?),
                _ => base = Some(self.one(rs, child)?),
            }
        }
        match base {
            Some(base) => self.with_base(rs, element, base, names),
            None => self.bag(rs, element, names),
        }
    }

    fn list(&mut self, rs: &mut Runspace, element: &Element, list: &Element) -> Result<Value> {
        let made = match list.name.as_str() {
            "STK" => crate::members::construct(rs, &TypeRef::named("System.Collections.Stack"), &[])?,
            "QUE" => crate::members::construct(rs, &TypeRef::named("System.Collections.Queue"), &[])?,
            _ => List::array_list(Vec::new()),
        };
        self.remember(element, &made);
        for child in &list.children {
            let item = self.one(rs, child)?;
            if let Some(list) = made.native::<List>() {
                list.items_mut().push(item);
            }
        }
        Ok(made)
    }

    fn dictionary(
        &mut self,
        rs: &mut Runspace,
        element: &Element,
        entries: &Element,
        names: Option<&[Rc<str>]>,
    ) -> Result<Value> {
        let is_ordered = names.and_then(|n| n.first()).is_some_and(|n| n.ends_with("OrderedDictionary"));
        let table = Rc::new(if is_ordered { Dictionary::ordered() } else { Dictionary::hashtable() });
        self.remember(element, &Value::Hash(table.clone()));
        for entry in &entries.children {
            let (mut key, mut value) = (Value::Null, Value::Null);
            for child in &entry.children {
                match child.attribute("N") {
                    Some("Key") => key = self.one(rs, child)?,
                    _ => value = self.one(rs, child)?,
                }
            }
            table.set(key, value);
        }
        Ok(Value::Hash(table))
    }

    fn with_base(
        &mut self,
        rs: &mut Runspace,
        element: &Element,
        base: Value,
        names: Option<Vec<Rc<str>>>,
    ) -> Result<Value> {
        let value = wrap(base);
        self.remember(element, &value);
        if let (Some(own), Some(names)) = (instance_members(&value), names) {
            if names.iter().any(|n| **n == *"Deserialized.System.Enum")
                && let Some(text) = element.child("ToString")
            {
                let text = Value::Str(escape::decode(&text.text));
                own.set(InstanceMember {
                    name: "Value".into(),
                    value: MemberValue::Note(text),
                    hidden: false,
                });
            }
            own.set_type_names(names);
        }
        for (name, item) in self.properties(rs, element)? {
            if let Some(own) = instance_members(&value) {
                own.set(InstanceMember { name, value: MemberValue::Note(item), hidden: false });
            }
        }
        Ok(value)
    }

    fn properties(&mut self, rs: &mut Runspace, element: &Element) -> Result<Vec<(Rc<str>, Value)>> {
        let mut found = Vec::new();
        for group in element.children.iter().filter(|c| matches!(c.name.as_str(), "Props" | "MS")) {
            for child in &group.children {
                let name = escape::decode(child.attribute("N").unwrap_or(""));
                found.push((Rc::from(name.lossy()), self.one(rs, child)?));
            }
        }
        Ok(found)
    }

    fn bag(&mut self, rs: &mut Runspace, element: &Element, names: Option<Vec<Rc<str>>>) -> Result<Value> {
        let object = Object::custom(PropertyBag::default());
        let value = Value::Object(object.clone());
        self.remember(element, &value);
        if let Some(names) = &names {
            object.members().set_type_names(names.clone());
        }
        for (name, item) in self.properties(rs, element)? {
            if let Some(bag) = object.bag() {
                bag.borrow_mut().set(name, item);
            }
        }
        let text = element.child("ToString").map(|t| escape::decode(&t.text));
        let original = names.as_ref().and_then(|n| n.first()).and_then(|n| n.strip_prefix(PREFIX));
        if let Some(original) = original
            && let Some(revived) = revive(rs, original, text.as_ref(), &value)
        {
            self.remember(element, &revived);
            return Ok(revived);
        }
        if let Some(text) = text {
            let quoted = format!("'{}'", text.lossy().replace('\'', "''"));
            let block = rs.script_block_of_text(&quoted)?;
            object.members().set(InstanceMember {
                name: "ToString".into(),
                value: MemberValue::Method(block),
                hidden: true,
            });
        }
        Ok(value)
    }
}

/// The object that a property bag was, of the types that come back whole.
fn revive(rs: &mut Runspace, original: &str, text: Option<&PsStr>, bag: &Value) -> Option<Value> {
    if original == "System.Management.Automation.PSCredential" {
        let user = crate::members::try_property(rs, bag, "UserName")?;
        let password = crate::members::try_property(rs, bag, "Password")?;
        let ty = TypeRef::named(original);
        return crate::members::construct(rs, &ty, &[user, password]).ok();
    }
    if !REVIVED.contains(&original) {
        return None;
    }
    cast_text(rs, text?, original)
}

fn cast_text(rs: &mut Runspace, text: &PsStr, type_name: &str) -> Option<Value> {
    cast(rs, &Value::Str(text.clone()), &TypeRef::named(type_name)).ok()
}

fn floating(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => {
            // Rust also reads words that XML Schema does not have.
            let is_number = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
            if is_number { text.parse().ok() } else { None }
        }
    }
}

fn bytes(text: &str) -> Option<Value> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok().map(byte_array)
}

/// A secure string: UTF-16 in hexadecimal digits.
fn secret(text: &str) -> Option<Value> {
    let digits: Vec<char> = text.chars().collect();
    let units = digits
        .chunks(4)
        .map(|c| {
            let part: String = c.iter().collect();
            u16::from_str_radix(&part, 16).ok().filter(|_| c.len() == 4).map(u16::swap_bytes)
        })
        .collect::<Option<Vec<u16>>>()?;
    Some(crate::net::secure_string(&String::from_utf16_lossy(&units)))
}
