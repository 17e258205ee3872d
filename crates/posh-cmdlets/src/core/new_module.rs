//! `New-Module`

use std::rc::Rc;

use posh_derive::Cmdlet;
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::names::Name;
use posh_runtime::value::{InstanceMember, MemberValue, Object, PropertyBag, ScriptBlock};
use posh_runtime::{Result, Value};

use super::modules::load;

/// Makes a module of a script block.
///
/// # Examples
/// Makes a module with a function.
/// ```powershell
/// New-Module -Name Greet { function Get-Greeting { 'Hello' } }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(
    verb = "New",
    noun = "Module",
    module = "Microsoft.PowerShell.Core",
    default_set = "ScriptBlock",
    output = "System.Management.Automation.PSModuleInfo"
)]
pub(crate) struct NewModule {
    /// The names.
    #[parameter(mandatory, position = 0, by_value, set = "Name")]
    name: Option<String>,
    /// The script block.
    #[parameter(ty = "scriptblock", not_null, mandatory, position = 1, set = "Name")]
    #[parameter(mandatory, position = 0, set = "ScriptBlock")]
    script_block: Value,
    /// Function.
    #[parameter(not_null)]
    function: Vec<String>,
    /// Cmdlet.
    #[parameter(not_null)]
    cmdlet: Vec<String>,
    /// Return result.
    #[parameter]
    return_result: bool,
    /// As custom object.
    #[parameter]
    as_custom_object: bool,
    /// The arguments.
    #[parameter(alias = "Args", remaining)]
    argument_list: Vec<Value>,
}

impl Cmdlet for NewModule {
    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        let Value::Block(block) = self.script_block.base() else { return Ok(()) };
        let number = pipe.rs.now().ticks();
        let name: Rc<str> = self.name.clone().unwrap_or_else(|| format!("__DynamicModule_{number}")).into();
        let block = ScriptBlock::new(block.template.clone());
        let (scope, exports) = load::run(pipe, &name, &block, None, &self.argument_list)?;
        if self.as_custom_object {
            let mut bag = PropertyBag::default();
            for variable in &exports.variables {
                let value = scope.own_value(Name::of(variable)).unwrap_or(Value::Null);
                bag.set(variable.as_str(), value);
            }
            let object = Object::custom(bag);
            for function in &exports.functions {
                let Some(f) = scope.find_function(Name::of(function)) else { continue };
                let block = ScriptBlock::of_module(f.template.clone(), scope.clone());
                object.members().set(InstanceMember {
                    name: function.as_str().into(),
                    value: MemberValue::Method(Value::Block(block)),
                    hidden: false,
                });
            }
            return pipe.write(Value::Object(object));
        }
        let wanted = load::Wanted { functions: self.function.clone(), ..load::Wanted::default() };
        let importer = pipe.rs.global.clone();
        let module = load::finish(pipe, (name, None, scope, exports), &wanted, &importer, None)?;
        // A module made of a script block is no loaded module until it is imported.
        super::modules::of(pipe).loaded.borrow_mut().retain(|m| !m.info.same(&module.info));
        if self.return_result { Ok(()) } else { pipe.write(module.info) }
    }
}
