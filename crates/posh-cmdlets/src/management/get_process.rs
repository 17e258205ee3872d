//! `Get-Process`: what `/proc` says of the processes.

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::error::ErrorCategory;
use posh_runtime::ops::pattern::Wildcard;
use posh_runtime::{Result, Value};

use crate::support::errors::record;
use crate::support::objects::plain_object;

/// Gets the processes of the machine.
///
/// # Examples
/// Gets the process of this session.
/// ```powershell
/// Get-Process -Id $PID
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "Get",
    noun = "Process",
    module = "Microsoft.PowerShell.Management",
    default_set = "Name",
    output = "System.Diagnostics.ProcessModule, System.Diagnostics.FileVersionInfo, System.Diagnostics.Process"
)]
pub(crate) struct GetProcess {
    /// The names.
    #[parameter(
        alias = "ProcessName",
        not_null_or_empty,
        position = 0,
        by_name,
        set = "Name, NameWithUserName"
    )]
    name: Vec<String>,
    /// Id.
    #[parameter(alias = "PID", mandatory, by_name, set = "Id, IdWithUserName")]
    id: Vec<i32>,
    /// The objects to work on.
    #[parameter(
        ty = "System.Diagnostics.Process[]",
        mandatory,
        by_value,
        set = "InputObject, InputObjectWithUserName"
    )]
    input_object: Vec<Value>,
    /// Include user name.
    #[parameter(mandatory, set = "IdWithUserName, InputObjectWithUserName, NameWithUserName")]
    include_user_name: bool,
    /// The modules.
    #[parameter(not_null, set = "Id, InputObject, Name")]
    module: bool,
    /// File version info.
    #[parameter(alias = "FV, FVI", not_null, set = "Id, InputObject, Name")]
    file_version_info: bool,
}

plain_object!(
    /// A process.
    Process, "System.Diagnostics.Process", base None, text Some(show),
    [
        "string Name {get;}" => name,
        "int Id {get;}" => id,
        "string ProcessName {get;}" => process_name,
        "long WorkingSet64 {get;}" => working_set,
        "long WS {get;}" => ws,
        "double CPU {get;}" => cpu,
        "int SI {get;}" => si,
    ]
);

fn show(_: &mut posh_runtime::Runspace, value: &Value) -> Result<String> {
    let name =
        value.native::<Process>().map(|p| posh_runtime::convert::plain_text(&p.name)).unwrap_or_default();
    Ok(format!("System.Diagnostics.Process ({name})"))
}

const PAGE: i64 = 4096;
/// Clock ticks a second, as Linux counts processor time.
const TICKS: f64 = 100.0;

/// A process by its number; `None` where there is none.
fn read(id: i32) -> Option<(String, Value)> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (head, tail) = stat.rsplit_once(')')?;
    let name = head.split_once('(')?.1.to_owned();
    let fields: Vec<&str> = tail.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|f| f.parse::<i64>().ok()).unwrap_or(0);
    let pages = number(21);
    // Processor time is shown with two digits.
    let cpu = (number(11) + number(12)) as f64 / TICKS;
    let process = Process {
        name: Value::str(name.as_str()),
        id: Value::Int(id),
        process_name: Value::str(name.as_str()),
        working_set: Value::Long(pages * PAGE),
        ws: Value::Long(pages * PAGE),
        cpu: Value::Double(cpu),
        si: Value::Int(i32::try_from(number(3)).unwrap_or(0)),
    };
    Some((name, process.into_value()))
}

fn all() -> Vec<(String, i32, Value)> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let ids = entries.filter_map(|e| e.ok()?.file_name().to_string_lossy().parse::<i32>().ok());
    let mut list: Vec<_> = ids.filter_map(|id| read(id).map(|(name, value)| (name, id, value))).collect();
    list.sort_by_key(|(name, id, _)| (name.to_lowercase(), *id));
    list
}

impl GetProcess {
    fn missing(pipe: &mut Pipe<'_>, message: String, id: &str, target: Value) -> Result<()> {
        pipe.error(record(
            "Microsoft.PowerShell.Commands.ProcessCommandException",
            message,
            id,
            ErrorCategory::ObjectNotFound,
            target,
        ))
    }
}

impl Cmdlet for GetProcess {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        for process in self.input_object.clone() {
            pipe.write(process)?;
        }
        for id in self.id.clone() {
            match read(id) {
                Some((_, value)) => pipe.write(value)?,
                None => {
                    let message = format!("Cannot find a process with the process identifier {id}.");
                    Self::missing(pipe, message, "NoProcessFoundForGivenId", Value::Int(id))?;
                }
            }
        }
        if !self.id.is_empty() || !self.input_object.is_empty() {
            return Ok(());
        }
        let names = if self.name.is_empty() { vec!["*".to_owned()] } else { self.name.clone() };
        for pattern in names {
            let wildcard = Wildcard::new(&pattern, true)?;
            let mut found = false;
            for (_, _, value) in all().into_iter().filter(|(n, ..)| wildcard.matches(n)) {
                found = true;
                pipe.write(value)?;
            }
            if !found && !Wildcard::is_pattern(&pattern) {
                let message = format!(
                    "Cannot find a process with the name \"{pattern}\". Verify the process name and call the cmdlet again."
                );
                Self::missing(pipe, message, "NoProcessFoundForGivenName", Value::str(pattern.as_str()))?;
            }
        }
        Ok(())
    }
}
