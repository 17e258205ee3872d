//! What several cmdlets share.

pub(crate) mod errors;
pub(crate) mod objects;
pub(crate) mod order;
pub(crate) mod property;
