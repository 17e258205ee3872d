//! `System.Xml.XmlDocument` and its nodes, and the properties that PowerShell makes of elements and attributes.

use std::rc::Rc;

use super::xml_node::{Kind, Node, read};
use super::xml_path;
use crate::convert::{enum_value, plain_text};
use crate::error::{ErrorCategory, Raised, Result};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

/// A node as a value.
struct XmlNode(Rc<Node>);

impl Native for XmlNode {}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Document => "System.Xml.XmlDocument",
        Kind::Element => "System.Xml.XmlElement",
        Kind::Attribute => "System.Xml.XmlAttribute",
        Kind::Text => "System.Xml.XmlText",
        Kind::CData => "System.Xml.XmlCDataSection",
        Kind::Comment => "System.Xml.XmlComment",
        Kind::Declaration => "System.Xml.XmlDeclaration",
        Kind::Instruction => "System.Xml.XmlProcessingInstruction",
        Kind::DocumentType => "System.Xml.XmlDocumentType",
    }
}

fn wrap(node: Rc<Node>) -> Value {
    Value::Object(Object::native_of(TypeRef::named(type_name(node.kind)), XmlNode(node)))
}

fn list(nodes: Vec<Rc<Node>>) -> Value {
    super::List::view("System.Xml.XPathNodeList", nodes.into_iter().map(wrap).collect())
}

fn optional(node: Option<Rc<Node>>) -> Value {
    node.map_or(Value::Null, wrap)
}

fn node_of(value: &Value) -> Option<Rc<Node>> {
    value.native::<XmlNode>().map(|n| n.0.clone())
}

fn this(call: &Call<'_>) -> Result<Rc<Node>> {
    node_of(call.this).ok_or_else(|| {
        Raised::net("System.NullReferenceException", "Object reference not set to an instance of an object.")
    })
}

/// Reads a document out of text, for a cast and for cmdlets.
///
/// # Errors
/// `InvalidCastToXmlDocument`.
pub fn xml_document(text: &str) -> Result<Value> {
    read(text).map(wrap).map_err(|why| {
        Raised::runtime(
            "InvalidCastToXmlDocument",
            ErrorCategory::InvalidArgument,
            format!("Cannot convert value \"{text}\" to type \"System.Xml.XmlDocument\". Error: \"{why}\""),
        )
    })
}

fn convert(_: &mut crate::Runspace, value: &Value) -> Option<Result<Value>> {
    match value {
        Value::Str(s) => Some(xml_document(s.lossy())),
        Value::Array(a) => {
            let lines: Vec<String> = a.to_vec().iter().map(plain_text).collect();
            Some(xml_document(&lines.join("\n")))
        }
        _ => None,
    }
}

/// What PowerShell shows for a child element: its text where it holds nothing else, the element otherwise.
fn simple(node: &Rc<Node>) -> Value {
    let children = node.children.borrow();
    let only_text = children.iter().all(|c| matches!(c.kind, Kind::Text | Kind::CData));
    if node.attributes.borrow().is_empty() && only_text {
        return Value::str(node.inner_text());
    }
    drop(children);
    wrap(node.clone())
}

/// A property that PowerShell makes of the elements, attributes and texts inside; letter case does not count.
pub(super) fn adapted(target: &Value, name: &str) -> Option<Value> {
    let node = node_of(target)?;
    let mut found: Vec<Value> = node
        .attributes
        .borrow()
        .iter()
        .filter(|a| a.name.eq_ignore_ascii_case(name))
        .map(|a| Value::str(a.value.borrow().as_str()))
        .collect();
    for child in node.children.borrow().iter() {
        match child.kind {
            Kind::Element
                if child.name.eq_ignore_ascii_case(name) || child.local_name().eq_ignore_ascii_case(name) =>
            {
                found.push(simple(child));
            }
            Kind::Text | Kind::CData | Kind::Comment if child.name.eq_ignore_ascii_case(name) => {
                found.push(Value::str(child.value.borrow().as_str()));
            }
            Kind::Declaration if name.eq_ignore_ascii_case("xml") => {
                found.push(Value::str(child.value.borrow().as_str()));
            }
            _ => {}
        }
    }
    match found.len() {
        0 => None,
        1 => found.pop(),
        _ => Some(Value::array(found)),
    }
}

/// Names of the properties that an XML node's elements and attributes make; `None` of what is no node, or has none.
pub fn adapted_node_names(target: &Value) -> Option<Vec<Rc<str>>> {
    let node = node_of(target.base())?;
    matches!(node.kind, Kind::Document | Kind::Element).then(|| adapted_names(target.base()))
}

/// Names of those properties.
pub(super) fn adapted_names(target: &Value) -> Vec<Rc<str>> {
    let Some(node) = node_of(target) else { return Vec::new() };
    let mut names: Vec<Rc<str>> = Vec::new();
    let attributes = node.attributes.borrow();
    let children = node.children.borrow();
    for n in attributes.iter().chain(children.iter()) {
        if !names.iter().any(|known| **known == *n.name) {
            names.push(n.name.as_str().into());
        }
    }
    names
}

/// Sets such a property: an attribute, or the text of an element.
///
/// # Errors
/// Where several elements have the name, or it holds more than text.
pub(crate) fn set_adapted(target: &Value, name: &str, value: &Value) -> Option<Result<()>> {
    let node = node_of(target)?;
    let text = plain_text(value);
    let attribute = node.attributes.borrow().iter().find(|a| a.name.eq_ignore_ascii_case(name)).cloned();
    if let Some(attribute) = attribute {
        *attribute.value.borrow_mut() = text;
        return Some(Ok(()));
    }
    let found: Vec<Rc<Node>> =
        node.elements().into_iter().filter(|e| e.name.eq_ignore_ascii_case(name)).collect();
    match found.as_slice() {
        [one] => {
            one.set_inner_text(&text);
            Some(Ok(()))
        }
        [] => None,
        _ => Some(Err(Raised::typed(
            "System.Management.Automation.SetValueException",
            "XmlNodeSetRestrictions",
            ErrorCategory::NotSpecified,
            format!(
                "Cannot set \"{name}\" because only strings can be used as values to set XmlNode properties."
            ),
        ))),
    }
}

/// Text by PowerShell's conversion: an element gives its name.
pub(super) fn text(value: &Value) -> Option<String> {
    let node = node_of(value)?;
    Some(if node.kind == Kind::Document {
        type_name(node.kind).to_owned()
    } else {
        node.local_name().to_owned()
    })
}

/// Reads a document; in an error, what is wrong with the text.
///
/// # Errors
/// What is wrong with the text.
pub fn read_xml(text: &str) -> std::result::Result<Value, String> {
    read(text).map(wrap)
}

/// The nodes below a node that an XPath expression finds. `namespaces` are prefixes with their addresses.
///
/// # Errors
/// `XPathException`.
pub fn select_nodes(node: &Value, path: &str, namespaces: &[(String, String)]) -> Result<Vec<Value>> {
    let _ = namespaces;
    let Some(start) = node_of(node) else { return Ok(Vec::new()) };
    let refuse = |message: String| Raised::net("System.Xml.XPath.XPathException", message);
    let function = path.split('(').next().filter(|_| path.ends_with(')')).unwrap_or("").trim();
    if matches!(
        function,
        "sum" | "count" | "string" | "concat" | "number" | "boolean" | "not" | "string-length" | "name"
    ) {
        return Err(refuse("Expression must evaluate to a node-set.".into()));
    }
    let found = xml_path::select(&start, path);
    let found = found.ok_or_else(|| refuse(format!("'{path}' has an invalid token.")))?;
    Ok(found.into_iter().map(wrap).collect())
}

/// The XML of a node.
pub(super) fn outer_xml(value: &Value) -> String {
    node_of(value).map(|n| n.outer_xml()).unwrap_or_default()
}

fn select(call: &mut Call<'_>) -> Result<Vec<Rc<Node>>> {
    let path = call.text(0);
    xml_path::select(&this(call)?, path.lossy()).ok_or_else(|| {
        Raised::net(
            "System.Xml.XPath.XPathException",
            format!("'{}' has an invalid token, or one that is not supported.", path.lossy()),
        )
    })
}

fn sibling(call: &Call<'_>, step: isize) -> Result<Value> {
    let node = this(call)?;
    let Some(parent) = node.parent() else { return Ok(Value::Null) };
    let children = parent.children.borrow();
    let at = children.iter().position(|c| Rc::ptr_eq(c, &node));
    Ok(optional(at.and_then(|i| i.checked_add_signed(step)).and_then(|i| children.get(i).cloned())))
}

fn node_type(call: &mut Call<'_>) -> Result<Value> {
    let name = match this(call)?.kind {
        Kind::Document => "Document",
        Kind::Element => "Element",
        Kind::Attribute => "Attribute",
        Kind::Text => "Text",
        Kind::CData => "CDATA",
        Kind::Comment => "Comment",
        Kind::Declaration => "XmlDeclaration",
        Kind::Instruction => "ProcessingInstruction",
        Kind::DocumentType => "DocumentType",
    };
    Ok(enum_value("System.Xml.XmlNodeType", name))
}

fn value(call: &mut Call<'_>) -> Result<Value> {
    let node = this(call)?;
    Ok(match node.kind {
        Kind::Document | Kind::Element | Kind::DocumentType => Value::Null,
        _ => Value::str(node.value.borrow().as_str()),
    })
}

fn set_value(call: &mut Call<'_>) -> Result<Value> {
    *this(call)?.value.borrow_mut() = call.text(0).lossy().to_owned();
    Ok(Value::Void)
}

fn set_text(call: &mut Call<'_>) -> Result<Value> {
    this(call)?.set_inner_text(call.text(0).lossy());
    Ok(Value::Void)
}

fn set_xml(call: &mut Call<'_>) -> Result<Value> {
    let node = this(call)?;
    let inner = read(&format!("<x>{}</x>", call.text(0).lossy()))
        .map_err(|why| Raised::net("System.Xml.XmlException", why))?;
    node.children.borrow_mut().clear();
    for child in inner.elements().first().map(|x| x.children.borrow().clone()).unwrap_or_default() {
        node.append(child);
    }
    Ok(Value::Void)
}

fn root(node: &Rc<Node>) -> Rc<Node> {
    let mut current = node.clone();
    while let Some(parent) = current.parent() {
        current = parent;
    }
    current
}

fn child_argument(call: &Call<'_>, index: usize) -> Result<Rc<Node>> {
    node_of(&call.arg(index)).ok_or_else(|| Raised::null_argument("newChild"))
}

/// Puts a node inside another; never one inside itself.
fn append(call: &mut Call<'_>) -> Result<Value> {
    let (node, child) = (this(call)?, child_argument(call, 0)?);
    let mut above = Some(node.clone());
    while let Some(n) = above {
        if Rc::ptr_eq(&n, &child) {
            return Err(Raised::net(
                "System.ArgumentException",
                "Cannot insert a node or any ancestor of that node as a child of itself.",
            ));
        }
        above = n.parent();
    }
    if child.kind == Kind::Attribute {
        node.set_attribute(&child.name, &child.value.borrow());
    } else {
        node.append(child.clone());
    }
    Ok(wrap(child))
}

fn insert(call: &mut Call<'_>, after: bool) -> Result<Value> {
    let child = child_argument(call, 0)?;
    append(call)?;
    let node = this(call)?;
    if let Some(reference) = node_of(&call.arg(1)) {
        let mut children = node.children.borrow_mut();
        children.retain(|c| !Rc::ptr_eq(c, &child));
        let at = children.iter().position(|c| Rc::ptr_eq(c, &reference)).unwrap_or(children.len());
        let at = (at + usize::from(after)).min(children.len());
        children.insert(at, child.clone());
    }
    Ok(wrap(child))
}

fn remove_child(call: &mut Call<'_>) -> Result<Value> {
    let (node, child) = (this(call)?, child_argument(call, 0)?);
    if !node.children.borrow().iter().any(|c| Rc::ptr_eq(c, &child)) {
        return Err(Raised::net(
            "System.ArgumentException",
            "The node to be removed is not a child of this node.",
        ));
    }
    node.remove(&child);
    Ok(wrap(child))
}

fn replace_child(call: &mut Call<'_>) -> Result<Value> {
    let (node, new, old) = (this(call)?, child_argument(call, 0)?, child_argument(call, 1)?);
    append(call)?;
    let mut children = node.children.borrow_mut();
    children.retain(|c| !Rc::ptr_eq(c, &new));
    if let Some(place) = children.iter_mut().find(|c| Rc::ptr_eq(c, &old)) {
        *place = new;
    }
    Ok(wrap(old))
}

fn clear(call: &mut Call<'_>) -> Result<Value> {
    let node = this(call)?;
    node.children.borrow_mut().clear();
    node.attributes.borrow_mut().clear();
    Ok(Value::Void)
}

fn load_xml(call: &mut Call<'_>) -> Result<Value> {
    load_text(call, call.text(0).lossy().to_owned())
}

fn load_text(call: &Call<'_>, text: String) -> Result<Value> {
    let made = read(&text).map_err(|why| Raised::net("System.Xml.XmlException", why))?;
    let node = this(call)?;
    node.children.borrow_mut().clear();
    for child in made.children.take() {
        node.append(child);
    }
    Ok(Value::Void)
}

fn load(call: &mut Call<'_>) -> Result<Value> {
    let path = call.text(0).lossy().to_owned();
    let text = std::fs::read_to_string(&path).map_err(|e| super::file::failure(&e, &path, false))?;
    load_text(call, text)
}

fn save(call: &mut Call<'_>) -> Result<Value> {
    let path = call.text(0).lossy().to_owned();
    super::file::allowed(call, &path)?;
    let mut text = String::new();
    this(call)?.indented(0, &mut text);
    std::fs::write(&path, text).map(|()| Value::Void).map_err(|e| super::file::failure(&e, &path, false))
}

fn by_tag(node: &Rc<Node>, name: &str, out: &mut Vec<Rc<Node>>) {
    for child in node.elements() {
        if name == "*" || child.name == name {
            out.push(child.clone());
        }
        by_tag(&child, name, out);
    }
}

fn attribute_list(call: &mut Call<'_>) -> Result<Value> {
    let node = this(call)?;
    let attributes = node.attributes.borrow().clone();
    Ok(if node.kind == Kind::Element { list(attributes) } else { Value::Null })
}

const fn node(name: &'static str) -> TypeDef {
    TypeDef { base: Some("System.Xml.XmlNode"), ..TypeDef::new(name) }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        base: Some("System.Object"),
        methods: &[
            ("System.Xml.XmlNodeList SelectNodes(string xpath)", |c| select(c).map(list)),
            ("System.Xml.XmlNode SelectSingleNode(string xpath)", |c| {
                select(c).map(|n| optional(n.into_iter().next()))
            }),
            ("System.Xml.XmlNode AppendChild(System.Xml.XmlNode newChild)", append),
            ("System.Xml.XmlNode PrependChild(System.Xml.XmlNode newChild)", |c| {
                let child = child_argument(c, 0)?;
                append(c)?;
                let node = this(c)?;
                let mut children = node.children.borrow_mut();
                children.retain(|n| !Rc::ptr_eq(n, &child));
                children.insert(0, child.clone());
                Ok(wrap(child))
            }),
            (
                "System.Xml.XmlNode InsertBefore(System.Xml.XmlNode newChild, System.Xml.XmlNode refChild)",
                |c| insert(c, false),
            ),
            (
                "System.Xml.XmlNode InsertAfter(System.Xml.XmlNode newChild, System.Xml.XmlNode refChild)",
                |c| insert(c, true),
            ),
            ("System.Xml.XmlNode RemoveChild(System.Xml.XmlNode oldChild)", remove_child),
            (
                "System.Xml.XmlNode ReplaceChild(System.Xml.XmlNode newChild, System.Xml.XmlNode oldChild)",
                replace_child,
            ),
            ("void RemoveAll()", clear),
            ("System.Xml.XmlNode CloneNode(bool deep)", |c| Ok(wrap(this(c)?.copy(c.bool(0))))),
            ("System.Xml.XmlNode Clone()", |c| Ok(wrap(this(c)?.copy(true)))),
        ],
        properties: &[
            ("string Name {get;}", |c| Ok(Value::str(this(c)?.name.as_str())), None),
            ("string LocalName {get;}", |c| Ok(Value::str(this(c)?.local_name())), None),
            (
                "string Prefix {get;}",
                |c| {
                    let node = this(c)?;
                    Ok(Value::str(node.name.split_once(':').map_or("", |(p, _)| p)))
                },
                None,
            ),
            ("string Value {get;set;}", value, Some(set_value)),
            ("System.Xml.XmlNodeType NodeType {get;}", node_type, None),
            ("System.Xml.XmlNode ParentNode {get;}", |c| Ok(optional(this(c)?.parent())), None),
            (
                "System.Xml.XmlNodeList ChildNodes {get;}",
                |c| Ok(list(this(c)?.children.borrow().clone())),
                None,
            ),
            (
                "System.Xml.XmlNode FirstChild {get;}",
                |c| Ok(optional(this(c)?.children.borrow().first().cloned())),
                None,
            ),
            (
                "System.Xml.XmlNode LastChild {get;}",
                |c| Ok(optional(this(c)?.children.borrow().last().cloned())),
                None,
            ),
            ("System.Xml.XmlNode NextSibling {get;}", |c| sibling(c, 1), None),
            ("System.Xml.XmlNode PreviousSibling {get;}", |c| sibling(c, -1), None),
            ("System.Xml.XmlAttributeCollection Attributes {get;}", attribute_list, None),
            ("bool HasChildNodes {get;}", |c| Ok(Value::Bool(!this(c)?.children.borrow().is_empty())), None),
            ("string InnerText {get;set;}", |c| Ok(Value::str(this(c)?.inner_text())), Some(set_text)),
            ("string InnerXml {get;set;}", |c| Ok(Value::str(this(c)?.inner_xml())), Some(set_xml)),
            ("string OuterXml {get;}", |c| Ok(Value::str(this(c)?.outer_xml())), None),
            (
                "System.Xml.XmlDocument OwnerDocument {get;}",
                |c| {
                    let node = this(c)?;
                    Ok(if node.kind == Kind::Document {
                        Value::Null
                    } else {
                        optional(Some(root(&node)).filter(|r| r.kind == Kind::Document))
                    })
                },
                None,
            ),
        ],
        equals: Some(|a, b| match (node_of(a), node_of(b)) {
            (Some(a), Some(b)) => Rc::ptr_eq(&a, &b),
            _ => false,
        }),
        ..TypeDef::new("System.Xml.XmlNode")
    },
    &TypeDef {
        constructors: &[("()", |_| Ok(wrap(Node::new(Kind::Document, "#document", ""))))],
        methods: &[
            ("void LoadXml(string xml)", load_xml),
            ("void Load(string filename)", load),
            ("void Save(string filename)", save),
            ("System.Xml.XmlElement CreateElement(string name)", |c| {
                Ok(wrap(Node::new(Kind::Element, c.text(0).lossy(), "")))
            }),
            ("System.Xml.XmlElement CreateElement(string qualifiedName, string namespaceURI)", |c| {
                Ok(wrap(Node::new(Kind::Element, c.text(0).lossy(), "")))
            }),
            ("System.Xml.XmlAttribute CreateAttribute(string name)", |c| {
                Ok(wrap(Node::new(Kind::Attribute, c.text(0).lossy(), "")))
            }),
            ("System.Xml.XmlText CreateTextNode(string text)", |c| {
                Ok(wrap(Node::new(Kind::Text, "#text", c.text(0).lossy())))
            }),
            ("System.Xml.XmlCDataSection CreateCDataSection(string data)", |c| {
                Ok(wrap(Node::new(Kind::CData, "#cdata-section", c.text(0).lossy())))
            }),
            ("System.Xml.XmlComment CreateComment(string data)", |c| {
                Ok(wrap(Node::new(Kind::Comment, "#comment", c.text(0).lossy())))
            }),
            (
                "System.Xml.XmlDeclaration CreateXmlDeclaration(string version, string encoding, string standalone)",
                |c| {
                    let mut text = format!("version=\"{}\"", c.text(0).lossy());
                    if !c.text(1).is_empty() {
                        text.push_str(&format!(" encoding=\"{}\"", c.text(1).lossy()));
                    }
                    if !c.text(2).is_empty() {
                        text.push_str(&format!(" standalone=\"{}\"", c.text(2).lossy()));
                    }
                    Ok(wrap(Node::new(Kind::Declaration, "xml", &text)))
                },
            ),
            ("System.Xml.XmlNode ImportNode(System.Xml.XmlNode node, bool deep)", |c| {
                Ok(optional(node_of(&c.arg(0)).map(|n| n.copy(c.bool(1)))))
            }),
            ("System.Xml.XmlNodeList GetElementsByTagName(string name)", |c| {
                let mut out = Vec::new();
                by_tag(&this(c)?, c.text(0).lossy(), &mut out);
                Ok(list(out))
            }),
        ],
        properties: &[
            (
                "System.Xml.XmlElement DocumentElement {get;}",
                |c| Ok(optional(this(c)?.elements().into_iter().next())),
                None,
            ),
            ("bool PreserveWhitespace {get;}", |_| Ok(Value::Bool(false)), None),
        ],
        convert_from: Some(convert),
        ..node("System.Xml.XmlDocument")
    },
    &TypeDef {
        methods: &[
            ("string GetAttribute(string name)", |c| {
                let found = this(c)?.attribute(c.text(0).lossy());
                Ok(Value::str(found.map(|a| a.value.borrow().clone()).unwrap_or_default()))
            }),
            ("void SetAttribute(string name, string value)", |c| {
                this(c)?.set_attribute(c.text(0).lossy(), c.text(1).lossy());
                Ok(Value::Void)
            }),
            ("void RemoveAttribute(string name)", |c| {
                let name = c.text(0);
                this(c)?.attributes.borrow_mut().retain(|a| a.name != name.lossy());
                Ok(Value::Void)
            }),
            ("bool HasAttribute(string name)", |c| {
                Ok(Value::Bool(this(c)?.attribute(c.text(0).lossy()).is_some()))
            }),
            ("System.Xml.XmlNodeList GetElementsByTagName(string name)", |c| {
                let mut out = Vec::new();
                by_tag(&this(c)?, c.text(0).lossy(), &mut out);
                Ok(list(out))
            }),
        ],
        properties: &[
            (
                "bool HasAttributes {get;}",
                |c| Ok(Value::Bool(!this(c)?.attributes.borrow().is_empty())),
                None,
            ),
            ("bool IsEmpty {get;}", |c| Ok(Value::Bool(this(c)?.children.borrow().is_empty())), None),
        ],
        ..node("System.Xml.XmlElement")
    },
    &node("System.Xml.XmlAttribute"),
    &node("System.Xml.XmlText"),
    &node("System.Xml.XmlCDataSection"),
    &node("System.Xml.XmlComment"),
    &node("System.Xml.XmlDeclaration"),
    &node("System.Xml.XmlProcessingInstruction"),
    &node("System.Xml.XmlDocumentType"),
];
