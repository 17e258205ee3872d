//! Objects of .NET types whose properties are plain values.

/// Defines a native type: a struct of values, its full name, its properties in order.
///
/// `plain_object!(Struct, "Full.Name", [ "int Count {get;}" => count, ... ])` writes the struct, its `TYPE`
/// definition, and `into_value`.
macro_rules! plain_object {
    ($(#[$doc:meta])* $name:ident, $full:literal, base $base:expr, text $text:expr,
     [$($signature:literal => $field:ident),* $(,)?]) => {
        $(#[$doc])*
        #[derive(Default, Clone)]
        pub(crate) struct $name {
            $(pub(crate) $field: ::posh_runtime::Value,)*
        }

        impl ::posh_runtime::value::Native for $name {}

        impl $name {
            /// The type's definition.
            pub(crate) const TYPE: ::posh_runtime::types::TypeDef = ::posh_runtime::types::TypeDef {
                base: $base,
                text: $text,
                properties: &[$((
                    $signature,
                    |call| Ok(call.this.native::<$name>().map_or(
                        ::posh_runtime::Value::Null, |o| o.$field.clone())),
                    None,
                )),*],
                ..::posh_runtime::types::TypeDef::new($full)
            };

            /// The object as a value.
            pub(crate) fn into_value(self) -> ::posh_runtime::Value {
                ::posh_runtime::Value::Object(::posh_runtime::value::Object::native_of(
                    ::posh_runtime::types::TypeRef::named($full), self))
            }
        }
    };
}

pub(crate) use plain_object;

/// What `ToString()` of an object gives; empty for `$null` and for a custom object without one of its own.
pub(crate) fn dotnet_text(rs: &mut posh_runtime::Runspace, value: &posh_runtime::Value) -> String {
    if value.is_null() {
        return String::new();
    }
    match posh_runtime::members::invoke(rs, value, "ToString", &[]) {
        Ok(text) => posh_runtime::convert::plain_text(&text),
        Err(_) => posh_runtime::convert::plain_text(value),
    }
}

/// Like [`dotnet_text`], but `@{...}` for a custom object: what files hold of an object.
pub(crate) fn written_text(rs: &mut posh_runtime::Runspace, value: &posh_runtime::Value) -> String {
    match value {
        posh_runtime::Value::Object(o) if o.bag().is_some() => {
            posh_runtime::convert::to_text(rs, value).unwrap_or_default()
        }
        _ => dotnet_text(rs, value),
    }
}
