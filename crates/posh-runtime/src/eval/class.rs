//! Classes and enumerations of scripts.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use posh_syntax::ast::{
    FunctionMemberAst, MemberAst, PropertyMemberAst, TypeDefinitionAst, TypeDefinitionKind,
};

use super::{Flow, Frame, evaluate_alone};
use crate::code::{BlockCode, BlockTemplate};
use crate::convert::cast;
use crate::error::{ErrorCategory, Exception, Raised, Result};
use crate::names::Name;
use crate::pipeline::Collect;
use crate::runspace::{CallFrame, Runspace};
use crate::scope::{Scope, ScopeKind, Slot, Variable, VariableInfo};
use crate::types::{ClassInfo, ClassMembers, ClassMethod, ClassProperty, TypeCode, TypeRef, known};
use crate::value::{ClassInstance, EnumInfo, Object, PsStr, Value};

/// Defines the classes and enumerations of a block. They may name each other in any order.
pub(super) fn define_types(rs: &mut Runspace, f: &Frame<'_>, asts: &[Arc<TypeDefinitionAst>]) -> Result<()> {
    let mut classes = Vec::new();
    for ast in asts {
        match ast.kind {
            TypeDefinitionKind::Enum => {
                let info = enum_info(rs, f, ast)?;
                rs.define_type(TypeRef::of_enum(info));
            }
            TypeDefinitionKind::Class => {
                let class = Rc::new(ClassInfo::declared(ast, &f.code.source));
                *class.scope.borrow_mut() = Some(f.scope.clone());
                rs.define_type(TypeRef::of_class(class.clone()));
                classes.push(class);
            }
            TypeDefinitionKind::Interface => return Err(Raised::not_supported("interface")),
        }
    }
    for class in bases_first(&classes) {
        let members = class_members(rs, &class.ast)?;
        class.fill(members);
    }
    classes.iter().try_for_each(|class| set_statics(rs, class))
}

/// The classes, each behind those of them that it inherits from.
fn bases_first(classes: &[Rc<ClassInfo>]) -> Vec<Rc<ClassInfo>> {
    let mut left: Vec<Rc<ClassInfo>> = classes.to_vec();
    let mut sorted = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |class: &Rc<ClassInfo>| {
            class.ast.base_types.iter().any(|base| {
                let name = crate::types::written(&base.type_name);
                left.iter().any(|other| !Rc::ptr_eq(other, class) && other.name.eq_ignore_ascii_case(&name))
            })
        };
        // Classes that inherit from each other in a circle are refused by the parser; here they end the wait.
        let at = left.iter().position(|class| !waits(class)).unwrap_or(0);
        sorted.push(left.remove(at));
    }
    sorted
}

fn enum_info(rs: &mut Runspace, f: &Frame<'_>, ast: &TypeDefinitionAst) -> Result<EnumInfo> {
    let mut values: Vec<(Rc<str>, i64)> = Vec::new();
    let mut next = 0_i64;
    for member in &ast.members {
        let MemberAst::Property(p) = member else { continue };
        if let Some(initial) = &p.initial_value {
            let value = enum_constant(rs, f, initial, &values)?;
            next = value;
        }
        values.push((Rc::from(&*p.name), next));
        next = next.wrapping_add(1);
    }
    let flags = ast.attributes.iter().any(|a| {
        let name = crate::types::written(&a.type_name).to_lowercase();
        matches!(name.rsplit('.').next(), Some("flags" | "flagsattribute"))
    });
    let underlying = match ast.base_types.first() {
        Some(base) => rs.resolve_type(&base.type_name)?.code(),
        None => TypeCode::Int32,
    };
    Ok(EnumInfo { name: Rc::from(&*ast.name), flags, underlying, values })
}

/// A value of an enumeration may name other values of it.
fn enum_constant(
    rs: &mut Runspace,
    f: &Frame<'_>,
    ast: &posh_syntax::ast::ExpressionAst,
    known_values: &[(Rc<str>, i64)],
) -> Result<i64> {
    use posh_syntax::ast::ExpressionAst as E;
    if let E::Member(m) = ast
        && m.is_static
        && let E::StringConstant(name) = &m.member
    {
        let name = name.value.to_string_lossy();
        if let Some((_, value)) = known_values.iter().find(|(n, _)| n.eq_ignore_ascii_case(&name)) {
            return Ok(*value);
        }
    }
    if let E::Binary(b) = ast
        && matches!(b.operator, posh_syntax::TokenKind::Bor)
    {
        return Ok(
            enum_constant(rs, f, &b.left, known_values)? | enum_constant(rs, f, &b.right, known_values)?
        );
    }
    let value = evaluate_alone(rs, ast, &f.code.source)?;
    if let Value::Enum(e) = value.base() {
        return Ok(e.raw);
    }
    match cast(rs, &value, &known::long())? {
        Value::Long(i) => Ok(i),
        _ => Ok(0),
    }
}

fn class_members(rs: &mut Runspace, ast: &TypeDefinitionAst) -> Result<ClassMembers> {
    let mut base = known::object();
    let mut interfaces = Vec::new();
    for constraint in &ast.base_types {
        let ty = rs.resolve_type(&constraint.type_name)?;
        if ty.is_interface() {
            interfaces.push(ty);
        } else {
            base = ty;
        }
    }
    let slot_count = base.class_info().map_or(0, |c| c.slot_count);
    let mut members = ClassMembers {
        base,
        interfaces,
        properties: Vec::new(),
        static_properties: Vec::new(),
        methods: Vec::new(),
        constructors: Vec::new(),
        slot_count,
    };
    for (index, member) in ast.members.iter().enumerate() {
        match member {
            MemberAst::Property(p) => {
                let property = class_property(rs, p, index)?;
                let list = if p.is_static { &mut members.static_properties } else { &mut members.properties };
                let slot = if p.is_static { list.len() } else { members.slot_count };
                list.push(ClassProperty { slot, ..property });
                members.slot_count += usize::from(!p.is_static);
            }
            MemberAst::Function(m) => {
                let method = class_method(rs, m, index)?;
                let list = if m.is_constructor { &mut members.constructors } else { &mut members.methods };
                list.push(method);
            }
        }
    }
    Ok(members)
}

fn class_property(rs: &mut Runspace, p: &PropertyMemberAst, member: usize) -> Result<ClassProperty> {
    let ty = match &p.property_type {
        Some(t) => Some(rs.resolve_type(&t.type_name)?),
        None => None,
    };
    Ok(ClassProperty { name: Rc::from(&*p.name), ty, hidden: p.is_hidden, slot: 0, member })
}

fn set_statics(rs: &mut Runspace, class: &Rc<ClassInfo>) -> Result<()> {
    for index in 0..class.static_properties.len() {
        let Some(property) = class.static_properties.get(index) else { continue };
        let value = initial_value(rs, class, property)?;
        if let Some(place) = class.statics.borrow_mut().get_mut(index) {
            *place = value;
        }
    }
    // The static constructor: it has no instance.
    match class.constructors.iter().find(|c| c.is_static) {
        Some(constructor) => run_method(rs, class, constructor, &Value::Null, Vec::new()).map(drop),
        None => Ok(()),
    }
}

fn class_method(rs: &mut Runspace, m: &FunctionMemberAst, index: usize) -> Result<ClassMethod> {
    let mut parameters = Vec::new();
    for p in m.function.parameters.as_deref().unwrap_or(&[]) {
        let mut ty = None;
        for attribute in &p.attributes {
            if let posh_syntax::ast::AttributeBaseAst::TypeConstraint(t) = attribute {
                ty = Some(rs.resolve_type(&t.type_name)?);
                break;
            }
        }
        parameters.push((Rc::from(&*p.name.path.name), ty));
    }
    let returns = match &m.return_type {
        Some(t) => Some(rs.resolve_type(&t.type_name)?),
        None => None,
    };
    Ok(ClassMethod {
        name: Rc::from(&*m.function.name),
        parameters,
        returns,
        is_static: m.is_static,
        hidden: m.is_hidden,
        member: index,
        code: OnceCell::new(),
    })
}

fn property_ast<'a>(class: &'a ClassInfo, property: &ClassProperty) -> Option<&'a PropertyMemberAst> {
    match class.ast.members.get(property.member) {
        Some(MemberAst::Property(p)) => Some(p),
        _ => None,
    }
}

/// Default of a declared type: zero, false, empty for value types, `$null` else.
pub(crate) fn static_default(ty: Option<&TypeRef>) -> Value {
    match ty {
        Some(t) if t.code().is_numeric() => crate::convert::zero_of(t.code()),
        Some(t) if t.code() == TypeCode::Bool => Value::Bool(false),
        Some(t) if t.code() == TypeCode::Switch => Value::Switch(false),
        Some(t) if t.code() == TypeCode::Char => Value::Char(0),
        Some(t) if t.code() == TypeCode::DateTime => Value::DateTime(crate::value::DateTime::min()),
        Some(t) if t.code() == TypeCode::TimeSpan => Value::TimeSpan(crate::value::TimeSpan::new(0)),
        Some(t) if t.code() == TypeCode::Enum => {
            Value::Enum(Rc::new(crate::value::EnumValue::new(t.clone(), 0)))
        }
        _ => Value::Null,
    }
}

fn initial_value(rs: &mut Runspace, class: &Rc<ClassInfo>, property: &ClassProperty) -> Result<Value> {
    let Some(initial) = property_ast(class, property).and_then(|p| p.initial_value.as_ref()) else {
        return Ok(static_default(property.ty.as_ref()));
    };
    let value = in_class_scope(rs, class, |rs| evaluate_alone(rs, initial, &class.source))?;
    match &property.ty {
        Some(ty) => cast(rs, &value, ty),
        None => Ok(value.or_null()),
    }
}

fn in_class_scope<T>(
    rs: &mut Runspace,
    class: &ClassInfo,
    body: impl FnOnce(&mut Runspace) -> Result<T>,
) -> Result<T> {
    let scope = class.scope.borrow().clone().unwrap_or_else(|| rs.global.clone());
    let saved = std::mem::replace(&mut rs.scope, Scope::new(ScopeKind::Local, Some(scope)));
    let result = body(rs);
    rs.scope = saved;
    result
}

/// Makes an instance: initial values from the base up, then the constructor.
pub(crate) fn construct_class(
    rs: &mut Runspace,
    ty: &TypeRef,
    class: &Rc<ClassInfo>,
    args: &[Value],
) -> Result<Value> {
    let instance = ClassInstance {
        class: class.clone(),
        slots: RefCell::new(vec![Value::Null; class.slot_count]),
        base: OnceCell::new(),
    };
    let object = Object::of_class(ty.clone(), instance);
    let this = Value::Object(object.clone());
    run_constructor(rs, &object, &this, class, args)?;
    Ok(this)
}

fn init_properties(rs: &mut Runspace, object: &Rc<Object>, class: &Rc<ClassInfo>) -> Result<()> {
    for index in 0..class.properties.len() {
        let Some(property) = class.properties.get(index) else { continue };
        let value = initial_value(rs, class, property)?;
        if let Some(instance) = object.class()
            && let Some(place) = instance.slots.borrow_mut().get_mut(property.slot)
        {
            *place = value;
        }
    }
    Ok(())
}

fn run_constructor(
    rs: &mut Runspace,
    object: &Rc<Object>,
    this: &Value,
    class: &Rc<ClassInfo>,
    args: &[Value],
) -> Result<()> {
    if class.constructors.iter().all(|c| c.is_static) {
        if !args.is_empty() {
            return Err(no_constructor(&class.name, args.len()));
        }
        construct_base(rs, object, this, class, &[])?;
        return init_properties(rs, object, class);
    }
    let candidates: Vec<&ClassMethod> = class.constructors.iter().filter(|c| !c.is_static).collect();
    let Some(chosen) = pick(rs, &candidates, args) else {
        return Err(no_constructor(&class.name, args.len()));
    };
    let values = convert_arguments(rs, chosen, args)?;
    let base_args = match class.function(chosen).and_then(|f| f.base_call.as_ref()) {
        Some(call) => base_arguments(rs, class, chosen, this, &values, &call.arguments)?,
        None => Vec::new(),
    };
    construct_base(rs, object, this, class, &base_args)?;
    init_properties(rs, object, class)?;
    run_method(rs, class, chosen, this, values).map(drop)
}

fn no_constructor(name: &str, count: usize) -> Box<Raised> {
    let _ = name;
    Raised::typed(
        "System.Management.Automation.MethodException",
        "MethodCountCouldNotFindBest",
        ErrorCategory::NotSpecified,
        format!("Cannot find an overload for \"new\" and the argument count: \"{count}\"."),
    )
}

fn construct_base(
    rs: &mut Runspace,
    object: &Rc<Object>,
    this: &Value,
    class: &Rc<ClassInfo>,
    args: &[Value],
) -> Result<()> {
    if let Some(base) = class.base_class() {
        return run_constructor(rs, object, this, base, args);
    }
    if class.base.code() == TypeCode::Object {
        return Ok(());
    }
    let made = if class.base.is_a(&TypeRef::named("System.Exception")) {
        let message = match args.first() {
            Some(first) => PsStr::from(crate::convert::to_text(rs, first)?),
            None => PsStr::from(format!("Exception of type '{}' was thrown.", object.ty().full_name())),
        };
        let inner = args.get(1).cloned().unwrap_or(Value::Null);
        Value::Object(Exception::of_type(class.base.clone(), message, inner))
    } else {
        crate::members::construct(rs, &class.base, args)?
    };
    if let Some(instance) = object.class() {
        let _ = instance.base.set(made);
    }
    Ok(())
}

fn base_arguments(
    rs: &mut Runspace,
    class: &Rc<ClassInfo>,
    method: &ClassMethod,
    this: &Value,
    values: &[Value],
    asts: &[posh_syntax::ast::ExpressionAst],
) -> Result<Vec<Value>> {
    in_class_scope(rs, class, |rs| {
        for ((name, _), value) in method.parameters.iter().zip(values) {
            rs.scope.set(Name::of(name), value.clone());
        }
        rs.scope.set(Name::of("this"), this.clone());
        let mut out = Vec::new();
        for ast in asts {
            out.push(evaluate_alone(rs, ast, &class.source)?.or_null());
        }
        Ok(out)
    })
}

/// The overload that fits the arguments best.
fn pick<'m>(rs: &mut Runspace, methods: &[&'m ClassMethod], args: &[Value]) -> Option<&'m ClassMethod> {
    let fitting: Vec<&&ClassMethod> = methods.iter().filter(|m| m.parameters.len() == args.len()).collect();
    if let [only] = fitting.as_slice() {
        return Some(only);
    }
    let mut best: Option<(u32, &ClassMethod)> = None;
    for method in fitting {
        let mut score = Some(0);
        for ((_, ty), arg) in method.parameters.iter().zip(args) {
            let cost = crate::members::conversion_cost(rs, arg, ty.as_ref());
            score = match (score, cost) {
                (Some(a), Some(b)) => Some(a + b),
                _ => None,
            };
        }
        if let Some(score) = score
            && best.is_none_or(|(s, _)| score < s)
        {
            best = Some((score, method));
        }
    }
    best.map(|(_, m)| m)
}

fn convert_arguments(rs: &mut Runspace, method: &ClassMethod, args: &[Value]) -> Result<Vec<Value>> {
    let mut out = Vec::with_capacity(args.len());
    for ((name, ty), arg) in method.parameters.iter().zip(args) {
        out.push(match ty {
            Some(ty) if ty.code() == TypeCode::String && arg.is_null() => Value::str(""),
            Some(ty) => {
                cast(rs, arg, ty).map_err(|raised| argument_error(&raised, name, arg, &method.name, ty))?
            }
            None => arg.clone(),
        });
    }
    Ok(out)
}

fn argument_error(
    raised: &Raised,
    parameter: &str,
    value: &Value,
    method: &str,
    ty: &TypeRef,
) -> Box<Raised> {
    let inner = raised.record().map(|r| r.message().lossy().to_owned()).unwrap_or_default();
    Raised::typed(
        "System.Management.Automation.MethodException",
        "MethodArgumentConversionInvalidCastArgument",
        ErrorCategory::NotSpecified,
        format!(
            "Cannot convert argument \"{parameter}\", with value: \"{}\", for \"{method}\" to type \"{}\": \"{inner}\"",
            crate::convert::plain_text(value),
            ty.full_name()
        ),
    )
}

/// Calls a method of a script's class; `None` where the class and its bases have none of that name.
pub(crate) fn call_class_method(
    rs: &mut Runspace,
    class: &Rc<ClassInfo>,
    name: &str,
    this: &Value,
    args: &[Value],
    is_static: bool,
) -> Option<Result<Value>> {
    let mut at = Some(class);
    let mut named = false;
    while let Some(here) = at {
        let methods: Vec<&ClassMethod> = here
            .methods
            .iter()
            .filter(|m| m.is_static == is_static && m.name.eq_ignore_ascii_case(name))
            .collect();
        named |= !methods.is_empty();
        if let Some(method) = pick(rs, &methods, args) {
            let values = match convert_arguments(rs, method, args) {
                Ok(values) => values,
                Err(raised) => return Some(Err(raised)),
            };
            return Some(run_method(rs, here, method, this, values));
        }
        at = here.base_class();
    }
    named.then(|| {
        Err(Raised::typed(
            "System.Management.Automation.MethodException",
            "MethodCountCouldNotFindBest",
            ErrorCategory::NotSpecified,
            format!("Cannot find an overload for \"{name}\" and the argument count: \"{}\".", args.len()),
        ))
    })
}

fn method_code(class: &Rc<ClassInfo>, method: &ClassMethod) -> Option<Rc<BlockCode>> {
    if let Some(code) = method.code.get() {
        return Some(code.clone());
    }
    let function = class.function(method)?.function.clone();
    let template = BlockTemplate::of_function(function, class.source.clone());
    Some(method.code.get_or_init(|| template.code().clone()).clone())
}

fn run_method(
    rs: &mut Runspace,
    class: &Rc<ClassInfo>,
    method: &ClassMethod,
    this: &Value,
    values: Vec<Value>,
) -> Result<Value> {
    let Some(code) = method_code(class, method) else { return Ok(Value::Void) };
    if rs.calls.len() >= rs.call_depth_limit() {
        return Err(Raised::typed(
            "System.Management.Automation.ScriptCallDepthException",
            "CallDepthOverflow",
            ErrorCategory::InvalidOperation,
            "The script failed due to call depth overflow.",
        ));
    }
    let home = class.scope.borrow().clone().unwrap_or_else(|| rs.global.clone());
    let scope = Scope::for_code(ScopeKind::Local, home, &code);
    for (parameter, (value, (_, ty))) in
        code.parameters.iter().zip(values.into_iter().zip(&method.parameters))
    {
        let slot = match ty {
            Some(ty) if ty.code() != TypeCode::Object => {
                let variable = Variable::new(parameter.name.clone(), value);
                let info = VariableInfo { types: vec![ty.clone()], ..Default::default() };
                *variable.info.borrow_mut() = Some(Box::new(info));
                Slot::Shared(variable)
            }
            _ => Slot::Plain(value),
        };
        if let Some(place) = scope.slots.borrow_mut().get_mut(usize::from(parameter.slot)) {
            *place = slot;
        }
    }
    if let Some(at) = code.slot_of(Name::of("this"))
        && let Some(place) = scope.slots.borrow_mut().get_mut(at)
    {
        *place = Slot::Plain(this.clone());
    }
    let mut collected = Collect::default();
    let saved = std::mem::replace(&mut rs.scope, scope.clone());
    rs.calls.push(CallFrame {
        name: method.name.clone(),
        source: class.source.clone(),
        position: None,
        invocation: None,
        bound: None,
    });
    let frame = Frame { scope: &scope, slots: &scope.slots, code: &code, dotted: false };
    // Errors in a method always go up to its caller.
    rs.try_depth += 1;
    let result = match &code.end {
        Some(block) => stacker::maybe_grow(256 * 1024, 4 * 1024 * 1024, || {
            run_method_body(rs, &frame, block, &mut collected)
        }),
        None => Ok(Flow::Next),
    };
    rs.try_depth -= 1;
    rs.calls.pop();
    rs.scope = saved;
    result?;
    let is_void = method.returns.as_ref().is_none_or(|t| t.code() == TypeCode::Void);
    let is_object = method.returns.is_none() && !class.constructors.iter().any(|c| std::ptr::eq(c, method));
    if is_void && !is_object {
        return Ok(Value::Void);
    }
    let value = collected.into_value().or_null();
    match &method.returns {
        Some(ty) => cast(rs, &value, ty),
        None => Ok(value),
    }
}

/// Only what `return` names is output of a method.
fn run_method_body(
    rs: &mut Runspace,
    frame: &Frame<'_>,
    block: &crate::code::Block,
    collected: &mut Collect,
) -> Result<Flow> {
    let mut returned = ReturnOnly { collected };
    super::stmt::exec_block(rs, frame, block, &mut returned)
}

/// Keeps the output of the last statement alone, which is the one behind `return`.
struct ReturnOnly<'a> {
    collected: &'a mut Collect,
}

impl crate::pipeline::Sink for ReturnOnly<'_> {
    fn takes_whole(&self) -> bool {
        true
    }

    fn write(&mut self, _: &mut Runspace, value: Value) -> Result<()> {
        self.collected.items.push(value);
        Ok(())
    }

    fn poll(&mut self, _: &mut Runspace) -> Result<()> {
        // A statement that did not return has ended: what it output is dropped.
        self.collected.items.clear();
        Ok(())
    }
}
