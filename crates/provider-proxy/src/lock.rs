//! Locks that hold no promise which a panic could break.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A panic elsewhere leaves what was noted so far as it is.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
