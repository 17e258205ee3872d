//! The address book over RPC over HTTP.

use crate::driver::{Logon, Rpc, credentials, ntlm_inputs};
use exchange::auth::ntlm::NtlmClient;
use exchange::dcerpc::{AuthLevel, Authentication};
use exchange::mapi::tags::*;
use exchange::nspi::{self, *};
use exchange::rfr::{self, RfrGetNewDSA, RfrGetNewDSARequest};
use exchange::rpch::RpchError;
use exchange_lab::{Lab, RecipientKind};

async fn open(lab: &Lab, logon: Logon, authentication: Authentication) -> Result<Rpc, RpchError> {
    Rpc::open(lab, logon, credentials("CONTOSO\\administrator"), nspi::INTERFACE, nspi::PORT, authentication)
        .await
}

async fn bind(rpc: &mut Rpc) -> ContextHandle {
    let request =
        NspiBindRequest { flags: 0, stat: Stat::default(), server_guid: Some(exchange::Uuid::nil()) };
    let answer = rpc.call::<NspiBind>(&request).await.unwrap();
    assert_eq!(answer.error_code, status::SUCCESS);
    answer.context
}

/// All rows, page by page.
async fn everybody(rpc: &mut Rpc, context: ContextHandle, count: u32) -> Vec<PropertyRow> {
    let tags = [
        PR_DISPLAY_NAME,
        PR_SMTP_ADDRESS,
        PR_EMAIL_ADDRESS,
        PR_DISPLAY_TYPE,
        PR_INSTANCE_KEY,
        PR_EMS_AB_PROXY_ADDRESSES,
    ];
    let (mut stat, mut rows) = (Stat::default(), Vec::new());
    loop {
        let request = NspiQueryRowsRequest {
            context,
            flags: 0,
            stat,
            mids: Vec::new(),
            count,
            tags: Some(PropertyTagArray::of(&tags)),
        };
        let page = rpc.call::<NspiQueryRows>(&request).await.unwrap();
        rows.extend(page.rows.unwrap().rows);
        stat = page.stat;
        if stat.current_rec == mid::END_OF_TABLE {
            return rows;
        }
    }
}

#[tokio::test]
async fn everybody_but_the_hidden_is_listed_with_every_logon() {
    let lab = Lab::builder().people(40).start().await.unwrap();
    let truth = lab.truth();
    let mut expected: Vec<_> = truth
        .mailboxes
        .iter()
        .map(|mailbox| &mailbox.recipient)
        .filter(|one| !one.hidden)
        .map(|one| one.address.clone())
        .collect();
    expected.extend(truth.contacts.iter().map(|one| one.address.clone()));
    expected.extend(truth.groups.iter().map(|one| one.address.clone()));
    expected.sort();
    let ntlm = |level| Authentication::Ntlm {
        level,
        context_id: 7,
        client: Box::new(NtlmClient::new(credentials("administrator@contoso.test"), ntlm_inputs(None))),
    };
    for (logon, authentication) in [
        (Logon::Basic, Authentication::None),
        (Logon::Ntlm, Authentication::None),
        (Logon::Basic, ntlm(AuthLevel::Connect)),
        (Logon::Basic, ntlm(AuthLevel::Integrity)),
        (Logon::Ntlm, ntlm(AuthLevel::Privacy)),
    ] {
        let mut rpc = open(&lab, logon, authentication).await.unwrap();
        let context = bind(&mut rpc).await;
        let rows = everybody(&mut rpc, context, 7).await;
        let mut found: Vec<_> = rows.iter().map(|row| row.text(PR_SMTP_ADDRESS).unwrap()).collect();
        found.sort();
        assert_eq!(found, expected, "{logon:?}");
        let gone = rpc.call::<NspiUnbind>(&NspiUnbindRequest { context, reserved: 0 }).await.unwrap();
        assert_eq!(gone.error_code, status::UNBIND_SUCCESS);
    }
    assert!(truth.mailboxes.iter().any(|mailbox| mailbox.recipient.hidden));
}

/// An answer of many fragments, beyond the window of 64 KB.
#[tokio::test]
async fn a_large_organisation_comes_in_one_page() {
    let lab = Lab::builder().people(900).start().await.unwrap();
    let mut rpc = open(&lab, Logon::Basic, Authentication::None).await.unwrap();
    let context = bind(&mut rpc).await;
    let pages = everybody(&mut rpc, context, 1000).await;
    assert!(pages.len() > 900);
}

#[tokio::test]
async fn members_of_groups_are_found_both_ways() {
    let lab = Lab::builder().people(12).start().await.unwrap();
    let truth = lab.truth();
    let mut rpc = open(&lab, Logon::Basic, Authentication::None).await.unwrap();
    let context = bind(&mut rpc).await;
    for group in &truth.groups {
        let name = format!("=SMTP:{}", group.address);
        let request = NspiResolveNamesWRequest {
            context,
            reserved: 0,
            stat: Stat::default(),
            tags: Some(PropertyTagArray::of(&[PR_INSTANCE_KEY, PR_EMS_AB_MEMBER, PR_DISPLAY_TYPE])),
            names: vec![Some(name)],
        };
        let found = rpc.call::<NspiResolveNamesW>(&request).await.unwrap();
        assert_eq!(found.mids, Some(PropertyTagArray(vec![mid::RESOLVED])));
        let row = &found.rows.unwrap().rows[0];
        let by_property = row.get(PR_EMS_AB_MEMBER).and_then(|value| value.as_texts()).unwrap_or_default();
        assert_eq!(by_property.len(), group.members.len(), "{}", group.address);
        let Some(exchange::mapi::Value::Binary(key)) = row.get(PR_INSTANCE_KEY) else { panic!() };
        let group_mid = u32::from_le_bytes(key.as_slice().try_into().unwrap());
        let request = NspiGetMatchesRequest {
            context,
            reserved1: 0,
            stat: Stat { container_id: PR_EMS_AB_MEMBER_TABLE.0, current_rec: group_mid, ..Stat::default() },
            reserved: None,
            reserved2: 0,
            filter: None,
            property_name: None,
            requested: 1000,
            tags: Some(PropertyTagArray::of(&[PR_SMTP_ADDRESS])),
        };
        let table = rpc.call::<NspiGetMatches>(&request).await.unwrap();
        let members: Vec<_> =
            table.rows.unwrap().rows.iter().filter_map(|row| row.text(PR_SMTP_ADDRESS)).collect();
        assert_eq!(members, group.members);
    }
    let nested = truth.groups.iter().any(|group| {
        group.members.iter().any(|member| truth.groups.iter().any(|other| &other.address == member))
    });
    assert!(nested && truth.groups.iter().any(|group| group.members.is_empty()));
    assert!(truth.contacts.iter().all(|contact| contact.kind == RecipientKind::Contact));
}

#[tokio::test]
async fn the_referral_names_the_server() {
    let lab = Lab::builder().people(2).start().await.unwrap();
    let admin = credentials("administrator@contoso.test");
    let mut rpc =
        Rpc::open(&lab, Logon::Ntlm, admin, rfr::INTERFACE, rfr::PORT, Authentication::None).await.unwrap();
    let request = RfrGetNewDSARequest {
        flags: 0,
        user_dn: b"/o=x".to_vec(),
        unused: None,
        server: Some(Some(Vec::new())),
    };
    let answer = rpc.call::<RfrGetNewDSA>(&request).await.unwrap();
    assert_eq!(answer.server.flatten().as_deref(), Some(b"ex01.contoso.test".as_slice()));
}

#[tokio::test]
async fn wrong_passwords_and_ports_are_refused() {
    let lab = Lab::builder().people(2).start().await.unwrap();
    let wrong =
        || exchange::auth::Credentials::new("administrator@contoso.test", exchange::Secret::new("wrong"));
    for logon in [Logon::Basic, Logon::Ntlm] {
        let opened = Rpc::open(&lab, logon, wrong(), nspi::INTERFACE, nspi::PORT, Authentication::None).await;
        assert!(matches!(opened.err(), Some(RpchError::Auth(_))), "{logon:?}");
    }
    let admin = credentials("administrator@contoso.test");
    let opened = Rpc::open(&lab, Logon::Basic, admin, nspi::INTERFACE, 6009, Authentication::None).await;
    assert_eq!(opened.err(), Some(RpchError::Proxy { code: 0x6ba }));
}
