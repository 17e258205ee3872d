//! Objects to CLIXML.

use std::collections::HashMap;
use std::rc::Rc;

use super::{escape, time, types};
use crate::convert::{double_text, plain_text, single_text};
use crate::error::{ErrorRecord, Raised, Result};
use crate::members::{self, instance_members};
use crate::runspace::Runspace;
use crate::types::TypeRef;
use crate::value::{MemberValue, ObjectData, PsStr, Value};

/// Objects inside one another beyond this depth are written as text, whatever was asked for.
const DEEPEST: usize = 50;

/// Writes objects as one CLIXML text, each as deep as `depth` says.
///
/// # Errors
/// What computing a property raises that ends the script; a character that XML does not have.
pub fn to_clixml(rs: &mut Runspace, values: &[Value], depth: usize) -> Result<String> {
    let mut writer = Writer {
        out: String::new(),
        indent: 1,
        objects: HashMap::new(),
        kept: Vec::new(),
        names: HashMap::new(),
    };
    for value in values {
        writer.one(rs, value, None, depth)?;
    }
    let head = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"";
    Ok(if writer.out.is_empty() { format!("{head} />") } else { format!("{head}>{}\n</Objs>", writer.out) })
}

struct Writer {
    out: String,
    indent: usize,
    /// Numbers of the objects written so far, by address.
    objects: HashMap<usize, usize>,
    /// Keeps those objects alive, so that no address is used twice.
    kept: Vec<Value>,
    names: HashMap<String, usize>,
}

/// What holds elements.
enum Container {
    List(&'static str, Vec<Value>),
    Dictionary(Vec<(Value, Value)>),
}

fn text_error(bad: &escape::NotACharacter) -> Box<Raised> {
    Raised::net(
        "System.ArgumentException",
        format!(
            "'{}', hexadecimal value 0x{:X}, is an invalid character.",
            char::REPLACEMENT_CHARACTER,
            bad.0
        ),
    )
}

impl Writer {
    fn line(&mut self, text: &str) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.indent));
        self.out.push_str(text);
    }

    fn open(&mut self, tag: &str) {
        self.line(&format!("<{tag}>"));
        self.indent += 1;
    }

    fn close(&mut self, tag: &str) {
        self.indent -= 1;
        self.line(&format!("</{tag}>"));
    }

    fn named(name: Option<&str>) -> Result<String> {
        let Some(name) = name else { return Ok(String::new()) };
        let escaped = escape::attribute(&PsStr::from(name)).map_err(|bad| text_error(&bad))?;
        Ok(format!(" N=\"{escaped}\""))
    }

    fn one(&mut self, rs: &mut Runspace, value: &Value, name: Option<&str>, depth: usize) -> Result<()> {
        rs.check_stop()?;
        if value.is_null() {
            let attribute = Self::named(name)?;
            self.line(&format!("<Nil{attribute} />"));
            return Ok(());
        }
        if let Some(number) = value.address().and_then(|a| self.objects.get(&a)) {
            let line = format!("<Ref{} RefId=\"{number}\" />", Self::named(name)?);
            self.line(&line);
            return Ok(());
        }
        if let Some((tag, text)) = primitive(rs, value.base())? {
            return self.primitive(rs, value, tag, &text, name, depth);
        }
        if let Some(container) = container(rs, value)? {
            return self.container(rs, value, container, name, depth);
        }
        let depth = self.depth_of(value, depth);
        if depth == 0 || self.indent > DEEPEST * 2 || is_written_as_text(rs, value) {
            return self.as_text(rs, value, name);
        }
        self.complex(rs, value, name, depth)
    }

    /// The depth that the type asks for, at the top.
    fn depth_of(&self, value: &Value, depth: usize) -> usize {
        if self.indent > 1 {
            return depth;
        }
        members::type_names(value)
            .iter()
            .find_map(|n| types::depth_of(n))
            .map_or(depth, |d| d.max(depth.min(d)))
    }

    fn element(&mut self, tag: &str, text: &PsStr, name: Option<&str>) -> Result<()> {
        let attribute = Self::named(name)?;
        let text = escape::text(text).map_err(|bad| text_error(&bad))?;
        self.line(&format!("<{tag}{attribute}>{text}</{tag}>"));
        Ok(())
    }

    fn primitive(
        &mut self,
        rs: &mut Runspace,
        value: &Value,
        tag: &str,
        text: &PsStr,
        name: Option<&str>,
        depth: usize,
    ) -> Result<()> {
        let notes = notes(rs, value);
        let renamed = instance_members(value).and_then(crate::value::InstanceMembers::type_names).is_some();
        if notes.is_empty() && !renamed {
            return self.element(tag, text, name);
        }
        self.start(value, name)?;
        if renamed {
            self.type_names(value)?;
        }
        self.element(tag, text, None)?;
        self.members(rs, "MS", notes, depth)?;
        self.close("Obj");
        Ok(())
    }

    fn start(&mut self, value: &Value, name: Option<&str>) -> Result<()> {
        let number = self.kept.len();
        if let Some(address) = value.address() {
            self.objects.insert(address, number);
        }
        self.kept.push(value.clone());
        let attribute = Self::named(name)?;
        self.open(&format!("Obj{attribute} RefId=\"{number}\""));
        Ok(())
    }

    fn type_names(&mut self, value: &Value) -> Result<()> {
        let names = written_type_names(value);
        let key = names.join("\n");
        if let Some(number) = self.names.get(&key) {
            let line = format!("<TNRef RefId=\"{number}\" />");
            self.line(&line);
            return Ok(());
        }
        let number = self.names.len();
        self.names.insert(key, number);
        self.open(&format!("TN RefId=\"{number}\""));
        for name in names {
            self.element("T", &PsStr::from(name), None)?;
        }
        self.close("TN");
        Ok(())
    }

    fn container(
        &mut self,
        rs: &mut Runspace,
        value: &Value,
        container: Container,
        name: Option<&str>,
        depth: usize,
    ) -> Result<()> {
        self.start(value, name)?;
        self.type_names(value)?;
        let tag = match &container {
            Container::List(tag, _) => tag,
            Container::Dictionary(_) => "DCT",
        };
        let is_empty = match &container {
            Container::List(_, items) => items.is_empty(),
            Container::Dictionary(pairs) => pairs.is_empty(),
        };
        if is_empty {
            self.line(&format!("<{tag} />"));
        } else {
            self.open(tag);
            match container {
                Container::List(_, items) => {
                    for item in items {
                        self.one(rs, &item, None, depth)?;
                    }
                }
                Container::Dictionary(pairs) => {
                    for (key, item) in pairs {
                        self.open("En");
                        self.one(rs, &key, Some("Key"), depth)?;
                        self.one(rs, &item, Some("Value"), depth)?;
                        self.close("En");
                    }
                }
            }
            self.close(tag);
        }
        if depth > 0 {
            let notes = notes(rs, value);
            self.members(rs, "MS", notes, depth)?;
        }
        self.close("Obj");
        Ok(())
    }

    /// An object that is too deep: its text.
    fn as_text(&mut self, rs: &mut Runspace, value: &Value, name: Option<&str>) -> Result<()> {
        let text = PsStr::from(crate::convert::to_text(rs, value)?);
        let notes = notes(rs, value);
        let renamed = instance_members(value).and_then(crate::value::InstanceMembers::type_names).is_some();
        let is_class = matches!(value, Value::Object(o) if o.class().is_some());
        if notes.is_empty() && !renamed && !is_class {
            return self.element("S", &text, name);
        }
        self.start(value, name)?;
        if renamed {
            self.type_names(value)?;
        }
        self.element("S", &text, None)?;
        self.members(rs, "MS", notes, 0)?;
        self.close("Obj");
        Ok(())
    }

    fn complex(&mut self, rs: &mut Runspace, value: &Value, name: Option<&str>, depth: usize) -> Result<()> {
        self.start(value, name)?;
        self.type_names(value)?;
        let is_bag = matches!(value, Value::Object(o) if o.bag().is_some());
        if !is_bag || members::has_method(value, "ToString") && has_own_text(value) {
            let text = crate::convert::to_text(rs, value)?;
            self.element("ToString", &PsStr::from(text), None)?;
        }
        if let Value::Enum(e) = value.base() {
            let number = i32::try_from(e.raw).map_or(Value::Long(e.raw), Value::Int);
            self.one(rs, &number, None, depth)?;
        } else if value.native::<ErrorRecord>().is_some() {
            let found = super::error_members(rs, value);
            self.members(rs, "MS", found, depth)?;
            self.close("Obj");
            return Ok(());
        } else {
            let adapted = adapted(rs, value)?;
            self.members(rs, "Props", adapted, depth.saturating_sub(1))?;
        }
        let extended = extended(rs, value);
        self.members(rs, "MS", extended, depth)?;
        self.close("Obj");
        Ok(())
    }

    fn members(
        &mut self,
        rs: &mut Runspace,
        tag: &str,
        list: Vec<(Rc<str>, Value)>,
        depth: usize,
    ) -> Result<()> {
        if list.is_empty() {
            return Ok(());
        }
        self.open(tag);
        for (name, value) in list {
            self.one(rs, &value, Some(&name), depth)?;
        }
        self.close(tag);
        Ok(())
    }
}

/// Whether a property bag has a text of its own, as deserialized objects do.
fn has_own_text(value: &Value) -> bool {
    instance_members(value).is_some_and(|m| m.get("ToString").is_some())
}

fn is_written_as_text(_: &mut Runspace, value: &Value) -> bool {
    matches!(value.base(), Value::Type(_))
}

/// Type names as .NET prints them: generic arguments with their assemblies.
fn written_type_names(value: &Value) -> Vec<String> {
    let own = instance_members(value).and_then(crate::value::InstanceMembers::type_names);
    if own.is_none()
        && let Some(ty) = value.base().type_ref()
        && !matches!(value.base(), Value::Object(o) if o.bag().is_some())
    {
        let mut names = vec![super::super::boxes::reflection_name(&ty)];
        names.extend(ty.bases().iter().map(super::super::boxes::reflection_name));
        return names;
    }
    members::type_names(value).iter().map(|n| n.to_string()).collect()
}

/// Tag and text of a value that CLIXML has a tag for.
fn primitive(rs: &Runspace, value: &Value) -> Result<Option<(&'static str, PsStr)>> {
    let number = |tag| Some((tag, PsStr::from(plain_text(value))));
    Ok(match value {
        Value::Str(s) => Some(("S", s.clone())),
        Value::Char(c) => Some(("C", PsStr::from(c.to_string()))),
        Value::Bool(b) => Some(("B", PsStr::from(if *b { "true" } else { "false" }))),
        Value::DateTime(d) => Some(("DT", PsStr::from(time::date(rs, *d)))),
        Value::TimeSpan(t) => Some(("TS", PsStr::from(time::span(*t)))),
        Value::Byte(_) => number("By"),
        Value::SByte(_) => number("SB"),
        Value::UInt16(_) => number("U16"),
        Value::Int16(_) => number("I16"),
        Value::UInt(_) => number("U32"),
        Value::Int(_) => number("I32"),
        Value::ULong(_) => number("U64"),
        Value::Long(_) => number("I64"),
        Value::Single(x) => Some(("Sg", PsStr::from(floating(single_text(*x))))),
        Value::Double(x) => Some(("Db", PsStr::from(floating(double_text(*x))))),
        Value::Decimal(_) => number("D"),
        Value::Array(a) if a.element() == crate::types::known::byte() => {
            use base64::Engine as _;
            let bytes = a.to_bytes().unwrap_or_default();
            Some(("BA", PsStr::from(base64::engine::general_purpose::STANDARD.encode(bytes))))
        }
        Value::Block(b) => Some(("SBK", PsStr::from(b.text()))),
        Value::Object(o) => match o.ty().full_name() {
            "System.Guid" => number("G"),
            "System.Uri" => number("URI"),
            "System.Version" => number("Version"),
            "System.Xml.XmlDocument" => Some(("XD", PsStr::from(super::super::xml::outer_xml(value)))),
            "System.Security.SecureString" => {
                let hex = super::super::credential::with_password(value, |_, secret| {
                    secret
                        .encode_utf16()
                        .flat_map(u16::to_le_bytes)
                        .map(|b| format!("{b:02x}"))
                        .collect::<String>()
                });
                Some(("SS", PsStr::from(hex.unwrap_or_default())))
            }
            _ => None,
        },
        _ => None,
    })
}

/// Numbers that are none, as XML Schema calls them.
fn floating(text: String) -> String {
    match text.as_str() {
        "∞" | "Infinity" => "INF".into(),
        "-∞" | "-Infinity" => "-INF".into(),
        _ => text,
    }
}

fn container(rs: &mut Runspace, value: &Value) -> Result<Option<Container>> {
    if let Value::Hash(h) = value.base() {
        return Ok(Some(Container::Dictionary(h.pairs())));
    }
    if let Value::Object(o) = value.base()
        && !matches!(o.data, ObjectData::Native(_))
    {
        return Ok(None);
    }
    if matches!(value.base(), Value::Object(o) if o.ty().full_name().starts_with("System.Xml.")) {
        return Ok(None);
    }
    let Some(items) = members::enumerate(rs, value.base())? else { return Ok(None) };
    let name = value.base().type_ref().map(|t: TypeRef| t.definition_name().to_owned()).unwrap_or_default();
    let tag = match name.as_str() {
        "System.Collections.Stack" | "System.Collections.Generic.Stack`1" => "STK",
        "System.Collections.Queue" | "System.Collections.Generic.Queue`1" => "QUE",
        n if n.contains("List") || n.contains("Collection`1") || n.ends_with(']') => "LST",
        _ => "IE",
    };
    let is_list = matches!(value.base(), Value::Array(_));
    Ok(Some(Container::List(if is_list { "LST" } else { tag }, items)))
}

/// Properties that were put on a value.
fn notes(rs: &mut Runspace, value: &Value) -> Vec<(Rc<str>, Value)> {
    let mut found = Vec::new();
    if let Value::Object(o) = value
        && let Some(bag) = o.bag()
    {
        found.extend(bag.borrow().iter().map(|(n, v)| (n.clone(), v.clone())));
    }
    let Some(own) = instance_members(value) else { return found };
    for member in own.all().into_iter().filter(|m| !m.hidden) {
        let is_property =
            matches!(member.value, MemberValue::Note(_) | MemberValue::Alias(_) | MemberValue::Script { .. });
        // A property that cannot be computed is left out.
        if is_property && let Ok(Some(computed)) = members::get_property(rs, value, &member.name) {
            found.push((member.name, computed));
        }
    }
    found
}

/// Properties that were put on a value, and those that the type table adds.
fn extended(rs: &mut Runspace, value: &Value) -> Vec<(Rc<str>, Value)> {
    let mut found = notes(rs, value);
    if matches!(value.base(), Value::Object(o) if o.ty().full_name().starts_with("System.Xml.")) {
        return found;
    }
    for name in crate::net::extended_names(value) {
        if !found.iter().any(|(n, _)| n.eq_ignore_ascii_case(&name))
            && let Ok(Some(computed)) = members::get_property(rs, value, &name)
        {
            found.push((name, computed));
        }
    }
    found
}

/// Properties of the type itself.
fn adapted(rs: &mut Runspace, value: &Value) -> Result<Vec<(Rc<str>, Value)>> {
    let chosen = members::type_names(value).iter().find_map(|n| types::chosen_properties(n));
    let others: Vec<Rc<str>> = extended(rs, value).into_iter().map(|(n, _)| n).collect();
    let mut found = Vec::new();
    for name in members::property_names(rs, value)? {
        let wanted = chosen.is_none_or(|c| c.iter().any(|n| n.eq_ignore_ascii_case(&name)));
        let is_other = others.iter().any(|n| n.eq_ignore_ascii_case(&name));
        if wanted
            && !is_other
            && let Ok(Some(computed)) = members::get_property(rs, value, &name)
        {
            found.push((name, computed));
        }
    }
    Ok(found)
}
