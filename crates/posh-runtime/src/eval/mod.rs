//! The evaluator.

mod assign;
mod blocks;
mod class;
mod expr;
mod foreach;
mod hash;
mod stmt;
mod switch;
mod try_catch;

use std::cell::RefCell;
use std::rc::Rc;

pub use blocks::BlockRunner;
pub(crate) use blocks::{call_block, dot_block, evaluate_alone, load_script, run_body};
pub(crate) use class::{call_class_method, construct_class, static_default};
pub(crate) use expr::eval;

use crate::code::BlockCode;
use crate::names::Name;
use crate::scope::{Scope, Slot};

/// What a running block sees: its scope, its slots, its code.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The scope.
    pub scope: &'a Rc<Scope>,
    /// The block's variables.
    pub slots: &'a RefCell<Vec<Slot>>,
    /// Its code.
    pub code: &'a BlockCode,
    /// Whether the variables belong to the scope around: the block is dot-sourced.
    pub dotted: bool,
}

/// How a statement ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Flow {
    /// On to the next statement.
    Next,
    /// `break`, of the loop with the label where there is one.
    Break(Option<Name>),
    /// `continue`, of the loop with the label where there is one.
    Continue(Option<Name>),
    /// `return`
    Return,
}
