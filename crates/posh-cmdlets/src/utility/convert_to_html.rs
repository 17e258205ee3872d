//! `ConvertTo-Html`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::plain_text;
use posh_runtime::{Result, Value};

use crate::support::property::{Expression, Property, parse};

/// Writes objects as a page or table of HTML.
///
/// # Examples
/// Makes a page of users.
/// ```powershell
/// Get-MigrationUser | ConvertTo-Html -Title 'Users' -Property Identity, Status
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "ConvertTo", noun = "Html", module = "Microsoft.PowerShell.Utility", default_set = "Page")]
pub(crate) struct ConvertToHtml {
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// Property.
    #[parameter(ty = "object[]", position = 0)]
    property: Value,
    /// Body.
    #[parameter(position = 3, set = "Page")]
    body: Vec<String>,
    /// Head.
    #[parameter(position = 1, set = "Page")]
    head: Vec<String>,
    /// Title.
    #[parameter(not_null_or_empty, position = 2, set = "Page")]
    title: Option<String>,
    /// As.
    #[parameter(not_null_or_empty, one_of = "Table, List")]
    r#as: Option<String>,
    /// Css uri.
    #[parameter(ty = "uri", alias = "cu, uri", not_null_or_empty, set = "Page")]
    css_uri: Value,
    /// Fragment.
    #[parameter(not_null_or_empty, set = "Fragment")]
    fragment: bool,
    /// Post content.
    #[parameter(not_null_or_empty)]
    post_content: Vec<String>,
    /// Pre content.
    #[parameter(not_null_or_empty)]
    pre_content: Vec<String>,
    /// Meta.
    #[parameter(ty = "hashtable", not_null_or_empty, set = "Page")]
    meta: Value,
    /// Charset.
    #[parameter(not_null_or_empty, set = "Page")]
    charset: Option<String>,
    /// Transitional.
    #[parameter(not_null_or_empty, set = "Page")]
    transitional: bool,
    properties: Vec<Property>,
    columns: Vec<Column>,
    count: usize,
}

const STRICT: &str = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"  \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">";
const TRANSITIONAL: &str = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"  \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">";

/// A column: what shows its values, and the attributes of its `col`.
#[derive(Clone)]
struct Column {
    title: String,
    property: Property,
    attributes: String,
}

fn write_lines(pipe: &mut Pipe<'_>, lines: &[String]) -> Result<()> {
    for line in lines {
        pipe.write(line.as_str())?;
    }
    Ok(())
}

impl ConvertToHtml {
    fn head(&self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.write(if self.transitional { TRANSITIONAL } else { STRICT })?;
        pipe.write("<html xmlns=\"http://www.w3.org/1999/xhtml\">")?;
        pipe.write("<head>")?;
        if let Some(charset) = &self.charset {
            pipe.write(format!("<meta charset=\"{charset}\">"))?;
        }
        self.meta(pipe)?;
        if self.head.is_empty() {
            let title = self.title.as_deref().unwrap_or("HTML TABLE");
            pipe.write(format!("<title>{title}</title>"))?;
        } else {
            write_lines(pipe, &self.head)?;
        }
        if !self.css_uri.is_null() {
            let uri = plain_text(&self.css_uri);
            pipe.write(format!("<link rel=\"stylesheet\" type=\"text/css\" href=\"{uri}\" />"))?;
        }
        pipe.write("</head><body>")?;
        write_lines(pipe, &self.body)
    }

    fn meta(&self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Value::Hash(table) = self.meta.base().clone() else { return Ok(()) };
        for (name, content) in table.pairs() {
            let (name, content) = (plain_text(&name), plain_text(&content));
            let kind = match name.to_ascii_lowercase().as_str() {
                "content-type" | "default-style" | "x-ua-compatible" => "http-equiv",
                "application-name" | "author" | "description" | "generator" | "keywords" | "viewport" => {
                    "name"
                }
                _ => {
                    pipe.warning(format!(
                        "Accepted meta properties are content-type, default-style, application-name, author, description, \
                         generator, keywords, x-ua-compatible, and viewport. The meta pair: {name} and {content} may not \
                         function correctly."
                    ))?;
                    "name"
                }
            };
            pipe.write(format!("<meta {kind}=\"{name}\" content=\"{content}\">"))?;
        }
        Ok(())
    }

    /// The columns that an object has.
    fn columns_of(&self, pipe: &mut Pipe<'_>, object: &Value) -> Result<Vec<Column>> {
        let mut columns = Vec::new();
        for property in &self.properties {
            if !property.is_pattern() {
                let known = property.resolve(pipe.rs, object)?.into_iter().next();
                let title = known.map_or_else(|| property.title(), |r| r.name.to_string());
                columns.push(Column { title, property: property.clone(), attributes: attributes(property) });
                continue;
            }
            for resolved in property.resolve(pipe.rs, object)? {
                let one = Property {
                    label: None,
                    expression: Expression::Name(resolved.name.to_string()),
                    entries: Vec::new(),
                };
                columns.push(Column {
                    title: resolved.name.to_string(),
                    property: one,
                    attributes: String::new(),
                });
            }
        }
        Ok(columns)
    }

    fn value(&self, pipe: &mut Pipe<'_>, column: &Column, object: &Value) -> Result<String> {
        let value = column.property.resolve(pipe.rs, object)?.into_iter().next().and_then(|r| r.value);
        let Some(value) = value else { return Ok(String::new()) };
        Ok(encode(&posh_runtime::convert::to_text(pipe.rs, &value)?))
    }

    fn list(&mut self, pipe: &mut Pipe<'_>, object: &Value) -> Result<()> {
        let columns = self.columns_of(pipe, object)?;
        if columns.is_empty() {
            return Ok(());
        }
        if self.count > 0 {
            pipe.write("<tr><td><hr></td></tr>")?;
        }
        for column in &columns {
            let value = self.value(pipe, column, object)?;
            pipe.write(format!("<tr><td>{}:</td><td>{value}</td></tr>", encode(&column.title)))?;
        }
        self.count += 1;
        Ok(())
    }

    fn row(&mut self, pipe: &mut Pipe<'_>, object: &Value) -> Result<()> {
        if self.columns.is_empty() {
            self.columns = self.columns_of(pipe, object)?;
            if self.columns.is_empty() {
                return Ok(());
            }
            let widths: String = self.columns.iter().map(|c| format!("<col{}/>", c.attributes)).collect();
            pipe.write(format!("<colgroup>{widths}</colgroup>"))?;
            let heads: String =
                self.columns.iter().map(|c| format!("<th>{}</th>", encode(&c.title))).collect();
            pipe.write(format!("<tr>{heads}</tr>"))?;
        }
        let mut cells = String::new();
        for column in self.columns.clone() {
            cells.push_str(&format!("<td>{}</td>", self.value(pipe, &column, object)?));
        }
        pipe.write(format!("<tr>{cells}</tr>"))
    }
}

fn attributes(property: &Property) -> String {
    let mut out = String::new();
    if let Some(width) = property.entry("width") {
        out.push_str(&format!(" width = \"{}\"", plain_text(width)));
    }
    if let Some(alignment) = property.entry("alignment") {
        out.push_str(&format!(" align = \"{}\"", plain_text(alignment).to_ascii_lowercase()));
    }
    out
}

/// Text as HTML writes it, as `WebUtility.HtmlEncode` does.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{a0}'..='\u{ff}' => out.push_str(&format!("&#{};", u32::from(c))),
            c if u32::from(c) > 0xffff => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

impl Cmdlet for ConvertToHtml {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let given = posh_runtime::members::elements(pipe.rs, &self.property.clone())?;
        let given = if given.is_empty() { vec![Value::str("*")] } else { given };
        self.properties = parse(pipe, &given, &["name", "label", "alignment", "width"])?;
        if !self.fragment {
            self.head(pipe)?;
        }
        write_lines(pipe, &self.pre_content)?;
        pipe.write("<table>")
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let object = self.input_object.clone();
        if object.is_null() {
            return Ok(());
        }
        if self.r#as.as_deref().is_some_and(|a| a.eq_ignore_ascii_case("List")) {
            self.list(pipe, &object)
        } else {
            self.row(pipe, &object)
        }
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        pipe.write("</table>")?;
        write_lines(pipe, &self.post_content)?;
        if self.fragment { Ok(()) } else { pipe.write("</body></html>") }
    }
}
