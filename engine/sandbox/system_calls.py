"""A seccomp filter: a worker computes and reads files, everything else the kernel refuses.

Refused, with EPERM, are new processes and programs, sockets of every kind, other processes'
memory, mounts and namespaces, and kernel interfaces with a history of holes. Threads stay
possible. Constants are from `linux/{seccomp,bpf_common,audit}.h`, numbers from each
architecture's `unistd.h`.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import sys
from dataclasses import dataclass

from engine.sandbox.kernel import filter_system_calls, forbid_new_privileges

_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_CLONE_THREAD = 0x10000
_CLONE3 = 435
_X32 = 0x40000000
"""System calls of the x32 interface, which would get around the numbers."""
_EVERYWHERE = (
    425,  # io_uring_setup
    438,  # pidfd_getfd
)


@dataclass(frozen=True, slots=True)
class _Machine:
    audit: int
    clone: int
    refused: tuple[int, ...]


# socket connect accept bind listen accept4 · fork vfork execve execveat · ptrace process_vm_readv
# process_vm_writev · mount umount2 unshare setns open_by_handle_at · bpf perf_event_open add_key
# request_key keyctl userfaultfd
_X86_64 = (
    *(41, 42, 43, 49, 50, 288, 57, 58, 59, 322, 101, 310, 311),
    *(165, 166, 272, 308, 304, 321, 298, 248, 249, 250, 323),
)
_AARCH64 = (  # fork and vfork don't exist there
    *(198, 203, 202, 200, 201, 242, 221, 281, 117, 270, 271),
    *(40, 39, 97, 268, 265, 280, 241, 217, 218, 219, 282),
)
_MACHINES = {
    "x86_64": _Machine(audit=0xC000003E, clone=56, refused=_X86_64),
    "aarch64": _Machine(audit=0xC00000B7, clone=220, refused=_AARCH64),
}


class _Instruction(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction))]


def restrict() -> None:
    """Filter this thread's system calls, and those of the threads it starts. Raises OSError.

    Does nothing on machines whose numbers aren't known here.
    """
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return
    instructions = _instructions(machine)
    array = (_Instruction * len(instructions))(*(_Instruction(*step) for step in instructions))
    forbid_new_privileges()
    filter_system_calls(_Program(len(instructions), array))


def _instructions(machine: _Machine) -> list[tuple[int, int, int, int]]:
    """(code, instructions to skip if true, if false, value), as the kernel's BPF machine runs them."""
    refuse = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
    refused = [
        step for number in (*machine.refused, *_EVERYWHERE) for step in ((_IF_EQUAL, 0, 1, number), refuse)
    ]
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, 0, 1, _X32),
        refuse,
        *refused,
        (_IF_EQUAL, 0, 1, _CLONE3),  # its flags can't be looked at: the C library falls back to clone
        (_RETURN, 0, 0, _ERRNO | errno.ENOSYS),
        (_IF_EQUAL, 0, 3, machine.clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IF_BITS, 1, 0, _CLONE_THREAD),
        refuse,
        (_RETURN, 0, 0, _ALLOW),
    ]
