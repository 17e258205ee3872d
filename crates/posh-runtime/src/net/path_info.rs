//! `PathInfo`: a location or resolved path.

use std::rc::Rc;

use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, Value};

struct PathInfo(Rc<str>);

impl Native for PathInfo {}

const NAME: &str = "System.Management.Automation.PathInfo";

/// A path of the file system, as `$PWD` and Resolve-Path give it.
pub fn path_info(path: &str) -> Value {
    Value::Object(Object::native_of(TypeRef::named(NAME), PathInfo(path.into())))
}

pub(super) fn text(value: &Value) -> Option<String> {
    value.native::<PathInfo>().map(|p| p.0.to_string())
}

fn path(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<PathInfo>().map_or(Value::Null, |p| Value::str(&*p.0)))
}

pub(super) const TYPES: &[&TypeDef] = &[&TypeDef {
    base: Some("System.Object"),
    properties: &[
        ("System.Management.Automation.PSDriveInfo Drive {get;}", |_| Ok(Value::str("/")), None),
        (
            "System.Management.Automation.ProviderInfo Provider {get;}",
            |_| Ok(Value::str("Microsoft.PowerShell.Core\\FileSystem")),
            None,
        ),
        ("string ProviderPath {get;}", path, None),
        ("string Path {get;}", path, None),
    ],
    ..TypeDef::new(NAME)
}];
