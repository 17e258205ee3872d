//! `ConvertTo-Xml`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::{Result, Value};

use super::xml_description::{Describer, Node};

/// Writes objects as XML that describes them.
///
/// # Examples
/// Describes a folder.
/// ```powershell
/// Get-Item . | ConvertTo-Xml -As String
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "ConvertTo", noun = "Xml", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct ConvertToXml {
    /// How many objects inside one another are described.
    #[parameter(range = "1, 2147483647")]
    depth: Option<i32>,
    /// The objects to work on.
    #[parameter(ty = "psobject", allow_null, mandatory, position = 0, by_value)]
    input_object: Value,
    /// Leaves out the types.
    #[parameter]
    no_type_information: bool,
    /// One document, one text, or a text for each object.
    #[parameter(not_null_or_empty, one_of = "Stream, String, Document")]
    r#as: Option<String>,
    objects: Vec<Value>,
}

impl Cmdlet for ConvertToXml {
    fn process(&mut self, _: &mut Pipe<'_>) -> Result<()> {
        self.objects.push(self.input_object.clone());
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let depth = self.depth.and_then(|d| usize::try_from(d).ok()).unwrap_or(1);
        let writer = Describer { with_types: !self.no_type_information };
        let mut nodes = Vec::new();
        for object in std::mem::take(&mut self.objects) {
            nodes.push(writer.describe(pipe.rs, &object, depth)?);
        }
        let way = self.r#as.as_deref().unwrap_or("Document").to_ascii_lowercase();
        match way.as_str() {
            "stream" => {
                pipe.write(DECLARATION)?;
                pipe.write("<Objects>")?;
                for node in nodes {
                    pipe.write(node.indented(0))?;
                }
                pipe.write("</Objects>")
            }
            "string" => {
                let text = Node::parent("Objects", nodes).indented(0);
                pipe.write(format!("{DECLARATION}\n{text}"))
            }
            _ => {
                let text = Node::parent("Objects", nodes).flat();
                let document = posh_runtime::net::xml_document(&format!("{DECLARATION}{text}"))?;
                pipe.write(document)
            }
        }
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
