//! Types of .NET and PowerShell that scripts meet, one a file.

mod array;
mod attributes;
mod big_integer;
mod bit_converter;
mod boxes;
mod character;
mod clixml;
mod console;
mod convert_class;
mod credential;
mod culture;
mod date_offset;
mod datetime;
mod db_null;
mod delegates;
mod dictionary;
mod encoding;
mod enumerator;
pub mod environment;
mod errors;
mod exception;
mod extended;
mod file;
mod hashes;
mod host_ui;
mod ip_address;
mod iso_week;
mod language_primitives;
mod list;
mod mail_address;
mod math;
mod messages;
mod network_credential;
mod parse_number;
mod path;
mod path_info;
mod physical_address;
mod ps_cmdlet;
mod regex;
mod rune;
mod script_block;
mod stopwatch;
mod string;
mod string_builder;
mod string_comparer;
mod system_environment;
mod time_zone;
mod tuple;
mod uri;
mod version;
mod web_utility;
mod wildcard_pattern;
mod xml;
mod xml_node;
mod xml_path;

pub use attributes::{Attribute, attribute};
pub(crate) use boxes::reflection_name;
pub use clixml::{from_clixml, to_clixml};
pub use credential::{SecureString, credential, secure_string, with_password};
pub use culture::culture_object;
pub use dictionary::dictionary_entry;
pub use encoding::{TextEncoding, encoding_of};
pub use errors::parse_error;
pub use extended::{extended_names, extended_property};
pub use list::List;
pub use messages::{HostMessage, InformationRecord, MessageRecord};
pub use path_info::{Drive, PROVIDERS, drive_info, path_info, path_info_on, provider_info};
pub use ps_cmdlet::ps_cmdlet;
pub use regex::{RegexObject, match_object};
pub use tuple::{Tuple, value_tuple};
pub use version::{semantic_version, version_of};
pub(crate) use xml::set_adapted;
pub use xml::{adapted_node_names, read_xml, select_nodes, xml_document};

use crate::error::Result;
use crate::runspace::Runspace;
use crate::types::{TypeDef, TypeRef};
use crate::value::{InstanceMember, InstanceMembers, MemberValue, Object, Value, Wrapped};

/// All types, by file.
pub(crate) const ALL: &[&[&TypeDef]] = &[
    array::TYPES,
    attributes::TYPES,
    crate::pipeline::STEPPABLE_TYPES,
    boxes::TYPES,
    wildcard_pattern::TYPES,
    web_utility::TYPES,
    tuple::TYPES,
    string_builder::TYPES,
    hashes::TYPES,
    encoding::TYPES,
    culture::TYPES,
    rune::TYPES,
    time_zone::TYPES,
    iso_week::TYPES,
    string_comparer::TYPES,
    enumerator::TYPES,
    delegates::TYPES,
    physical_address::TYPES,
    mail_address::TYPES,
    language_primitives::TYPES,
    db_null::TYPES,
    clixml::TYPES,
    network_credential::TYPES,
    date_offset::TYPES,
    convert_class::TYPES,
    bit_converter::TYPES,
    credential::TYPES,
    datetime::TYPES,
    dictionary::TYPES,
    errors::TYPES,
    exception::TYPES,
    uri::TYPES,
    console::TYPES,
    host_ui::TYPES,
    system_environment::TYPES,
    stopwatch::TYPES,
    path::TYPES,
    ip_address::TYPES,
    file::TYPES,
    list::TYPES,
    math::TYPES,
    messages::TYPES,
    path_info::TYPES,
    ps_cmdlet::TYPES,
    regex::TYPES,
    script_block::TYPES,
    string::TYPES,
    version::TYPES,
    xml::TYPES,
];

/// Text of a native object that needs no session, such as a version's or an error record's.
pub fn value_text(value: &Value) -> Option<String> {
    errors::text(value)
        .or_else(|| version::text(value))
        .or_else(|| rune::text(value))
        .or_else(|| time_zone::text(value))
        .or_else(|| db_null::text(value))
        .or_else(|| mail_address::text(value))
        .or_else(|| physical_address::text(value))
        .or_else(|| messages::text(value))
        .or_else(|| path_info::text(value))
        .or_else(|| regex::text(value))
        .or_else(|| credential::text(value))
        .or_else(|| exception::text(value))
        .or_else(|| dictionary::text(value))
        .or_else(|| culture::text(value))
        .or_else(|| xml::text(value))
        .or_else(|| ip_address::text(value))
        .or_else(|| stopwatch::text(value))
        .or_else(|| uri::text(value))
        .or_else(|| date_offset::text(value))
        .or_else(|| string_builder::text(value))
        .or_else(|| tuple::text(value))
        .or_else(|| wildcard_pattern::text(value))
}

/// A native object with a format string; `None` where its type knows no formats.
pub fn format_object(rs: &mut Runspace, value: &Value, format: &str) -> Option<Result<String>> {
    let method = crate::members::has_method(value, "ToString");
    if !method || !matches!(value, Value::Object(_)) {
        return None;
    }
    let ty = value.type_ref()?;
    let members = crate::types::native_members(ty.definition_name())?;
    let methods = members.methods.get("tostring")?;
    methods.iter().any(|m| m.parameters.len() == 1).then(|| {
        let text = crate::members::invoke(rs, value, "ToString", &[Value::str(format)])?;
        Ok(crate::convert::plain_text(&text))
    })
}

/// `GetHashCode()`: stable within a session.
pub fn hash_code(value: &Value) -> i32 {
    match value {
        Value::Int(i) => *i,
        Value::Bool(b) => i32::from(*b),
        Value::Char(c) => i32::from(*c) | (i32::from(*c) << 16),
        other => {
            let text = crate::convert::plain_text(other);
            text.bytes().fold(5381_i32, |h, b| h.wrapping_mul(33) ^ i32::from(b))
        }
    }
}

/// A static method without its call (`[int]::Parse`): an object that prints its overloads.
pub fn method_group(ty: &TypeRef, name: &str) -> Value {
    let folded = name.to_lowercase();
    let overloads: Vec<Value> = crate::types::native_members(ty.definition_name())
        .map(|m| {
            if folded == "new" {
                m.constructors
                    .iter()
                    .map(|c| Value::str(format!("{} new{}", ty.full_name(), c.signature)))
                    .collect()
            } else {
                m.methods
                    .get(folded.as_str())
                    .map(|ms| ms.iter().map(|m| Value::str(m.signature)).collect())
                    .unwrap_or_default()
            }
        })
        .unwrap_or_default();
    Value::Object(Object::of_properties([("OverloadDefinitions", Value::array(overloads))]))
}

/// A parameter's name among the arguments of a function that does not have it.
pub fn parameter_name(dashed: &str) -> Value {
    let members = InstanceMembers::default();
    members.set(InstanceMember {
        name: "<CommandParameterName>".into(),
        value: MemberValue::Note(Value::str(dashed)),
        hidden: true,
    });
    Value::Wrapped(std::rc::Rc::new(Wrapped { base: Value::str(dashed), members }))
}

/// A number with the text in which a command line gave it.
pub(crate) fn with_token_text(value: Value, written: &str) -> Value {
    let members = InstanceMembers::default();
    members.set(InstanceMember {
        name: "<TokenText>".into(),
        value: MemberValue::Note(Value::str(written)),
        hidden: true,
    });
    Value::Wrapped(std::rc::Rc::new(Wrapped { base: value, members }))
}

/// The text in which a command line gave a number.
pub(crate) fn token_text(value: &Value) -> Option<String> {
    let Value::Wrapped(wrapped) = value else { return None };
    match wrapped.members.get("<TokenText>")?.value {
        MemberValue::Note(text) => Some(crate::convert::plain_text(&text)),
        _ => None,
    }
}

/// `$Host`.
pub fn host_object(host: &std::rc::Rc<dyn crate::host::Host>) -> Value {
    let object = Object::of_properties([
        ("Name", Value::str(host.name())),
        ("Version", version_of("7.6.9").unwrap_or(Value::Null)),
        ("InstanceId", Value::Null),
        ("UI", host_ui::host_ui()),
        ("CurrentCulture", Value::str("en-US")),
        ("CurrentUICulture", Value::str("en-US")),
        ("PrivateData", Value::Null),
        ("DebuggerEnabled", Value::Bool(true)),
        ("IsRunspacePushed", Value::Bool(false)),
        ("Runspace", Value::Null),
    ]);
    object.members().set_type_names(vec![
        "System.Management.Automation.Internal.Host.InternalHost".into(),
        "System.Management.Automation.Host.PSHost".into(),
        "System.Object".into(),
    ]);
    Value::Object(object)
}

/// `$ExecutionContext`.
pub fn execution_context() -> Value {
    Value::Object(Object::of_properties([("SessionState", Value::Null)]))
}
