//! GetItem, FindItem, SyncFolderItems.

use super::folders::Place;
use super::sync_state::SyncState;
use super::{Request, shape};
use crate::mailbox::ItemSpec;
use crate::organisation::{decode_id, item_id};
use exchange::ews::{
    FindItem, FolderRef, FoundItems, GetItem, Item, ItemChange, ItemChanges, ItemId, ResponseCode,
    ResponseError, ResponseMessage, Shape, SyncFolderItems,
};
use exchange::xml::Element;
use std::collections::HashMap;

/// Most changes of one answer, as in Exchange.
const MAX_CHANGES: u32 = 512;

impl Request<'_> {
    pub(super) fn get_item(&self, operation: &GetItem) -> Vec<ResponseMessage<Item>> {
        let get = |id| {
            let spec = self.item_spec(id)?;
            if self.organisation.is_corrupt(&spec) {
                return Err(ResponseError::new(
                    ResponseCode::ErrorItemCorrupt,
                    "The item could not be read because its content is corrupt.",
                ));
            }
            Ok(self.item(&operation.shape, &spec))
        };
        operation.items.iter().map(get).collect()
    }

    pub(super) fn find_item(&self, operation: &FindItem) -> Vec<ResponseMessage<FoundItems>> {
        operation.parents.iter().map(|parent| self.find_in(operation, parent)).collect()
    }

    fn find_in(&self, operation: &FindItem, parent: &FolderRef) -> ResponseMessage<FoundItems> {
        let place = self.place(parent)?;
        let mut items =
            if operation.traversal == "Shallow" { self.items(place, self.now) } else { Vec::new() };
        for element in &operation.other {
            arrange(element, &mut items)?;
        }
        let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let offset = operation.page.map_or(0, |page| page.offset);
        let max = operation.page.and_then(|page| page.max_entries).unwrap_or(1000).min(1000);
        let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let page = items.iter().skip(at(offset)).take(at(max));
        let items: Vec<_> = page.map(|spec| self.item(&without_mime(&operation.shape), spec)).collect();
        let next = offset.saturating_add(u32::try_from(items.len()).unwrap_or(0));
        Ok(FoundItems { items, next_offset: Some(next), last: next >= total, total })
    }

    pub(super) fn sync_folder_items(&self, operation: &SyncFolderItems) -> ResponseMessage<ItemChanges> {
        let place = self.place(&operation.folder)?;
        let scope = format!("I.{}.{}", place.mailbox, place.spec.key);
        let state = SyncState::decode(operation.sync_state.as_deref(), &scope)?;
        if !(1..=MAX_CHANGES).contains(&operation.max_changes) {
            let message = "MaxChangesReturned must be between 1 and 512.";
            return Err(ResponseError::new(ResponseCode::ErrorInvalidRequest, message));
        }
        let before = state.from.map(|from| self.items(place, from)).unwrap_or_default();
        let after = self.items(place, state.to.unwrap_or(self.now));
        let max = usize::try_from(operation.max_changes).unwrap_or(1);
        let (changes, next, last) = state.page(differences(&before, &after), max, self.now);
        let asked = without_mime(&operation.shape);
        let changes = changes.into_iter().map(|difference| match difference {
            Difference::New(spec) => ItemChange::Create(Box::new(self.item(&asked, &spec))),
            Difference::Gone(spec) => ItemChange::Delete(ItemId { change_key: None, ..item_id(&spec) }),
            Difference::Read(spec) => {
                ItemChange::ReadFlagChange { id: item_id(&spec), is_read: spec.is_read }
            }
        });
        Ok(ItemChanges { sync_state: next.encode(&scope), last, changes: changes.collect() })
    }

    fn items(&self, place: Place, at: i64) -> Vec<ItemSpec> {
        self.organisation.items(place.mailbox, place.spec, at)
    }

    fn item(&self, asked: &Shape, spec: &ItemSpec) -> Item {
        shape::item(asked, self.organisation.item(spec))
    }

    fn item_spec(&self, id: &ItemId) -> Result<ItemSpec, ResponseError> {
        let invalid = || {
            ResponseError::new(ResponseCode::Other("ErrorInvalidIdMalformed".to_owned()), "Id is malformed.")
        };
        let [mailbox, folder, number] = decode_id('I', &id.id).ok_or_else(invalid)?;
        let mailbox = usize::try_from(mailbox).map_err(|_| invalid())?;
        self.organisation.may_open(self.caller, mailbox)?;
        let folders = self.organisation.folders(mailbox, self.now);
        let spec = folders.into_iter().find(|spec| u64::from(spec.key) == folder);
        let items = spec.map(|spec| self.organisation.items(mailbox, spec, self.now)).unwrap_or_default();
        items.into_iter().find(|item| u64::from(item.number) == number).ok_or_else(|| {
            ResponseError::new(
                ResponseCode::ErrorItemNotFound,
                "The specified object was not found in the store.",
            )
        })
    }
}

/// Only GetItem returns MIME content.
fn without_mime(asked: &Shape) -> Shape {
    Shape { include_mime_content: false, ..asked.clone() }
}

/// What became of an item.
enum Difference {
    New(ItemSpec),
    Gone(ItemSpec),
    Read(ItemSpec),
}

fn differences(before: &[ItemSpec], after: &[ItemSpec]) -> Vec<Difference> {
    let old: HashMap<u32, &ItemSpec> = before.iter().map(|item| (item.number, item)).collect();
    let new: HashMap<u32, &ItemSpec> = after.iter().map(|item| (item.number, item)).collect();
    let gone = before.iter().filter(|item| !new.contains_key(&item.number)).cloned().map(Difference::Gone);
    let changed = after.iter().filter_map(|item| match old.get(&item.number) {
        None => Some(Difference::New(item.clone())),
        Some(known) if known.is_read != item.is_read => Some(Difference::Read(item.clone())),
        Some(_) => None,
    });
    changed.chain(gone).collect()
}

/// Sorts by the time of receipt; anything else a client may ask for is refused, never ignored.
fn arrange(element: &Element, items: &mut [ItemSpec]) -> Result<(), ResponseError> {
    let refuse = |what: &str| {
        ResponseError::new(
            ResponseCode::ErrorInvalidOperation,
            format!("The practice organisation does not do {what}."),
        )
    };
    if element.name != "SortOrder" {
        return Err(refuse(&element.name));
    }
    let [order] = element.children.as_slice() else { return Err(refuse("sorting by several fields")) };
    let field = order.children.first().and_then(|field| field.attribute("FieldURI")).unwrap_or_default();
    if field != "item:DateTimeReceived" {
        return Err(refuse(&format!("sorting by {field}")));
    }
    items.sort_by_key(|item| item.received);
    if order.attribute("Order") == Some("Descending") {
        items.reverse();
    }
    Ok(())
}
