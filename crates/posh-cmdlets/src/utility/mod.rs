//! `Microsoft.PowerShell.Utility`, but for formatting and output.

mod add_member;
mod alias;
mod clear_variable;
mod compare_object;
mod convert_from_cli_xml;
mod convert_from_csv;
mod convert_from_json;
mod convert_from_string_data;
mod convert_to_cli_xml;
mod convert_to_csv;
mod convert_to_html;
mod convert_to_json;
mod convert_to_xml;
mod csv;
mod culture;
mod export_clixml;
mod export_csv;
mod get_alias;
mod get_culture;
mod get_date;
mod get_file_hash;
mod get_host;
pub(crate) mod get_member;
mod get_ps_call_stack;
mod get_random;
mod get_type_data;
mod get_ui_culture;
mod get_unique;
mod get_variable;
mod group_object;
mod import_clixml;
mod import_csv;
mod import_power_shell_data_file;
mod invoke_expression;
mod join_string;
mod json;
mod measure_command;
mod measure_object;
mod new_alias;
mod new_guid;
mod new_object;
mod new_time_span;
mod new_variable;
mod ps_variable;
mod read_host;
mod remove_alias;
mod remove_type_data;
mod remove_variable;
mod select_object;
mod select_string;
mod select_xml;
mod set_alias;
mod set_variable;
mod sort_object;
mod start_sleep;
mod tee_object;
mod test_json;
mod uformat;
mod update_type_data;
pub(crate) mod variables;
mod write_debug;
mod write_error;
mod write_host;
mod write_information;
mod write_output;
mod write_progress;
mod write_verbose;
mod write_warning;
mod xml_description;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;
use posh_runtime::types::TypeDef;

static CMDLETS: &[&CmdletDef] = &[
    &add_member::AddMember::DEF,
    &get_type_data::GetTypeData::DEF,
    &remove_type_data::RemoveTypeData::DEF,
    &update_type_data::UpdateTypeData::DEF,
    &clear_variable::ClearVariable::DEF,
    &compare_object::CompareObject::DEF,
    &convert_from_csv::ConvertFromCsv::DEF,
    &convert_from_json::ConvertFromJson::DEF,
    &convert_from_string_data::ConvertFromStringData::DEF,
    &convert_to_csv::ConvertToCsv::DEF,
    &convert_to_json::ConvertToJson::DEF,
    &export_csv::ExportCsv::DEF,
    &get_alias::GetAlias::DEF,
    &get_culture::GetCulture::DEF,
    &get_date::GetDate::DEF,
    &get_file_hash::GetFileHash::DEF,
    &get_host::GetHost::DEF,
    &get_member::GetMember::DEF,
    &get_ps_call_stack::GetPsCallStack::DEF,
    &get_random::GetRandom::DEF,
    &get_ui_culture::GetUICulture::DEF,
    &get_unique::GetUnique::DEF,
    &get_variable::GetVariable::DEF,
    &group_object::GroupObject::DEF,
    &import_csv::ImportCsv::DEF,
    &import_power_shell_data_file::ImportPowerShellDataFile::DEF,
    &invoke_expression::InvokeExpression::DEF,
    &join_string::JoinString::DEF,
    &measure_command::MeasureCommand::DEF,
    &measure_object::MeasureObject::DEF,
    &new_alias::NewAlias::DEF,
    &new_guid::NewGuid::DEF,
    &new_object::NewObject::DEF,
    &new_time_span::NewTimeSpan::DEF,
    &new_variable::NewVariable::DEF,
    &read_host::ReadHost::DEF,
    &remove_alias::RemoveAlias::DEF,
    &remove_variable::RemoveVariable::DEF,
    &select_object::SelectObject::DEF,
    &select_string::SelectString::DEF,
    &set_alias::SetAlias::DEF,
    &set_variable::SetVariable::DEF,
    &sort_object::SortObject::DEF,
    &start_sleep::StartSleep::DEF,
    &tee_object::TeeObject::DEF,
    &test_json::TestJson::DEF,
    &write_debug::WriteDebug::DEF,
    &write_error::WriteError::DEF,
    &write_host::WriteHost::DEF,
    &write_information::WriteInformation::DEF,
    &write_output::WriteOutput::DEF,
    &write_progress::WriteProgress::DEF,
    &write_verbose::WriteVerbose::DEF,
    &write_warning::WriteWarning::DEF,
    &export_clixml::ExportClixml::DEF,
    &import_clixml::ImportClixml::DEF,
    &convert_to_cli_xml::ConvertToCliXml::DEF,
    &convert_from_cli_xml::ConvertFromCliXml::DEF,
    &convert_to_xml::ConvertToXml::DEF,
    &select_xml::SelectXml::DEF,
    &convert_to_html::ConvertToHtml::DEF,
];

const TYPES: &[&TypeDef] = &[
    &get_member::MemberDefinition::TYPE,
    &get_type_data::TYPE,
    &get_ps_call_stack::CallStackFrame::TYPE,
    &group_object::GroupInfo::TYPE,
    &group_object::GroupInfoNoElement::TYPE,
    &measure_object::GenericMeasureInfo::TYPE,
    &measure_object::GenericObjectMeasureInfo::TYPE,
    &measure_object::TextMeasureInfo::TYPE,
    &ps_variable::PS_VARIABLE,
    &select_string::MATCH_INFO,
    &select_string::MatchInfoContext::TYPE,
    &select_xml::SELECT_XML_INFO,
    &write_progress::ProgressRecord::TYPE,
];

/// Adds the module's cmdlets and types.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
    posh_runtime::types::register(TYPES);
}
