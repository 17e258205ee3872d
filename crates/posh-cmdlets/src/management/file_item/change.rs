//! What scripts change of files and folders through their objects.

use std::fs::{self, FileTimes};
use std::path::Path;
use std::time::{Duration, SystemTime};

use posh_runtime::convert::plain_text;
use posh_runtime::types::Call;
use posh_runtime::{Raised, Result, Value};

use super::item::{Held, Item};
use super::{bare, item};

/// .NET's exception of a failed operation.
pub(super) fn failure(error: &std::io::Error, path: &Path) -> Box<Raised> {
    let shown = path.display();
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            Raised::net("System.IO.FileNotFoundException", format!("Could not find file '{shown}'."))
        }
        std::io::ErrorKind::PermissionDenied => Raised::net(
            "System.UnauthorizedAccessException",
            format!("Access to the path '{shown}' is denied."),
        ),
        std::io::ErrorKind::DirectoryNotEmpty => {
            Raised::net("System.IO.IOException", format!("Directory not empty : '{shown}'"))
        }
        _ => Raised::net("System.IO.IOException", format!("{error} : '{shown}'")),
    }
}

/// Asks the host whether the script may write there.
pub(super) fn allowed(call: &Call<'_>, path: &Path) -> Result<()> {
    call.rs
        .host
        .may_write(path)
        .map_err(|why| Raised::net("System.UnauthorizedAccessException", why.lossy().to_owned()))
}

/// Changes the item's file and looks at it again.
fn change(call: &mut Call<'_>, body: impl FnOnce(&Item) -> std::io::Result<()>) -> Result<Value> {
    let Some(i) = item(call) else { return Ok(Value::Void) };
    allowed(call, &i.path)?;
    body(&i).map_err(|e| failure(&e, &i.path))?;
    if let Some(held) = call.this.native::<Held>() {
        held.refresh();
    }
    Ok(Value::Void)
}

fn moment(call: &Call<'_>) -> SystemTime {
    let Value::DateTime(date) = call.arg(0).into_base() else { return SystemTime::UNIX_EPOCH };
    let ticks = posh_runtime::format::to_utc(call.rs, date).unix_ticks();
    let span = Duration::from_nanos(ticks.unsigned_abs().saturating_mul(100));
    let before = || SystemTime::UNIX_EPOCH.checked_sub(span);
    let at = if ticks >= 0 { SystemTime::UNIX_EPOCH.checked_add(span) } else { before() };
    at.unwrap_or(SystemTime::UNIX_EPOCH)
}

fn set_times(path: &Path, times: FileTimes) -> std::io::Result<()> {
    fs::File::open(path)?.set_times(times)
}

pub(super) fn set_modified(call: &mut Call<'_>) -> Result<Value> {
    let at = moment(call);
    change(call, |i| set_times(&i.path, FileTimes::new().set_modified(at)))
}

pub(super) fn set_accessed(call: &mut Call<'_>) -> Result<Value> {
    let at = moment(call);
    change(call, |i| set_times(&i.path, FileTimes::new().set_accessed(at)))
}

fn make_read_only(path: &Path, read_only: bool) -> std::io::Result<()> {
    let mut permissions = fs::metadata(path)?.permissions();
    set_writable(&mut permissions, !read_only);
    fs::set_permissions(path, permissions)
}

#[cfg(unix)]
fn set_writable(permissions: &mut fs::Permissions, writable: bool) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = permissions.mode();
    permissions.set_mode(if writable { mode | 0o200 } else { mode & !0o222 });
}

#[cfg(not(unix))]
fn set_writable(permissions: &mut fs::Permissions, writable: bool) {
    permissions.set_readonly(!writable);
}

pub(super) fn set_read_only(call: &mut Call<'_>) -> Result<Value> {
    let read_only = call.bool(0);
    change(call, |i| make_read_only(&i.path, read_only))
}

/// Of the attributes, Unix has ReadOnly alone.
pub(super) fn set_attributes(call: &mut Call<'_>) -> Result<Value> {
    let read_only = match call.arg(0).into_base() {
        Value::Enum(e) => e.raw & 1 != 0,
        other => plain_text(&other).to_ascii_lowercase().contains("readonly"),
    };
    change(call, |i| make_read_only(&i.path, read_only))
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Value> {
    let Some(i) = item(call) else { return Ok(Value::Void) };
    allowed(call, &i.path)?;
    let done = if i.is_dir && call.bool(0) {
        fs::remove_dir_all(&i.path)
    } else if i.is_dir && !i.is_link {
        fs::remove_dir(&i.path)
    } else {
        fs::remove_file(&i.path)
    };
    match done {
        // A file that is gone is deleted.
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && !i.is_dir => Ok(Value::Void),
        Err(e) => Err(failure(&e, &i.path)),
        Ok(()) => Ok(Value::Void),
    }
}

fn destination(call: &Call<'_>) -> Result<std::path::PathBuf> {
    let to = call.rs.absolute(call.text(0).lossy());
    allowed(call, &to)?;
    if to.is_file() && !call.bool(1) {
        return Err(Raised::net(
            "System.IO.IOException",
            format!("The file '{}' already exists.", to.display()),
        ));
    }
    Ok(to)
}

pub(super) fn copy_to(call: &mut Call<'_>) -> Result<Value> {
    let Some(i) = item(call) else { return Ok(Value::Null) };
    let to = destination(call)?;
    fs::copy(&i.path, &to).map_err(|e| failure(&e, &i.path))?;
    Ok(Value::Object(bare(Item::of(&to))))
}

pub(super) fn move_to(call: &mut Call<'_>) -> Result<Value> {
    let Some(i) = item(call) else { return Ok(Value::Void) };
    allowed(call, &i.path)?;
    let to = destination(call)?;
    fs::rename(&i.path, &to).map_err(|e| failure(&e, &i.path))?;
    if let Some(held) = call.this.native::<Held>() {
        *held.0.borrow_mut() = Item::of(&to);
    }
    Ok(Value::Void)
}
