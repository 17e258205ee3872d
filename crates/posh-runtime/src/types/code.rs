//! A short code for the types that conversions and operators treat on their own.

/// Which of the well-known types a type is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names are those of the .NET types")]
pub enum TypeCode {
    Object,
    Bool,
    Char,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,
    BigInteger,
    DateTime,
    TimeSpan,
    String,
    Switch,
    /// `System.Type`, `System.RuntimeType`.
    Type,
    /// `System.Array`.
    ArrayBase,
    Hashtable,
    OrderedDictionary,
    /// `System.Collections.IDictionary`.
    IDictionary,
    PSObject,
    PSCustomObject,
    ScriptBlock,
    PSReference,
    Void,
    Guid,
    Version,
    Uri,
    Regex,
    XmlDocument,
    Exception,
    SecureString,
    PSCredential,
    /// Any array type.
    Array,
    /// `System.Nullable`1`.
    Nullable,
    /// Any enumeration.
    Enum,
    /// Any class of a script.
    Class,
    /// Everything else.
    Other,
}

impl TypeCode {
    /// The code of a full type name.
    pub fn of_name(name: &str) -> Self {
        match name {
            "System.Object" => Self::Object,
            "System.Boolean" => Self::Bool,
            "System.Char" => Self::Char,
            "System.SByte" => Self::SByte,
            "System.Byte" => Self::Byte,
            "System.Int16" => Self::Int16,
            "System.UInt16" => Self::UInt16,
            "System.Int32" => Self::Int32,
            "System.UInt32" => Self::UInt32,
            "System.Int64" => Self::Int64,
            "System.UInt64" => Self::UInt64,
            "System.Single" => Self::Single,
            "System.Double" => Self::Double,
            "System.Decimal" => Self::Decimal,
            "System.Numerics.BigInteger" => Self::BigInteger,
            "System.DateTime" => Self::DateTime,
            "System.TimeSpan" => Self::TimeSpan,
            "System.String" => Self::String,
            "System.Management.Automation.SwitchParameter" => Self::Switch,
            "System.Type" | "System.RuntimeType" => Self::Type,
            "System.Array" => Self::ArrayBase,
            "System.Collections.Hashtable" => Self::Hashtable,
            "System.Collections.Specialized.OrderedDictionary" => Self::OrderedDictionary,
            "System.Collections.IDictionary" => Self::IDictionary,
            "System.Management.Automation.PSObject" => Self::PSObject,
            "System.Management.Automation.PSCustomObject" => Self::PSCustomObject,
            "System.Management.Automation.ScriptBlock" => Self::ScriptBlock,
            "System.Management.Automation.PSReference" => Self::PSReference,
            "System.Void" => Self::Void,
            "System.Guid" => Self::Guid,
            "System.Version" => Self::Version,
            "System.Uri" => Self::Uri,
            "System.Text.RegularExpressions.Regex" => Self::Regex,
            "System.Xml.XmlDocument" => Self::XmlDocument,
            "System.Exception" => Self::Exception,
            "System.Security.SecureString" => Self::SecureString,
            "System.Management.Automation.PSCredential" => Self::PSCredential,
            _ => Self::Other,
        }
    }

    /// Full name of an integer type.
    pub const fn full_name(self) -> &'static str {
        match self {
            Self::SByte => "System.SByte",
            Self::Byte => "System.Byte",
            Self::Int16 => "System.Int16",
            Self::UInt16 => "System.UInt16",
            Self::UInt32 => "System.UInt32",
            Self::Int64 => "System.Int64",
            Self::UInt64 => "System.UInt64",
            _ => "System.Int32",
        }
    }

    /// Whether it is one of the integer types of fixed size.
    pub const fn is_integer(self) -> bool {
        matches!(
            self,
            Self::SByte
                | Self::Byte
                | Self::Int16
                | Self::UInt16
                | Self::Int32
                | Self::UInt32
                | Self::Int64
                | Self::UInt64
        )
    }

    /// Whether it is a number.
    pub const fn is_numeric(self) -> bool {
        self.is_integer() || matches!(self, Self::Single | Self::Double | Self::Decimal | Self::BigInteger)
    }
}
