//! `Invoke-Command`, in this session.

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, CommandKind, Pipe};
use posh_runtime::pipeline::{Argument, run_command};
use posh_runtime::{Raised, Result, Value};

use crate::support::errors::is_bound;

/// Runs a script block.
///
/// # Examples
/// Runs a block with arguments.
/// ```powershell
/// Invoke-Command { param($a, $b) $a + $b } -ArgumentList 1, 2
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Invoke", noun = "Command", module = "Microsoft.PowerShell.Core", default_set = "InProcess")]
pub(crate) struct InvokeCommand {
    /// Session.
    #[parameter(
        ty = "System.Management.Automation.Runspaces.PSSession[]",
        not_null_or_empty,
        position = 0,
        set = "FilePathRunspace, Session"
    )]
    session: Vec<Value>,
    /// Computer name.
    #[parameter(alias = "Cn", not_null_or_empty, position = 0, set = "ComputerName, FilePathComputerName")]
    computer_name: Vec<String>,
    /// The account to use.
    #[parameter(
        ty = "pscredential",
        credential,
        by_name,
        set = "ComputerName, FilePathComputerName, FilePathUri, Uri"
    )]
    #[parameter(mandatory, by_name, set = "FilePathVMId, FilePathVMName, VMId, VMName")]
    credential: Value,
    /// Port.
    #[parameter(range = "1, 65535", set = "ComputerName, FilePathComputerName, SSHHost")]
    port: Option<i32>,
    /// Use ssl.
    #[parameter(name = "UseSSL", set = "ComputerName, FilePathComputerName")]
    use_ssl: bool,
    /// Configuration name.
    #[parameter(
        by_name,
        set = "ComputerName, ContainerId, FilePathComputerName, FilePathContainerId, FilePathUri, FilePathVMId, FilePathVMName, Uri, VMId, VMName"
    )]
    configuration_name: Option<String>,
    /// Application name.
    #[parameter(by_name, set = "ComputerName, FilePathComputerName")]
    application_name: Option<String>,
    /// Throttle limit.
    #[parameter(
        set = "ComputerName, ContainerId, FilePathComputerName, FilePathContainerId, FilePathRunspace, FilePathUri, FilePathVMId, FilePathVMName, Session, Uri, VMId, VMName"
    )]
    throttle_limit: Option<i32>,
    /// Connection uri.
    #[parameter(ty = "uri[]", alias = "URI, CU", not_null_or_empty, position = 0, set = "FilePathUri, Uri")]
    connection_uri: Vec<Value>,
    /// As job.
    #[parameter(
        set = "ComputerName, ContainerId, FilePathComputerName, FilePathContainerId, FilePathRunspace, FilePathSSHHost, FilePathSSHHostHash, FilePathUri, FilePathVMId, FilePathVMName, SSHHost, SSHHostHashParam, Session, Uri, VMId, VMName"
    )]
    as_job: bool,
    /// In disconnected session.
    #[parameter(alias = "Disconnected", set = "ComputerName, FilePathComputerName, FilePathUri, Uri")]
    in_disconnected_session: bool,
    /// Session name.
    #[parameter(not_null_or_empty, set = "ComputerName, FilePathComputerName")]
    session_name: Vec<String>,
    /// Hide computer name.
    #[parameter(
        alias = "HCN",
        set = "ComputerName, ContainerId, FilePathComputerName, FilePathContainerId, FilePathRunspace, FilePathSSHHost, FilePathSSHHostHash, FilePathUri, FilePathVMId, FilePathVMName, SSHHost, SSHHostHashParam, Session, Uri, VMId, VMName"
    )]
    hide_computer_name: bool,
    /// Job name.
    #[parameter(
        set = "ComputerName, ContainerId, FilePathComputerName, FilePathContainerId, FilePathRunspace, FilePathUri, SSHHost, SSHHostHashParam, Session, Uri"
    )]
    job_name: Option<String>,
    /// The script block.
    #[parameter(
        ty = "scriptblock",
        alias = "Command",
        not_null,
        mandatory,
        position = 1,
        set = "ComputerName, ContainerId, SSHHost, SSHHostHashParam, Session, Uri, VMId, VMName"
    )]
    #[parameter(mandatory, position = 0, set = "InProcess")]
    script_block: Value,
    /// No new scope.
    #[parameter(set = "InProcess")]
    no_new_scope: bool,
    /// File path.
    #[parameter(
        alias = "PSPath",
        not_null,
        mandatory,
        position = 1,
        set = "FilePathComputerName, FilePathContainerId, FilePathRunspace, FilePathUri, FilePathVMId, FilePathVMName"
    )]
    #[parameter(mandatory, set = "FilePathSSHHost, FilePathSSHHostHash")]
    file_path: Option<String>,
    /// Allow redirection.
    #[parameter(set = "FilePathUri, Uri")]
    allow_redirection: bool,
    /// Session option.
    #[parameter(
        ty = "System.Management.Automation.Remoting.PSSessionOption",
        set = "ComputerName, FilePathComputerName, FilePathUri, Uri"
    )]
    session_option: Value,
    /// Authentication.
    #[parameter(
        ty = "System.Management.Automation.Runspaces.AuthenticationMechanism",
        set = "ComputerName, FilePathComputerName, FilePathUri, Uri"
    )]
    authentication: Value,
    /// Enable network access.
    #[parameter(set = "ComputerName, FilePathComputerName, FilePathUri, Uri")]
    enable_network_access: bool,
    /// Run as administrator.
    #[parameter(set = "ContainerId, FilePathContainerId")]
    run_as_administrator: bool,
    /// Host name.
    #[parameter(not_null_or_empty, mandatory, set = "FilePathSSHHost, SSHHost")]
    host_name: Vec<String>,
    /// User name.
    #[parameter(not_null_or_empty, set = "FilePathSSHHost, SSHHost")]
    user_name: Option<String>,
    /// Key file path.
    #[parameter(alias = "IdentityFilePath", not_null_or_empty, set = "FilePathSSHHost, SSHHost")]
    key_file_path: Option<String>,
    /// Subsystem.
    #[parameter(set = "FilePathSSHHost, SSHHost")]
    subsystem: Option<String>,
    /// Connecting timeout.
    #[parameter(set = "FilePathSSHHost, SSHHost")]
    connecting_timeout: Option<i32>,
    /// Sshtransport.
    #[parameter(name = "SSHTransport", one_of = "true", set = "FilePathSSHHost, SSHHost")]
    ssh_transport: bool,
    /// Sshconnection.
    #[parameter(
        name = "SSHConnection",
        ty = "hashtable[]",
        not_null_or_empty,
        mandatory,
        set = "FilePathSSHHostHash, SSHHostHashParam"
    )]
    ssh_connection: Vec<Value>,
    /// Options.
    #[parameter(ty = "hashtable", not_null_or_empty, set = "FilePathSSHHost, SSHHost")]
    options: Value,
    /// Remote debug.
    #[parameter(
        set = "ComputerName, ContainerId, FilePathComputerName, FilePathContainerId, FilePathRunspace, FilePathSSHHost, FilePathSSHHostHash, FilePathUri, FilePathVMId, FilePathVMName, SSHHost, SSHHostHashParam, Session, Uri, VMId, VMName"
    )]
    remote_debug: bool,
    /// The objects to work on.
    #[parameter(ty = "psobject", by_value)]
    input_object: Value,
    /// The arguments.
    #[parameter(alias = "Args")]
    argument_list: Vec<Value>,
    /// Vmid.
    #[parameter(
        name = "VMId",
        ty = "guid[]",
        alias = "VMGuid",
        not_null_or_empty,
        mandatory,
        position = 0,
        by_name,
        set = "FilePathVMId, VMId"
    )]
    vm_id: Vec<Value>,
    /// Vmname.
    #[parameter(name = "VMName", not_null_or_empty, mandatory, by_name, set = "FilePathVMName, VMName")]
    vm_name: Vec<String>,
    /// Container id.
    #[parameter(not_null_or_empty, mandatory, by_name, set = "ContainerId, FilePathContainerId")]
    container_id: Vec<String>,
    /// Certificate thumbprint.
    #[parameter(set = "ComputerName, Uri")]
    certificate_thumbprint: Option<String>,
    inputs: Vec<Value>,
    piped: bool,
}

impl Cmdlet for InvokeCommand {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if is_bound(pipe, &Self::DEF, "InputObject") {
            self.piped = true;
            self.inputs.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if pipe.set_name() != "InProcess" {
            return Err(Raised::not_supported("Invoke-Command on another computer"));
        }
        let Value::Block(block) = self.script_block.base() else { return Ok(()) };
        let arguments: Vec<Argument> = self.argument_list.iter().cloned().map(Argument::positional).collect();
        if self.no_new_scope {
            return pipe.rs.invoke_dotted(block, arguments, pipe.out);
        }
        let input = self.piped.then(|| std::mem::take(&mut self.inputs));
        run_command(pipe.rs, CommandKind::Block(block.clone()), arguments, input, pipe.out)
    }
}
