//! What several cmdlets share.

pub(crate) mod errors;
pub(crate) mod objects;
