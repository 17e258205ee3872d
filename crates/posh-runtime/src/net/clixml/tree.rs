//! The elements of a CLIXML text, with their places for error messages.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements inside one another beyond this depth are refused.
const DEEPEST: usize = 400;

/// An element.
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
    /// Byte behind the element's end.
    pub(super) end: usize,
    /// Byte behind its start tag.
    pub(super) inside: usize,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|c| c.name == name)
    }
}

/// `Line 1, position 97.`: the name in the markup that follows a byte of the text.
pub(super) fn place_behind(text: &str, byte: usize) -> String {
    let rest = text.get(byte..).unwrap_or("");
    let markup = byte + (rest.len() - rest.trim_start().len());
    let tag = if text.get(markup..).is_some_and(|t| t.starts_with("</")) { 2 } else { 1 };
    place(text, markup + tag)
}

/// `Line 1, position 2.`
pub(super) fn place(text: &str, byte: usize) -> String {
    let before = text.get(..byte.min(text.len())).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    format!("Line {line}, position {column}.")
}

/// The root element.
///
/// # Errors
/// What is wrong with the text, in .NET's words.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event = reader.read_event().map_err(|_| syntax_error(text, before))?;
        let after = usize::try_from(reader.buffer_position()).unwrap_or(0);
        match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err("The document's elements are nested too deeply.".into());
                }
                let element = element(&start, after).map_err(|()| syntax_error(text, before))?;
                if open.is_empty() {
                    check_root(text, &element.name, before)?;
                }
                open.push(element);
            }
            Event::Empty(start) => {
                let made = element(&start, after).map_err(|()| syntax_error(text, before))?;
                if open.is_empty() {
                    check_root(text, &made.name, before)?;
                }
                match open.last_mut() {
                    Some(parent) => parent.children.push(made),
                    None => return Ok(made),
                }
            }
            Event::End(_) => {
                let Some(mut done) = open.pop() else { return Err(syntax_error(text, before)) };
                done.end = after;
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            Event::Text(t) => add_text(&mut open, &String::from_utf8_lossy(&t), text, before)?,
            Event::CData(t) => add_text(&mut open, &String::from_utf8_lossy(&t), text, before)?,
            Event::GeneralRef(r) => {
                let name = String::from_utf8_lossy(&r).into_owned();
                let resolved = super::super::xml_node::reference(&name)
                    .map_err(|why| format!("{why} {}", place(text, before + 1)))?;
                add_text(&mut open, &resolved, text, before)?;
            }
            Event::Eof => {
                return Err(match open.last() {
                    None => "Root element is missing.".into(),
                    Some(_) => {
                        let names: Vec<&str> = open.iter().rev().map(|e| e.name.as_str()).collect();
                        format!(
                            "Unexpected end of file has occurred. The following elements are not closed: {}. {}",
                            names.join(", "),
                            place(text, text.len())
                        )
                    }
                });
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn check_root(text: &str, name: &str, before: usize) -> Result<(), String> {
    if name == "Objs" {
        return Ok(());
    }
    Err(format!(
        "Element 'Objs' with namespace name 'http://schemas.microsoft.com/powershell/2004/04' was not found. {}",
        place_behind(text, before)
    ))
}

fn syntax_error(text: &str, byte: usize) -> String {
    format!("Data at the root level is invalid. {}", place(text, byte))
}

fn add_text(open: &mut [Element], more: &str, text: &str, before: usize) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text.push_str(more),
        None if more.trim().is_empty() => {}
        None => return Err(syntax_error(text, before)),
    }
    Ok(())
}

fn element(start: &BytesStart<'_>, inside: usize) -> Result<Element, ()> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| ())?;
        let value = attribute.unescape_value().map_err(|_| ())?.into_owned();
        attributes.push((String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value));
    }
    let name = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    Ok(Element { name, attributes, text: String::new(), children: Vec::new(), end: inside, inside })
}
