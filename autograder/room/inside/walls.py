"""The inner walls: what one room adds to the bubblewrap around all of them, and gives up before student code runs.

Linux only; stdlib and ctypes only, because this file is all that the room can see of the course.
"""
import ctypes
import os
import platform
import resource
import select
import signal
import struct

_libc = ctypes.CDLL(None, use_errno=True)

_NEWNS, _NEWUTS, _NEWIPC, _NEWPID = 0x20000, 0x04000000, 0x08000000, 0x20000000
_ALL_NAMESPACES = 0x7E020080
_NOSUID_NODEV = 2 | 4
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 38, 22, 24

# Calls that no lesson needs and that reach past the walls, the limits or another process: (x86-64, arm64) numbers.
_DENIED = {
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "unshare": (272, 97), "setns": (308, 268),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "perf_event_open": (298, 241), "bpf": (321, 280), "userfaultfd": (323, 282),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "personality": (135, 92),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225), "acct": (163, 89),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "quotactl": (179, 60),
}
_CLONE, _CLONE3 = (56, 220), (435, 435)
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def leave_the_others() -> None:
    """Move into new mount, process, IPC and host-name namespaces; the next child is process 1 of its own world."""
    _check(_libc.unshare(_NEWNS | _NEWPID | _NEWIPC | _NEWUTS), "unshare")


def private_tmp(megabytes: int) -> None:
    """Mount an empty, size-limited /tmp that nobody else sees."""
    options = f"size={megabytes}m,nr_inodes=4096,mode=1777".encode()
    _check(_libc.mount(b"tmpfs", b"/tmp", b"tmpfs", _NOSUID_NODEV, options), "mount /tmp")


def limit_resources(limits: dict) -> None:
    """Set the process limits: `memory_mb` a process, `processes` (threads count too), `file_mb`, `cpu_seconds`."""
    def lower(what, value):
        hard = resource.getrlimit(what)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (value, value))

    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_NOFILE, 64)
    lower(resource.RLIMIT_FSIZE, limits["file_mb"] << 20)
    lower(resource.RLIMIT_CPU, limits["cpu_seconds"])
    if hasattr(resource, "RLIMIT_NPROC") and limits.get("walls"):
        lower(resource.RLIMIT_NPROC, limits["processes"])
    if platform.system() == "Linux":  # macOS refuses RLIMIT_AS
        lower(resource.RLIMIT_AS, limits["memory_mb"] << 20)


def give_up_privileges(uid: int) -> None:
    """Become the unprivileged user `uid`, without capabilities, for good; then forbid the calls listed above."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    for capability in range(64):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # capability interface version 3, this process
    _check(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
    _forbid_calls()


def end_with(parent: int) -> None:
    """Be killed when the process that forked this one ends. `parent`: its pidfd, which says whether it has ended already.

    To be called last: a change of user takes it back.
    """
    _check(_libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0), "death signal")
    if select.select([parent], [], [], 0)[0]:
        os._exit(1)


def first_to_go(proc: int) -> None:
    """Where memory runs out, let the kernel end this process and its children before all others. `proc`: /proc, which is closed."""
    try:
        score = os.open("self/oom_score_adj", os.O_WRONLY, dir_fd=proc)
        os.write(score, b"1000")
        os.close(score)
    except OSError:
        pass
    os.close(proc)


def _forbid_calls() -> None:
    machine = platform.machine()
    if machine not in _AUDIT_ARCH:
        raise OSError(f"no system-call filter for {machine}: the room runs on x86_64 and aarch64 only")
    column = list(_AUDIT_ARCH).index(machine)
    program = _filter(_AUDIT_ARCH[machine], sorted(numbers[column] for numbers in _DENIED.values()),
                      _CLONE[column], _CLONE3[column])
    buffer = ctypes.create_string_buffer(program, len(program))
    descriptor = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.create_string_buffer(descriptor, len(descriptor)), 0, 0), "seccomp")


def _filter(arch: int, denied: list[int], clone: int, clone3: int) -> bytes:
    """A classic BPF program (linux/filter.h): foreign calls and `denied` fail with EPERM, clone3 with ENOSYS, and clone
    with EPERM if it asks for a namespace. clone3's flags lie in memory that a filter cannot read; the C library falls back."""
    load, jump_equal, jump_at_least, jump_any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, eperm, enosys = 0x7FFF0000, 0x00050001, 0x00050026
    code: list[tuple] = [(load, 0, 0, 4), (jump_equal, 1, 0, arch), (give, 0, 0, eperm), (load, 0, 0, 0),
                         (jump_at_least, 0, 1, 0x40000000), (give, 0, 0, eperm)]
    for number in denied:
        code += [(jump_equal, 0, 1, number), (give, 0, 0, eperm)]
    code += [(jump_equal, 0, 1, clone3), (give, 0, 0, enosys),
             (jump_equal, 0, 3, clone), (load, 0, 0, 16), (jump_any_bit, 0, 1, _ALL_NAMESPACES), (give, 0, 0, eperm),
             (give, 0, 0, allow)]
    return b"".join(struct.pack("HBBI", *line) for line in code)


def _check(status: int, what: str) -> None:
    if status != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
