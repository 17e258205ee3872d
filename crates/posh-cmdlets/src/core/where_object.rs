//! `Where-Object`

use posh_derive::Cmdlet;
use posh_runtime::code::{BinaryOp, Comparison};
use posh_runtime::command::{Cmdlet, Pipe};
use posh_runtime::convert::is_true;
use posh_runtime::pipeline::Collect;
use posh_runtime::{BlockRunner, Result, Value, members, ops};

/// Selects objects from a collection based on their property values.
///
/// # Examples
/// Gets the even numbers.
/// ```powershell
/// 1..10 | Where-Object { $_ % 2 -eq 0 }
/// ```
#[derive(Cmdlet, Default)]
#[cmdlet(verb = "Where", noun = "Object", module = "Microsoft.PowerShell.Core", default_set = "EqualSet")]
pub(crate) struct WhereObject {
    /// The objects to filter.
    #[parameter(by_value, ty = "psobject")]
    input_object: Value,
    /// The block that decides.
    #[parameter(mandatory, position = 0, set = "ScriptBlockSet", ty = "scriptblock")]
    filter_script: Value,
    /// The property to compare.
    #[parameter(
        mandatory,
        position = 0,
        set = "EqualSet, LessThanSet, LessOrEqualSet, GreaterThanSet, GreaterOrEqualSet, LikeSet, NotLikeSet, MatchSet, NotMatchSet, NotEqualSet, ContainsSet, NotContainsSet, InSet, NotInSet, IsSet, IsNotSet, NotSet, CaseSensitiveEqualSet, CaseSensitiveNotEqualSet, CaseSensitiveGreaterThanSet, CaseSensitiveLessThanSet, CaseSensitiveGreaterOrEqualSet, CaseSensitiveLessOrEqualSet, CaseSensitiveLikeSet, CaseSensitiveNotLikeSet, CaseSensitiveMatchSet, CaseSensitiveNotMatchSet, CaseSensitiveContainsSet, CaseSensitiveNotContainsSet, CaseSensitiveInSet, CaseSensitiveNotInSet",
        not_null_or_empty
    )]
    property: String,
    /// The value to compare with.
    #[parameter(
        position = 1,
        set = "EqualSet, LessThanSet, LessOrEqualSet, GreaterThanSet, GreaterOrEqualSet, LikeSet, NotLikeSet, MatchSet, NotMatchSet, NotEqualSet, ContainsSet, NotContainsSet, InSet, NotInSet, IsSet, IsNotSet, CaseSensitiveEqualSet, CaseSensitiveNotEqualSet, CaseSensitiveGreaterThanSet, CaseSensitiveLessThanSet, CaseSensitiveGreaterOrEqualSet, CaseSensitiveLessOrEqualSet, CaseSensitiveLikeSet, CaseSensitiveNotLikeSet, CaseSensitiveMatchSet, CaseSensitiveNotMatchSet, CaseSensitiveContainsSet, CaseSensitiveNotContainsSet, CaseSensitiveInSet, CaseSensitiveNotInSet"
    )]
    value: Option<Value>,
    /// Equal.
    #[parameter(set = "EqualSet", name = "EQ", alias = "IEQ")]
    eq: bool,
    /// Equal, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveEqualSet", name = "CEQ")]
    ceq: bool,
    /// Not equal.
    #[parameter(mandatory, set = "NotEqualSet", name = "NE", alias = "INE")]
    ne: bool,
    /// Not equal, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveNotEqualSet", name = "CNE")]
    cne: bool,
    /// Greater.
    #[parameter(mandatory, set = "GreaterThanSet", name = "GT", alias = "IGT")]
    gt: bool,
    /// Greater, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveGreaterThanSet", name = "CGT")]
    cgt: bool,
    /// Less.
    #[parameter(mandatory, set = "LessThanSet", name = "LT", alias = "ILT")]
    lt: bool,
    /// Less, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveLessThanSet", name = "CLT")]
    clt: bool,
    /// Greater or equal.
    #[parameter(mandatory, set = "GreaterOrEqualSet", name = "GE", alias = "IGE")]
    ge: bool,
    /// Greater or equal, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveGreaterOrEqualSet", name = "CGE")]
    cge: bool,
    /// Less or equal.
    #[parameter(mandatory, set = "LessOrEqualSet", name = "LE", alias = "ILE")]
    le: bool,
    /// Less or equal, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveLessOrEqualSet", name = "CLE")]
    cle: bool,
    /// Matches a wildcard pattern.
    #[parameter(mandatory, set = "LikeSet", alias = "ILike")]
    like: bool,
    /// Matches a wildcard pattern, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveLikeSet", name = "CLike")]
    clike: bool,
    /// Does not match a wildcard pattern.
    #[parameter(mandatory, set = "NotLikeSet", alias = "INotLike")]
    not_like: bool,
    /// Does not match a wildcard pattern, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveNotLikeSet", name = "CNotLike")]
    cnot_like: bool,
    /// Matches a regular expression.
    #[parameter(mandatory, set = "MatchSet", name = "Match", alias = "IMatch")]
    match_: bool,
    /// Matches a regular expression, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveMatchSet", name = "CMatch")]
    cmatch: bool,
    /// Does not match a regular expression.
    #[parameter(mandatory, set = "NotMatchSet", alias = "INotMatch")]
    not_match: bool,
    /// Does not match a regular expression, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveNotMatchSet", name = "CNotMatch")]
    cnot_match: bool,
    /// Contains the value.
    #[parameter(mandatory, set = "ContainsSet", alias = "IContains")]
    contains: bool,
    /// Contains the value, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveContainsSet", name = "CContains")]
    ccontains: bool,
    /// Does not contain the value.
    #[parameter(mandatory, set = "NotContainsSet", alias = "INotContains")]
    not_contains: bool,
    /// Does not contain the value, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveNotContainsSet", name = "CNotContains")]
    cnot_contains: bool,
    /// Is among the values.
    #[parameter(mandatory, set = "InSet", name = "In", alias = "IIn")]
    in_: bool,
    /// Is among the values, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveInSet", name = "CIn")]
    cin: bool,
    /// Is not among the values.
    #[parameter(mandatory, set = "NotInSet", alias = "INotIn")]
    not_in: bool,
    /// Is not among the values, letter case counts.
    #[parameter(mandatory, set = "CaseSensitiveNotInSet", name = "CNotIn")]
    cnot_in: bool,
    /// Is of the type.
    #[parameter(mandatory, set = "IsSet")]
    is: bool,
    /// Is not of the type.
    #[parameter(mandatory, set = "IsNotSet")]
    is_not: bool,
    /// Is false.
    #[parameter(mandatory, set = "NotSet")]
    not: bool,
    runner: Option<BlockRunner>,
    operator: Option<BinaryOp>,
}

impl WhereObject {
    fn operator(&self) -> Option<BinaryOp> {
        let compare = |op, case| BinaryOp::Compare { op, case };
        let table = [
            (self.ceq, compare(Comparison::Eq, true)),
            (self.ne, compare(Comparison::Ne, false)),
            (self.cne, compare(Comparison::Ne, true)),
            (self.gt, compare(Comparison::Gt, false)),
            (self.cgt, compare(Comparison::Gt, true)),
            (self.lt, compare(Comparison::Lt, false)),
            (self.clt, compare(Comparison::Lt, true)),
            (self.ge, compare(Comparison::Ge, false)),
            (self.cge, compare(Comparison::Ge, true)),
            (self.le, compare(Comparison::Le, false)),
            (self.cle, compare(Comparison::Le, true)),
            (self.like, BinaryOp::Like { negated: false, case: false }),
            (self.clike, BinaryOp::Like { negated: false, case: true }),
            (self.not_like, BinaryOp::Like { negated: true, case: false }),
            (self.cnot_like, BinaryOp::Like { negated: true, case: true }),
            (self.match_, BinaryOp::Match { negated: false, case: false }),
            (self.cmatch, BinaryOp::Match { negated: false, case: true }),
            (self.not_match, BinaryOp::Match { negated: true, case: false }),
            (self.cnot_match, BinaryOp::Match { negated: true, case: true }),
            (self.contains, BinaryOp::Contains { negated: false, case: false }),
            (self.ccontains, BinaryOp::Contains { negated: false, case: true }),
            (self.not_contains, BinaryOp::Contains { negated: true, case: false }),
            (self.cnot_contains, BinaryOp::Contains { negated: true, case: true }),
            (self.in_, BinaryOp::In { negated: false, case: false }),
            (self.cin, BinaryOp::In { negated: false, case: true }),
            (self.not_in, BinaryOp::In { negated: true, case: false }),
            (self.cnot_in, BinaryOp::In { negated: true, case: true }),
            (self.is, BinaryOp::Is { negated: false }),
            (self.is_not, BinaryOp::Is { negated: true }),
            (self.eq || self.value.is_some(), compare(Comparison::Eq, false)),
        ];
        table.into_iter().find(|(given, _)| *given).map(|(_, op)| op)
    }

    fn holds(&mut self, pipe: &mut Pipe<'_>) -> Result<bool> {
        if let Some(runner) = &mut self.runner {
            let mut out = Collect::default();
            runner.run_with(pipe.rs, self.input_object.clone(), &mut out)?;
            return Ok(is_true(&out.into_value()));
        }
        let found = members::get_property(pipe.rs, &self.input_object, &self.property)?;
        if found.is_none() && pipe.rs.scope.strict_mode() >= 20 {
            pipe.error(crate::support::errors::record(
                crate::support::errors::PS_ARGUMENT,
                format!("The input name \"{}\" cannot be resolved to a property.", self.property),
                "PropertyNotFound",
                posh_runtime::error::ErrorCategory::InvalidArgument,
                self.input_object.clone(),
            ))?;
            return Ok(false);
        }
        let property = found.unwrap_or(Value::Null);
        if self.not {
            return Ok(!is_true(&property));
        }
        match self.operator {
            Some(op) => {
                let mut wanted = self.value.clone().unwrap_or(Value::Null);
                if let (BinaryOp::Is { .. }, Value::Str(name)) = (op, wanted.base()) {
                    let name = name.lossy();
                    let bare = name.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(name);
                    wanted = Value::str(bare);
                }
                ops::binary(pipe.rs, op, &property, &wanted, None).map(|v| is_true(&v))
            }
            None => Ok(is_true(&property)),
        }
    }
}

impl Cmdlet for WhereObject {
    fn begin(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if let Value::Block(block) = self.filter_script.base() {
            self.runner = Some(BlockRunner::new(pipe.rs, block));
        }
        self.operator = self.operator();
        let wants_value = self.eq || (self.operator.is_some() && self.value.is_none());
        if wants_value && self.value.is_none() && !crate::support::errors::is_bound(pipe, &Self::DEF, "Value")
        {
            return pipe.fatal(crate::support::errors::record(
                crate::support::errors::PS_ARGUMENT,
                "The specified operator requires both the -Property and -Value parameters. Provide values for both \
                 parameters, and then try the command again.",
                "ValueNotSpecifiedForWhereObject",
                posh_runtime::error::ErrorCategory::InvalidArgument,
                Value::Null,
            ));
        }
        Ok(())
    }

    fn process(&mut self, pipe: &mut Pipe<'_>) -> Result<()> {
        if self.runner.is_none() && !crate::support::errors::is_bound(pipe, &Self::DEF, "InputObject") {
            return Ok(());
        }
        if self.holds(pipe)? { pipe.write(self.input_object.clone()) } else { Ok(()) }
    }

    fn clean(&mut self, _: &mut posh_runtime::Runspace) {
        if let Some(runner) = &mut self.runner {
            runner.restore_item();
        }
    }
}
