//! `Write-Progress`

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::enum_value;
use posh_runtime::error::ErrorCategory;
use posh_runtime::{Result, Value};

use crate::support::errors::record;
use crate::support::objects::plain_object;

/// Shows how far a long command is.
///
/// # Examples
/// Shows progress in per cent.
/// ```powershell
/// Write-Progress -Activity 'Syncing' -Status '5 of 10' -PercentComplete 50
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Write", noun = "Progress", module = "Microsoft.PowerShell.Utility")]
pub(crate) struct WriteProgress {
    /// Activity.
    #[parameter(position = 0)]
    activity: Option<String>,
    /// Status.
    #[parameter(not_null_or_empty, position = 1)]
    status: Option<String>,
    /// Id.
    #[parameter(range = "0, 2147483647", position = 2)]
    id: Option<i32>,
    /// Percent complete.
    #[parameter(range = "-1, 100")]
    percent_complete: Option<i32>,
    /// Seconds remaining.
    #[parameter]
    seconds_remaining: Option<i32>,
    /// Current operation.
    #[parameter]
    current_operation: Option<String>,
    /// Parent id.
    #[parameter(range = "-1, 2147483647")]
    parent_id: Option<i32>,
    /// Completed.
    #[parameter]
    completed: bool,
    /// Source id.
    #[parameter]
    source_id: Option<i32>,
}

plain_object!(
    /// A record of the progress stream.
    ProgressRecord, "System.Management.Automation.ProgressRecord", base None, text None,
    [
        "int ActivityId {get;}" => activity_id,
        "int ParentActivityId {get;set;}" => parent_activity_id,
        "string Activity {get;set;}" => activity,
        "string StatusDescription {get;set;}" => status_description,
        "string CurrentOperation {get;set;}" => current_operation,
        "int PercentComplete {get;set;}" => percent_complete,
        "int SecondsRemaining {get;set;}" => seconds_remaining,
        "System.Management.Automation.ProgressRecordType RecordType {get;set;}" => record_type,
    ]
);

impl Cmdlet for WriteProgress {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let activity = self.activity.clone().filter(|a| !a.is_empty());
        if activity.is_none() && !self.completed {
            return pipe.fatal(record(
                "System.ArgumentException",
                "Missing value for mandatory parameter. (Parameter 'Activity')",
                "MissingActivity",
                ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        let status = self.status.clone().filter(|s| !s.is_empty());
        let kind = if self.completed { "Completed" } else { "Processing" };
        let progress = ProgressRecord {
            activity_id: Value::Int(self.id.unwrap_or(0)),
            parent_activity_id: Value::Int(self.parent_id.unwrap_or(-1)),
            activity: Value::from(activity),
            status_description: Value::from(status.unwrap_or_else(|| "Processing".to_owned())),
            current_operation: Value::from(self.current_operation.clone()),
            percent_complete: Value::Int(self.percent_complete.unwrap_or(-1)),
            seconds_remaining: Value::Int(self.seconds_remaining.unwrap_or(-1)),
            record_type: enum_value("System.Management.Automation.ProgressRecordType", kind),
        };
        pipe.rs.write_progress(progress.into_value())
    }
}
