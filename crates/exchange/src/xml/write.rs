//! Writing a tree.

use super::Element;
use quick_xml::escape::escape;

impl Element {
    /// The document, UTF-8. `prefixes` gives the prefix of each namespace used, declared at the root; an empty
    /// prefix is the default namespace. Elements of other namespaces declare theirs on the spot.
    pub fn to_xml(&self, prefixes: &[(&str, &str)]) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        self.write(prefixes, true, "", &mut out);
        out
    }

    fn write(&self, prefixes: &[(&str, &str)], root: bool, default: &str, out: &mut String) {
        let prefix =
            prefixes.iter().find(|(_, namespace)| *namespace == self.namespace).map(|(prefix, _)| *prefix);
        let mut tag =
            prefix.filter(|prefix| !prefix.is_empty()).map(|prefix| format!("{prefix}:")).unwrap_or_default();
        tag.push_str(&self.name);
        out.push('<');
        out.push_str(&tag);
        if root {
            for (prefix, namespace) in prefixes.iter().filter(|(prefix, _)| !prefix.is_empty()) {
                attribute(&format!("xmlns:{prefix}"), namespace, out);
            }
        }
        let unprefixed = prefix.is_none_or(str::is_empty);
        if unprefixed && default != self.namespace {
            attribute("xmlns", &self.namespace, out);
        }
        let default = if unprefixed { self.namespace.as_str() } else { default };
        self.attributes.iter().for_each(|(name, value)| attribute(name, value, out));
        if self.text.is_empty() && self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        out.push_str(&escape(allowed(&self.text)));
        self.children.iter().for_each(|child| child.write(prefixes, false, default, out));
        out.push_str("</");
        out.push_str(&tag);
        out.push('>');
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(&escape(allowed(value)).replace('\n', "&#10;").replace('\t', "&#9;"));
    out.push('"');
}

/// XML 1.0 has no way to write most control characters.
fn allowed(text: &str) -> std::borrow::Cow<'_, str> {
    let forbidden =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) { text.replace(forbidden, "\u{fffd}").into() } else { text.into() }
}
