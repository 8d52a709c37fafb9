"""The few calls to the Linux kernel that Python doesn't offer."""

from __future__ import annotations

import ctypes
import os
from typing import Any

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def call(number: int, *arguments: Any) -> int:
    """The system call of this number. Raises OSError."""
    words = [ctypes.c_long(value) if isinstance(value, int) else value for value in (number, *arguments)]
    return _checked(_libc.syscall(*words))


def die_with_parent(signal: int) -> None:
    """Let the kernel send this process `signal` when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, signal)


def forbid_new_privileges() -> None:
    """No program started from here can gain rights, as set-uid programs do. Can't be undone."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def filter_system_calls(program: ctypes.Structure) -> None:
    """Install a seccomp filter (`struct sock_fprog`). Can't be undone."""
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program))


def keep_capabilities(kept: int) -> None:
    """Give up every capability of root's but these bits. Can't be undone."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: bits 0-31, then 32-63
    _checked(_libc.capget(header, sets))
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)(sets[0] & kept, sets[1] & kept, 0, 0, 0, 0)))


def _prctl(option: int, value: int, pointer: Any = 0) -> None:
    _checked(_libc.prctl(option, ctypes.c_ulong(value), pointer, 0, 0))


def _checked(result: int) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return int(result)
