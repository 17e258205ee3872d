//! Lists: `ArrayList`, `List[T]`, `Collection[T]`, `Queue`, `Stack`, and `$input`.

use std::cell::{Cell, RefCell, RefMut};

use super::string_comparer::{StringComparer, comparer_of};
use crate::convert::cast;
use crate::error::{Raised, Result};
use crate::ops::compare::net_order;
use crate::types::{Call, Member, PropertyDef, TypeDef, TypeRef, known};
use crate::value::{Native, Object, Value};

/// A list of .NET.
pub struct List {
    items: RefCell<Vec<Value>>,
    element: Option<TypeRef>,
    /// `$input`: gone once enumerated.
    input: Cell<bool>,
    /// How a set of strings compares its elements.
    comparer: Cell<Option<StringComparer>>,
}

impl Native for List {}

const COLLECTION: &str = "System.Collections.ObjectModel.Collection`1";

impl List {
    fn make(ty: TypeRef, items: Vec<Value>, element: Option<TypeRef>) -> Value {
        let list =
            Self { items: RefCell::new(items), element, input: Cell::new(false), comparer: Cell::new(None) };
        Value::Object(Object::native_of(ty, list))
    }

    /// An `ArrayList`.
    pub fn array_list(items: Vec<Value>) -> Value {
        Self::make(known::array_list(), items, None)
    }

    /// A `List[object]`.
    pub fn of_objects(items: Vec<Value>) -> Value {
        let ty = TypeRef::generic("System.Collections.Generic.List`1", vec![known::object()]);
        Self::make(ty, items, None)
    }

    /// A collection of .NET that is only looked at, by its type's name.
    pub(super) fn view(type_name: &str, items: Vec<Value>) -> Value {
        Self::make(TypeRef::named(type_name), items, None)
    }

    /// A `Collection[PSObject]`: what `.Where()` and `.ForEach()` give.
    pub fn collection(items: Vec<Value>) -> Value {
        Self::make(TypeRef::generic(COLLECTION, vec![known::psobject()]), items, None)
    }

    /// A `Collection[T]`: what `.ForEach([T])` gives.
    pub fn collection_of(element: &TypeRef, items: Vec<Value>) -> Value {
        Self::of_type(&TypeRef::generic(COLLECTION, vec![element.clone()]), items)
    }

    /// `$input`.
    pub fn input(items: Vec<Value>) -> Value {
        let ty = TypeRef::named("System.Collections.ArrayList+ArrayListEnumeratorSimple");
        let list = Self {
            items: RefCell::new(items),
            element: None,
            input: Cell::new(true),
            comparer: Cell::new(None),
        };
        Value::Object(Object::native_of(ty, list))
    }

    /// A list of the closed generic type `ty`.
    pub fn of_type(ty: &TypeRef, items: Vec<Value>) -> Value {
        let element = ty.generic_arguments().first().cloned();
        let element = element.filter(|e| *e != known::object() && *e != known::psobject());
        Self::make(ty.clone(), items, element)
    }

    /// Element type, where it is not `object`.
    pub fn element(&self) -> Option<TypeRef> {
        self.element.clone()
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it is `$input`.
    pub fn is_input(&self) -> bool {
        self.input.get()
    }

    /// The element at a place.
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// The elements, to be changed.
    pub fn items_mut(&self) -> RefMut<'_, Vec<Value>> {
        self.items.borrow_mut()
    }

    /// The elements for a pipeline; `$input` gives them once.
    pub fn enumerate(&self) -> Vec<Value> {
        if self.input.get() {
            std::mem::take(&mut *self.items.borrow_mut())
        } else {
            self.items.borrow().clone()
        }
    }

    /// The next element of `$input`.
    pub fn next(&self) -> Option<Value> {
        let mut items = self.items.borrow_mut();
        if items.is_empty() { None } else { Some(items.remove(0)) }
    }

    /// Truth of a list: as of an array.
    pub fn truth(&self) -> bool {
        let items = self.items.borrow();
        match items.as_slice() {
            [] => false,
            [one] => crate::convert::is_true(one),
            _ => true,
        }
    }
}

fn list<'a>(call: &'a Call<'_>) -> Result<&'a List> {
    call.this
        .native::<List>()
        .ok_or_else(|| Raised::net("System.NullReferenceException", "The object is no list."))
}

fn int(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn index(call: &Call<'_>, at: usize, limit: usize) -> Result<usize> {
    usize::try_from(call.int(at)).ok().filter(|i| *i < limit).ok_or_else(|| {
        Raised::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        )
    })
}

fn add(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    l.items_mut().push(call.arg(0));
    Ok(int(l.len() - 1))
}

fn add_range(call: &mut Call<'_>) -> Result<Value> {
    let argument = call.arg(0);
    if argument.is_null() {
        return Err(Raised::null_argument("collection"));
    }
    let more = crate::members::elements(call.rs, &argument)?;
    let element = list(call)?.element();
    let mut converted = Vec::with_capacity(more.len());
    for item in more {
        converted.push(match &element {
            Some(ty) => cast(call.rs, &item, ty)?,
            None => item,
        });
    }
    list(call)?.items_mut().extend(converted);
    Ok(Value::Void)
}

fn insert(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    let at = usize::try_from(call.int(0))
        .ok()
        .filter(|i| *i <= l.len())
        .ok_or_else(|| Raised::out_of_range("index", "Index must be within the bounds of the List."))?;
    l.items_mut().insert(at, call.arg(1));
    Ok(Value::Void)
}

fn position(call: &Call<'_>) -> Result<Option<usize>> {
    let wanted = call.arg(0);
    let l = list(call)?;
    let comparer = l.comparer.get();
    let same = |item: &Value| match comparer {
        Some(comparer) => comparer.compare(item, &wanted).is_eq(),
        None => item.base().equals(wanted.base()),
    };
    Ok(l.items.borrow().iter().position(same))
}

fn remove(call: &mut Call<'_>) -> Result<Value> {
    let at = position(call)?;
    if let Some(at) = at {
        list(call)?.items_mut().remove(at);
    }
    Ok(Value::Bool(at.is_some()))
}

fn remove_at(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    let at = index(call, 0, l.len())?;
    l.items_mut().remove(at);
    Ok(Value::Void)
}

fn remove_range(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    let (start, count) = (
        usize::try_from(call.int(0)).unwrap_or(usize::MAX),
        usize::try_from(call.int(1)).unwrap_or(usize::MAX),
    );
    if start.checked_add(count).is_none_or(|end| end > l.len()) {
        return Err(Raised::net(
            "System.ArgumentException",
            "Offset and length were out of bounds for the array or count is greater than the number of elements from \
             index to the end of the source collection.",
        ));
    }
    l.items_mut().drain(start..start + count);
    Ok(Value::Void)
}

fn get_range(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    let (start, count) = (
        usize::try_from(call.int(0)).unwrap_or(usize::MAX),
        usize::try_from(call.int(1)).unwrap_or(usize::MAX),
    );
    let end = start.checked_add(count).filter(|e| *e <= l.len()).ok_or_else(|| {
        Raised::net(
            "System.ArgumentException",
            "Offset and length were out of bounds for the array or count is greater than the number of elements from \
             index to the end of the source collection.",
        )
    })?;
    let items = l.items.borrow().get(start..end).unwrap_or(&[]).to_vec();
    Ok(List::make(call.ty.clone(), items, l.element()))
}

fn clear(call: &mut Call<'_>) -> Result<Value> {
    list(call)?.items_mut().clear();
    Ok(Value::Void)
}

fn contains(call: &mut Call<'_>) -> Result<Value> {
    Ok(Value::Bool(position(call)?.is_some()))
}

fn index_of(call: &mut Call<'_>) -> Result<Value> {
    Ok(position(call)?.map_or(Value::Int(-1), int))
}

fn reverse(call: &mut Call<'_>) -> Result<Value> {
    list(call)?.items_mut().reverse();
    Ok(Value::Void)
}

/// Order of two elements: by a comparer, by a script block, or the values' own.
fn order(rs: &mut crate::Runspace, by: &Value, a: &Value, b: &Value) -> Result<std::cmp::Ordering> {
    if let Some(comparer) = comparer_of(by) {
        return Ok(comparer.compare(a, b));
    }
    if let Value::Block(_) = by.base() {
        let answer = crate::members::invoke(rs, by, "InvokeReturnAsIs", &[a.clone(), b.clone()])?;
        return Ok(match cast(rs, &answer, &known::int())? {
            Value::Int(i) => i.cmp(&0),
            _ => std::cmp::Ordering::Equal,
        });
    }
    net_order(rs, a, b)
}

/// Sorts in the values' own order; errors of comparing come out at the end.
fn sort(call: &mut Call<'_>) -> Result<Value> {
    let mut items = list(call)?.items.borrow().clone();
    let mut failed = None;
    let by = call.arg(0);
    let rs = &mut *call.rs;
    items.sort_by(|a, b| match order(rs, &by, a, b) {
        Ok(order) => order,
        Err(raised) => {
            failed.get_or_insert(raised);
            std::cmp::Ordering::Equal
        }
    });
    if failed.is_some() {
        return Err(Raised::net(
            "System.InvalidOperationException",
            "Failed to compare two elements in the array.",
        ));
    }
    *list(call)?.items_mut() = items;
    Ok(Value::Void)
}

fn to_array(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    let items = l.items.borrow().clone();
    let element = l.element().unwrap_or_else(known::object);
    Ok(Value::Array(std::rc::Rc::new(crate::value::Array::typed(element, items))))
}

fn count(call: &mut Call<'_>) -> Result<Value> {
    Ok(int(list(call)?.len()))
}

fn item(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    let at = index(call, 0, l.len())?;
    Ok(l.get(at).unwrap_or(Value::Null))
}

fn by_block(call: &mut Call<'_>, mode: fn(&mut Vec<Value>, &[bool]) -> Value) -> Result<Value> {
    let block = call.arg(0);
    let mut items = list(call)?.items.borrow().clone();
    let mut flags = Vec::with_capacity(items.len());
    for item in &items {
        let result = crate::members::invoke(call.rs, &block, "InvokeReturnAsIs", std::slice::from_ref(item))?;
        flags.push(crate::convert::is_true(&result));
    }
    let answer = mode(&mut items, &flags);
    *list(call)?.items_mut() = items;
    Ok(answer)
}

fn find_all(call: &mut Call<'_>) -> Result<Value> {
    let kept = by_block(call, |items, flags| {
        Value::array(items.iter().zip(flags).filter(|(_, f)| **f).map(|(i, _)| i.clone()).collect())
    })?;
    let items = crate::members::elements(call.rs, &kept)?;
    Ok(List::of_type(call.ty, items))
}

fn remove_all(call: &mut Call<'_>) -> Result<Value> {
    by_block(call, |items, flags| {
        let before = items.len();
        let mut flags = flags.iter();
        items.retain(|_| !flags.next().copied().unwrap_or(false));
        int(before - items.len())
    })
}

fn find(call: &mut Call<'_>) -> Result<Value> {
    by_block(call, |items, flags| {
        items.iter().zip(flags).find(|(_, f)| **f).map_or(Value::Null, |(i, _)| i.clone())
    })
}

fn exists(call: &mut Call<'_>) -> Result<Value> {
    by_block(call, |_, flags| Value::Bool(flags.contains(&true)))
}

fn true_for_all(call: &mut Call<'_>) -> Result<Value> {
    by_block(call, |_, flags| Value::Bool(!flags.contains(&false)))
}

fn find_index(call: &mut Call<'_>) -> Result<Value> {
    by_block(call, |_, flags| flags.iter().position(|f| *f).map_or(Value::Int(-1), int))
}

fn find_last(call: &mut Call<'_>) -> Result<Value> {
    by_block(call, |items, flags| {
        items.iter().zip(flags).rev().find(|(_, f)| **f).map_or(Value::Null, |(i, _)| i.clone())
    })
}

fn last_index_of(call: &mut Call<'_>) -> Result<Value> {
    let wanted = call.arg(0);
    let found = list(call)?.items.borrow().iter().rposition(|i| i.base().equals(wanted.base()));
    Ok(found.map_or(Value::Int(-1), int))
}

fn insert_range(call: &mut Call<'_>) -> Result<Value> {
    let argument = call.arg(1);
    let more = crate::members::elements(call.rs, &argument)?;
    let l = list(call)?;
    let at = usize::try_from(call.int(0)).ok().filter(|i| *i <= l.len());
    let at = at.ok_or_else(|| {
        Raised::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        )
    })?;
    l.items_mut().splice(at..at, more);
    Ok(Value::Void)
}

fn get_enumerator(call: &mut Call<'_>) -> Result<Value> {
    let items = list(call)?.enumerate();
    Ok(super::enumerator::enumerator(items))
}

fn clone(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    let items = l.items.borrow().clone();
    Ok(List::make(call.ty.clone(), items, l.element()))
}

fn capacity(call: &mut Call<'_>) -> Result<Value> {
    // .NET doubles from four on.
    let len = list(call)?.len();
    let held = list(call)?.items.borrow().capacity();
    Ok(int(if len == 0 { held } else { held.max(4).max(len) }))
}

fn adapter(call: &mut Call<'_>) -> Result<Value> {
    let source = call.arg(0);
    Ok(List::array_list(crate::members::elements(call.rs, &source)?))
}

/// The elements of an argument, as the set compares them.
fn other_items(call: &mut Call<'_>) -> Result<Vec<Value>> {
    let argument = call.arg(0);
    if argument.is_null() {
        return Err(Raised::null_argument("other"));
    }
    let items = crate::members::elements(call.rs, &argument)?;
    let element = list(call)?.element();
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        out.push(match &element {
            Some(ty) => cast(call.rs, &item, ty)?,
            None => item,
        });
    }
    Ok(out)
}

fn holds(comparer: Option<StringComparer>, items: &[Value], wanted: &Value) -> bool {
    items.iter().any(|item| match comparer {
        Some(comparer) => comparer.compare(item, wanted).is_eq(),
        None => item.base().equals(wanted.base()),
    })
}

/// Compares the set with the elements of the argument: whether all of one are in the other, and the other way around.
fn relation(call: &mut Call<'_>, decide: fn(bool, bool, bool) -> bool) -> Result<Value> {
    let other = other_items(call)?;
    let l = list(call)?;
    let comparer = l.comparer.get();
    let own = l.items.borrow().clone();
    let subset = own.iter().all(|i| holds(comparer, &other, i));
    let superset = other.iter().all(|i| holds(comparer, &own, i));
    let overlaps = own.iter().any(|i| holds(comparer, &other, i));
    Ok(Value::Bool(decide(subset, superset, overlaps)))
}

fn union_with(call: &mut Call<'_>) -> Result<Value> {
    let other = other_items(call)?;
    let l = list(call)?;
    for item in other {
        let known = holds(l.comparer.get(), &l.items.borrow(), &item);
        if !known {
            l.items_mut().push(item);
        }
    }
    if call.ty.definition_name().contains("Sorted") {
        return sort_set(call);
    }
    Ok(Value::Void)
}

fn retain(call: &mut Call<'_>, keep_common: bool) -> Result<Value> {
    let other = other_items(call)?;
    let l = list(call)?;
    let comparer = l.comparer.get();
    l.items_mut().retain(|item| holds(comparer, &other, item) == keep_common);
    Ok(Value::Void)
}

fn symmetric_except(call: &mut Call<'_>) -> Result<Value> {
    let other = other_items(call)?;
    let l = list(call)?;
    let comparer = l.comparer.get();
    let own = l.items.borrow().clone();
    let mut out: Vec<Value> = own.iter().filter(|i| !holds(comparer, &other, i)).cloned().collect();
    for item in other {
        if !holds(comparer, &own, &item) && !holds(comparer, &out, &item) {
            out.push(item);
        }
    }
    *l.items_mut() = out;
    Ok(Value::Void)
}

/// A sorted set's elements in their order.
fn sort_set(call: &mut Call<'_>) -> Result<Value> {
    let mut items = list(call)?.items.borrow().clone();
    let rs = &mut *call.rs;
    items.sort_by(|a, b| net_order(rs, a, b).unwrap_or(std::cmp::Ordering::Equal));
    *list(call)?.items_mut() = items;
    Ok(Value::Void)
}

fn add_sorted(call: &mut Call<'_>) -> Result<Value> {
    let fresh = add_unique(call)?;
    sort_set(call)?;
    Ok(fresh)
}

fn end(call: &mut Call<'_>, last: bool) -> Result<Value> {
    let items = list(call)?.items.borrow();
    Ok(if last { items.last() } else { items.first() }.cloned().unwrap_or(Value::Null))
}

/// A set of another collection's elements, or with a comparer, or both.
fn new_set(call: &mut Call<'_>) -> Result<Value> {
    let comparer = call.args.iter().find_map(comparer_of);
    let source = call.args.iter().find(|a| comparer_of(a).is_none() && !a.is_null()).cloned();
    let made = List::of_type(call.ty, Vec::new());
    if let Some(l) = made.native::<List>() {
        l.comparer.set(comparer);
    }
    if let Some(source) = source {
        let mut inner = Call { rs: call.rs, this: &made, args: &[source], ty: call.ty };
        union_with(&mut inner)?;
    }
    Ok(made)
}

fn new_stack(call: &mut Call<'_>) -> Result<Value> {
    let made = new_from(call)?;
    if let Some(l) = made.native::<List>() {
        l.items_mut().reverse();
    }
    Ok(made)
}

fn new_sized(call: &mut Call<'_>) -> Result<Value> {
    let size = call.int(0);
    let Ok(size) = usize::try_from(size) else {
        return Err(Raised::net(
            "System.ArgumentOutOfRangeException",
            format!(
                "capacity ('{size}') must be a non-negative value. (Parameter 'capacity')\nActual value was {size}."
            ),
        ));
    };
    // Nothing that a script writes may take all memory at once.
    Ok(List::of_type(call.ty, Vec::with_capacity(size.min(1 << 20))))
}

fn for_each(call: &mut Call<'_>) -> Result<Value> {
    by_block(call, |_, _| Value::Void)
}

fn new_empty(call: &mut Call<'_>) -> Result<Value> {
    Ok(List::of_type(call.ty, Vec::new()))
}

fn new_from(call: &mut Call<'_>) -> Result<Value> {
    let source = call.arg(0);
    if source.is_null() {
        return Err(Raised::null_argument("collection"));
    }
    let items = crate::members::elements(call.rs, &source)?;
    let element = call.ty.generic_arguments().first().cloned();
    let mut converted = Vec::with_capacity(items.len());
    for item in items {
        converted.push(match &element {
            Some(ty) if *ty != known::object() => cast(call.rs, &item, ty)?,
            _ => item,
        });
    }
    Ok(List::of_type(call.ty, converted))
}

fn dequeue(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    if l.is_empty() {
        return Err(Raised::net("System.InvalidOperationException", "Queue empty."));
    }
    Ok(l.items_mut().remove(0))
}

fn pop(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    if l.is_empty() {
        return Err(Raised::net("System.InvalidOperationException", "Stack empty."));
    }
    Ok(l.items_mut().remove(0))
}

/// A stack keeps its top first, which is the order in which it is enumerated.
fn push(call: &mut Call<'_>) -> Result<Value> {
    list(call)?.items_mut().insert(0, call.arg(0));
    Ok(Value::Void)
}

fn peek(call: &mut Call<'_>) -> Result<Value> {
    let l = list(call)?;
    l.get(0).ok_or_else(|| {
        let what = if call.ty.definition_name().contains("Stack") { "Stack empty." } else { "Queue empty." };
        Raised::net("System.InvalidOperationException", what)
    })
}

fn add_unique(call: &mut Call<'_>) -> Result<Value> {
    let fresh = position(call)?.is_none();
    if fresh {
        list(call)?.items_mut().push(call.arg(0));
    }
    Ok(Value::Bool(fresh))
}

fn enumerate(_: &mut crate::Runspace, value: &Value) -> Result<Vec<Value>> {
    Ok(value.native::<List>().map(List::enumerate).unwrap_or_default())
}

const COUNT: &[PropertyDef] = &[("int Count {get;}", count, None)];

const ARRAY_LIST: &[Member] = &[
    ("int Add(System.Object value)", add),
    ("void AddRange(System.Collections.ICollection c)", add_range),
    ("void Insert(int index, System.Object value)", insert),
    ("void Remove(System.Object obj)", remove),
    ("void RemoveAt(int index)", remove_at),
    ("void RemoveRange(int index, int count)", remove_range),
    ("System.Collections.ArrayList GetRange(int index, int count)", get_range),
    ("void Clear()", clear),
    ("bool Contains(System.Object item)", contains),
    ("int IndexOf(System.Object value)", index_of),
    ("void Reverse()", reverse),
    ("void Sort()", sort),
    ("System.Object[] ToArray()", to_array),
    ("System.Object Item(int index)", item),
    ("void Sort(System.Collections.IComparer comparer)", sort),
    ("void InsertRange(int index, System.Collections.ICollection c)", insert_range),
    ("int LastIndexOf(System.Object value)", last_index_of),
    ("System.Object Clone()", clone),
    ("System.Collections.IEnumerator GetEnumerator()", get_enumerator),
    ("void TrimToSize()", |_| Ok(Value::Void)),
    ("static System.Collections.ArrayList Adapter(System.Collections.IList list)", adapter),
];

const GENERIC: &[Member] = &[
    ("void Add(T item)", add),
    ("void AddRange(System.Object collection)", add_range),
    ("void Insert(int index, T item)", insert),
    ("bool Remove(T item)", remove),
    ("void RemoveAt(int index)", remove_at),
    ("void RemoveRange(int index, int count)", remove_range),
    ("System.Object GetRange(int index, int count)", get_range),
    ("void Clear()", clear),
    ("bool Contains(T item)", contains),
    ("int IndexOf(T item)", index_of),
    ("void Reverse()", reverse),
    ("void Sort()", sort),
    ("T[] ToArray()", to_array),
    ("T Item(int index)", item),
    ("T Find(System.Predicate[T] match)", find),
    ("System.Object FindAll(System.Predicate[T] match)", find_all),
    ("int RemoveAll(System.Predicate[T] match)", remove_all),
    ("void ForEach(System.Action[T] action)", for_each),
    ("void Sort(System.Collections.Generic.IComparer[T] comparer)", sort),
    ("void Sort(System.Comparison[T] comparison)", sort),
    ("bool Exists(System.Predicate[T] match)", exists),
    ("bool TrueForAll(System.Predicate[T] match)", true_for_all),
    ("int FindIndex(System.Predicate[T] match)", find_index),
    ("T FindLast(System.Predicate[T] match)", find_last),
    ("int LastIndexOf(T item)", last_index_of),
    ("void InsertRange(int index, System.Object collection)", insert_range),
    ("System.Collections.IEnumerator GetEnumerator()", get_enumerator),
    ("void TrimExcess()", |_| Ok(Value::Void)),
];

const READ_ONLY: &[Member] =
    &[("bool Contains(T value)", contains), ("int IndexOf(T value)", index_of), ("T Item(int index)", item)];

const QUEUE: &[Member] = &[
    ("void Enqueue(T item)", add),
    ("T Dequeue()", dequeue),
    ("T Peek()", peek),
    ("void Clear()", clear),
    ("bool Contains(T item)", contains),
    ("T[] ToArray()", to_array),
];

const STACK: &[Member] = &[
    ("void Push(T item)", push),
    ("T Pop()", pop),
    ("T Peek()", peek),
    ("void Clear()", clear),
    ("bool Contains(T item)", contains),
    ("T[] ToArray()", to_array),
];

const SET: &[Member] = &[
    ("bool Add(T item)", add_unique),
    ("bool Remove(T item)", remove),
    ("bool Contains(T item)", contains),
    ("void Clear()", clear),
    ("void UnionWith(System.Object other)", union_with),
    ("void IntersectWith(System.Object other)", |c| retain(c, true)),
    ("void ExceptWith(System.Object other)", |c| retain(c, false)),
    ("void SymmetricExceptWith(System.Object other)", symmetric_except),
    ("bool IsSubsetOf(System.Object other)", |c| relation(c, |sub, _, _| sub)),
    ("bool IsSupersetOf(System.Object other)", |c| relation(c, |_, sup, _| sup)),
    ("bool IsProperSubsetOf(System.Object other)", |c| relation(c, |sub, sup, _| sub && !sup)),
    ("bool IsProperSupersetOf(System.Object other)", |c| relation(c, |sub, sup, _| sup && !sub)),
    ("bool SetEquals(System.Object other)", |c| relation(c, |sub, sup, _| sub && sup)),
    ("bool Overlaps(System.Object other)", |c| relation(c, |_, _, overlaps| overlaps)),
];

const SORTED_SET: &[Member] = &[
    ("bool Add(T item)", add_sorted),
    ("bool Remove(T item)", remove),
    ("bool Contains(T item)", contains),
    ("void Clear()", clear),
    ("void UnionWith(System.Object other)", union_with),
    ("void IntersectWith(System.Object other)", |c| retain(c, true)),
    ("void ExceptWith(System.Object other)", |c| retain(c, false)),
    ("bool IsSubsetOf(System.Object other)", |c| relation(c, |sub, _, _| sub)),
    ("bool IsSupersetOf(System.Object other)", |c| relation(c, |_, sup, _| sup)),
    ("bool SetEquals(System.Object other)", |c| relation(c, |sub, sup, _| sub && sup)),
    ("bool Overlaps(System.Object other)", |c| relation(c, |_, _, overlaps| overlaps)),
];

const NEW: &[Member] =
    &[("()", new_empty), ("(int capacity)", new_sized), ("(System.Object collection)", new_from)];

const NEW_STACK: &[Member] =
    &[("()", new_empty), ("(int capacity)", new_empty), ("(System.Object collection)", new_stack)];

const NEW_SET: &[Member] = &[
    ("()", new_set),
    ("(System.Object collection)", new_set),
    ("(int capacity)", new_empty),
    ("(System.Object collection, System.Object comparer)", new_set),
];

const LIST_PROPERTIES: &[PropertyDef] = &[
    ("int Capacity {get;set;}", capacity, Some(|_| Ok(Value::Void))),
    ("int Count {get;}", count, None),
    ("bool IsFixedSize {get;}", |_| Ok(Value::Bool(false)), None),
    ("bool IsReadOnly {get;}", |_| Ok(Value::Bool(false)), None),
    ("bool IsSynchronized {get;}", |_| Ok(Value::Bool(false)), None),
    ("System.Object SyncRoot {get;}", |c| Ok(c.this.clone()), None),
];

/// Methods of collections that are only looked at.
const VIEW: &[Member] = &[("System.Collections.IEnumerator GetEnumerator()", get_enumerator)];

const SORTED_SET_PROPERTIES: &[PropertyDef] = &[
    ("int Count {get;}", count, None),
    ("T Min {get;}", |c| end(c, false), None),
    ("T Max {get;}", |c| end(c, true), None),
];

const INTERFACES: &[&str] = &[
    "System.Collections.IEnumerable",
    "System.Collections.ICollection",
    "System.Collections.IList",
    "System.Collections.Generic.IEnumerable`1",
];

const fn def(name: &'static str, methods: &'static [Member]) -> TypeDef {
    TypeDef {
        constructors: NEW,
        methods,
        properties: COUNT,
        interfaces: INTERFACES,
        base: Some("System.Object"),
        enumerate: Some(enumerate),
        ..TypeDef::new(name)
    }
}

pub(super) const TYPES: &[&TypeDef] = &[
    &TypeDef { properties: LIST_PROPERTIES, ..def("System.Collections.ArrayList", ARRAY_LIST) },
    &TypeDef { properties: LIST_PROPERTIES, ..def("System.Collections.Generic.List`1", GENERIC) },
    &def(COLLECTION, GENERIC),
    &def("System.Collections.Generic.Queue`1", QUEUE),
    &def("System.Collections.Queue", QUEUE),
    &TypeDef { constructors: NEW_STACK, ..def("System.Collections.Generic.Stack`1", STACK) },
    &TypeDef { constructors: NEW_STACK, ..def("System.Collections.Stack", STACK) },
    &TypeDef { constructors: NEW_SET, ..def("System.Collections.Generic.HashSet`1", SET) },
    &TypeDef {
        constructors: NEW_SET,
        properties: SORTED_SET_PROPERTIES,
        ..def("System.Collections.Generic.SortedSet`1", SORTED_SET)
    },
    &def("System.Collections.ObjectModel.ReadOnlyCollection`1", READ_ONLY),
    &def("System.Collections.Hashtable+KeyCollection", VIEW),
    &def("System.Collections.Hashtable+ValueCollection", VIEW),
    &def("System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection", VIEW),
    &def("System.Xml.XPathNodeList", VIEW),
    &TypeDef {
        base: Some("System.Object"),
        enumerate: Some(enumerate),
        ..TypeDef::new("System.Collections.ArrayList+ArrayListEnumeratorSimple")
    },
];
