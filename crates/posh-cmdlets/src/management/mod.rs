//! `Microsoft.PowerShell.Management`

mod add_content;
mod clear_content;
mod clear_item;
mod clear_item_property;
mod content;
mod convert_path;
mod copy_item;
mod copy_item_property;
pub(crate) mod drives;
mod file_item;
mod get_child_item;
mod get_content;
mod get_item;
mod get_item_property;
mod get_item_property_value;
mod get_location;
mod get_process;
mod get_ps_drive;
mod get_ps_provider;
mod invoke_item;
mod item_properties;
mod join_path;
mod move_item;
mod move_item_property;
mod new_item;
mod new_item_property;
mod new_ps_drive;
mod pop_location;
mod push_location;
mod remove_item;
mod remove_item_property;
mod remove_ps_drive;
mod rename_item;
mod rename_item_property;
mod resolve_path;
mod selection;
mod set_content;
mod set_item;
mod set_item_property;
mod set_location;
mod split_path;
mod test_path;
mod transfer;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;
use posh_runtime::types::TypeDef;

static CMDLETS: &[&CmdletDef] = &[
    &add_content::AddContent::DEF,
    &clear_content::ClearContent::DEF,
    &convert_path::ConvertPath::DEF,
    &copy_item::CopyItem::DEF,
    &get_child_item::GetChildItem::DEF,
    &get_content::GetContent::DEF,
    &get_item::GetItem::DEF,
    &get_item_property::GetItemProperty::DEF,
    &get_item_property_value::GetItemPropertyValue::DEF,
    &get_location::GetLocation::DEF,
    &get_process::GetProcess::DEF,
    &get_ps_drive::GetPSDrive::DEF,
    &join_path::JoinPath::DEF,
    &move_item::MoveItem::DEF,
    &new_item::NewItem::DEF,
    &pop_location::PopLocation::DEF,
    &push_location::PushLocation::DEF,
    &remove_item::RemoveItem::DEF,
    &rename_item::RenameItem::DEF,
    &resolve_path::ResolvePath::DEF,
    &set_content::SetContent::DEF,
    &set_item::SetItem::DEF,
    &set_location::SetLocation::DEF,
    &split_path::SplitPath::DEF,
    &test_path::TestPath::DEF,
    &get_ps_provider::GetPSProvider::DEF,
    &new_ps_drive::NewPSDrive::DEF,
    &remove_ps_drive::RemovePSDrive::DEF,
    &clear_item::ClearItem::DEF,
    &set_item_property::SetItemProperty::DEF,
    &clear_item_property::ClearItemProperty::DEF,
    &new_item_property::NewItemProperty::DEF,
    &remove_item_property::RemoveItemProperty::DEF,
    &rename_item_property::RenameItemProperty::DEF,
    &copy_item_property::CopyItemProperty::DEF,
    &move_item_property::MoveItemProperty::DEF,
    &invoke_item::InvokeItem::DEF,
];

const TYPES: &[&TypeDef] = &[
    &file_item::FILE_SYSTEM_INFO,
    &file_item::FILE_INFO,
    &file_item::DIRECTORY_INFO,
    &get_process::Process::TYPE,
];

/// Adds the module's cmdlets and types.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
    posh_runtime::types::register(TYPES);
}
