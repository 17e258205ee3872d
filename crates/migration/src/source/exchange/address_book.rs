//! Who is in an organisation: the address book (NSPI) over Outlook Anywhere.

use exchange::mapi::{self, PropertyTag, Value};
use exchange::nspi::{
    ContextHandle, INTERFACE, NspiBind, NspiBindRequest, NspiGetMatches, NspiGetMatchesRequest,
    NspiQueryRows, NspiQueryRowsRequest, NspiUnbind, NspiUnbindRequest, PORT, PropertyRow, PropertyTagArray,
    Stat, mid, status,
};
use exchange::rpch::RpcTarget;

use super::super::{SourceError, SourcePerson};
use super::Access;
use super::rpc::RpcConnection;
use crate::model::{SourceAddress, SourceIdentity, UserRecipientType};

/// Rows asked for at a time.
const ROWS: u32 = 100;
/// Contacts and groups that are read at most.
const OTHERS_LIMIT: usize = 100_000;
/// Members of a group that are read at most.
const MEMBERS: u32 = 50_000;

/// Columns of people.
const COLUMNS: &[PropertyTag] = &[
    mapi::tags::PR_DISPLAY_NAME,
    mapi::tags::PR_SMTP_ADDRESS,
    mapi::tags::PR_EMAIL_ADDRESS,
    mapi::tags::PR_DISPLAY_TYPE,
    mapi::tags::PR_OBJECT_TYPE,
    mapi::tags::PR_ACCOUNT,
    mapi::tags::PR_EMS_AB_PROXY_ADDRESSES,
    mapi::tags::PR_EMS_AB_TARGET_ADDRESS,
    mapi::tags::PR_INSTANCE_KEY,
];

/// Names of mailboxes that belong to the server itself.
const SYSTEM_PREFIXES: &[&str] = &[
    "SystemMailbox{",
    "HealthMailbox",
    "DiscoverySearchMailbox",
    "FederatedEmail.",
    "Migration.",
    "Microsoft Exchange",
    "extest_",
    "CAS_{",
];

/// A session with the address book.
struct AddressBook {
    rpc: RpcConnection,
    context: ContextHandle,
    proxy: String,
}

impl AddressBook {
    async fn open(access: &Access, address: &SourceAddress) -> Result<Self, SourceError> {
        let missing = |what: &str| {
            SourceError::Settings(format!(
                "The endpoint has no {what}. Give it with Set-MigrationEndpoint -{what}."
            ))
        };
        let proxy = address.rpc_proxy_server.clone().ok_or_else(|| missing("RpcProxyServer"))?;
        let server = address.nspi_server.clone().or_else(|| address.exchange_server.clone());
        let server = server.ok_or_else(|| missing("ExchangeServer"))?;
        let target = RpcTarget { proxy: proxy.clone(), server, port: PORT };
        let request = NspiBindRequest { flags: 0, stat: Stat::default(), server_guid: None };
        let mut rpc = RpcConnection::open(access, &target, INTERFACE).await?;
        let bound = match rpc.call::<NspiBind>(&request).await {
            // Some servers say only now that they want a logon in RPC itself.
            Err(SourceError::AccessDenied { .. }) => {
                rpc = RpcConnection::open_as(access, &target, INTERFACE, true).await?;
                rpc.call::<NspiBind>(&request).await?
            }
            outcome => outcome?,
        };
        let this = Self { rpc, context: bound.context, proxy };
        match bound.error_code {
            status::SUCCESS => Ok(this),
            status::ACCESS_DENIED => Err(SourceError::AccessDenied {
                mailbox: "the address book".to_owned(),
                username: access.username.clone(),
                detail: "NspiBind was refused".to_owned(),
            }),
            code => Err(this.failed("NspiBind", code)),
        }
    }

    fn failed(&self, call: &str, code: u32) -> SourceError {
        SourceError::Garbage {
            server: self.proxy.clone(),
            detail: format!("{call} failed with {code:#010x}"),
        }
    }

    /// Reads the whole global address list, row by row.
    async fn rows(
        &mut self,
        each: &mut (dyn FnMut(PropertyRow) -> Result<(), SourceError> + Send),
    ) -> Result<(), SourceError> {
        let mut stat = Stat::default();
        loop {
            let request = NspiQueryRowsRequest {
                context: self.context,
                flags: 0,
                stat,
                mids: Vec::new(),
                count: ROWS,
                tags: Some(PropertyTagArray::of(COLUMNS)),
            };
            let answer = self.rpc.call::<NspiQueryRows>(&request).await?;
            if !matches!(answer.error_code, status::SUCCESS | status::ERRORS_RETURNED) {
                return Err(self.failed("NspiQueryRows", answer.error_code));
            }
            let rows = answer.rows.map(|set| set.rows).unwrap_or_default();
            if rows.is_empty() {
                return Ok(());
            }
            rows.into_iter().try_for_each(&mut *each)?;
            if answer.stat.current_rec == mid::END_OF_TABLE {
                return Ok(());
            }
            if answer.stat == stat {
                return Err(self.failed("NspiQueryRows (it stands still)", answer.error_code));
            }
            stat = answer.stat;
        }
    }

    /// Addresses of a group's members.
    async fn members(&mut self, group: u32) -> Result<Vec<String>, SourceError> {
        let columns = [mapi::tags::PR_SMTP_ADDRESS, mapi::tags::PR_EMS_AB_PROXY_ADDRESSES];
        let request = NspiGetMatchesRequest {
            context: self.context,
            reserved1: 0,
            stat: Stat {
                container_id: mapi::tags::PR_EMS_AB_MEMBER_TABLE.0,
                current_rec: group,
                ..Stat::default()
            },
            reserved: None,
            reserved2: 0,
            filter: None,
            property_name: None,
            requested: MEMBERS,
            tags: Some(PropertyTagArray::of(&columns)),
        };
        let answer = self.rpc.call::<NspiGetMatches>(&request).await?;
        match answer.error_code {
            status::SUCCESS | status::ERRORS_RETURNED => {}
            // A group without members.
            status::NOT_FOUND => return Ok(Vec::new()),
            code => return Err(self.failed("NspiGetMatches", code)),
        }
        let rows = answer.rows.map(|set| set.rows).unwrap_or_default();
        let mut members: Vec<String> = rows.iter().filter_map(smtp_address).collect();
        let wanted = answer.mids.map(|mids| mids.0).unwrap_or_default();
        if rows.len() < wanted.len() {
            let rest = wanted.get(rows.len()..).unwrap_or_default();
            members.extend(self.addresses_of(rest).await?);
        }
        Ok(members)
    }

    /// Addresses of some entries.
    async fn addresses_of(&mut self, mids: &[u32]) -> Result<Vec<String>, SourceError> {
        let columns = [mapi::tags::PR_SMTP_ADDRESS, mapi::tags::PR_EMS_AB_PROXY_ADDRESSES];
        let mut addresses = Vec::new();
        for some in mids.chunks(100) {
            let request = NspiQueryRowsRequest {
                context: self.context,
                flags: 0,
                stat: Stat::default(),
                mids: some.to_vec(),
                count: ROWS,
                tags: Some(PropertyTagArray::of(&columns)),
            };
            let answer = self.rpc.call::<NspiQueryRows>(&request).await?;
            let rows = answer.rows.map(|set| set.rows).unwrap_or_default();
            addresses.extend(rows.iter().filter_map(smtp_address));
        }
        Ok(addresses)
    }

    async fn close(mut self) {
        let request = NspiUnbindRequest { context: self.context, reserved: 0 };
        // The server forgets the session with the connection anyway.
        let _ = self.rpc.call::<NspiUnbind>(&request).await;
    }
}

/// Opens the address book and closes it again.
pub(super) async fn probe(access: &Access, address: &SourceAddress) -> Result<(), SourceError> {
    AddressBook::open(access, address).await?.close().await;
    Ok(())
}

/// Everyone whom a cutover migrates; one mailbox more than `limit` at most, so that the caller sees it is exceeded.
pub(super) async fn people(
    access: &Access,
    address: &SourceAddress,
    limit: usize,
) -> Result<Vec<SourcePerson>, SourceError> {
    let mut book = AddressBook::open(access, address).await?;
    let mut people: Vec<(SourcePerson, Option<u32>)> = Vec::new();
    let (mut mailboxes, mut others) = (0, 0);
    book.rows(&mut |row| {
        let Some((person, group)) = person(&row) else { return Ok(()) };
        let full = if person.recipient_type == UserRecipientType::Mailbox {
            mailboxes += 1;
            mailboxes > limit.saturating_add(1)
        } else {
            others += 1;
            others > OTHERS_LIMIT
        };
        if !full {
            people.push((person, group));
        }
        Ok(())
    })
    .await?;
    let mut all = Vec::with_capacity(people.len());
    for (mut person, group) in people {
        if let Some(group) = group {
            person.identity.members = book.members(group).await?;
        }
        all.push(person);
    }
    book.close().await;
    Ok(all)
}

/// The entry of a row, with the group's id if it is one; `None` for what is not migrated.
fn person(row: &PropertyRow) -> Option<(SourcePerson, Option<u32>)> {
    let integer = |tag| match row.get(tag) {
        Some(Value::Integer32(value)) => Some(*value),
        _ => None,
    };
    let recipient_type = match integer(mapi::tags::PR_DISPLAY_TYPE)? {
        0 => UserRecipientType::Mailbox,
        1 => UserRecipientType::Group,
        6 => UserRecipientType::Contact,
        // Public folders, dynamic groups, organisations.
        _ => return None,
    };
    let display_name = row.text(mapi::tags::PR_DISPLAY_NAME).unwrap_or_default();
    let alias = row.text(mapi::tags::PR_ACCOUNT).unwrap_or_default();
    let system = |name: &str| SYSTEM_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    if system(&display_name) || system(&alias) {
        return None;
    }
    let smtp_address = smtp_address(row).unwrap_or_default();
    let legacy_dn = row.text(mapi::tags::PR_EMAIL_ADDRESS).unwrap_or_default();
    if smtp_address.is_empty() && legacy_dn.is_empty() {
        return None;
    }
    let target = row.text(mapi::tags::PR_EMS_AB_TARGET_ADDRESS);
    let external = target.as_deref().map(|target| without_kind(target).to_owned());
    let identity = SourceIdentity {
        proxy_addresses: proxies(row)
            .into_iter()
            .filter(|proxy| !proxy.eq_ignore_ascii_case(&smtp_address))
            .collect(),
        // An alias is a word; some servers put the address there.
        alias: alias.split_once('@').map_or(alias.as_str(), |(local, _)| local).to_owned(),
        external_address: external
            .or_else(|| (recipient_type == UserRecipientType::Contact).then(|| smtp_address.clone())),
        display_name,
        smtp_address,
        legacy_dn,
        members: Vec::new(),
    };
    let group = (recipient_type == UserRecipientType::Group).then(|| instance_key(row)).flatten();
    Some((SourcePerson { recipient_type, identity }, group))
}

fn smtp_address(row: &PropertyRow) -> Option<String> {
    let own = row.text(mapi::tags::PR_SMTP_ADDRESS).filter(|address| !address.is_empty());
    own.or_else(|| {
        let all = row.get(mapi::tags::PR_EMS_AB_PROXY_ADDRESSES).and_then(Value::as_texts)?;
        all.iter().find_map(|proxy| proxy.strip_prefix("SMTP:").map(str::to_owned))
    })
}

fn proxies(row: &PropertyRow) -> Vec<String> {
    let all = row.get(mapi::tags::PR_EMS_AB_PROXY_ADDRESSES).and_then(Value::as_texts).unwrap_or_default();
    let smtp = all
        .iter()
        .filter(|proxy| proxy.split_once(':').is_some_and(|(kind, _)| kind.eq_ignore_ascii_case("smtp")));
    smtp.map(|proxy| without_kind(proxy).to_owned()).collect()
}

fn without_kind(address: &str) -> &str {
    address.split_once(':').map_or(address, |(_, address)| address)
}

fn instance_key(row: &PropertyRow) -> Option<u32> {
    match row.get(mapi::tags::PR_INSTANCE_KEY) {
        Some(Value::Binary(bytes)) => bytes.get(..4)?.try_into().ok().map(u32::from_le_bytes),
        _ => None,
    }
}
