//! Choosing an overload.

use std::cmp::Ordering;

use crate::convert::{Rank, cast, conversion_rank, is_instance, net_text_of};
use crate::error::{ErrorCategory, Raised, Result};
use crate::runspace::{Reference, Runspace};
use crate::types::{Method, TypeCode, TypeRef, known};
use crate::value::Value;

/// Why no overload was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoOverload {
    /// None takes the arguments.
    NoneFits,
    /// Several take them equally well.
    Ambiguous,
}

impl NoOverload {
    /// The error of a call by name.
    pub(crate) fn raise(self, name: &str, count: usize) -> Box<Raised> {
        let message = match self {
            Self::NoneFits => {
                format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\".")
            }
            Self::Ambiguous => {
                format!(
                    "Multiple ambiguous overloads found for \"{name}\" and the argument count: \"{count}\"."
                )
            }
        };
        Raised::typed(
            "System.Management.Automation.MethodException",
            "MethodCountCouldNotFindBest",
            ErrorCategory::NotSpecified,
            message,
        )
    }
}

/// Rank of an argument's conversion to a parameter's type.
pub(crate) fn argument_rank(value: &Value, ty: &TypeRef) -> Rank {
    match value {
        Value::Null | Value::Void => return conversion_rank(None, ty),
        // What was given members or is a custom object is wrapped, which fits an object as it is.
        Value::Wrapped(_) if ty.code() == TypeCode::Object => return Rank::ASSIGNABLE,
        Value::Wrapped(_) if ty.code() == TypeCode::PSObject => return Rank::IDENTITY,
        Value::Object(o) if o.bag().is_some() && ty.code() == TypeCode::PSObject => return Rank::IDENTITY,
        _ => {}
    }
    let base = value.base();
    if is_instance(base, ty) {
        let same = base.type_ref().is_some_and(|own| own == *ty);
        return if same { Rank::IDENTITY } else { Rank::ASSIGNABLE };
    }
    conversion_rank(base.type_ref().as_ref(), ty)
}

/// How far a value is from a parameter's type: 0 for the type itself, more the more must be converted; `None` where it
/// cannot be.
pub fn conversion_cost(_rs: &mut Runspace, value: &Value, ty: Option<&TypeRef>) -> Option<u32> {
    let object = known::object();
    let rank = argument_rank(value, ty.unwrap_or(&object));
    (rank != Rank::NONE).then(|| u32::from(Rank::IDENTITY.distance(rank)))
}

/// An overload that takes the arguments.
struct Candidate<'m> {
    method: &'m Method,
    /// Types that the arguments are converted to.
    types: Vec<TypeRef>,
    ranks: Vec<Rank>,
    /// Whether the last arguments are elements of a `params` array.
    expanded: bool,
}

fn candidate<'m>(method: &'m Method, on: &TypeRef, args: &[Value]) -> Option<Candidate<'m>> {
    let parameters = &method.parameters;
    let fixed = if method.variadic { parameters.len() - 1 } else { parameters.len() };
    let required = parameters.iter().take(fixed).filter(|p| !p.optional).count();
    if args.len() < required || (!method.variadic && args.len() > parameters.len()) {
        return None;
    }
    let mut made = Candidate {
        method,
        types: Vec::with_capacity(args.len()),
        ranks: Vec::with_capacity(args.len()),
        expanded: false,
    };
    for (parameter, arg) in parameters.iter().take(fixed).zip(args) {
        let ty = parameter.ty.of(on);
        let reference = arg.native::<Reference>();
        if parameter.by_ref != reference.is_some() && !(reference.is_some() && ty.code() == TypeCode::Object)
        {
            return None;
        }
        // A reference fits by the value that it holds now.
        let rank = match reference {
            Some(held) if parameter.by_ref => argument_rank(&held.0.get(), &ty),
            _ => argument_rank(arg, &ty),
        };
        made.push(ty, rank)?;
    }
    if method.variadic {
        let array = parameters.last()?.ty.of(on);
        let element = array.element().cloned()?;
        let rest = args.get(fixed..).unwrap_or(&[]);
        if let [only] = rest {
            let whole = argument_rank(only, &array);
            let one = argument_rank(only, &element);
            made.expanded = one > whole;
            let (ty, rank) = if made.expanded { (element, one) } else { (array, whole) };
            made.push(ty, rank)?;
        } else {
            made.expanded = true;
            for arg in rest {
                made.push(element.clone(), argument_rank(arg, &element))?;
            }
        }
    }
    Some(made)
}

impl Candidate<'_> {
    fn push(&mut self, ty: TypeRef, rank: Rank) -> Option<()> {
        if rank == Rank::NONE {
            return None;
        }
        self.types.push(ty);
        self.ranks.push(rank);
        Some(())
    }

    /// Whether this one takes the arguments better than another: greater is better.
    fn compare(&self, other: &Self, args: &[Value]) -> Ordering {
        let mut better = self.by_ranks(other, args);
        if better == 0 {
            better = self.by_types(other);
        }
        if better != 0 {
            return better.cmp(&0);
        }
        if self.types != other.types {
            return Ordering::Equal;
        }
        let (mine, theirs) = (self.method.parameters.len(), other.method.parameters.len());
        match (self.expanded, other.expanded) {
            (true, true) => mine.cmp(&theirs),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => theirs.cmp(&mine),
        }
    }

    /// Earlier arguments count for more.
    fn by_ranks(&self, other: &Self, args: &[Value]) -> i64 {
        let mut better = 0;
        let mut weight = i64::try_from(self.ranks.len()).unwrap_or(0);
        for (at, (mine, theirs)) in self.ranks.iter().zip(&other.ranks).enumerate() {
            let mut order = mine.cmp(theirs);
            if order.is_eq() && *mine == Rank::UNRELATED_ARRAYS {
                order = self.by_elements(other, at, args);
            }
            better += weight * (order as i64);
            weight -= 1;
        }
        better
    }

    /// Two arrays that both need their elements converted: by how well those convert.
    fn by_elements(&self, other: &Self, at: usize, args: &[Value]) -> Ordering {
        let element = args.get(at).and_then(element_type);
        let rank = |c: &Self| {
            let to = c.types.get(at).and_then(|t| t.element().cloned());
            to.map_or(Rank::NONE, |to| conversion_rank(element.as_ref(), &to))
        };
        rank(self).cmp(&rank(other))
    }

    /// Between equally ranked conversions, the more specific parameter types win; among those that lose nothing, the
    /// narrower ones.
    fn by_types(&self, other: &Self) -> i64 {
        let mut better = 0;
        let mut weight = i64::try_from(self.ranks.len()).unwrap_or(0);
        for (at, (mine, theirs)) in self.ranks.iter().zip(&other.ranks).enumerate() {
            let kept = |r: &Rank| *r >= Rank::NUMERIC_IMPLICIT;
            if *mine >= Rank::NULL_TO_VALUE && *theirs >= Rank::NULL_TO_VALUE && kept(mine) == kept(theirs) {
                if kept(mine) {
                    weight = -weight;
                }
                if let (Some(a), Some(b)) = (self.types.get(at), other.types.get(at)) {
                    let (there, back) = (conversion_rank(Some(a), b), conversion_rank(Some(b), a));
                    better += weight
                        * match there.cmp(&back) {
                            Ordering::Less => 1,
                            Ordering::Greater => -1,
                            Ordering::Equal => 0,
                        };
                }
            }
            weight = weight.abs() - 1;
        }
        better
    }
}

/// Element type of an array argument; of an object array whose elements are all of one type, that one.
fn element_type(arg: &Value) -> Option<TypeRef> {
    let Value::Array(array) = arg.base() else { return None };
    if array.is_object_array() {
        let first = array.get(0)?.base().type_ref();
        let same = array.to_vec().iter().all(|v| v.base().type_ref() == first);
        if same && first.is_some() {
            return first;
        }
    }
    Some(array.element())
}

/// The overload that takes the arguments best.
pub(crate) fn choose<'m>(
    methods: impl IntoIterator<Item = &'m Method>,
    on: &TypeRef,
    args: &[Value],
) -> std::result::Result<&'m Method, NoOverload> {
    let methods: Vec<&Method> = methods.into_iter().collect();
    if let [only] = methods.as_slice()
        && !only.variadic
        && only.parameters.len() == args.len()
    {
        return Ok(only);
    }
    let mut best: Option<Candidate<'_>> = None;
    let mut ambiguous = false;
    for method in methods {
        let Some(next) = candidate(method, on, args) else { continue };
        match &best {
            None => best = Some(next),
            Some(so_far) => match so_far.compare(&next, args) {
                Ordering::Equal => ambiguous = true,
                Ordering::Less => {
                    best = Some(next);
                    ambiguous = false;
                }
                Ordering::Greater => {}
            },
        }
    }
    match best {
        Some(_) if ambiguous => Err(NoOverload::Ambiguous),
        Some(best) => Ok(best.method),
        None => Err(NoOverload::NoneFits),
    }
}

/// The arguments converted to a method's parameters.
///
/// # Errors
/// `Cannot convert argument ...`
pub(super) fn convert_arguments(
    rs: &mut Runspace,
    method: &Method,
    on: &TypeRef,
    args: &[Value],
) -> Result<Vec<Value>> {
    let parameters = method.parameters.clone();
    let fixed = if method.variadic { parameters.len() - 1 } else { parameters.len() };
    let mut out = Vec::with_capacity(args.len());
    for (parameter, arg) in parameters.iter().take(fixed).zip(args) {
        if parameter.by_ref {
            out.push(arg.clone());
            continue;
        }
        out.push(convert_argument(rs, &method.name, &parameter.name, &parameter.ty.of(on), arg)?);
    }
    if method.variadic {
        let Some(last) = parameters.last() else { return Ok(out) };
        let array = last.ty.of(on);
        let element = array.element().cloned().unwrap_or_else(known::object);
        let rest = args.get(fixed..).unwrap_or(&[]);
        if let [single] = rest
            && argument_rank(single, &element) <= argument_rank(single, &array)
        {
            out.push(convert_argument(rs, &method.name, &last.name, &array, single)?);
            return Ok(out);
        }
        let mut items = Vec::with_capacity(rest.len());
        for arg in rest {
            items.push(convert_argument(rs, &method.name, &last.name, &element, arg)?);
        }
        out.push(Value::Array(std::rc::Rc::new(crate::value::Array::typed(element, items))));
    }
    Ok(out)
}

/// An argument converted to its parameter's type.
///
/// # Errors
/// `Cannot convert argument ...`
pub(crate) fn convert_argument(
    rs: &mut Runspace,
    method: &str,
    parameter: &str,
    ty: &TypeRef,
    arg: &Value,
) -> Result<Value> {
    match ty.code() {
        TypeCode::Object => return Ok(arg.base().clone()),
        TypeCode::PSObject => return Ok(arg.clone()),
        // Null is the empty string to a parameter.
        TypeCode::String if arg.is_null() => return Ok(Value::str("")),
        _ => {}
    }
    if arg.is_null() && !ty.is_value_type() {
        return Ok(Value::Null);
    }
    cast(rs, arg, ty).map(|v| v.into_base()).map_err(|raised| {
        let inner = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
        Raised::typed(
            "System.Management.Automation.MethodException",
            "MethodArgumentConversionInvalidCastArgument",
            ErrorCategory::NotSpecified,
            format!(
                "Cannot convert argument \"{parameter}\", with value: \"{}\", for \"{method}\" to type \"{}\": \
                 \"{inner}\"",
                net_text_of(arg),
                ty.full_name()
            ),
        )
    })
}
