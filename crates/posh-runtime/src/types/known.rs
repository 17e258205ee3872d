//! The types that the runtime itself needs, at hand without a look-up.

use super::TypeRef;

macro_rules! known {
    ($($(#[$doc:meta])* $name:ident = $full:expr;)*) => {
        struct Known { $($name: TypeRef,)* }
        thread_local! {
            static KNOWN: Known = Known { $($name: $full.into(),)* };
        }
        $(
            $(#[$doc])*
            pub fn $name() -> TypeRef {
                KNOWN.with(|k| k.$name.clone())
            }
        )*
    };
}

impl From<&str> for TypeRef {
    /// The type of a full name that is known to be one.
    fn from(name: &str) -> Self {
        Self::named(name)
    }
}

known! {
    /// `System.Object`
    object = "System.Object";
    /// `$PSBoundParameters`
    bound_parameters = "System.Management.Automation.PSBoundParametersDictionary";
    /// `System.Boolean`
    bool = "System.Boolean";
    /// `System.Char`
    char = "System.Char";
    /// `System.SByte`
    sbyte = "System.SByte";
    /// `System.Byte`
    byte = "System.Byte";
    /// `System.Int16`
    int16 = "System.Int16";
    /// `System.UInt16`
    uint16 = "System.UInt16";
    /// `System.Int32`
    int = "System.Int32";
    /// `System.UInt32`
    uint = "System.UInt32";
    /// `System.Int64`
    long = "System.Int64";
    /// `System.UInt64`
    ulong = "System.UInt64";
    /// `System.Single`
    single = "System.Single";
    /// `System.Double`
    double = "System.Double";
    /// `System.Decimal`
    decimal = "System.Decimal";
    /// `System.Numerics.BigInteger`
    bigint = "System.Numerics.BigInteger";
    /// `System.DateTime`
    datetime = "System.DateTime";
    /// `System.TimeSpan`
    timespan = "System.TimeSpan";
    /// `System.String`
    string = "System.String";
    /// `System.Management.Automation.SwitchParameter`
    switch = "System.Management.Automation.SwitchParameter";
    /// `System.RuntimeType`, the type of type objects
    runtime_type = "System.RuntimeType";
    /// `System.Collections.Hashtable`
    hashtable = "System.Collections.Hashtable";
    /// `System.Collections.Specialized.OrderedDictionary`
    ordered = "System.Collections.Specialized.OrderedDictionary";
    /// `System.Management.Automation.PSCustomObject`
    custom_object = "System.Management.Automation.PSCustomObject";
    /// `System.Management.Automation.PSObject`
    psobject = "System.Management.Automation.PSObject";
    /// `System.Management.Automation.ScriptBlock`
    script_block = "System.Management.Automation.ScriptBlock";
    /// `System.Management.Automation.PSReference`
    reference = "System.Management.Automation.PSReference";
    /// `System.Management.Automation.ErrorRecord`
    error_record = "System.Management.Automation.ErrorRecord";
    /// `System.Object[]`
    object_array = TypeRef::array_of(TypeRef::named("System.Object"), 1);
    /// `System.Collections.ArrayList`
    array_list = "System.Collections.ArrayList";
    /// `System.Collections.DictionaryEntry`
    dictionary_entry = "System.Collections.DictionaryEntry";
}
