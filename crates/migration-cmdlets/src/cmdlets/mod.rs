//! The cmdlets, one file each.

mod arguments;
mod connect_exchange_online;
mod disconnect_exchange_online;
mod get_accepted_domain;
mod get_connection_information;
mod get_mailbox;
mod get_mailbox_folder_statistics;
mod get_mailbox_statistics;
mod get_migration_batch;
mod get_migration_config;
mod get_migration_endpoint;
mod get_migration_statistics;
mod get_migration_user;
mod get_migration_user_statistics;
mod get_recipient;
mod new_accepted_domain;
mod new_migration_batch;
mod new_migration_endpoint;
mod remove_accepted_domain;
mod remove_migration_batch;
mod remove_migration_endpoint;
mod remove_migration_user;
mod set_accepted_domain;
mod set_migration_batch;
mod set_migration_config;
mod set_migration_endpoint;
mod start_migration_batch;
mod start_migration_user;
mod stop_migration_batch;
mod stop_migration_user;
mod test_migration_server_availability;

use posh_runtime::Runspace;
use posh_runtime::command::CmdletDef;

/// Name of the module that the cmdlets belong to.
pub const MODULE: &str = "ExchangeOnlineManagement";

static CMDLETS: &[&CmdletDef] = &[
    &connect_exchange_online::ConnectExchangeOnline::DEF,
    &disconnect_exchange_online::DisconnectExchangeOnline::DEF,
    &get_accepted_domain::GetAcceptedDomain::DEF,
    &get_connection_information::GetConnectionInformation::DEF,
    &get_mailbox::GetMailbox::DEF,
    &get_mailbox_folder_statistics::GetMailboxFolderStatistics::DEF,
    &get_mailbox_statistics::GetMailboxStatistics::DEF,
    &get_migration_batch::GetMigrationBatch::DEF,
    &get_migration_config::GetMigrationConfig::DEF,
    &get_migration_endpoint::GetMigrationEndpoint::DEF,
    &get_migration_statistics::GetMigrationStatistics::DEF,
    &get_migration_user::GetMigrationUser::DEF,
    &get_migration_user_statistics::GetMigrationUserStatistics::DEF,
    &get_recipient::GetRecipient::DEF,
    &new_accepted_domain::NewAcceptedDomain::DEF,
    &new_migration_batch::NewMigrationBatch::DEF,
    &new_migration_endpoint::NewMigrationEndpoint::DEF,
    &remove_accepted_domain::RemoveAcceptedDomain::DEF,
    &remove_migration_batch::RemoveMigrationBatch::DEF,
    &remove_migration_endpoint::RemoveMigrationEndpoint::DEF,
    &remove_migration_user::RemoveMigrationUser::DEF,
    &set_accepted_domain::SetAcceptedDomain::DEF,
    &set_migration_batch::SetMigrationBatch::DEF,
    &set_migration_config::SetMigrationConfig::DEF,
    &set_migration_endpoint::SetMigrationEndpoint::DEF,
    &start_migration_batch::StartMigrationBatch::DEF,
    &start_migration_user::StartMigrationUser::DEF,
    &stop_migration_batch::StopMigrationBatch::DEF,
    &stop_migration_user::StopMigrationUser::DEF,
    &test_migration_server_availability::TestMigrationServerAvailability::DEF,
];

/// Gives a session the cmdlets. It also needs a [`crate::Migration`] as its extension.
pub fn register(rs: &mut Runspace) {
    rs.register(CMDLETS);
    posh_runtime::types::register(&[&crate::objects::connection_settings::DEF]);
}
