//! Objects to packets: which view is used, what each object shows.

mod custom;
mod group;
mod list;
mod out_of_band;
mod table;
mod wide;

use std::rc::Rc;

use posh_runtime::error::ErrorCategory;
use posh_runtime::{Raised, Result, Runspace, Value, members};

use crate::error_view::ErrorStyle;
use crate::packet::{Entry, Packet, Start, TypeNames};
use crate::property::{PropertySpec, default_properties};
use crate::value_text::{TextRules, entries};
use crate::view::{Control, FormatTable, Shape, ViewRef};

/// What elements of a collection become.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Expand {
    /// The collection itself is shown.
    CoreOnly,
    /// Its elements are shown.
    #[default]
    EnumOnly,
    /// Both are.
    Both,
}

/// What a Format-* command was asked for; the default is what the end of a pipeline does.
#[derive(Clone, Default)]
pub struct Request {
    /// The shape; chosen by the first object where absent.
    pub shape: Option<Shape>,
    /// `-Property`
    pub properties: Vec<PropertySpec>,
    /// `-GroupBy`
    pub group_by: Option<PropertySpec>,
    /// `-View`
    pub view: Option<String>,
    /// `-Expand`
    pub expand: Expand,
    /// `-Force`: objects that are shown as text are shown in the shape too.
    pub force: bool,
    /// `-DisplayError`
    pub display_error: bool,
    /// `-ShowError`
    pub show_error: bool,
    /// `-AutoSize`
    pub auto_size: bool,
    /// `-Wrap`
    pub wrap: bool,
    /// `-HideTableHeaders`
    pub hide_headers: bool,
    /// `-RepeatHeader`
    pub repeat_header: bool,
    /// `-Column`; 0 where not given.
    pub columns: usize,
    /// `-Depth`; 0 where not given.
    pub depth: usize,
}

/// A value that could not be shown.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The expression threw.
    Evaluate(String),
    /// The format string does not suit the value.
    Format(String),
}

impl Failure {
    fn mark(&self) -> &'static str {
        match self {
            Self::Evaluate(_) => "#ERR",
            Self::Format(_) => "#FMTERR",
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Evaluate(what) => write!(f, "Failed to evaluate expression \"{what}\"."),
            Self::Format(what) => write!(f, "Failed to interpret format string \"{what}\"."),
        }
    }
}

/// The document that is being made.
struct Document {
    /// Whether the view is for some types alone.
    view: Option<ViewRef>,
    body: Body,
    groups: group::Groups,
}

enum Body {
    Table(table::TableBody),
    List(list::ListBody),
    Wide(wide::WideBody),
    Custom(custom::CustomBody),
}

/// Makes packets of objects, as one Format-* command does.
pub struct Generator {
    request: Request,
    rules: TextRules,
    errors: ErrorStyle,
    document: Option<Document>,
}

impl Generator {
    /// A generator of what was asked for. `errors` is how error records are shown.
    pub fn new(rs: &Runspace, request: Request, errors: ErrorStyle) -> Self {
        let failures = request.show_error.then(Rc::default);
        let rules = TextRules { display_error: request.display_error, failures, ..TextRules::of(rs) };
        Self { request, rules, errors, document: None }
    }

    /// The packets of an object, as objects of the pipeline.
    ///
    /// # Errors
    /// Where the view is not there, or the session is stopped.
    pub fn format(&mut self, rs: &mut Runspace, value: &Value) -> Result<Vec<Value>> {
        let mut out = Vec::new();
        self.process(rs, value, &mut out)?;
        Ok(out.into_iter().map(Packet::into_value).collect())
    }

    /// What could not be shown since this was last asked, for `-ShowError`.
    pub fn take_failures(&mut self) -> Vec<Failure> {
        self.rules.failures.as_ref().map(|f| f.take()).unwrap_or_default()
    }

    /// The packets that end what was begun, as objects of the pipeline.
    pub fn finish(&mut self) -> Vec<Value> {
        let mut out = Vec::new();
        self.end(&mut out);
        out.into_iter().map(Packet::into_value).collect()
    }

    pub(crate) fn end(&mut self, out: &mut Vec<Packet>) {
        if let Some(document) = self.document.take() {
            if document.groups.is_open() {
                out.push(Packet::GroupEnd);
            }
            out.push(Packet::FormatEnd);
        }
    }

    pub(crate) fn process(&mut self, rs: &mut Runspace, value: &Value, out: &mut Vec<Packet>) -> Result<()> {
        if value.is_null() {
            return Ok(());
        }
        if self.request.expand == Expand::CoreOnly {
            return self.object(rs, value, out);
        }
        let items = match value.base() {
            Value::Hash(_) => Some(entries(rs, value)?),
            _ => members::enumerate(rs, value)?,
        };
        let Some(items) = items else { return self.object(rs, value, out) };
        if self.request.expand == Expand::Both {
            self.object(rs, value, out)?;
        }
        for item in items {
            rs.check_stop()?;
            if !item.is_null() {
                self.object(rs, &item, out)?;
            }
        }
        Ok(())
    }

    fn object(&mut self, rs: &mut Runspace, value: &Value, out: &mut Vec<Packet>) -> Result<()> {
        let names = members::type_names(value);
        if !self.request.force
            && let Some(entry) = out_of_band::entry(rs, value, &names, &self.rules, &self.errors)?
        {
            out.push(Packet::OutOfBand(entry));
            return Ok(());
        }
        let mut document = match self.document.take() {
            Some(document) => document,
            None => self.begin(rs, value, &names, out)?,
        };
        let done = self.add(rs, &mut document, value, &names, out);
        self.document = Some(document);
        done
    }

    fn add(
        &self,
        rs: &mut Runspace,
        document: &mut Document,
        value: &Value,
        names: &TypeNames,
        out: &mut Vec<Packet>,
    ) -> Result<()> {
        if let Some(view) = &document.view
            && !view.covers(names)
        {
            let lines = list::default_lines(rs, value, &self.rules)?;
            out.push(Packet::OutOfBand(Entry::List(lines)));
            return Ok(());
        }
        document.groups.enter(rs, value, &self.rules, out)?;
        let entry = match &document.body {
            Body::Table(table) => table.entry(rs, value, names, &self.rules),
            Body::List(list) => list.entry(rs, value, names, &self.rules),
            Body::Wide(wide) => wide.entry(rs, value, names, &self.rules),
            Body::Custom(custom) => custom.entry(rs, value, names, &self.rules),
        }?;
        out.push(Packet::Entry(entry));
        Ok(())
    }

    /// The document that the first object decides.
    fn begin(
        &self,
        rs: &mut Runspace,
        value: &Value,
        names: &TypeNames,
        out: &mut Vec<Packet>,
    ) -> Result<Document> {
        let view = self.view_for(rs, names)?;
        let (start, body) = match &view {
            Some(view) => self.of_view(rs, view, value, names),
            None => self.of_properties(rs, value)?,
        };
        let groups = match (&self.request.group_by, &view) {
            (Some(spec), _) => group::Groups::by_property(spec),
            (None, Some(view)) => group::Groups::of_view(view),
            (None, None) => group::Groups::none(),
        };
        out.push(Packet::FormatStart(start));
        Ok(Document { view, body, groups })
    }

    fn view_for(&self, rs: &mut Runspace, names: &[Rc<str>]) -> Result<Option<ViewRef>> {
        let table = FormatTable::of(rs);
        if let Some(name) = &self.request.view {
            let shape = self.request.shape;
            let found = table
                .find(names, |v| v.name.eq_ignore_ascii_case(name) && shape.is_none_or(|s| s == v.shape()));
            return found.map(Some).ok_or_else(|| view_not_found(name));
        }
        if !self.request.properties.is_empty() {
            return Ok(None);
        }
        let shape = self.request.shape;
        Ok(table.find(names, |v| !v.out_of_band && shape.is_none_or(|s| s == v.shape())))
    }

    fn of_view(&self, rs: &mut Runspace, view: &ViewRef, value: &Value, names: &TypeNames) -> (Start, Body) {
        match &view.control {
            Control::Table(_) => {
                let (start, body) = table::TableBody::of_view(&self.request, view.clone(), names);
                (Start::Table(start), Body::Table(body))
            }
            Control::List(_) => (Start::List, Body::List(list::ListBody::of_view(view.clone()))),
            Control::Wide { columns, .. } => {
                let columns = if self.request.columns > 0 { self.request.columns } else { *columns as usize };
                let start = Start::Wide { columns, auto_size: self.request.auto_size };
                (start, Body::Wide(wide::WideBody::of_view(view.clone())))
            }
            Control::Custom(_) => {
                let _ = (rs, value);
                (Start::Custom, Body::Custom(custom::CustomBody::of_view(view.clone())))
            }
        }
    }

    fn of_properties(&self, rs: &mut Runspace, value: &Value) -> Result<(Start, Body)> {
        let shape = match self.request.shape {
            Some(shape) => shape,
            // Up to four properties stand side by side.
            None if default_properties(rs, value)?.len() <= 4 => Shape::Table,
            None => Shape::List,
        };
        Ok(match shape {
            Shape::Table => {
                let (start, body) = table::TableBody::of_properties(rs, &self.request, value)?;
                (Start::Table(start), Body::Table(body))
            }
            Shape::List => (Start::List, Body::List(list::ListBody::of_properties(&self.request.properties))),
            Shape::Wide => {
                let start = Start::Wide { columns: self.request.columns, auto_size: self.request.auto_size };
                (start, Body::Wide(wide::WideBody::of_properties(&self.request.properties)))
            }
            Shape::Custom => (
                Start::Custom,
                Body::Custom(custom::CustomBody::of_properties(&self.request.properties, self.request.depth)),
            ),
        })
    }
}

fn view_not_found(name: &str) -> Box<Raised> {
    Raised::typed(
        "System.Management.Automation.PSInvalidOperationException",
        "FormatViewNotFound",
        ErrorCategory::ObjectNotFound,
        format!("The view name {name} cannot be found."),
    )
}

/// The text of a value that is shown; what throws shows nothing, or that it did.
pub(crate) fn shown(
    rs: &mut Runspace,
    what: &str,
    value: Result<Value>,
    format: Option<&str>,
    rules: &TextRules,
) -> Result<String> {
    let (text, failure) = match value {
        Ok(value) => {
            let text = crate::value_text::value_text(rs, &value, format, rules);
            (text, Failure::Format(format.unwrap_or(what).to_owned()))
        }
        Err(raised) => (Err(raised), Failure::Evaluate(what.to_owned())),
    };
    match text {
        Ok(text) => Ok(text),
        Err(raised) if raised.record().is_some() => {
            let mark = if rules.display_error { failure.mark() } else { "" };
            if let Some(failures) = &rules.failures {
                failures.borrow_mut().push(failure);
            }
            Ok(mark.to_owned())
        }
        Err(raised) => Err(raised),
    }
}
