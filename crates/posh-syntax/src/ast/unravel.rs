//! Dropping long chains (`a + b + c ...`, `a.b.c ...`) without recursion: such a tree is as deep as the chain is long.

use super::{
    BinaryExpressionAst, Constant, ConstantExpressionAst, ExpressionAst, IndexExpressionAst,
    InvokeMemberExpressionAst, MemberExpressionAst, PipelineAst, PipelineChainAst, StatementAst,
};
use crate::Span;

fn take(expression: &mut ExpressionAst) -> ExpressionAst {
    let nothing = ConstantExpressionAst { span: Span::default(), value: Constant::Null };
    std::mem::replace(expression, ExpressionAst::Constant(nothing))
}

/// Takes a chain apart, link by link.
fn unravel(first: &mut ExpressionAst) {
    let mut link = take(first);
    loop {
        link = match &mut link {
            ExpressionAst::Binary(e) => take(&mut e.left),
            ExpressionAst::Member(e) => take(&mut e.target),
            ExpressionAst::InvokeMember(e) => take(&mut e.target),
            ExpressionAst::Index(e) => take(&mut e.target),
            _ => return,
        };
    }
}

impl Drop for BinaryExpressionAst {
    fn drop(&mut self) {
        unravel(&mut self.left);
    }
}

impl Drop for MemberExpressionAst {
    fn drop(&mut self) {
        unravel(&mut self.target);
    }
}

impl Drop for InvokeMemberExpressionAst {
    fn drop(&mut self) {
        unravel(&mut self.target);
    }
}

impl Drop for IndexExpressionAst {
    fn drop(&mut self) {
        unravel(&mut self.target);
    }
}

impl Drop for PipelineChainAst {
    fn drop(&mut self) {
        let nothing = || {
            StatementAst::Pipeline(PipelineAst {
                span: Span::default(),
                elements: Vec::new(),
                background: false,
            })
        };
        let mut link = std::mem::replace(&mut self.lhs, nothing());
        while let StatementAst::PipelineChain(chain) = &mut link {
            link = std::mem::replace(&mut chain.lhs, nothing());
        }
    }
}
