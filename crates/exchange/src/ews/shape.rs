//! Which properties of folders and items to return.

use super::{EwsError, TYPES, boolean, parse_boolean, t, text};
use crate::xml::Element;

/// The base set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BaseShape {
    /// Ids alone.
    #[default]
    IdOnly,
    /// The usual ones.
    Default,
    /// All but the costly ones.
    AllProperties,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PropertyPath {
    /// By name: `item:Subject`.
    Field(String),
    /// A dictionary's entry by name and key: `contacts:EmailAddress`, `EmailAddress1`.
    Indexed {
        /// Name.
        field: String,
        /// Key.
        index: String,
    },
    /// A MAPI property; the attributes of `ExtendedFieldURI` in their order.
    Extended(Vec<(String, String)>),
}

/// A MAPI property's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedProperty {
    /// The attributes of its `ExtendedFieldURI`.
    pub path: Vec<(String, String)>,
    /// One value, or several of a multi-valued property.
    pub values: Vec<String>,
}

/// What to return.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// The base set.
    pub base: BaseShape,
    /// Also the MIME content; items only.
    pub include_mime_content: bool,
    /// And these.
    pub additional: Vec<PropertyPath>,
}

impl PropertyPath {
    /// A property by name.
    pub fn field(name: &str) -> Self {
        Self::Field(name.to_owned())
    }

    /// A MAPI property by its tag's id.
    pub fn tag(id: u16, kind: &str) -> Self {
        let pair = |name: &str, value: String| (name.to_owned(), value);
        Self::Extended(vec![pair("PropertyTag", format!("{id:#06x}")), pair("PropertyType", kind.to_owned())])
    }

    fn write(&self) -> Element {
        match self {
            Self::Field(name) => t("FieldURI").with_attribute("FieldURI", name.as_str()),
            Self::Indexed { field, index } => t("IndexedFieldURI")
                .with_attribute("FieldURI", field.as_str())
                .with_attribute("FieldIndex", index.as_str()),
            Self::Extended(attributes) => Element { attributes: attributes.clone(), ..t("ExtendedFieldURI") },
        }
    }

    fn read(element: &Element) -> Result<Self, EwsError> {
        let attribute =
            |name| element.attribute(name).map(str::to_owned).ok_or(EwsError::Unexpected("property path"));
        match element.name.as_str() {
            "FieldURI" => attribute("FieldURI").map(Self::Field),
            "IndexedFieldURI" => {
                Ok(Self::Indexed { field: attribute("FieldURI")?, index: attribute("FieldIndex")? })
            }
            "ExtendedFieldURI" => Ok(Self::Extended(element.attributes.clone())),
            _ => Err(EwsError::Unexpected("property path")),
        }
    }
}

impl ExtendedProperty {
    /// The id of its tag, if it has one.
    pub fn tag_id(&self) -> Option<u16> {
        let (_, tag) = self.path.iter().find(|(name, _)| name == "PropertyTag")?;
        match tag.strip_prefix("0x").or_else(|| tag.strip_prefix("0X")) {
            Some(digits) => u16::from_str_radix(digits, 16).ok(),
            None => tag.parse().ok(),
        }
    }

    pub(super) fn read(element: &Element) -> Option<Self> {
        let path = element.child("ExtendedFieldURI")?.attributes.clone();
        let values = match element.child("Values") {
            Some(values) => values.children.iter().map(|value| value.text.clone()).collect(),
            None => element.child("Value").map(|value| value.text.clone()).into_iter().collect(),
        };
        Some(Self { path, values })
    }

    pub(super) fn write(&self) -> Element {
        let uri = Element { attributes: self.path.clone(), ..t("ExtendedFieldURI") };
        let property = t("ExtendedProperty").with(uri);
        match self.values.as_slice() {
            [value] => property.with(text("Value", value)),
            values => property.with(t("Values").with_all(values.iter().map(|value| text("Value", value)))),
        }
    }
}

impl Shape {
    /// Ids and these properties.
    pub fn ids_and(additional: Vec<PropertyPath>) -> Self {
        Self { additional, ..Self::default() }
    }

    /// Whether a property of this name was asked for by name.
    pub fn names(&self, field: &str) -> bool {
        self.additional.iter().any(|path| matches!(path, PropertyPath::Field(name) if name == field))
    }

    pub(super) fn write(&self, name: &str) -> Element {
        let base = match self.base {
            BaseShape::IdOnly => "IdOnly",
            BaseShape::Default => "Default",
            BaseShape::AllProperties => "AllProperties",
        };
        let mut shape = super::m(name).with(text("BaseShape", base));
        if self.include_mime_content {
            shape = shape.with(text("IncludeMimeContent", boolean(true)));
        }
        if !self.additional.is_empty() {
            shape = shape
                .with(t("AdditionalProperties").with_all(self.additional.iter().map(PropertyPath::write)));
        }
        shape
    }

    pub(super) fn read(element: &Element) -> Result<Self, EwsError> {
        let child = |name| element.child_in(TYPES, name);
        let base = match child("BaseShape").map(|base| base.text.trim()) {
            Some("IdOnly") => BaseShape::IdOnly,
            Some("Default") => BaseShape::Default,
            Some("AllProperties") => BaseShape::AllProperties,
            _ => return Err(EwsError::Unexpected("BaseShape")),
        };
        let additional =
            child("AdditionalProperties").map(|list| list.children.as_slice()).unwrap_or_default();
        Ok(Self {
            base,
            include_mime_content: child("IncludeMimeContent").is_some_and(|mime| parse_boolean(&mime.text)),
            additional: additional.iter().map(PropertyPath::read).collect::<Result<_, _>>()?,
        })
    }
}
