//! The tree behind `System.Xml.XmlNode`: reading and writing XML.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements inside one another beyond this depth are refused.
const DEEPEST: usize = 1000;

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Document,
    Element,
    Attribute,
    Text,
    CData,
    Comment,
    Declaration,
    Instruction,
    DocumentType,
}

/// A node of a document.
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) value: RefCell<String>,
    pub(super) attributes: RefCell<Vec<Rc<Node>>>,
    pub(super) children: RefCell<Vec<Rc<Node>>>,
    pub(super) parent: RefCell<Weak<Node>>,
}

impl Node {
    pub(super) fn new(kind: Kind, name: &str, value: &str) -> Rc<Self> {
        Rc::new(Self {
            kind,
            name: name.to_owned(),
            value: RefCell::new(value.to_owned()),
            attributes: RefCell::default(),
            children: RefCell::default(),
            parent: RefCell::default(),
        })
    }

    /// Name without its prefix.
    pub(super) fn local_name(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    pub(super) fn parent(&self) -> Option<Rc<Self>> {
        self.parent.borrow().upgrade()
    }

    pub(super) fn attribute(&self, name: &str) -> Option<Rc<Self>> {
        self.attributes.borrow().iter().find(|a| a.name == name).cloned()
    }

    /// Puts a node behind the children; it leaves its place elsewhere.
    pub(super) fn append(self: &Rc<Self>, child: Rc<Self>) {
        if let Some(old) = child.parent() {
            old.remove(&child);
        }
        *child.parent.borrow_mut() = Rc::downgrade(self);
        self.children.borrow_mut().push(child);
    }

    pub(super) fn remove(&self, child: &Rc<Self>) {
        self.children.borrow_mut().retain(|c| !Rc::ptr_eq(c, child));
        *child.parent.borrow_mut() = Weak::new();
    }

    pub(super) fn set_attribute(self: &Rc<Self>, name: &str, value: &str) {
        if let Some(known) = self.attribute(name) {
            *known.value.borrow_mut() = value.to_owned();
            return;
        }
        let made = Self::new(Kind::Attribute, name, value);
        *made.parent.borrow_mut() = Rc::downgrade(self);
        self.attributes.borrow_mut().push(made);
    }

    /// The texts of all nodes inside.
    pub(super) fn inner_text(&self) -> String {
        match self.kind {
            Kind::Element | Kind::Document => self
                .children
                .borrow()
                .iter()
                .filter(|c| matches!(c.kind, Kind::Element | Kind::Text | Kind::CData))
                .map(|c| c.inner_text())
                .collect(),
            _ => self.value.borrow().clone(),
        }
    }

    /// Makes a text the only child.
    pub(super) fn set_inner_text(self: &Rc<Self>, text: &str) {
        if !matches!(self.kind, Kind::Element | Kind::Document) {
            *self.value.borrow_mut() = text.to_owned();
            return;
        }
        self.children.borrow_mut().clear();
        if !text.is_empty() {
            self.append(Self::new(Kind::Text, "#text", text));
        }
    }

    pub(super) fn elements(&self) -> Vec<Rc<Self>> {
        self.children.borrow().iter().filter(|c| c.kind == Kind::Element).cloned().collect()
    }

    pub(super) fn inner_xml(&self) -> String {
        self.children.borrow().iter().map(|c| c.outer_xml()).collect()
    }

    pub(super) fn outer_xml(&self) -> String {
        let value = self.value.borrow();
        match self.kind {
            Kind::Document => self.inner_xml(),
            Kind::Element => {
                let attributes: String =
                    self.attributes.borrow().iter().map(|a| format!(" {}", a.outer_xml())).collect();
                if self.children.borrow().is_empty() {
                    format!("<{}{attributes} />", self.name)
                } else {
                    format!("<{0}{attributes}>{1}</{0}>", self.name, self.inner_xml())
                }
            }
            Kind::Attribute => format!("{}=\"{}\"", self.name, escape(&value, true)),
            Kind::Text => escape(&value, false),
            Kind::CData => format!("<![CDATA[{value}]]>"),
            Kind::Comment => format!("<!--{value}-->"),
            Kind::Declaration => format!("<?xml {value}?>"),
            Kind::Instruction => format!("<?{} {value}?>", self.name),
            Kind::DocumentType => format!("<!DOCTYPE {value}>"),
        }
    }

    /// The XML with a line for each element that holds no text, as `XmlDocument.Save` writes it.
    pub(super) fn indented(&self, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        let mixed = self.children.borrow().iter().any(|c| matches!(c.kind, Kind::Text | Kind::CData));
        if self.kind == Kind::Document {
            for (i, child) in self.children.borrow().iter().enumerate() {
                if i > 0 {
                    out.push('\n');
                }
                child.indented(depth, out);
            }
        } else if self.kind != Kind::Element || mixed || self.children.borrow().is_empty() {
            out.push_str(&indent);
            out.push_str(&self.outer_xml());
        } else {
            let attributes: String =
                self.attributes.borrow().iter().map(|a| format!(" {}", a.outer_xml())).collect();
            out.push_str(&format!("{indent}<{}{attributes}>", self.name));
            for child in self.children.borrow().iter() {
                out.push('\n');
                child.indented(depth + 1, out);
            }
            out.push_str(&format!("\n{indent}</{}>", self.name));
        }
    }

    /// A copy, with all that is inside.
    pub(super) fn copy(&self, deep: bool) -> Rc<Self> {
        let made = Self::new(self.kind, &self.name, &self.value.borrow());
        for a in self.attributes.borrow().iter() {
            made.set_attribute(&a.name, &a.value.borrow());
        }
        if deep {
            for child in self.children.borrow().iter() {
                made.append(child.copy(true));
            }
        }
        made
    }
}

fn escape(text: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' if attribute => out.push_str("&#xA;"),
            c => out.push(c),
        }
    }
    out
}

/// Reads a document. Blanks between elements are dropped, as PowerShell's cast does.
///
/// # Errors
/// What is wrong with the text.
pub(super) fn read(text: &str) -> Result<Rc<Node>, String> {
    let document = Node::new(Kind::Document, "#document", "");
    let mut open = vec![document.clone()];
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut pending = String::new();
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        let Some(current) = open.last().cloned() else { return Err("Unexpected end tag.".into()) };
        match event {
            Event::Text(t) => {
                pending.push_str(&String::from_utf8_lossy(&t));
                continue;
            }
            Event::GeneralRef(r) => {
                pending.push_str(&reference(&String::from_utf8_lossy(&r))?);
                continue;
            }
            _ => flush(&mut pending, &current)?,
        }
        match event {
            Event::Start(e) => {
                if open.len() > DEEPEST {
                    return Err("The document's elements are nested too deeply.".into());
                }
                let element = element(&e)?;
                current.append(element.clone());
                open.push(element);
            }
            Event::Empty(e) => current.append(element(&e)?),
            Event::End(_) => {
                open.pop();
            }
            Event::CData(t) => {
                current.append(Node::new(Kind::CData, "#cdata-section", &String::from_utf8_lossy(&t)))
            }
            Event::Comment(t) => {
                current.append(Node::new(Kind::Comment, "#comment", &String::from_utf8_lossy(&t)))
            }
            Event::Decl(t) => {
                let whole = String::from_utf8_lossy(&t).into_owned();
                let value = whole.strip_prefix("xml").unwrap_or(&whole).trim();
                current.append(Node::new(Kind::Declaration, "xml", value));
            }
            Event::PI(t) => {
                let whole = String::from_utf8_lossy(&t).into_owned();
                let (name, value) = whole.split_once(char::is_whitespace).unwrap_or((&whole, ""));
                current.append(Node::new(Kind::Instruction, name, value.trim()));
            }
            Event::DocType(t) => {
                let whole = String::from_utf8_lossy(&t).trim().to_owned();
                current.append(Node::new(Kind::DocumentType, &whole, &whole));
            }
            Event::Eof => break,
            Event::Text(_) | Event::GeneralRef(_) => {}
        }
    }
    if open.len() > 1 {
        let name = open.last().map(|n| n.name.clone()).unwrap_or_default();
        return Err(format!(
            "Unexpected end of file has occurred. The following elements are not closed: {name}."
        ));
    }
    match document.elements().len() {
        0 => Err("Root element is missing.".into()),
        1 => Ok(document),
        _ => Err("There are multiple root elements.".into()),
    }
}

fn flush(pending: &mut String, current: &Rc<Node>) -> Result<(), String> {
    let text = std::mem::take(pending);
    if text.trim().is_empty() {
        return Ok(());
    }
    if current.kind == Kind::Document {
        return Err(
            "The specified node cannot be inserted as the valid child of this node, because the specified node is the \
             wrong type."
                .into(),
        );
    }
    current.append(Node::new(Kind::Text, "#text", &text.replace("\r\n", "\n")));
    Ok(())
}

/// The text of an entity such as `&lt;`, by its name.
pub(super) fn reference(name: &str) -> Result<String, String> {
    let code = |c: Option<u32>| c.and_then(char::from_u32).map(|c| c.to_string());
    let text = match name {
        "lt" => Some("<".to_owned()),
        "gt" => Some(">".to_owned()),
        "amp" => Some("&".to_owned()),
        "quot" => Some("\"".to_owned()),
        "apos" => Some("'".to_owned()),
        _ => match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix('x') {
                Some(hex) => code(u32::from_str_radix(hex, 16).ok()),
                None => code(number.parse().ok()),
            },
            None => None,
        },
    };
    text.ok_or_else(|| format!("Reference to undeclared entity '{name}'."))
}

fn element(start: &BytesStart<'_>) -> Result<Rc<Node>, String> {
    let node = Node::new(Kind::Element, &String::from_utf8_lossy(start.name().as_ref()), "");
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = attribute.unescape_value().map_err(|e| e.to_string())?;
        node.set_attribute(&String::from_utf8_lossy(attribute.key.as_ref()), &value);
    }
    Ok(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let text = "<a x=\"1 &lt; 2\"><b>t &amp; u</b><c /><![CDATA[<raw>]]><!--note--></a>";
        assert_eq!(read(text).unwrap().outer_xml(), text);
        assert!(read("<a>").is_err());
        assert!(read("text").is_err());
        assert!(read("<a/><b/>").is_err());
        assert!(read(&"<a>".repeat(100_000)).is_err());
    }
}
