//! Every fault shows as what it is.

use crate::driver::{Http, Logon, connect};
use exchange::ews::*;
use exchange_lab::{Fault, Lab};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

fn inbox(mailbox: &str) -> GetFolder {
    GetFolder { shape: Shape::default(), folders: vec![FolderRef::distinguished("inbox", Some(mailbox))] }
}

async fn lab(fault: Fault) -> Lab {
    Lab::builder().people(4).fault(fault).start().await.unwrap()
}

async fn http(lab: &Lab) -> Http {
    Http::open(lab, Logon::Basic, lab.administrator()).await.unwrap()
}

#[tokio::test]
async fn bad_certificates_are_not_trusted() {
    for (fault, reason) in
        [(Fault::UntrustedCertificate, "UnknownIssuer"), (Fault::ExpiredCertificate, "xpired")]
    {
        let lab = lab(fault).await;
        let error = connect(&lab, "mail.contoso.test").await.unwrap_err();
        assert!(format!("{error:?}").contains(reason), "{error:?}");
        lab.faults().set(fault, false);
        connect(&lab, "mail.contoso.test").await.unwrap();
    }
}

#[tokio::test]
async fn no_password_is_right() {
    let lab = lab(Fault::WrongPassword).await;
    for logon in [Logon::Basic, Logon::Ntlm] {
        let mut http = Http::open(&lab, logon, lab.administrator()).await.unwrap();
        assert!(http.post("/EWS/Exchange.asmx", b"").await.is_err());
    }
}

#[tokio::test]
async fn one_mailbox_is_denied() {
    let lab = lab(Fault::MissingPermission).await;
    let mut http = http(&lab).await;
    let denied = lab.denied_mailbox().unwrap();
    for mailbox in lab.truth().mailboxes {
        let result = http.ews(&inbox(&mailbox.recipient.address)).await.unwrap().remove(0);
        assert_eq!(result.is_err(), mailbox.denied);
        assert_eq!(mailbox.denied, mailbox.recipient.address == denied);
        if let Err(error) = result {
            assert_eq!(error.code, ResponseCode::ErrorAccessDenied);
        }
    }
}

#[tokio::test]
async fn throttling_says_how_long_to_wait() {
    let lab = lab(Fault::Throttling).await;
    let mut http = http(&lab).await;
    let mailbox = lab.administrator().user;
    let (mut back_offs, mut unavailable) = (0, 0);
    for _ in 0..28 {
        match http.ews(&inbox(&mailbox)).await {
            Ok(_) => {}
            Err(EwsError::Status(503)) => unavailable += 1,
            Err(error) => {
                assert_eq!(error.back_off(), Some(Duration::from_secs(20)));
                back_offs += 1;
            }
        }
    }
    assert_eq!((back_offs, unavailable), (2, 2));
}

#[tokio::test]
async fn connections_drop_and_garbage_comes() {
    let lab = lab(Fault::GarbageAnswers).await;
    let mut client = http(&lab).await;
    let mailbox = lab.administrator().user;
    let mut garbage = 0;
    for _ in 0..11 {
        garbage += usize::from(client.ews(&inbox(&mailbox)).await.is_err());
    }
    assert_eq!(garbage, 1);
    let lab = self::lab(Fault::DroppedConnections).await;
    let mut client = http(&lab).await;
    let body = encode_request(&inbox(&mailbox), &RequestOptions::default());
    for _ in 0..8 {
        client.post("/EWS/Exchange.asmx", &body).await.unwrap();
    }
    assert!(client.post("/EWS/Exchange.asmx", &body).await.is_err());
}

#[tokio::test]
async fn one_message_is_corrupt() {
    let lab = lab(Fault::CorruptItems).await;
    let mut http = http(&lab).await;
    let truth = lab.truth();
    let inbox = truth.mailboxes[1].folders.iter().find(|folder| folder.path == ["Inbox"]).unwrap();
    let ids = inbox.items.iter().map(|item| ItemId::new(item.id.clone())).collect();
    let items = http.ews(&GetItem { shape: Shape::default(), items: ids }).await.unwrap();
    let mut corrupt = 0;
    for (item, truth) in items.iter().zip(&inbox.items) {
        assert_eq!(item.is_err(), truth.corrupt);
        corrupt += usize::from(truth.corrupt);
    }
    assert_eq!(corrupt, 1);
}

#[tokio::test]
async fn a_dead_server_comes_back() {
    let now = Arc::new(AtomicU64::new(1_800_000_000));
    let shared = Arc::clone(&now);
    let clock =
        Arc::new(move || -> SystemTime { UNIX_EPOCH + Duration::from_secs(shared.load(Ordering::Relaxed)) });
    let lab = Lab::builder().people(2).fault(Fault::DyingServer).clock(clock).start().await.unwrap();
    let mailbox = lab.administrator().user;
    let body = encode_request(&inbox(&mailbox), &RequestOptions::default());
    // The certificate is of another year than the client's clock: ask without checking its time.
    let mut client = match Http::open(&lab, Logon::Basic, lab.administrator()).await {
        Ok(client) => client,
        Err(error) => panic!("{error}"),
    };
    for _ in 0..30 {
        client.post("/EWS/Exchange.asmx", &body).await.unwrap();
    }
    assert!(client.post("/EWS/Exchange.asmx", &body).await.is_err());
    assert!(connect(&lab, "mail.contoso.test").await.is_err());
    now.fetch_add(601, Ordering::Relaxed);
    let mut client = http(&lab).await;
    client.post("/EWS/Exchange.asmx", &body).await.unwrap();
}

#[tokio::test]
async fn a_request_hangs() {
    let lab = lab(Fault::Hang).await;
    let mut client = http(&lab).await;
    let body = encode_request(&inbox(&lab.administrator().user), &RequestOptions::default());
    for _ in 0..12 {
        client.post("/EWS/Exchange.asmx", &body).await.unwrap();
    }
    let hung =
        tokio::time::timeout(Duration::from_millis(300), client.post("/EWS/Exchange.asmx", &body)).await;
    assert!(hung.is_err());
}
