//! Widths of columns.

use crate::packet::{Entry, TableStart};
use crate::text::length;

/// Cells between columns.
const SEPARATOR: usize = 1;
/// The least width of a column.
const LEAST: usize = 1;
/// No column is made wider than its content beyond this, however wide the page: a width can be any number.
const MOST: usize = 65_536;

/// Widths that hold every label and value of a group.
pub(super) fn measured<'a>(start: &TableStart, entries: impl Iterator<Item = &'a Entry>) -> Vec<usize> {
    let mut widths: Vec<usize> = start.columns.iter().map(|c| length(&c.label)).collect();
    for entry in entries {
        if let Entry::Row { cells, .. } = entry {
            for (width, cell) in widths.iter_mut().zip(cells) {
                *width = (*width).max(length(&cell.text));
            }
        }
    }
    widths
}

fn table_width(widths: &[usize]) -> usize {
    let visible = widths.iter().filter(|w| **w > 0).count();
    widths.iter().sum::<usize>() + SEPARATOR * visible.saturating_sub(1)
}

/// The widths that fit on a page: columns without a width (0) share what is left, the last ones are cut or dropped
/// (0) where there is not enough.
pub(super) fn fitted(wanted: &[usize], page: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = wanted.iter().map(|w| (*w).clamp(LEAST, MOST)).collect();
    let open: Vec<usize> = wanted.iter().enumerate().filter(|(_, w)| **w == 0).map(|(i, _)| i).collect();
    let taken = table_width(&widths);
    if taken <= page {
        share(&mut widths, &open, page.min(MOST.max(taken)) - taken);
        return widths;
    }
    trim(&mut widths, page);
    widths
}

/// Deals cells out to columns, one by one in turn.
fn share(widths: &mut [usize], open: &[usize], cells: usize) {
    let Some(each) = cells.checked_div(open.len()) else { return };
    let extra = cells % open.len();
    for (at, index) in open.iter().enumerate() {
        if let Some(width) = widths.get_mut(*index) {
            *width += each + usize::from(at < extra);
        }
    }
}

fn trim(widths: &mut [usize], page: usize) {
    loop {
        let excess = table_width(widths).saturating_sub(page);
        if excess == 0 {
            return;
        }
        let Some(last) = widths.iter_mut().rev().find(|w| **w > 0) else { return };
        *last = if *last >= excess + LEAST { *last - excess } else { 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn open_columns_share_the_rest() {
        assert_eq!(fitted(&[0, 10, 0], 32), [10, 10, 10]);
        assert_eq!(fitted(&[30, 0], 80), [30, 49]);
        assert_eq!(fitted(&[0, 0], 10), [5, 4]);
    }

    #[test]
    fn the_last_columns_are_cut_or_dropped() {
        assert_eq!(fitted(&[10, 10, 10], 20), [10, 9, 0]);
        assert_eq!(fitted(&[10, 10], 15), [10, 4]);
        assert_eq!(fitted(&[10, 10], 11), [10, 0]);
        assert_eq!(fitted(&[20], 8), [8]);
    }

    proptest::proptest! {
        #[test]
        fn tables_fit_their_page(wanted in proptest::collection::vec(0_usize..60, 1..8), page in 5_usize..200) {
            let widths = fitted(&wanted, page);
            proptest::prop_assert!(super::table_width(&widths) <= page);
            proptest::prop_assert!(widths.iter().any(|w| *w > 0));
        }
    }
}
