"""exchangelib reads mail, appointments, contacts and tasks over EWS."""

import os
import time
import warnings

from exchangelib import BASIC, DELEGATE, IMPERSONATION, NTLM, Account, Configuration, Credentials, FaultTolerance
from exchangelib.errors import ErrorAccessDenied, ErrorItemCorrupt, ErrorNonExistentMailbox, TransportError, UnauthorizedError

from _lab import Lab, run

warnings.filterwarnings("ignore")


def account(lab, mailbox=None, auth=BASIC, password=None, access=DELEGATE, **more):
    os.environ["REQUESTS_CA_BUNDLE"] = lab.ca
    user = lab.user if auth == BASIC else lab.domain.split(".")[0].upper() + "\\" + lab.user.split("@")[0]
    config = Configuration(
        service_endpoint=f"https://{lab.address}/EWS/Exchange.asmx",
        credentials=Credentials(user, password or lab.password),
        auth_type=auth,
        **more,
    )
    return Account(mailbox or lab.user, config=config, access_type=access, autodiscover=False)


def alice(lab):
    return f"alice.adams@{lab.domain}"


def folders_are_listed():
    with Lab("--people", "3") as lab:
        names = [folder.name for folder in account(lab, alice(lab)).root.walk()]
        for name in ["Inbox", "2026/Q3", "Größe & Umfänge", "Süd", "📦 Archiv ✓", "Calendar"]:
            assert name in names, (name, names)


def messages_are_read_with_basic():
    read_messages(BASIC)


def messages_are_read_with_ntlm():
    read_messages(NTLM)


def read_messages(auth):
    with Lab("--people", "3") as lab:
        inbox = account(lab, alice(lab), auth).inbox
        messages = list(inbox.all())
        assert len(messages) == inbox.total_count >= 18, len(messages)
        assert sum(not message.is_read for message in messages) == inbox.unread_count
        assert all(message.mime_content for message in messages)
        subjects = [message.subject for message in messages]
        assert any(subject and "✓" in subject for subject in subjects), subjects
        assert any(subject is None or subject == "" for subject in subjects), subjects
        years = {message.datetime_received.year for message in messages}
        assert {1970, 2099} <= years, years
        assert any(message.message_id is None for message in messages)
        ids = [message.message_id for message in messages if message.message_id]
        assert len(set(ids)) < len(ids), "one Message-ID comes twice"
        assert any(b"message/rfc822" in message.mime_content for message in messages)
        assert all("@" in message.sender.email_address for message in messages)


def messages_are_sorted_and_sliced():
    with Lab("--people", "3") as lab:
        inbox = account(lab, alice(lab)).inbox
        newest = [item.datetime_received for item in inbox.all().order_by("-datetime_received").only("datetime_received")[:5]]
        assert newest == sorted(newest, reverse=True) and len(newest) == 5, newest


def appointments_contacts_and_tasks_are_read():
    with Lab("--people", "3") as lab:
        mailbox = account(lab, alice(lab))
        appointments = list(mailbox.calendar.all())
        assert len(appointments) >= 4 and all(b"BEGIN:VEVENT" in one.mime_content for one in appointments)
        assert all(one.start <= one.end for one in appointments)
        assert any(one.is_all_day for one in appointments) and not all(one.is_all_day for one in appointments)
        contacts = list(mailbox.contacts.all())
        assert len(contacts) >= 3 and all(one.email_addresses[0].email.endswith("@example.net") for one in contacts)
        assert all(one.surname and one.phone_numbers for one in contacts)
        tasks = list(mailbox.tasks.all())
        assert len(tasks) >= 2 and all(one.percent_complete in (25, 100) for one in tasks)


def folders_and_items_are_synchronised():
    with Lab("--people", "3") as lab:
        mailbox = account(lab, alice(lab))
        changes = list(mailbox.root.sync_hierarchy())
        assert len(changes) > 20 and all(kind == "create" for kind, _ in changes)
        assert list(mailbox.root.sync_hierarchy()) == []
        items = list(mailbox.inbox.sync_items(only_fields=["subject", "is_read"]))
        assert len(items) == mailbox.inbox.total_count
        assert len({item.id for _, item in items}) == len(items)
        assert mailbox.inbox.item_sync_state
        assert list(mailbox.inbox.sync_items(only_fields=["subject", "is_read"])) == []


def a_mailbox_is_opened_by_impersonation():
    with Lab("--people", "3") as lab:
        mailbox = account(lab, alice(lab), access=IMPERSONATION)
        assert mailbox.inbox.total_count >= 18


def names_are_resolved():
    with Lab("--people", "30") as lab:
        mailbox = account(lab)
        assert mailbox.version.build.major_version == 14
        for name, address in [("alice.adams", alice(lab)), ("all staff", f"all-staff@{lab.domain}")]:
            [(found, _)] = mailbox.protocol.resolve_names([name], return_full_contact_data=True)
            assert found.email_address == address, found


def expect(error, action):
    try:
        action()
    except error:
        return
    raise AssertionError(f"{error} did not come")


def closed_and_missing_mailboxes_are_refused():
    with Lab("--people", "3", "--fault", "missing-permission") as lab:
        expect(ErrorAccessDenied, lambda: account(lab, lab.denied).inbox.total_count)
        expect(ErrorNonExistentMailbox, lambda: account(lab, f"nobody@{lab.domain}").inbox.total_count)


def a_wrong_password_is_refused():
    with Lab("--people", "3") as lab:
        for auth in (BASIC, NTLM):
            expect(UnauthorizedError, lambda: account(lab, auth=auth, password="wrong").inbox.total_count)


def an_untrusted_certificate_is_refused():
    with Lab("--people", "3", "--fault", "untrusted-certificate") as lab:
        expect(TransportError, lambda: account(lab).inbox.total_count)


def a_corrupt_message_fails_alone():
    with Lab("--people", "3", "--fault", "corrupt-items") as lab:
        results = list(account(lab, alice(lab)).inbox.all())
        errors = [one for one in results if isinstance(one, Exception)]
        assert len(errors) == 1 and isinstance(errors[0], ErrorItemCorrupt), errors
        assert len(results) > 15


def throttling_is_obeyed():
    with Lab("--people", "3", "--fault", "throttling") as lab:
        mailbox = account(lab, alice(lab), retry_policy=FaultTolerance(max_wait=120))
        # The seventh request is answered with a back-off of twenty seconds, which the client waits for.
        begin = time.monotonic()
        for _ in range(8):
            mailbox.inbox.refresh()
        assert time.monotonic() - begin > 15


run(
    folders_are_listed,
    messages_are_read_with_basic,
    messages_are_read_with_ntlm,
    messages_are_sorted_and_sliced,
    appointments_contacts_and_tasks_are_read,
    folders_and_items_are_synchronised,
    a_mailbox_is_opened_by_impersonation,
    names_are_resolved,
    closed_and_missing_mailboxes_are_refused,
    a_wrong_password_is_refused,
    an_untrusted_certificate_is_refused,
    a_corrupt_message_fails_alone,
    throttling_is_obeyed,
)
