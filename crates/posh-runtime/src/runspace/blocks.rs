//! Script blocks run by native code.

use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::Source;
use posh_syntax::ast::ExpressionAst;

use super::Runspace;
use crate::code::BlockTemplate;
use crate::error::Result;
use crate::pipeline::{Argument, Collect, Sink};
use crate::value::{ScriptBlock, Value};

impl Runspace {
    /// A script block of a text.
    ///
    /// # Errors
    /// A parse error.
    pub fn script_block_of_text(&mut self, text: &str) -> Result<Value> {
        let source = Arc::new(Source::new(text, None));
        let parsed = posh_syntax::parse(source.clone());
        if !parsed.diagnostics.is_empty() {
            return Err(self.parse_error(&source, &parsed.diagnostics));
        }
        Ok(Value::Block(ScriptBlock::new(BlockTemplate::new(parsed.script, source))))
    }

    /// The value of an attribute's argument or another expression that stands alone.
    ///
    /// # Errors
    /// What the expression raises.
    pub(crate) fn constant_of(&mut self, ast: &ExpressionAst, source: &Arc<Source>) -> Result<Value> {
        crate::eval::evaluate_alone(self, ast, source)
    }

    /// Calls a block with arguments in a scope of its own; the output.
    ///
    /// # Errors
    /// What the block raises.
    pub fn invoke_block(&mut self, block: &Value, arguments: &[Value]) -> Result<Vec<Value>> {
        let mut out = Collect::default();
        let Value::Block(block) = block.base() else {
            return Err(crate::error::Raised::bad_argument("scriptBlock", "A script block is expected."));
        };
        let arguments = arguments.iter().cloned().map(Argument::positional).collect();
        self.invoke_in_scope(block, arguments, None, &mut out)?;
        Ok(out.items)
    }

    /// Runs code for which an error that would only end a statement ends it all, as in a `try`.
    pub fn raising<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        self.try_depth += 1;
        let done = run(self);
        self.try_depth -= 1;
        done
    }

    /// Calls a block with `$_` set, in a scope of its own; the output.
    ///
    /// # Errors
    /// What the block raises.
    pub fn invoke_block_with_item(
        &mut self,
        block: &Value,
        item: Value,
        arguments: &[Value],
    ) -> Result<Vec<Value>> {
        let mut out = Collect::default();
        let Value::Block(block) = block.base() else {
            return Err(crate::error::Raised::bad_argument("scriptBlock", "A script block is expected."));
        };
        let arguments = arguments.iter().cloned().map(Argument::positional).collect();
        self.invoke_in_scope(block, arguments, Some(item), &mut out)?;
        Ok(out.items)
    }

    /// Calls a block with arguments in a scope of its own.
    ///
    /// # Errors
    /// What the block raises.
    pub fn invoke_in_scope(
        &mut self,
        block: &Rc<ScriptBlock>,
        arguments: Vec<Argument>,
        item: Option<Value>,
        out: &mut dyn Sink,
    ) -> Result<()> {
        crate::eval::call_block(self, block, arguments, item, out)
    }

    /// Runs a block in the current scope, as `.` does.
    ///
    /// # Errors
    /// What the block raises.
    pub fn invoke_dotted(
        &mut self,
        block: &Rc<ScriptBlock>,
        arguments: Vec<Argument>,
        out: &mut dyn Sink,
    ) -> Result<()> {
        crate::eval::dot_block(self, block, arguments, out)
    }
}
