//! How cmdlets compare objects: never an error, texts as the last resort.

use std::cmp::Ordering;

use posh_runtime::ops::compare::compare_values;
use posh_runtime::runspace::Runspace;
use posh_runtime::value::ObjectData;
use posh_runtime::{Value, convert, text};

/// Order of two objects. What cannot be compared is compared by its text.
pub(crate) fn compare(rs: &mut Runspace, a: &Value, b: &Value, case_sensitive: bool) -> Ordering {
    if a.is_null() && b.is_null() {
        return Ordering::Equal;
    }
    if let Ok(order) = compare_values(rs, a, b, !case_sensitive) {
        return order;
    }
    let (x, y) = (comparable_text(rs, a), comparable_text(rs, b));
    text::compare(&x, &y, !case_sensitive)
}

/// Custom objects are all alike to a comparison that looks at what lies below their properties.
fn comparable_text(rs: &mut Runspace, value: &Value) -> String {
    if let Value::Object(o) = value.base()
        && matches!(o.data, ObjectData::Custom(_))
    {
        return "System.Management.Automation.PSCustomObject".to_owned();
    }
    convert::to_text(rs, value).unwrap_or_default()
}

/// A value that may be missing: what is missing comes behind everything else, whatever the direction.
pub(crate) fn compare_keys(
    rs: &mut Runspace,
    a: Option<&Value>,
    b: Option<&Value>,
    case_sensitive: bool,
    descending: bool,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => {
            let order = compare(rs, a, b, case_sensitive);
            if descending { order.reverse() } else { order }
        }
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// Sorts without ever asking twice: a merge sort that is stable and bears an inconsistent order.
pub(crate) fn stable_sort<T: Clone>(items: &mut Vec<T>, compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    if items.len() < 2 {
        return;
    }
    let mut right = items.split_off(items.len() / 2);
    stable_sort(items, compare);
    stable_sort(&mut right, compare);
    let left = std::mem::take(items);
    let (mut a, mut b) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        let from_right = compare(x, y) == Ordering::Greater;
        items.extend(if from_right { b.next() } else { a.next() });
    }
    items.extend(a);
    items.extend(b);
}

/// Sorts as .NET's list does: few items by insertion, which shows where an order is inconsistent (`10, '9', 2.5`).
pub(crate) fn list_sort<T: Clone>(items: &mut Vec<T>, compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    if items.len() > 16 {
        return stable_sort(items, compare);
    }
    for at in 1..items.len() {
        let mut place = at;
        while place > 0
            && let (Some(item), Some(before)) = (items.get(place), items.get(place - 1))
            && compare(item, before) == Ordering::Less
        {
            items.swap(place, place - 1);
            place -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stable_sort;

    #[test]
    fn equal_items_keep_their_order() {
        let mut items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (0, 'e')];
        stable_sort(&mut items, &mut |a, b| a.0.cmp(&b.0));
        assert_eq!(items, [(0, 'e'), (1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
    }
}
