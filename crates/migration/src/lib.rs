//! The migration service: model, state machine, store, worker, sources and targets.
//!
//! Cmdlets call [`service::Service`], a blocking facade. A cmdlet writes a *wish* (start, stop, remove) into the
//! [`store`] and reads what is; the [`worker`] carries wishes out: it reads people from a [`source`], copies their
//! items to a [`target`] and records every item in the same transaction as the cursor that passed it. The store is
//! the only place where shells and workers meet, so a process may die at any instant: the next one goes on.
//!
//! Rules are pure functions in [`model`]; time comes from [`clock`] alone.

pub mod clock;
pub mod model;
pub mod secrets;
pub mod service;
pub mod source;
pub mod store;
pub mod target;
mod time;
pub mod worker;
