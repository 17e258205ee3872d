//! What several cmdlets share.

pub(crate) mod errors;
pub(crate) mod files;
pub(crate) mod locations;
pub(crate) mod objects;
pub(crate) mod order;
pub(crate) mod path;
pub(crate) mod property;
