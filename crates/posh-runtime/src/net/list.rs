//! Lists: `ArrayList`, `List[T]`, `Collection[T]`, `Queue`, `Stack`, and `$input`.

use std::cell::{Cell, RefCell, RefMut};

use crate::convert::cast;
use crate::error::{Raised, Result};
use crate::ops::compare::compare_values;
use crate::types::{Call, Member, PropertyDef, TypeDef, TypeRef, known};
use crate::value::{Native, Object, Value};

/// A list of .NET.
pub struct List {
    items: RefCell<Vec<Value>>,
    element: Option<TypeRef>,
    /// `$input`: gone once enumerated.
    input: Cell<bool>,
}

impl Native for List {}

const COLLECTION: &str = "System.Collections.ObjectModel.Collection`1";

impl List {
    fn make(ty: TypeRef, items: Vec<Value>, element: Option<TypeRef>) -> Value {
        let list = Self { items: RefCell::new(items), element, input: Cell::new(false) };
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

    /// A `Collection[PSObject]`: what `.Where()` and `.ForEach()` give.
    pub fn collection(items: Vec<Value>) -> Value {
        Self::make(TypeRef::generic(COLLECTION, vec![known::psobject()]), items, None)
    }

    /// `$input`.
    pub fn input(items: Vec<Value>) -> Value {
        let ty = TypeRef::named("System.Collections.ArrayList+ArrayListEnumeratorSimple");
        let list = Self { items: RefCell::new(items), element: None, input: Cell::new(true) };
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
    Ok(list(call)?.items.borrow().iter().position(|i| i.base().equals(wanted.base())))
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

/// Sorts in the values' own order; errors of comparing come out at the end.
fn sort(call: &mut Call<'_>) -> Result<Value> {
    let mut items = list(call)?.items.borrow().clone();
    let mut failed = None;
    let rs = &mut *call.rs;
    items.sort_by(|a, b| match compare_values(rs, a, b, false) {
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
    ("T Find(scriptblock match)", find),
    ("System.Object FindAll(scriptblock match)", find_all),
    ("int RemoveAll(scriptblock match)", remove_all),
    ("void ForEach(scriptblock action)", for_each),
];

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
];

const NEW: &[Member] =
    &[("()", new_empty), ("(int capacity)", new_empty), ("(System.Object collection)", new_from)];

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
    &def("System.Collections.ArrayList", ARRAY_LIST),
    &def("System.Collections.Generic.List`1", GENERIC),
    &def(COLLECTION, GENERIC),
    &def("System.Collections.Generic.Queue`1", QUEUE),
    &def("System.Collections.Queue", QUEUE),
    &def("System.Collections.Generic.Stack`1", STACK),
    &def("System.Collections.Stack", STACK),
    &def("System.Collections.Generic.HashSet`1", SET),
    &TypeDef {
        base: Some("System.Object"),
        enumerate: Some(enumerate),
        ..TypeDef::new("System.Collections.ArrayList+ArrayListEnumeratorSimple")
    },
];
