//! Flow of control that leaves a `finally` block.

use super::Checker;
use crate::Span;
use crate::ast::{ExpressionAst, StatementAst};
use crate::diagnostic::ids::ErrorId;
use crate::visit::Node;

impl<'a> Checker<'a, '_, '_> {
    /// `label` is that of a `break` or `continue`; nothing for `return`.
    pub(super) fn leaves_finally(&mut self, span: Span, label: Option<Option<&ExpressionAst>>) {
        let label_text = label.flatten().map(|e| match e {
            ExpressionAst::StringConstant(s) => s.value.to_string_lossy(),
            _ => String::new(),
        });
        let mut inner: Option<Node<'a>> = None;
        for node in self.parents.iter().rev() {
            match node {
                Node::ScriptBlock(_) | Node::Function(_) => return,
                Node::Statement(StatementAst::Try(t)) => {
                    if let (Some(Node::StatementBlock(block)), Some(finally)) = (inner, &t.finally)
                        && std::ptr::eq(block, finally)
                    {
                        self.report(span, ErrorId::ControlLeavingFinally, &[]);
                        return;
                    }
                }
                Node::Statement(statement) if label.is_some() => {
                    if let Some(loop_label) = loop_label(statement) {
                        let stays = match &label_text {
                            None => true,
                            Some(text) => loop_label.is_some_and(|l| l.eq_ignore_ascii_case(text)),
                        };
                        if stays {
                            return;
                        }
                    }
                }
                _ => {}
            }
            inner = Some(*node);
        }
    }
}

/// The label of a loop or switch; nothing for other statements.
pub(super) fn loop_label(statement: &StatementAst) -> Option<Option<&str>> {
    Some(match statement {
        StatementAst::While(s) => s.label.as_deref(),
        StatementAst::DoWhile(s) => s.label.as_deref(),
        StatementAst::DoUntil(s) => s.label.as_deref(),
        StatementAst::For(s) => s.label.as_deref(),
        StatementAst::ForEach(s) => s.label.as_deref(),
        StatementAst::Switch(s) => s.label.as_deref(),
        _ => return None,
    })
}
