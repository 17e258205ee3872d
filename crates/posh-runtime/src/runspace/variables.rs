//! Variables by name.

use std::rc::Rc;

use super::Runspace;
use crate::code::VariablePlace;
use crate::convert::cast;
use crate::error::{ErrorCategory, Raised, Result};
use crate::names::Name;
use crate::scope::{Scope, Variable, VariableInfo};
use crate::types::{TypeCode, TypeRef, known};
use crate::value::{Dictionary, Object, Value};

impl Runspace {
    /// The value of a variable as seen from the current scope.
    pub fn variable(&self, name: &str) -> Option<Value> {
        self.scope.find_value(Self::name(name))
    }

    /// Sets a variable of the current scope.
    ///
    /// # Errors
    /// Where its type, validations or options refuse the value.
    pub fn set_variable(&mut self, name: &str, value: Value) -> Result<()> {
        let scope = self.scope.clone();
        self.set_in(&scope, Self::name(name), value)
    }

    /// Sets a variable of a scope.
    ///
    /// # Errors
    /// Where its type, validations or options refuse the value.
    pub fn set_in(&mut self, scope: &Rc<Scope>, name: Name, value: Value) -> Result<()> {
        let own = scope.own(name);
        let variable = match own {
            Some(variable) => variable,
            None => match self.all_scope_variable(name) {
                Some(variable) => variable,
                None => scope.declare(name),
            },
        };
        self.assign(&variable, value)
    }

    /// A variable of the session that every scope shares.
    pub(crate) fn all_scope_variable(&self, name: Name) -> Option<Rc<Variable>> {
        let variable = self.global.own(name)?;
        let shared = variable.info.borrow().as_ref().is_some_and(|i| i.all_scope);
        shared.then_some(variable)
    }

    /// Sets a variable, asking its type, validations and options.
    ///
    /// # Errors
    /// Where they refuse the value.
    pub fn assign(&mut self, variable: &Rc<Variable>, value: Value) -> Result<()> {
        if variable.is_plain() {
            variable.put(value);
            return Ok(());
        }
        let Some(info) = variable.info.borrow().as_deref().cloned() else { return Ok(()) };
        if info.read_only || info.constant {
            return Err(not_writable(&variable.name));
        }
        let value = self.constrain(&info, &variable.name, value.or_null())?;
        variable.put(value);
        Ok(())
    }

    /// A value as a variable's types make it, validated.
    ///
    /// # Errors
    /// Where types or validations refuse it.
    pub fn constrain(&mut self, info: &VariableInfo, name: &str, mut value: Value) -> Result<Value> {
        for ty in info.types.iter().rev() {
            value = if info.of_parameter && !(value.is_null() && *ty == known::string()) {
                cast(self, &value, ty)?
            } else {
                self.cast_variable(&value, ty)?
            };
        }
        for check in &info.checks {
            if let Err(raised) = crate::command::check_value(self, check, &value) {
                // What a class of a script says about the value is its own affair.
                if matches!(check, crate::command::Check::Custom(_)) {
                    return Err(raised);
                }
                return Err(Raised::typed(
                    "System.Management.Automation.ValidationMetadataException",
                    "ValidateSetFailure",
                    ErrorCategory::MetadataError,
                    format!(
                        "The variable cannot be validated because the value {} is not a valid value for the {name} \
                         variable.",
                        net_text(&value)
                    ),
                ));
            }
        }
        Ok(value)
    }

    fn cast_variable(&mut self, value: &Value, ty: &TypeRef) -> Result<Value> {
        if *ty == known::string() && value.is_null() {
            return Ok(Value::str(""));
        }
        if matches!(ty.code(), TypeCode::Bool | TypeCode::Switch)
            && matches!(value.base(), Value::Str(_) | Value::Array(_) | Value::Hash(_) | Value::Block(_))
        {
            return Err(no_truth(value, ty));
        }
        cast(self, value, ty).map_err(|raised| match raised.record() {
            Some(record) => {
                let message = record.message();
                Raised::typed(
                    "System.Management.Automation.ArgumentTransformationMetadataException",
                    "RuntimeException",
                    ErrorCategory::MetadataError,
                    message.lossy(),
                )
            }
            None => raised,
        })
    }

    /// The value of a variable with a scope or drive.
    ///
    /// # Errors
    /// Where there is no such drive.
    pub fn scoped_value(&mut self, place: &VariablePlace, name: Name) -> Result<Option<Value>> {
        Ok(match place {
            VariablePlace::Any => self.scope.find_value(name),
            VariablePlace::Global => self.global.own_value(name),
            VariablePlace::Script => self.scope.script_scope().own_value(name),
            VariablePlace::Local | VariablePlace::Private => self.scope.own_value(name),
            VariablePlace::Env => crate::net::environment::get(&name.text()).map(Value::from),
            VariablePlace::Function => self.scope.find_function(name).map(|f| {
                Value::Block(Rc::new(crate::value::ScriptBlock {
                    template: f.template.clone(),
                    home: f.home.clone(),
                    is_filter: f.is_filter,
                }))
            }),
            VariablePlace::Alias => self.scope.find_alias(name).map(|a| Value::str(&*a.definition)),
            // Reading from a drive that is not there gives nothing; writing is an error.
            VariablePlace::Drive(_) => None,
        })
    }

    /// Sets a variable with a scope or drive.
    ///
    /// # Errors
    /// Where there is no such drive, or the variable refuses the value.
    pub fn set_scoped(&mut self, place: &VariablePlace, name: Name, value: Value) -> Result<()> {
        let scope = match place {
            VariablePlace::Any | VariablePlace::Local => self.scope.clone(),
            VariablePlace::Global => self.global.clone(),
            VariablePlace::Script => self.scope.script_scope(),
            VariablePlace::Private => {
                let variable = self.scope.declare(name);
                variable.info.borrow_mut().get_or_insert_default().private = true;
                return self.assign(&variable, value);
            }
            VariablePlace::Env => return self.set_environment(&name.text(), &value),
            VariablePlace::Function => {
                let Value::Block(block) = value.base() else {
                    return Err(Raised::bad_argument("value", "A function is set to a script block."));
                };
                self.scope.set_function(Rc::new(crate::command::Function {
                    name: name.text(),
                    is_filter: block.is_filter,
                    template: block.template.clone(),
                    home: block.home.clone(),
                    module: None,
                    options: std::cell::RefCell::default(),
                }));
                return Ok(());
            }
            VariablePlace::Alias => {
                self.scope.set_alias(Rc::new(crate::command::Alias {
                    name: name.text(),
                    definition: crate::convert::plain_text(&value).into(),
                    options: std::cell::RefCell::default(),
                    description: "".into(),
                }));
                return Ok(());
            }
            VariablePlace::Drive(drive) => return Err(no_drive(drive)),
        };
        self.set_in(&scope, name, value)
    }

    /// Variables of a fresh session.
    pub(super) fn define_variables(&mut self) {
        let set = |name: &str, value: Value| {
            self.global.put(Name::of(name), Variable::new(name, value));
        };
        let pid = i32::try_from(std::process::id()).unwrap_or(0);
        set("Error", self.errors.clone());
        set("PSEdition", Value::str("Core"));
        set("ShellId", Value::str("Microsoft.PowerShell"));
        set("PSCulture", Value::str("en-US"));
        set("PSUICulture", Value::str("en-US"));
        set("PID", Value::Int(pid));
        set("HOME", Value::str(std::env::var("HOME").unwrap_or_default()));
        let program = std::env::current_exe().ok();
        let home =
            program.as_deref().and_then(std::path::Path::parent).map(|p| p.to_string_lossy().into_owned());
        set("PSHOME", Value::str(home.unwrap_or_default()));
        set("NestedPromptLevel", Value::Int(0));
        set("MaximumHistoryCount", Value::Int(4096));
        set("FormatEnumerationLimit", Value::Int(4));
        set("PSEmailServer", Value::str(""));
        set("PSSessionApplicationName", Value::str("wsman"));
        let utf8 =
            crate::net::TextEncoding::named("utf8").map_or(Value::Null, crate::net::TextEncoding::object);
        set("OutputEncoding", utf8);
        set("PSDefaultParameterValues", Value::Hash(Rc::new(Dictionary::hashtable())));
        set("LASTEXITCODE", Value::Null);
        set("IsLinux", Value::Bool(cfg!(target_os = "linux")));
        set("IsMacOS", Value::Bool(cfg!(target_os = "macos")));
        set("IsWindows", Value::Bool(cfg!(windows)));
        set("IsCoreCLR", Value::Bool(true));
        set(
            "ConfirmPreference",
            crate::convert::enum_value("System.Management.Automation.ConfirmImpact", "High"),
        );
        set("WhatIfPreference", Value::Bool(false));
        let action = |name| crate::convert::enum_value("System.Management.Automation.ActionPreference", name);
        set("ErrorActionPreference", action("Continue"));
        set("WarningPreference", action("Continue"));
        set("InformationPreference", action("SilentlyContinue"));
        set("VerbosePreference", action("SilentlyContinue"));
        set("DebugPreference", action("SilentlyContinue"));
        set("ProgressPreference", action("Continue"));
        set("ErrorView", crate::convert::enum_value("System.Management.Automation.ErrorView", "ConciseView"));
        set("PSVersionTable", version_table());
        for name in [
            "Error",
            "HOME",
            "PSHOME",
            "ShellId",
            "PID",
            "IsLinux",
            "IsMacOS",
            "IsWindows",
            "IsCoreCLR",
            "PSVersionTable",
            "PSCulture",
        ] {
            if let Some(variable) = self.global.own(Name::of(name)) {
                let mut info = variable.info.borrow_mut();
                let info = info.get_or_insert_default();
                info.constant = name != "HOME" && name != "PSCulture";
                info.read_only = true;
                info.all_scope = true;
            }
        }
        self.refresh_location();
    }

    /// A variable that the engine computes when it is asked for.
    pub(crate) fn automatic(&mut self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "psscriptroot" => {
                let file = self.calls.last().and_then(|c| c.source.file().map(str::to_owned))?;
                let folder = std::path::Path::new(&file).parent()?;
                Some(Value::str(folder.to_string_lossy().into_owned()))
            }
            "pscommandpath" => self.calls.last().and_then(|c| c.source.file().map(Value::str)),
            "myinvocation" => self.calls.iter().rev().find_map(|c| c.invocation.clone()).map(Value::Object),
            "host" => Some(crate::net::host_object(&self.host.clone())),
            "executioncontext" => Some(crate::net::execution_context()),
            _ => None,
        }
    }

    /// Puts the current location into `$PWD`.
    pub fn refresh_location(&mut self) {
        let path = self.location.to_string_lossy().into_owned();
        self.set_location_variable(crate::net::path_info(&path));
    }

    /// Sets `$PWD` to a location of any drive.
    pub fn set_location_variable(&mut self, info: Value) {
        self.global.force("PWD", info);
    }

    fn set_environment(&mut self, name: &str, value: &Value) -> Result<()> {
        let text = crate::convert::to_text(self, value)?;
        crate::net::environment::set(name, (!value.is_null()).then_some(text.as_str()));
        Ok(())
    }
}

fn version_table() -> Value {
    let table = Dictionary::ordered();
    let version = |text: &str| crate::net::version_of(text).unwrap_or_else(|| Value::str(text));
    table.set_str("PSVersion", crate::net::semantic_version("7.6.9"));
    table.set_str("PSEdition", Value::str("Core"));
    table.set_str("GitCommitId", Value::str("7.6.9"));
    table.set_str("OS", Value::str(std::env::consts::OS));
    table.set_str("Platform", Value::str(if cfg!(windows) { "Win32NT" } else { "Unix" }));
    let compatible = ["1.0", "2.0", "3.0", "4.0", "5.0", "5.1", "6.0", "7.0"].map(version);
    table.set_str("PSCompatibleVersions", Value::array(compatible.to_vec()));
    table.set_str("PSRemotingProtocolVersion", version("2.4"));
    table.set_str("SerializationVersion", version("1.1.0.1"));
    table.set_str("WSManStackVersion", version("3.0"));
    Value::Hash(Rc::new(table))
}

fn no_drive(drive: &str) -> Box<Raised> {
    Raised::typed(
        "System.Management.Automation.DriveNotFoundException",
        "DriveNotFound",
        ErrorCategory::ObjectNotFound,
        format!("Cannot find drive. A drive with the name '{drive}' does not exist."),
    )
}

pub(crate) fn not_writable(name: &str) -> Box<Raised> {
    let raised = Raised::typed(
        "System.Management.Automation.SessionStateUnauthorizedAccessException",
        "VariableNotWritable",
        ErrorCategory::WriteError,
        format!("Cannot overwrite variable {name} because it is read-only or constant."),
    );
    if let Some(record) = raised.record() {
        *record.target.borrow_mut() = Value::str(name);
    }
    raised
}

/// A variable object (`PSVariable`) for scripts.
pub struct VariableObject(pub Rc<Variable>);

impl crate::value::Native for VariableObject {}

impl VariableObject {
    /// The object of a variable.
    pub fn of(variable: Rc<Variable>) -> Value {
        let ty = TypeRef::named("System.Management.Automation.PSVariable");
        Value::Object(Object::native_of(ty, Self(variable)))
    }
}

/// The error of a variable of a truth value's type that gets something else.
fn no_truth(value: &Value, ty: &TypeRef) -> Box<Raised> {
    let from = value.base().type_ref().map_or_else(String::new, |t| t.full_name().to_owned());
    Raised::typed(
        "System.Management.Automation.ArgumentTransformationMetadataException",
        "RuntimeException",
        ErrorCategory::MetadataError,
        format!(
            "Cannot convert value \"{from}\" to type \"{}\". Boolean parameters accept only Boolean values and numbers, \
             such as $True, $False, 1 or 0.",
            ty.full_name()
        ),
    )
}

/// Text of a value as .NET's `ToString()` gives it: a list as its type.
pub(crate) fn net_text(value: &Value) -> String {
    match value.base() {
        Value::Array(items) => items.type_ref().full_name().to_owned(),
        other => crate::convert::plain_text(other),
    }
}
