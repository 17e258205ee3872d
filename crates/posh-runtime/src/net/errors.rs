//! `ErrorRecord`, `ErrorCategoryInfo`, `InvocationInfo`, parse errors and extents.

use std::sync::Arc;

use posh_syntax::{Diagnostic, Source};

use crate::error::{
    ErrorCategory, ErrorDetails, ErrorRecord, InvocationInfo, Raised, Result, ScriptPosition,
};
use crate::types::{Call, TypeDef, TypeRef};
use crate::value::{Native, Object, PsStr, Value};

/// A view of an error record's category: the record itself.
struct CategoryInfo(std::rc::Rc<Object>);

impl Native for CategoryInfo {}

/// An extent in a script.
struct Extent(ScriptPosition);

impl Native for Extent {}

/// A parse error.
struct ParseError {
    id: String,
    message: String,
    incomplete: bool,
    position: ScriptPosition,
}

impl Native for ParseError {}

const CATEGORY: &str = "System.Management.Automation.ErrorCategoryInfo";
const EXTENT: &str = "System.Management.Automation.Language.InternalScriptExtent";
const DETAILS: &str = "System.Management.Automation.ErrorDetails";
const PARSE_ERROR: &str = "System.Management.Automation.Language.ParseError";

/// A parse error as scripts see it.
pub fn parse_error(source: &Arc<Source>, d: &Diagnostic) -> Value {
    let data = ParseError {
        id: d.id.to_string(),
        message: d.message.clone(),
        incomplete: d.incomplete,
        position: ScriptPosition { source: source.clone(), span: d.span },
    };
    Value::Object(Object::native_of(TypeRef::named(PARSE_ERROR), data))
}

/// An extent as scripts see it.
pub(crate) fn extent(position: &ScriptPosition) -> Value {
    Value::Object(Object::native_of(TypeRef::named(EXTENT), Extent(position.clone())))
}

pub(super) fn text(value: &Value) -> Option<String> {
    if let Some(record) = value.native::<ErrorRecord>() {
        return Some(record.text().lossy().to_owned());
    }
    if let Some(info) = value.native::<CategoryInfo>() {
        return info.0.native::<ErrorRecord>().map(ErrorRecord::category_text);
    }
    if let Some(extent) = value.native::<Extent>() {
        return Some(extent.0.text().to_owned());
    }
    if let Some(error) = value.native::<ParseError>() {
        return Some(error.message.clone());
    }
    value.native::<DetailsObject>().map(|d| d.0.message.lossy().to_owned())
}

fn record<'a>(call: &'a Call<'_>) -> Result<&'a ErrorRecord> {
    let found = call
        .this
        .native::<ErrorRecord>()
        .or_else(|| call.this.native::<CategoryInfo>().and_then(|c| c.0.native::<ErrorRecord>()));
    found.ok_or_else(|| Raised::net("System.NullReferenceException", "The object is no error record."))
}

fn new(call: &mut Call<'_>) -> Result<Value> {
    let Value::Object(exception) = call.arg(0) else { return Err(Raised::null_argument("exception")) };
    let id = call.text(1);
    let category = ErrorCategory::parse(&crate::convert::plain_text(&call.arg(2)))
        .unwrap_or(ErrorCategory::NotSpecified);
    Ok(Value::Object(ErrorRecord::new(exception, id.lossy(), category, call.arg(3)).into_object()))
}

fn copy(call: &mut Call<'_>) -> Result<Value> {
    let copied = record(call)?.copy();
    Ok(Value::Object(copied.into_object()))
}

fn exception(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Object(record(call)?.exception.clone()))
}

fn target(call: &mut Call<'_>) -> Result<Value> {
    Ok(record(call)?.target.borrow().clone())
}

fn category_info(call: &mut Call<'_>) -> Result<Value> {
    match call.this {
        Value::Object(o) => {
            Ok(Value::Object(Object::native_of(TypeRef::named(CATEGORY), CategoryInfo(o.clone()))))
        }
        _ => Ok(Value::Null),
    }
}

fn qualified_id(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str(record(call)?.fully_qualified_id()))
}

/// `ErrorDetails` as an object.
struct DetailsObject(ErrorDetails);

impl Native for DetailsObject {}

fn details(call: &mut Call<'_>) -> Result<Value> {
    let details = record(call)?.details.borrow().clone();
    Ok(details
        .map_or(Value::Null, |d| Value::Object(Object::native_of(TypeRef::named(DETAILS), DetailsObject(d)))))
}

fn set_details(call: &mut Call<'_>) -> Result<Value> {
    let value = call.arg(0);
    let details = match value.native::<DetailsObject>() {
        Some(d) => Some(d.0.clone()),
        None if value.is_null() => None,
        None => Some(ErrorDetails {
            message: PsStr::from(crate::convert::to_text(call.rs, &value)?),
            recommended_action: PsStr::from(""),
        }),
    };
    *record(call)?.details.borrow_mut() = details;
    Ok(Value::Void)
}

fn new_details(call: &mut Call<'_>) -> Result<Value> {
    let details = ErrorDetails { message: call.text(0), recommended_action: PsStr::from("") };
    Ok(Value::Object(Object::native_of(TypeRef::named(DETAILS), DetailsObject(details))))
}

fn details_message(call: &mut Call<'_>) -> Result<Value> {
    Ok(call.this.native::<DetailsObject>().map_or(Value::Null, |d| Value::Str(d.0.message.clone())))
}

fn details_action(call: &mut Call<'_>) -> Result<Value> {
    Ok(call
        .this
        .native::<DetailsObject>()
        .map_or(Value::Null, |d| Value::Str(d.0.recommended_action.clone())))
}

fn invocation(call: &mut Call<'_>) -> Result<Value> {
    Ok(record(call)?.invocation.borrow().clone().map_or(Value::Null, Value::Object))
}

fn stack(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Str(record(call)?.stack_trace.borrow().clone()))
}

fn iteration(_: &mut Call<'_>) -> Result<Value> {
    Ok(crate::convert::string_array::<PsStr>([]))
}

fn category(call: &mut Call<'_>) -> Result<Value> {
    let name = record(call)?.category.get().name();
    Ok(crate::convert::enum_value("System.Management.Automation.ErrorCategory", name))
}

fn set_text(call: &mut Call<'_>, set: fn(&ErrorRecord, std::rc::Rc<str>)) -> Result<Value> {
    let text = call.text(0);
    set(record(call)?, text.lossy().into());
    Ok(Value::Void)
}

fn message(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::str(record(call)?.category_text()))
}

fn info<'a>(call: &'a Call<'_>) -> Option<&'a InvocationInfo> {
    call.this.native::<InvocationInfo>()
}

fn position_part(call: &Call<'_>, part: fn(&ScriptPosition) -> Value, none: Value) -> Result<Value> {
    Ok(info(call).and_then(|i| i.position.as_ref().map(part)).unwrap_or(none))
}

fn int(n: u32) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn position_message(position: &ScriptPosition) -> Value {
    Value::str(crate::error::position_message(position))
}

fn file(position: &ScriptPosition) -> Value {
    Value::str(position.source.file().unwrap_or(""))
}

fn script_root(position: &ScriptPosition) -> Value {
    let file = position.source.file().unwrap_or("");
    Value::str(
        std::path::Path::new(file).parent().map(|p| p.to_string_lossy().into_owned()).unwrap_or_default(),
    )
}

fn bound(call: &mut Call<'_>) -> Result<Value> {
    Ok(info(call).and_then(|i| i.bound.borrow().clone()).map_or(Value::Null, Value::Hash))
}

fn place<'a>(call: &'a Call<'_>) -> Option<&'a ScriptPosition> {
    call.this
        .native::<Extent>()
        .map(|e| &e.0)
        .or_else(|| call.this.native::<ParseError>().map(|e| &e.position))
}

fn at(call: &Call<'_>, part: fn(&ScriptPosition) -> Value) -> Result<Value> {
    Ok(place(call).map_or(Value::Null, part))
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef {
        constructors: &[
            (
                "(System.Exception exception, string errorId, System.Management.Automation.ErrorCategory errorCategory, System.Object targetObject)",
                new,
            ),
            (
                "(System.Management.Automation.ErrorRecord errorRecord, System.Exception replaceParentContainsErrorRecordException)",
                copy,
            ),
        ],
        properties: &[
            ("System.Exception Exception {get;}", exception, None),
            ("System.Object TargetObject {get;}", target, None),
            ("System.Management.Automation.ErrorCategoryInfo CategoryInfo {get;}", category_info, None),
            ("string FullyQualifiedErrorId {get;}", qualified_id, None),
            ("System.Object ErrorDetails {get;set;}", details, Some(set_details)),
            ("System.Management.Automation.InvocationInfo InvocationInfo {get;}", invocation, None),
            ("string ScriptStackTrace {get;}", stack, None),
            (
                "System.Collections.ObjectModel.ReadOnlyCollection[int] PipelineIterationInfo {get;}",
                iteration,
                None,
            ),
        ],
        methods: &[("string ToString()", |c| Ok(Value::Str(record(c)?.text())))],
        ..TypeDef::new("System.Management.Automation.ErrorRecord")
    },
    &TypeDef {
        constructors: &[("(string message)", new_details)],
        properties: &[
            ("string Message {get;}", details_message, None),
            ("string RecommendedAction {get;set;}", details_action, None),
        ],
        ..TypeDef::new(DETAILS)
    },
    &TypeDef {
        properties: &[
            ("System.Management.Automation.ErrorCategory Category {get;}", category, None),
            (
                "string Activity {get;set;}",
                |c| Ok(Value::str(&*record(c)?.activity.borrow().clone())),
                Some(|c| set_text(c, |r, t| *r.activity.borrow_mut() = t)),
            ),
            (
                "string Reason {get;set;}",
                |c| Ok(Value::str(record(c)?.reason_text())),
                Some(|c| set_text(c, |r, t| *r.reason.borrow_mut() = Some(t))),
            ),
            (
                "string TargetName {get;set;}",
                |c| Ok(Value::str(record(c)?.target_name_text())),
                Some(|c| set_text(c, |r, t| *r.target_name.borrow_mut() = Some(t))),
            ),
            (
                "string TargetType {get;set;}",
                |c| Ok(Value::str(record(c)?.target_type_text())),
                Some(|c| set_text(c, |r, t| *r.target_type.borrow_mut() = Some(t))),
            ),
        ],
        methods: &[("string GetMessage()", message), ("string ToString()", message)],
        ..TypeDef::new(CATEGORY)
    },
    &TypeDef {
        properties: &[
            (
                "System.Management.Automation.CommandInfo MyCommand {get;}",
                |c| Ok(info(c).map_or(Value::Null, |i| i.command.clone())),
                None,
            ),
            (
                "System.Collections.Generic.Dictionary[string,System.Object] BoundParameters {get;}",
                bound,
                None,
            ),
            (
                "System.Collections.Generic.List[System.Object] UnboundArguments {get;}",
                |c| Ok(info(c).map_or(Value::Null, |i| Value::array(i.unbound.borrow().clone()))),
                None,
            ),
            (
                "int ScriptLineNumber {get;}",
                |c| position_part(c, |p| int(p.line_number()), Value::Int(0)),
                None,
            ),
            ("int OffsetInLine {get;}", |c| position_part(c, |p| int(p.column()), Value::Int(0)), None),
            ("long HistoryId {get;}", |c| Ok(Value::Long(info(c).map_or(0, |i| i.history_id))), None),
            ("string ScriptName {get;}", |c| position_part(c, file, Value::str("")), None),
            ("string Line {get;}", |c| position_part(c, |p| Value::str(p.line()), Value::str("")), None),
            ("string Statement {get;}", |c| position_part(c, |p| Value::str(p.text()), Value::str("")), None),
            ("string PositionMessage {get;}", |c| position_part(c, position_message, Value::str("")), None),
            ("string PSScriptRoot {get;}", |c| position_part(c, script_root, Value::str("")), None),
            ("string PSCommandPath {get;}", |c| position_part(c, file, Value::str("")), None),
            (
                "string InvocationName {get;}",
                |c| Ok(info(c).map_or(Value::Null, |i| Value::str(&*i.invocation_name))),
                None,
            ),
            ("int PipelineLength {get;}", |c| Ok(Value::Int(info(c).map_or(0, |i| i.pipeline_length))), None),
            (
                "int PipelinePosition {get;}",
                |c| Ok(Value::Int(info(c).map_or(0, |i| i.pipeline_position))),
                None,
            ),
            (
                "bool ExpectingInput {get;}",
                |c| Ok(Value::Bool(info(c).is_some_and(|i| i.expecting_input))),
                None,
            ),
            (
                "System.Management.Automation.CommandOrigin CommandOrigin {get;}",
                |_| Ok(crate::convert::enum_value("System.Management.Automation.CommandOrigin", "Internal")),
                None,
            ),
            (
                "System.Management.Automation.Language.IScriptExtent DisplayScriptPosition {get;}",
                |c| position_part(c, extent, Value::Null),
                None,
            ),
        ],
        ..TypeDef::new("System.Management.Automation.InvocationInfo")
    },
    &TypeDef {
        base: Some("System.Object"),
        properties: &[
            ("string File {get;}", |c| at(c, |p| p.source.file().map_or(Value::Null, Value::from)), None),
            ("int StartLineNumber {get;}", |c| at(c, |p| int(p.source.position(p.span.start).line)), None),
            (
                "int StartColumnNumber {get;}",
                |c| at(c, |p| int(p.source.position(p.span.start).column)),
                None,
            ),
            ("int EndLineNumber {get;}", |c| at(c, |p| int(p.source.position(p.span.end).line)), None),
            ("int EndColumnNumber {get;}", |c| at(c, |p| int(p.source.position(p.span.end).column)), None),
            ("string Text {get;}", |c| at(c, |p| Value::str(p.text())), None),
            ("int StartOffset {get;}", |c| at(c, |p| int(p.source.utf16_offset(p.span.start))), None),
            ("int EndOffset {get;}", |c| at(c, |p| int(p.source.utf16_offset(p.span.end))), None),
        ],
        ..TypeDef::new(EXTENT)
    },
    &TypeDef {
        properties: &[
            ("System.Management.Automation.Language.IScriptExtent Extent {get;}", |c| at(c, extent), None),
            (
                "string ErrorId {get;}",
                |c| Ok(c.this.native::<ParseError>().map_or(Value::Null, |e| Value::str(&e.id))),
                None,
            ),
            (
                "string Message {get;}",
                |c| Ok(c.this.native::<ParseError>().map_or(Value::Null, |e| Value::str(&e.message))),
                None,
            ),
            (
                "bool IncompleteInput {get;}",
                |c| Ok(Value::Bool(c.this.native::<ParseError>().is_some_and(|e| e.incomplete))),
                None,
            ),
        ],
        ..TypeDef::new(PARSE_ERROR)
    },
];
