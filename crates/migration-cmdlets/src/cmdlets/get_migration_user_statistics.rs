//! `Get-MigrationUserStatistics`

use posh_derive::Cmdlet;
use posh_runtime::Result;
use posh_runtime::command::{Cmdlet, Pipe};

use migration::service::UserStatisticsOptions;

use super::arguments::report;
use crate::session::service;

/// Gets what was copied for a migration user, what was skipped and why, and the error of a failed one.
///
/// # Examples
/// Shows a user with the items that were skipped.
/// ```powershell
/// Get-MigrationUserStatistics anna@contoso.com -IncludeSkippedItems
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "MigrationUserStatistics",
    module = "ExchangeOnlineManagement",
    class = "Get-MigrationUserStatistics",
    default_set = "Identity"
)]
pub(super) struct GetMigrationUserStatistics {
    /// E-mail address of the user.
    #[parameter(set = "Identity", mandatory, position = 0, by_value, by_name)]
    identity: String,
    /// Adds the report's lines.
    #[parameter]
    include_report: bool,
    /// Adds the items that were skipped.
    #[parameter]
    include_skipped_items: bool,
    /// Adds at most so many skipped items.
    #[parameter]
    limit_skipped_items_to: Option<i32>,
    /// Accepted; there is no consistency report of its own.
    #[parameter]
    include_data_consistency_report: bool,
    /// Accepted; nothing more is known.
    #[parameter]
    diagnostic: bool,
    /// Accepted; nothing more is known.
    #[parameter]
    diagnostic_info: Option<String>,
    /// Accepted; shows only the items that were skipped.
    #[parameter]
    skipped_items_only: bool,
    /// Accepted; there is one partition here.
    #[parameter]
    partition: Option<String>,
    /// Accepted; there is one directory server here.
    #[parameter]
    domain_controller: Option<String>,
}

impl Cmdlet for GetMigrationUserStatistics {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let service = service(pipe)?;
        let options = UserStatisticsOptions {
            include_report: self.include_report,
            include_skipped_items: self.include_skipped_items || self.limit_skipped_items_to.is_some(),
            limit_skipped_items_to: self.limit_skipped_items_to.and_then(|n| u32::try_from(n).ok()),
        };
        match service.user_statistics(&self.identity, options) {
            Ok(statistics) => {
                let value = crate::objects::user_statistics::user_statistics(pipe.rs, &statistics);
                pipe.write(value)
            }
            Err(error) => report(pipe, &error, &self.identity),
        }
    }
}
