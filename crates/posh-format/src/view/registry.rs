//! The format table of a session: the built-in views, and those that files put before and behind them.

use std::cell::RefCell;
use std::rc::Rc;

use posh_runtime::Runspace;

use super::builtin::VIEWS;
use super::{Control, View, plain_type_name};

/// The shapes that Format-* ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Shape {
    Table,
    List,
    Wide,
    Custom,
}

impl View {
    /// Its shape.
    pub fn shape(&self) -> Shape {
        match self.control {
            Control::Table(_) => Shape::Table,
            Control::List(_) => Shape::List,
            Control::Wide { .. } => Shape::Wide,
            Control::Custom(_) => Shape::Custom,
        }
    }

    /// Whether it is for one of these types.
    pub fn covers(&self, names: &[Rc<str>]) -> bool {
        names.iter().any(|n| self.covers_name(plain_type_name(n)))
    }

    fn covers_name(&self, name: &str) -> bool {
        self.types.iter().any(|t| t.eq_ignore_ascii_case(name))
    }
}

/// A view of the format table.
#[derive(Clone)]
pub(crate) enum ViewRef {
    Builtin(&'static View),
    Loaded(Rc<View>),
}

impl std::ops::Deref for ViewRef {
    type Target = View;

    fn deref(&self) -> &View {
        match self {
            Self::Builtin(view) => view,
            Self::Loaded(view) => view,
        }
    }
}

/// The views of a session.
#[derive(Default)]
pub struct FormatTable {
    before: RefCell<Vec<Rc<View>>>,
    behind: RefCell<Vec<Rc<View>>>,
}

impl FormatTable {
    /// The session's table.
    pub fn of(rs: &mut Runspace) -> Rc<Self> {
        if let Some(table) = rs.extension::<Self>() {
            return table;
        }
        let table = Rc::new(Self::default());
        rs.set_extension(table.clone());
        table
    }

    /// Adds views behind all others.
    pub fn append(&self, views: Vec<View>) {
        self.behind.borrow_mut().extend(views.into_iter().map(Rc::new));
    }

    /// Adds views before all others.
    pub fn prepend(&self, views: Vec<View>) {
        self.before.borrow_mut().splice(0..0, views.into_iter().map(Rc::new));
    }

    /// Types and view names of every view that Get-FormatData shows, in order.
    pub fn listing(&self) -> Vec<(Vec<String>, Vec<String>)> {
        let before = self.before.borrow();
        let behind = self.behind.borrow();
        let all = before.iter().map(|v| &**v).chain(VIEWS).chain(behind.iter().map(|v| &**v));
        let mut out: Vec<(Vec<String>, Vec<String>)> = Vec::new();
        for view in all.filter(|v| !v.help) {
            let types: Vec<String> = view.types.iter().map(|t| t.to_string()).collect();
            match out.iter_mut().find(|(known, _)| *known == types) {
                Some((_, views)) => views.push(view.name.to_string()),
                None => out.push((types, vec![view.name.to_string()])),
            }
        }
        out
    }

    /// The view for an object of these types: the most derived type counts first, then the order of the table.
    pub(crate) fn find(&self, names: &[Rc<str>], accepts: impl Fn(&View) -> bool) -> Option<ViewRef> {
        let before = self.before.borrow();
        let behind = self.behind.borrow();
        names.iter().find_map(|name| {
            let name = plain_type_name(name);
            let fits = |v: &View| accepts(v) && v.covers_name(name);
            let loaded = |list: &[Rc<View>]| list.iter().find(|v| fits(v)).cloned().map(ViewRef::Loaded);
            loaded(&before)
                .or_else(|| VIEWS.iter().find(|v| fits(v)).map(ViewRef::Builtin))
                .or_else(|| loaded(&behind))
        })
    }

    /// The view that is shown between the lines of others.
    pub(crate) fn out_of_band(&self, names: &[Rc<str>]) -> Option<ViewRef> {
        self.find(names, |v| v.out_of_band)
    }
}
