//! Reading a tree.

use super::Element;
use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;

/// Deepest nesting accepted.
pub const MAX_DEPTH: usize = 64;

/// Why XML could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// It is not well-formed.
    #[error("the answer is not well-formed XML: {0}")]
    Malformed(String),
    /// It is nested too deeply.
    #[error("the XML is nested more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// There is no element at all.
    #[error("the answer is not XML")]
    Empty,
}

impl Element {
    /// Reads a document's root element.
    pub fn parse(xml: &[u8]) -> Result<Self, XmlError> {
        let mut reader = NsReader::from_reader(xml);
        let mut open: Vec<Element> = Vec::new();
        loop {
            match reader.read_event().map_err(malformed)? {
                Event::Start(start) => {
                    if open.len() >= MAX_DEPTH {
                        return Err(XmlError::TooDeep);
                    }
                    open.push(begin(&reader, &start)?);
                }
                Event::Empty(start) => {
                    let element = begin(&reader, &start)?;
                    if let Some(root) = close(&mut open, element) {
                        return Ok(root);
                    }
                }
                Event::End(_) => {
                    let element = open.pop().ok_or(XmlError::Empty)?;
                    if let Some(root) = close(&mut open, element) {
                        return Ok(root);
                    }
                }
                Event::Text(text) => append(&mut open, &text.xml_content().map_err(malformed)?),
                Event::CData(text) => append(&mut open, &text.xml_content().map_err(malformed)?),
                Event::GeneralRef(reference) => append(&mut open, &resolve(&reference)?),
                Event::Eof if open.is_empty() => return Err(XmlError::Empty),
                Event::Eof => return Err(XmlError::Malformed("it is cut off".into())),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) => {}
            }
        }
    }
}

fn begin(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Element, XmlError> {
    let (namespace, name) = reader.resolve_element(start.name());
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => String::from_utf8_lossy(namespace.as_ref()).into_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(_) => return Err(XmlError::Malformed("a prefix has no namespace".into())),
    };
    let mut element = Element { namespace, name: text(name.as_ref()), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(malformed)?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let value = attribute.unescape_value().map_err(malformed)?.into_owned();
        element.attributes.push((text(attribute.key.local_name().as_ref()), value));
    }
    Ok(element)
}

/// Puts a finished element into its parent, or gives it back as the root.
fn close(open: &mut [Element], element: Element) -> Option<Element> {
    match open.last_mut() {
        Some(parent) => {
            parent.children.push(element);
            None
        }
        None => Some(element),
    }
}

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, XmlError> {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => return Ok(character.to_string()),
        // Control characters that XML 1.0 forbids but Exchange writes (&#x1;) become a replacement character.
        Err(_) => return Ok(char::REPLACEMENT_CHARACTER.to_string()),
        Ok(None) => {}
    }
    let name = reference.decode().map_err(malformed)?;
    resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| XmlError::Malformed("it uses an unknown entity".into()))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn malformed(error: impl std::fmt::Display) -> XmlError {
    XmlError::Malformed(error.to_string())
}
