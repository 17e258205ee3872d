//! From expressions to code.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use posh_syntax::TokenKind;
use posh_syntax::ast::{
    AttributeBaseAst, Constant, ExpandablePart, ExpressionAst, HashtableAst, StatementAst, TypeNameKind,
    UnaryExpressionAst, VariableExpressionAst, VariableQualifier,
};

use super::lower::{Lowerer, type_site};
use super::{
    AttributeSite, Binary, BinaryOp, BlockTemplate, Comparison, ConstrainedTarget, Constraint, Convert,
    ExpandPiece, Expr, HashLiteral, Increment, IndexExpr, InvokeExpr, MemberExpr, MemberName, Target,
    VariablePlace, VariableRef,
};
use crate::convert::number_of;
use crate::names::Name;
use crate::value::{PsStr, Value};

/// The operator of a token, where it is a plain binary one.
fn binary_op(kind: TokenKind) -> Option<BinaryOp> {
    use BinaryOp as B;
    use TokenKind as T;
    let compare = |op, case| B::Compare { op, case };
    Some(match kind {
        T::Plus => B::Add,
        T::Minus => B::Subtract,
        T::Multiply => B::Multiply,
        T::Divide => B::Divide,
        T::Rem => B::Remainder,
        T::Shl => B::ShiftLeft,
        T::Shr => B::ShiftRight,
        T::Band => B::BitAnd,
        T::Bor => B::BitOr,
        T::Bxor => B::BitXor,
        T::Xor => B::Xor,
        T::Join => B::Join,
        T::Format => B::Format,
        T::DotDot => B::Range,
        T::Ieq => compare(Comparison::Eq, false),
        T::Ine => compare(Comparison::Ne, false),
        T::Ilt => compare(Comparison::Lt, false),
        T::Ile => compare(Comparison::Le, false),
        T::Igt => compare(Comparison::Gt, false),
        T::Ige => compare(Comparison::Ge, false),
        T::Ceq => compare(Comparison::Eq, true),
        T::Cne => compare(Comparison::Ne, true),
        T::Clt => compare(Comparison::Lt, true),
        T::Cle => compare(Comparison::Le, true),
        T::Cgt => compare(Comparison::Gt, true),
        T::Cge => compare(Comparison::Ge, true),
        T::Ilike => B::Like { negated: false, case: false },
        T::Inotlike => B::Like { negated: true, case: false },
        T::Clike => B::Like { negated: false, case: true },
        T::Cnotlike => B::Like { negated: true, case: true },
        T::Imatch => B::Match { negated: false, case: false },
        T::Inotmatch => B::Match { negated: true, case: false },
        T::Cmatch => B::Match { negated: false, case: true },
        T::Cnotmatch => B::Match { negated: true, case: true },
        T::Ireplace => B::Replace { case: false },
        T::Creplace => B::Replace { case: true },
        T::Isplit => B::Split { case: false },
        T::Csplit => B::Split { case: true },
        T::Icontains => B::Contains { negated: false, case: false },
        T::Inotcontains => B::Contains { negated: true, case: false },
        T::Ccontains => B::Contains { negated: false, case: true },
        T::Cnotcontains => B::Contains { negated: true, case: true },
        T::Iin => B::In { negated: false, case: false },
        T::Inotin => B::In { negated: true, case: false },
        T::Cin => B::In { negated: false, case: true },
        T::Cnotin => B::In { negated: true, case: true },
        T::Is => B::Is { negated: false },
        T::IsNot => B::Is { negated: true },
        T::As => B::As,
        _ => return None,
    })
}

impl Lowerer {
    pub(super) fn expr(&mut self, ast: &ExpressionAst) -> Expr {
        // Deep nesting is legal; the stack grows with it.
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.expr_inner(ast))
    }

    fn pair(&mut self, a: &ExpressionAst, b: &ExpressionAst) -> Box<(Expr, Expr)> {
        Box::new((self.expr(a), self.expr(b)))
    }

    fn expr_inner(&mut self, ast: &ExpressionAst) -> Expr {
        match ast {
            ExpressionAst::Constant(c) => Expr::Const(match &c.value {
                Constant::Number(n) => number_of(n),
                Constant::Bool(b) => Value::Bool(*b),
                Constant::Null => Value::Null,
            }),
            ExpressionAst::StringConstant(s) => Expr::Const(Value::Str(PsStr::from(&s.value))),
            ExpressionAst::ExpandableString(e) => Expr::Expand(
                e.parts
                    .iter()
                    .map(|part| match part {
                        ExpandablePart::Literal(t) => ExpandPiece::Text(PsStr::from(t)),
                        ExpandablePart::Expression(e) => ExpandPiece::Value(self.expr(e)),
                    })
                    .collect(),
            ),
            ExpressionAst::Variable(v) => self.variable(v),
            ExpressionAst::Binary(b) => match b.operator {
                TokenKind::And => Expr::And(self.pair(&b.left, &b.right)),
                TokenKind::Or => Expr::Or(self.pair(&b.left, &b.right)),
                TokenKind::QuestionQuestion => Expr::Coalesce(self.pair(&b.left, &b.right)),
                kind => match binary_op(kind) {
                    Some(op) => Expr::Binary(Box::new(Binary {
                        op,
                        left: self.expr(&b.left),
                        right: self.expr(&b.right),
                        pattern: RefCell::default(),
                    })),
                    None => Expr::Unsupported("This operator"),
                },
            },
            ExpressionAst::Unary(u) => self.unary(u),
            ExpressionAst::Ternary(t) => Expr::Ternary(Box::new((
                self.expr(&t.condition),
                self.expr(&t.if_true),
                self.expr(&t.if_false),
            ))),
            ExpressionAst::Convert(c) => Expr::Convert(Box::new(Convert {
                ty: type_site(&c.type_constraint.type_name),
                literal: matches!(c.child, ExpressionAst::Hashtable(_)),
                child: self.expr(&c.child),
            })),
            ExpressionAst::Attributed(a) => Expr::Attributed(Box::new(self.expr(&a.child))),
            ExpressionAst::Array(a) => Expr::Array(Box::new(self.statement_block(&a.body))),
            ExpressionAst::ArrayLiteral(a) => {
                Expr::ArrayLiteral(a.elements.iter().map(|e| self.expr(e)).collect())
            }
            ExpressionAst::Hashtable(h) => Expr::Hash(Box::new(self.hashtable(h))),
            ExpressionAst::Index(i) => Expr::Index(Box::new(IndexExpr {
                target: self.expr(&i.target),
                index: self.expr(&i.index),
                null_conditional: i.null_conditional,
            })),
            ExpressionAst::Member(m) => Expr::Member(Box::new(MemberExpr {
                target: self.expr(&m.target),
                name: self.member_name(&m.member),
                is_static: m.is_static,
                null_conditional: m.null_conditional,
                place: Cell::new(0),
            })),
            ExpressionAst::InvokeMember(m) => Expr::Invoke(Box::new(InvokeExpr {
                target: self.expr(&m.target),
                name: self.member_name(&m.member),
                arguments: m.arguments.iter().map(|a| self.expr(a)).collect(),
                is_static: m.is_static,
                null_conditional: m.null_conditional,
                span: m.span,
                site: crate::members::CallSite::default(),
            })),
            ExpressionAst::Paren(p) => match &p.pipeline {
                StatementAst::Pipeline(pipeline) => {
                    let stmt = self.stmt(&p.pipeline);
                    match stmt.kind {
                        // Parentheses around a lone expression change nothing but output of `++`.
                        super::StmtKind::Expr(e) if !pipeline.background => e,
                        super::StmtKind::Silent(e) => e,
                        kind => Expr::Paren(Box::new(super::Stmt { kind, span: stmt.span })),
                    }
                }
                other => Expr::Paren(Box::new(self.stmt(other))),
            },
            ExpressionAst::Sub(s) => Expr::Sub(Box::new(self.statement_block(&s.body))),
            ExpressionAst::ScriptBlock(b) => {
                Expr::Block(BlockTemplate::new(b.script_block.clone(), self.source.clone()))
            }
            ExpressionAst::Type(t) => Expr::Type(Box::new(type_site(&t.type_name))),
            ExpressionAst::Using(u) => Expr::Using(Box::new(self.expr(&u.sub_expression))),
            ExpressionAst::Error(_) => Expr::Unsupported("An expression with a syntax error"),
        }
    }

    fn unary(&mut self, u: &UnaryExpressionAst) -> Expr {
        let increment =
            |delta, postfix, target| Expr::Increment(Box::new(Increment { target, delta, postfix }));
        match u.operator {
            TokenKind::PlusPlus => increment(1, false, self.target(&u.child)),
            TokenKind::MinusMinus => increment(-1, false, self.target(&u.child)),
            TokenKind::PostfixPlusPlus => increment(1, true, self.target(&u.child)),
            TokenKind::PostfixMinusMinus => increment(-1, true, self.target(&u.child)),
            TokenKind::Not | TokenKind::Exclaim => Expr::Not(Box::new(self.expr(&u.child))),
            TokenKind::Bnot => Expr::BinaryNot(Box::new(self.expr(&u.child))),
            TokenKind::Minus => Expr::Negate(Box::new(self.expr(&u.child))),
            TokenKind::Plus => Expr::Plus(Box::new(self.expr(&u.child))),
            TokenKind::Join => Expr::JoinAll(Box::new(self.expr(&u.child))),
            TokenKind::Isplit | TokenKind::Csplit => Expr::SplitAll(Box::new(self.expr(&u.child))),
            TokenKind::Comma => Expr::Comma(Box::new(self.expr(&u.child))),
            _ => Expr::Unsupported("This unary operator"),
        }
    }

    pub(super) fn variable(&mut self, v: &VariableExpressionAst) -> Expr {
        let name = &*v.path.name;
        let place = match &v.path.qualifier {
            VariableQualifier::None | VariableQualifier::Variable => {
                if name.eq_ignore_ascii_case("null") {
                    return Expr::Const(Value::Null);
                }
                if name.eq_ignore_ascii_case("true") {
                    return Expr::Const(Value::Bool(true));
                }
                if name.eq_ignore_ascii_case("false") {
                    return Expr::Const(Value::Bool(false));
                }
                if name == "?" {
                    return Expr::LastSuccess;
                }
                return Expr::Local(self.slot(name));
            }
            VariableQualifier::Global => VariablePlace::Global,
            VariableQualifier::Script => VariablePlace::Script,
            VariableQualifier::Local => VariablePlace::Local,
            VariableQualifier::Private => VariablePlace::Private,
            VariableQualifier::Using => VariablePlace::Any,
            VariableQualifier::Workflow => VariablePlace::Any,
            VariableQualifier::Drive(d) if d.eq_ignore_ascii_case("env") => VariablePlace::Env,
            VariableQualifier::Drive(d) if d.eq_ignore_ascii_case("function") => VariablePlace::Function,
            VariableQualifier::Drive(d) if d.eq_ignore_ascii_case("alias") => VariablePlace::Alias,
            VariableQualifier::Drive(d) => VariablePlace::Drive(Rc::from(&**d)),
        };
        Expr::Variable(Box::new(VariableRef {
            name: Name::of(name),
            place,
            written: Rc::from(&*v.path.user_path),
        }))
    }

    fn member_name(&mut self, ast: &ExpressionAst) -> MemberName {
        match ast {
            ExpressionAst::StringConstant(s) => MemberName::Fixed(s.value.to_string_lossy().into()),
            other => match self.expr(other) {
                Expr::Const(Value::Str(s)) => MemberName::Fixed(s.lossy().into()),
                dynamic => MemberName::Dynamic(dynamic),
            },
        }
    }

    fn hashtable(&mut self, h: &HashtableAst) -> HashLiteral {
        let pairs: Vec<_> = h.pairs.iter().map(|(k, v)| (self.expr(k), self.stmt(v))).collect();
        let names: Option<Vec<Rc<str>>> = pairs
            .iter()
            .map(|(k, _)| match k {
                Expr::Const(Value::Str(s)) => s.as_str().map(Rc::from),
                _ => None,
            })
            .collect();
        let distinct = |names: &Vec<Rc<str>>| {
            names.iter().enumerate().all(|(i, n)| !names.iter().take(i).any(|m| m.eq_ignore_ascii_case(n)))
        };
        HashLiteral { pairs, names: names.filter(distinct).map(Rc::new) }
    }

    pub(super) fn target(&mut self, ast: &ExpressionAst) -> Target {
        match ast {
            ExpressionAst::Variable(v) => match &v.path.qualifier {
                VariableQualifier::None if v.path.name.eq_ignore_ascii_case("null") => {
                    Target::Variable(Box::new(VariableRef {
                        name: Name::of("null"),
                        place: VariablePlace::Any,
                        written: "null".into(),
                    }))
                }
                _ => self.variable_target(v),
            },
            ExpressionAst::Convert(_) | ExpressionAst::Attributed(_) => self.constrained(ast),
            ExpressionAst::Member(m) => Target::Member(Box::new(MemberExpr {
                target: self.expr(&m.target),
                name: self.member_name(&m.member),
                is_static: m.is_static,
                null_conditional: m.null_conditional,
                place: Cell::new(0),
            })),
            ExpressionAst::Index(i) => Target::Index(Box::new(IndexExpr {
                target: self.expr(&i.target),
                index: self.expr(&i.index),
                null_conditional: i.null_conditional,
            })),
            // A property with parameters; of .NET's own types only indexers have any.
            ExpressionAst::InvokeMember(i) if is_item(&i.member) && i.arguments.len() == 1 => {
                let index = i.arguments.first().map_or(Expr::Const(Value::Null), |a| self.expr(a));
                let target = self.expr(&i.target);
                Target::Index(Box::new(IndexExpr { target, index, null_conditional: false }))
            }
            ExpressionAst::ArrayLiteral(a) => {
                Target::List(a.elements.iter().map(|e| self.target(e)).collect())
            }
            ExpressionAst::Paren(p) => match &p.pipeline {
                StatementAst::Pipeline(pipeline) => match pipeline.elements.as_slice() {
                    [posh_syntax::ast::CommandBaseAst::Expression(e)] => {
                        Target::Paren(Box::new(self.target(&e.expression)))
                    }
                    _ => Target::Invalid,
                },
                _ => Target::Invalid,
            },
            _ => Target::Invalid,
        }
    }

    fn constrained(&mut self, ast: &ExpressionAst) -> Target {
        let mut constraints = Vec::new();
        let mut current = ast;
        loop {
            match current {
                ExpressionAst::Convert(c) => {
                    constraints.push(Constraint::Type(type_site(&c.type_constraint.type_name)));
                    current = &c.child;
                }
                ExpressionAst::Attributed(a) => {
                    match &a.attribute {
                        AttributeBaseAst::Attribute(attribute) => {
                            constraints.push(Constraint::Attribute(self.attribute(attribute)));
                        }
                        AttributeBaseAst::TypeConstraint(t) => {
                            constraints.push(Constraint::Type(type_site(&t.type_name)))
                        }
                    }
                    current = &a.child;
                }
                other => {
                    let target = self.target(other);
                    return Target::Constrained(Box::new(ConstrainedTarget { target, constraints }));
                }
            }
        }
    }

    pub(super) fn attribute(&mut self, a: &posh_syntax::ast::AttributeAst) -> Rc<AttributeSite> {
        Rc::new(AttributeSite {
            name: a.type_name.clone(),
            positional: a.positional.iter().map(|e| self.expr(e)).collect(),
            named: a.named.iter().map(|n| (Rc::from(&*n.name), self.expr(&n.argument))).collect(),
        })
    }
}

/// Whether a type is named that only hashtable literals know, such as `[ordered]`.
pub fn is_simple_name(name: &posh_syntax::ast::TypeName, wanted: &str) -> bool {
    matches!(&name.kind, TypeNameKind::Simple { name, .. } if name.eq_ignore_ascii_case(wanted))
}

/// Whether a member is `Item`, by which indexers go.
fn is_item(member: &ExpressionAst) -> bool {
    matches!(member, ExpressionAst::StringConstant(s) if s.value.to_string_lossy().eq_ignore_ascii_case("Item"))
}
