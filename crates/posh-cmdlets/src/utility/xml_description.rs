//! Objects as the XML of ConvertTo-Xml: `Object` and `Property` elements with names and types.

use posh_runtime::value::{MemberValue, ObjectData};
use posh_runtime::{Result, Runspace, Value, format, members};

/// An element of the description.
pub(super) struct Node {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Content,
}

enum Content {
    Nothing,
    Text(String),
    Children(Vec<Node>),
}

impl Node {
    /// An element around others.
    pub(super) fn parent(tag: &'static str, children: Vec<Self>) -> Self {
        let content = if children.is_empty() { Content::Nothing } else { Content::Children(children) };
        Self { tag, attributes: Vec::new(), content }
    }

    fn start(&self) -> String {
        let attributes: String = self
            .attributes
            .iter()
            .map(|(n, v)| format!(" {n}=\"{}\"", escape(v).replace('"', "&quot;")))
            .collect();
        format!("<{}{attributes}", self.tag)
    }

    /// Without blanks between elements.
    pub(super) fn flat(&self) -> String {
        let start = self.start();
        match &self.content {
            Content::Nothing => format!("{start} />"),
            Content::Text(text) => format!("{start}>{}</{}>", escape(text), self.tag),
            Content::Children(children) => {
                let inner: String = children.iter().map(Self::flat).collect();
                format!("{start}>{inner}</{}>", self.tag)
            }
        }
    }

    /// An element a line.
    pub(super) fn indented(&self, depth: usize) -> String {
        let indent = "  ".repeat(depth);
        match &self.content {
            Content::Children(children) => {
                let inner: String = children.iter().map(|c| c.indented(depth + 1) + "\n").collect();
                format!("{indent}{}>\n{inner}{indent}</{}>", self.start(), self.tag)
            }
            _ => format!("{indent}{}", self.flat()),
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Describes objects.
pub(super) struct Describer {
    /// Whether elements name the type of what they describe.
    pub(super) with_types: bool,
}

/// Objects inside one another beyond this depth are described by their text.
const DEEPEST: usize = 64;

impl Describer {
    /// The element of an object.
    ///
    /// # Errors
    /// What computing a property raises that ends the script.
    pub(super) fn describe(&self, rs: &mut Runspace, value: &Value, depth: usize) -> Result<Node> {
        self.node(rs, value, "Object", None, depth, 0)
    }

    fn make(&self, tag: &'static str, name: Option<&str>, ty: &str, content: Content) -> Node {
        let mut attributes = Vec::new();
        if let Some(name) = name {
            attributes.push(("Name", name.to_owned()));
        }
        if self.with_types {
            attributes.push(("Type", ty.to_owned()));
        }
        Node { tag, attributes, content }
    }

    fn node(
        &self,
        rs: &mut Runspace,
        value: &Value,
        tag: &'static str,
        name: Option<&str>,
        depth: usize,
        inside: usize,
    ) -> Result<Node> {
        rs.check_stop()?;
        if value.is_null() {
            return Ok(self.make(tag, name, "System.Object", Content::Nothing));
        }
        let ty = value.base().type_ref().map(|t| t.full_name().to_owned()).unwrap_or_default();
        if is_primitive(value.base()) {
            let text = format::culture_text(rs, value.base())?;
            return self.with_notes(rs, value, tag, name, &ty, "", text);
        }
        if let Value::Hash(table) = value.base() {
            let mut children = Vec::new();
            for (key, item) in table.pairs() {
                children.push(self.node(rs, &key, "Property", Some("Key"), depth, inside + 1)?);
                children.push(self.node(rs, &item, "Property", Some("Value"), depth, inside + 1)?);
            }
            return Ok(self.make(tag, name, &ty, Self::content(children)));
        }
        if inside < DEEPEST
            && let Some(items) = members::enumerate(rs, value)?
        {
            let mut children = Vec::new();
            for item in items {
                children.push(self.node(rs, &item, "Property", None, depth, inside + 1)?);
            }
            return Ok(self.make(tag, name, &ty, Self::content(children)));
        }
        if depth == 0 || inside >= DEEPEST {
            let text = posh_runtime::convert::to_text(rs, value)?;
            return self.with_notes(rs, value, tag, name, &ty, "System.String", text);
        }
        let mut children = Vec::new();
        for property in members::property_names(rs, value)? {
            let item = members::get_property(rs, value, &property).ok().flatten().unwrap_or(Value::Null);
            children.push(self.node(rs, &item, "Property", Some(&property), depth - 1, inside + 1)?);
        }
        if let Value::Enum(number) = value.base() {
            let raw = i32::try_from(number.raw).map_or(Value::Long(number.raw), Value::Int);
            children.push(self.node(rs, &raw, "Property", Some("value__"), depth - 1, inside + 1)?);
        }
        Ok(self.make(tag, name, &ty, Self::content(children)))
    }

    fn content(children: Vec<Node>) -> Content {
        if children.is_empty() { Content::Nothing } else { Content::Children(children) }
    }

    /// A text; below it, where there are some, the properties that were put on the value.
    #[expect(clippy::too_many_arguments, reason = "the parts of one element")]
    fn with_notes(
        &self,
        rs: &mut Runspace,
        value: &Value,
        tag: &'static str,
        name: Option<&str>,
        ty: &str,
        text_type: &str,
        text: String,
    ) -> Result<Node> {
        let notes = notes(value);
        if notes.is_empty() {
            return Ok(self.make(tag, name, ty, Content::Text(text)));
        }
        let text_type = if text_type.is_empty() { ty } else { text_type };
        let mut children = vec![self.make("Property", None, text_type, Content::Text(text))];
        for (note, item) in notes {
            let text = posh_runtime::convert::to_text(rs, &item)?;
            let kind = "System.Management.Automation.PSNoteProperty";
            children.push(self.make("Property", Some(&note), kind, Content::Text(text)));
        }
        Ok(self.make(tag, name, ty, Content::Children(children)))
    }
}

fn notes(value: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    if let Value::Object(o) = value
        && let ObjectData::Custom(bag) = &o.data
    {
        found.extend(bag.borrow().iter().map(|(n, v)| (n.to_string(), v.clone())));
    }
    for member in members::instance_members(value).map(|m| m.all()).unwrap_or_default() {
        if let MemberValue::Note(item) = member.value
            && !member.hidden
        {
            found.push((member.name.to_string(), item));
        }
    }
    found
}

fn is_primitive(value: &Value) -> bool {
    match value {
        Value::Object(o) => matches!(
            o.ty().full_name(),
            "System.Guid"
                | "System.Uri"
                | "System.Version"
                | "System.Xml.XmlDocument"
                | "System.Security.SecureString"
        ),
        Value::Array(_)
        | Value::Hash(_)
        | Value::Enum(_)
        | Value::Type(_)
        | Value::BigInt(_)
        | Value::Switch(_) => false,
        _ => true,
    }
}
