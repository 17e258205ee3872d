//! XML as a small tree, matched by namespace and never by prefix.
//!
//! [`Element`] is what was read; writing takes the same tree with a prefix for every namespace. No DTD is
//! processed and no entity but the predefined five is known, so a document cannot grow or reach out.

mod read;
mod write;

pub use read::{MAX_DEPTH, XmlError};

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Namespace, empty for none.
    pub namespace: String,
    /// Local name.
    pub name: String,
    /// Attributes without a namespace, and those with one under their local name.
    pub attributes: Vec<(String, String)>,
    /// Child elements in order.
    pub children: Vec<Element>,
    /// All text directly inside, put together.
    pub text: String,
}

impl Element {
    /// An empty element.
    pub fn new(namespace: &str, name: &str) -> Self {
        Self { namespace: namespace.to_owned(), name: name.to_owned(), ..Self::default() }
    }

    /// With an attribute.
    #[must_use]
    pub fn with_attribute(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// With a text.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// With a child.
    #[must_use]
    pub fn with(mut self, child: Element) -> Self {
        self.children.push(child);
        self
    }

    /// With children.
    #[must_use]
    pub fn with_all(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children);
        self
    }

    /// Whether it has this name.
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.name == name && self.namespace == namespace
    }

    /// Value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// First child of this name in the same namespace as this element.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.child_in(&self.namespace, name)
    }

    /// First child of this name.
    pub fn child_in(&self, namespace: &str, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.is(namespace, name))
    }

    /// Text of the first child of this name in the same namespace, trimmed; `None` if there is no such child.
    pub fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim())
    }
}
