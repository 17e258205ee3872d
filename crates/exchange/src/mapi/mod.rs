//! MAPI properties: tags and typed values (MS-OXCDATA 2.11, MS-OXPROPS).

mod tag;
pub mod tags;
mod value;

pub use tag::{PropertyTag, PropertyType};
pub use value::{FileTime, PropertyValue, Value};
