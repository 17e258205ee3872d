//! `Select-Xml`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use std::path::Path;

use posh_runtime::convert::plain_text;
use posh_runtime::error::ErrorCategory;
use posh_runtime::net::{read_xml, select_nodes, xml_document};
use posh_runtime::types::{TypeDef, TypeRef};
use posh_runtime::value::{Native, Object};
use posh_runtime::{Result, Runspace, Value, members};

use crate::support::errors::{message_of, record, thrown};
use crate::support::path;

/// Finds nodes of XML by an XPath expression.
///
/// # Examples
/// Finds the servers of a configuration.
/// ```powershell
/// Select-Xml -Path ./config.xml -XPath '//server'
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Select", noun = "Xml", module = "Microsoft.PowerShell.Utility", default_set = "Xml")]
pub(crate) struct SelectXml {
    /// The paths; wildcards are allowed.
    #[parameter(not_null_or_empty, mandatory, position = 1, by_name, set = "Path")]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[parameter(alias = "PSPath, LP", not_null_or_empty, mandatory, by_name, set = "LiteralPath")]
    literal_path: Vec<String>,
    /// Xml.
    #[parameter(
        ty = "System.Xml.XmlNode[]",
        alias = "Node",
        not_null_or_empty,
        mandatory,
        position = 1,
        by_value,
        by_name,
        set = "Xml"
    )]
    xml: Value,
    /// Content.
    #[parameter(not_null_or_empty, mandatory, by_value, set = "Content")]
    content: Vec<String>,
    /// XPath.
    #[parameter(not_null_or_empty, mandatory, position = 0)]
    x_path: Option<String>,
    /// Namespace.
    #[parameter(ty = "hashtable", not_null_or_empty)]
    namespace: Value,
}

/// A node that was found.
struct SelectXmlInfo {
    node: Value,
    path: String,
    pattern: String,
}

impl Native for SelectXmlInfo {}

fn info(value: &Value) -> Option<&SelectXmlInfo> {
    value.native()
}

/// `Microsoft.PowerShell.Commands.SelectXmlInfo`
pub(super) const SELECT_XML_INFO: TypeDef = TypeDef {
    properties: &[
        (
            "System.Xml.XmlNode Node {get;set;}",
            |c| Ok(info(c.this).map_or(Value::Null, |i| i.node.clone())),
            None,
        ),
        ("string Path {get;set;}", |c| Ok(info(c.this).map_or(Value::Null, |i| Value::str(&*i.path))), None),
        (
            "string Pattern {get;set;}",
            |c| Ok(info(c.this).map_or(Value::Null, |i| Value::str(&*i.pattern))),
            None,
        ),
    ],
    text: Some(info_text),
    ..TypeDef::new("Microsoft.PowerShell.Commands.SelectXmlInfo")
};

const INPUT: &str = "InputStream";

fn info_text(rs: &mut Runspace, value: &Value) -> Result<String> {
    let Some(info) = info(value) else { return Ok(String::new()) };
    let mut text = |name: &str| members::try_property(rs, &info.node, name).filter(|v| !v.is_null());
    let text = text("Value").or_else(|| text("InnerText")).map(|v| plain_text(&v)).unwrap_or_default();
    let text = text.trim();
    Ok(if info.path == INPUT { text.to_owned() } else { format!("{text}:{}", info.path) })
}

impl SelectXml {
    fn search(&self, pipe: &mut Pipe<'_>, document: &Value, path: &str) -> Result<()> {
        let pattern = self.x_path.clone().unwrap_or_default();
        let namespaces: Vec<(String, String)> = match self.namespace.base() {
            Value::Hash(h) => h.pairs().iter().map(|(k, v)| (plain_text(k), plain_text(v))).collect(),
            _ => Vec::new(),
        };
        let found = select_nodes(document, &pattern, &namespaces).or_else(|raised| thrown(pipe, raised))?;
        for node in found {
            let info = SelectXmlInfo { node, path: path.to_owned(), pattern: pattern.clone() };
            let object = Object::native_of(TypeRef::named(SELECT_XML_INFO.name), info);
            pipe.write(Value::Object(object))?;
        }
        Ok(())
    }

    fn text(&self, pipe: &mut Pipe<'_>, text: &str, path: &str) -> Result<()> {
        match xml_document(text) {
            Ok(document) => self.search(pipe, &document, path),
            Err(raised) => {
                let message = message_of(&raised);
                let error = record(
                    "System.Management.Automation.ParseException",
                    message,
                    "InvalidCastToXmlDocument",
                    ErrorCategory::InvalidArgument,
                    Value::Null,
                );
                *error.reason.borrow_mut() = Some("ParentContainsErrorRecordException".into());
                pipe.error(error)
            }
        }
    }

    fn file(&self, pipe: &mut Pipe<'_>, path: &Path) -> Result<()> {
        let shown = path.display().to_string();
        let why = match std::fs::read(path) {
            Ok(bytes) => match read_xml(&posh_runtime::text::decode(&bytes)) {
                Ok(document) => return self.search(pipe, &document, &shown),
                Err(why) => why,
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                format!("Could not find file '{shown}'.")
            }
            Err(_) => format!("Access to the path '{shown}' is denied."),
        };
        pipe.error(record(
            "System.ArgumentException",
            format!("The file '{shown}' cannot be read: {why}"),
            "ProcessingFile",
            ErrorCategory::InvalidArgument,
            Value::from(shown),
        ))
    }
}

impl Cmdlet for SelectXml {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for content in self.content.clone() {
            self.text(pipe, &content, INPUT)?;
        }
        for node in members::elements(pipe.rs, &self.xml.clone())? {
            self.search(pipe, &node, INPUT)?;
        }
        for given in self.path.clone() {
            for path in path::files(pipe, &given, false)? {
                self.file(pipe, &path)?;
            }
        }
        for given in self.literal_path.clone() {
            let path = pipe.rs.absolute(&given);
            self.file(pipe, &path)?;
        }
        Ok(())
    }
}
