//! Formatting and output: `Format-*`, `Out-*`.

mod format_custom;
mod format_list;
mod format_table;
mod format_wide;
mod get_format_data;
mod out_default;
mod out_file;
mod out_host;
mod out_null;
mod out_string;
mod request;
mod update_format_data;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;

static CMDLETS: &[&CmdletDef] = &[
    &format_custom::FormatCustom::DEF,
    &format_list::FormatList::DEF,
    &format_table::FormatTable::DEF,
    &format_wide::FormatWide::DEF,
    &get_format_data::GetFormatData::DEF,
    &out_default::OutDefault::DEF,
    &out_file::OutFile::DEF,
    &out_host::OutHost::DEF,
    &out_null::OutNull::DEF,
    &out_string::OutString::DEF,
    &update_format_data::UpdateFormatData::DEF,
];

/// Adds the module's cmdlets and aliases.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
    for (alias, definition) in [
        ("fc", "Format-Custom"),
        ("fl", "Format-List"),
        ("ft", "Format-Table"),
        ("fw", "Format-Wide"),
        ("oh", "Out-Host"),
    ] {
        rs.register_alias(alias, definition);
    }
}
