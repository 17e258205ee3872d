//! Records of the warning, verbose, debug and information streams.

use crate::error::Result;
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

/// A warning, verbose or debug record.
pub struct MessageRecord {
    /// Text.
    pub message: PsStr,
}

impl Native for MessageRecord {}

impl MessageRecord {
    /// A record of the named type.
    pub fn object(type_name: &str, message: &PsStr) -> Value {
        Value::Object(Object::native_of(TypeRef::named(type_name), Self { message: message.clone() }))
    }
}

/// An information record, Write-Host's included.
pub struct InformationRecord {
    /// `MessageData`.
    pub data: Value,
    /// `Source`.
    pub source: PsStr,
    /// `Tags`.
    pub tags: Vec<PsStr>,
    /// Foreground colour of Write-Host.
    pub foreground: Option<u8>,
    /// Background colour of Write-Host.
    pub background: Option<u8>,
    /// Whether Write-Host ends no line.
    pub no_newline: bool,
    /// When it was made.
    pub time: Value,
}

impl Native for InformationRecord {}

impl InformationRecord {
    /// The record as an object.
    pub fn into_value(self) -> Value {
        Value::Object(Object::native_of(
            TypeRef::named("System.Management.Automation.InformationRecord"),
            self,
        ))
    }
}

/// `HostInformationMessage`: what Write-Host puts into its record.
pub struct HostMessage {
    /// Text.
    pub message: PsStr,
    /// Whether no line ends behind it.
    pub no_newline: bool,
    /// Foreground colour, or `$null`.
    pub foreground: Value,
    /// Background colour, or `$null`.
    pub background: Value,
}

impl Native for HostMessage {}

impl HostMessage {
    /// The message as an object.
    pub fn into_value(self) -> Value {
        Value::Object(Object::native_of(TypeRef::named(HOST_MESSAGE), self))
    }
}

const HOST_MESSAGE: &str = "System.Management.Automation.HostInformationMessage";

fn host<'a>(call: &'a Call<'_>) -> Option<&'a HostMessage> {
    call.this.native::<HostMessage>()
}

pub(super) fn text(value: &Value) -> Option<String> {
    if let Some(message) = value.native::<HostMessage>() {
        return Some(message.message.lossy().to_owned());
    }
    if let Some(record) = value.native::<MessageRecord>() {
        return Some(record.message.lossy().to_owned());
    }
    value.native::<InformationRecord>().map(|r| crate::convert::plain_text(&r.data))
}

fn message(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<MessageRecord>().map_or(Value::Null, |r| Value::Str(r.message.clone())))
}

fn info<'a>(call: &'a Call<'_>) -> Option<&'a InformationRecord> {
    call.this.native::<InformationRecord>()
}

const fn message_type(name: &'static str) -> TypeDef {
    TypeDef { properties: &[("string Message {get;set;}", message, None)], ..TypeDef::new(name) }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        base: Some("System.Object"),
        ..message_type("System.Management.Automation.InformationalRecord")
    },
    &TypeDef {
        base: Some("System.Management.Automation.InformationalRecord"),
        ..message_type("System.Management.Automation.WarningRecord")
    },
    &TypeDef {
        base: Some("System.Management.Automation.InformationalRecord"),
        ..message_type("System.Management.Automation.VerboseRecord")
    },
    &TypeDef {
        base: Some("System.Management.Automation.InformationalRecord"),
        ..message_type("System.Management.Automation.DebugRecord")
    },
    &TypeDef {
        properties: &[
            (
                "System.Object MessageData {get;}",
                |c| Ok(info(c).map_or(Value::Null, |r| r.data.clone())),
                None,
            ),
            (
                "string Source {get;set;}",
                |c| Ok(info(c).map_or(Value::Null, |r| Value::Str(r.source.clone()))),
                None,
            ),
            (
                "datetime TimeGenerated {get;set;}",
                |c| Ok(info(c).map_or(Value::Null, |r| r.time.clone())),
                None,
            ),
            (
                "System.Collections.Generic.List[string] Tags {get;}",
                |c| Ok(info(c).map_or(Value::Null, |r| crate::convert::string_array(r.tags.clone()))),
                None,
            ),
        ],
        ..TypeDef::new("System.Management.Automation.InformationRecord")
    },
    &TypeDef {
        properties: &[
            (
                "string Message {get;set;}",
                |c| Ok(host(c).map_or(Value::Null, |m| Value::Str(m.message.clone()))),
                None,
            ),
            (
                "System.Nullable[bool] NoNewLine {get;set;}",
                |c| Ok(host(c).map_or(Value::Null, |m| Value::Bool(m.no_newline))),
                None,
            ),
            (
                "System.Nullable[System.ConsoleColor] ForegroundColor {get;set;}",
                |c| Ok(host(c).map_or(Value::Null, |m| m.foreground.clone())),
                None,
            ),
            (
                "System.Nullable[System.ConsoleColor] BackgroundColor {get;set;}",
                |c| Ok(host(c).map_or(Value::Null, |m| m.background.clone())),
                None,
            ),
        ],
        ..TypeDef::new(HOST_MESSAGE)
    },
];
