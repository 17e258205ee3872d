//! The syntax tree. Every node is named as PowerShell names its class (`CommandAst`, `IfStatementAst` ...) and has the
//! extent that PowerShell gives it, so that recorded trees can be compared and users meet the words they know.
//!
//! The tree is immutable and shared (`Arc`): script blocks and functions keep theirs alive as long as they are.

mod command;
mod definition;
mod expression;
mod script;
mod statement;
mod unravel;

pub use command::*;
pub use definition::*;
pub use expression::*;
pub use script::*;
pub use statement::*;
