"""Dovecot serves what a migration wrote: every folder opens, and its messages are those of the source."""

import imaplib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings

from exchangelib import BASIC, Account, Configuration, Credentials

from _lab import Lab, run

warnings.filterwarnings("ignore")
NOBODY = 65534
LOOK_ALIKES = str.maketrans({0xFEE0 + ord(c): c for c in './\\:*?"<>|~'} | {0xA0: " ", 0xFE00: None})


class Dovecot:
    """A Dovecot over a folder of Maildirs, in a scratch folder of its own."""

    def __init__(self, mail, people):
        self.base = tempfile.mkdtemp(prefix="dovecot-")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        for folder, folders, files in os.walk(mail):
            for name in [".", *folders, *files]:
                os.chown(os.path.join(folder, name), NOBODY, NOBODY)
        users = self.write("users", "".join(f"{person}:{{PLAIN}}pass\n" for person in people))
        config = self.write(
            "dovecot.conf",
            f"""
            base_dir = {self.base}/run
            state_dir = {self.base}/state
            log_path = {self.base}/log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            first_valid_uid = 1
            mail_location = maildir:{mail}/%u/Maildir
            service imap-login {{
              inet_listener imap {{
                port = {self.port}
              }}
              inet_listener imaps {{
                port = 0
              }}
            }}
            passdb {{
              driver = passwd-file
              args = {users}
            }}
            userdb {{
              driver = static
              args = uid={NOBODY} gid={NOBODY} home={mail}/%u
            }}
            namespace inbox {{
              inbox = yes
            }}
            """,
        )
        os.chmod(self.base, 0o755)
        self.process = subprocess.Popen(["dovecot", "-F", "-c", config])

    def write(self, name, text):
        path = os.path.join(self.base, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def login(self, person):
        for attempt in range(100):
            try:
                client = imaplib.IMAP4("127.0.0.1", self.port)
                break
            except OSError:
                if attempt == 99:
                    raise
                time.sleep(0.1)
        client.login(person, "pass")
        return client

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.base)


def shown(name):
    """Reads modified UTF-7."""
    def run(match):
        return b"+" + match[1].replace(b",", b"/") + b"-"

    return b"&".join(re.sub(rb"&([^-]+)-", run, part.replace(b"+", b"+-")) for part in name.split(b"&-")).decode("utf-7")


def served(client):
    """Counts of messages by the folder's name; fails where a folder does not open."""
    _, lines = client.list()
    counts = {}
    for line in lines:
        if isinstance(line, tuple):
            name = line[1]
        else:
            name = re.search(rb'\) "\." (.*)$', line)[1]
            if name.startswith(b'"'):
                name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
        quoted = b'"' + re.sub(rb'(["\\])', rb"\\\1", name) + b'"'
        status, [answer] = client.select(quoted, readonly=True)
        assert status == "OK", (name, answer)
        path = tuple(level.translate(LOOK_ALIKES) for level in shown(name).split("."))
        assert path not in counts, path
        counts[path] = int(answer)
        status, answers = client.fetch("1:*", "(RFC822.SIZE)") if counts[path] else ("OK", [])
        assert status == "OK" and len(answers) == counts[path], (name, status, answers)
    return counts


def at_source(lab, mailbox):
    """Counts of messages by the folder's name at the source, without empty folders."""
    os.environ["REQUESTS_CA_BUNDLE"] = lab.ca
    config = Configuration(
        service_endpoint=f"https://{lab.address}/EWS/Exchange.asmx",
        credentials=Credentials(lab.user, lab.password),
        auth_type=BASIC,
    )
    account = Account(mailbox, config=config, autodiscover=False)
    paths = {account.msg_folder_root.id: (), account.inbox.id: ("INBOX",)}
    counts = {}
    for folder in account.msg_folder_root.walk():
        if folder.id not in paths:
            paths[folder.id] = (*paths[folder.parent_folder_id.id], folder.name)
        messages = sum(item.item_class.startswith("IPM.Note") for item in folder.all().only("item_class"))
        if messages:
            counts[paths[folder.id]] = messages
    return counts


def migrate(lab, scratch):
    runbook = os.path.join(scratch, "runbook.ps1")
    with open(runbook, "w") as file:
        file.write(
            f"""
            New-AcceptedDomain -Name {lab.domain} -DomainName {lab.domain}
            $secret = ConvertTo-SecureString '{lab.password}' -AsPlainText -Force
            $credentials = [pscredential]::new('{lab.user}', $secret)
            $test = Test-MigrationServerAvailability -ExchangeOutlookAnywhere -Autodiscover -EmailAddress {lab.user} -Credentials $credentials
            New-MigrationEndpoint -ExchangeOutlookAnywhere -Name CutoverEndpoint -ConnectionSettings $test.ConnectionSettings
            New-MigrationBatch -Name CutoverBatch -SourceEndpoint CutoverEndpoint -AutoStart
            """
        )
    mail = os.path.join(scratch, "mail")
    host, port = lab.address.split(":")
    pin = f"*={host}:{port}"
    done = subprocess.run(
        [sys.argv[1], "run", "--wait", "--state", os.path.join(scratch, "state"), "--target", f"maildir:{mail}",
         "--ca-file", lab.ca, "--resolve", pin, runbook],
        capture_output=True, text=True, timeout=300,
    )
    assert done.returncode == 0 and "CutoverBatch: Synced." in done.stderr, (done.returncode, done.stdout, done.stderr)
    return mail


def every_folder_opens_and_holds_the_messages_of_the_source():
    scratch = tempfile.mkdtemp(prefix="migrated-")
    os.chmod(scratch, 0o755)
    try:
        with Lab("--people", "3") as lab:
            mail = migrate(lab, scratch)
            people = sorted(os.listdir(mail))
            assert f"alice.adams@{lab.domain}" in people
            with Dovecot(mail, people) as dovecot:
                for person in people:
                    client = dovecot.login(person)
                    filled = {path: count for path, count in served(client).items() if count}
                    client.logout()
                    expected = at_source(lab, person)
                    assert filled == expected, (person, filled, expected)
    finally:
        shutil.rmtree(scratch)


run(every_folder_opens_and_holds_the_messages_of_the_source)
