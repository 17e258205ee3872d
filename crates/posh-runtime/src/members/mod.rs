//! Members of values: properties, methods, indexes, elements, constructors.

mod candidates;
mod construct;
mod enumerate;
mod index;
mod invoke;
mod list;
mod overload;
mod property;
mod statics;

pub(crate) use candidates::forget as forget_overloads;
pub use construct::{call_static_if_any, construct, construct_from_one, construct_from_table};
pub use enumerate::{check_unchanged, elements, enumerate};
pub use index::{get_index, set_index, set_index_many};
pub use invoke::{CallSite, has_method, invoke, invoke_at, script_to_string};
pub(crate) use invoke::{failed_method, no_such_method};
pub use list::{MemberInfo, members_of, properties_of, property_names, type_names};
pub use overload::conversion_cost;
pub(crate) use overload::{choose, convert_argument};
pub use property::{expressed_property, get_property, get_property_strict, set_property, try_property};
pub use statics::{get_static, invoke_static, set_static};

use crate::value::{InstanceMembers, Value};

/// The members that were put on a value.
pub fn instance_members(value: &Value) -> Option<&InstanceMembers> {
    match value {
        Value::Array(a) => Some(a.members()),
        Value::Hash(h) => Some(h.members()),
        Value::Object(o) => Some(o.members()),
        Value::Wrapped(w) => Some(&w.members),
        _ => None,
    }
}

/// The value as one that can take members: scalars are wrapped.
pub fn wrap(value: Value) -> Value {
    match value {
        Value::Array(_) | Value::Hash(_) | Value::Object(_) | Value::Wrapped(_) => value,
        base => Value::Wrapped(std::rc::Rc::new(crate::value::Wrapped {
            base,
            members: InstanceMembers::default(),
        })),
    }
}
