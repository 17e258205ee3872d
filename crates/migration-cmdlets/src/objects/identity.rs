//! Identities: they print as the name, and have `Name` and `Id`.

use std::rc::Rc;

use posh_runtime::Value;
use posh_runtime::value::{InstanceMember, InstanceMembers, MemberValue, Wrapped};

/// The identity of a name.
pub(crate) fn identity(name: &str) -> Value {
    let members = InstanceMembers::default();
    for member in ["Name", "Id"] {
        members.set(InstanceMember {
            name: member.into(),
            value: MemberValue::Note(Value::str(name)),
            hidden: false,
        });
    }
    Value::Wrapped(Rc::new(Wrapped { base: Value::str(name), members }))
}
