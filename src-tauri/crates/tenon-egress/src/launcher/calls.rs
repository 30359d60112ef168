//! The filter of system calls: what would lead around the other walls.

use std::collections::BTreeMap;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen as Size, SeccompCmpOp as Is,
    SeccompCondition as Condition, SeccompFilter, SeccompRule, apply_filter, sock_filter,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Calls that no program of the sidecar has a use for: they join or make namespaces, change what
/// is mounted, look into other processes, or reach the kernel past this filter.
const NEVER: &[libc::c_long] = &[
    libc::SYS_acct,
    libc::SYS_add_key,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_delete_module,
    libc::SYS_finit_module,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fsopen,
    libc::SYS_fspick,
    libc::SYS_init_module,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_kcmp,
    libc::SYS_kexec_file_load,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_mount_setattr,
    libc::SYS_move_mount,
    libc::SYS_name_to_handle_at,
    libc::SYS_open_by_handle_at,
    libc::SYS_open_tree,
    libc::SYS_perf_event_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pivot_root,
    libc::SYS_process_madvise,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_quotactl,
    libc::SYS_reboot,
    libc::SYS_request_key,
    libc::SYS_setns,
    libc::SYS_swapoff,
    libc::SYS_swapon,
    libc::SYS_syslog,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
    // Landlock does not judge these, and they would reach every file by its name.
    libc::SYS_fchmodat,
    libc::SYS_fchownat,
    libc::SYS_lremovexattr,
    libc::SYS_lsetxattr,
    libc::SYS_removexattr,
    libc::SYS_setxattr,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
];

/// Newer calls of the same sort, by the numbers that all architectures share.
const NEVER_NEWER: &[i64] = &[
    452, // fchmodat2
    463, // setxattrat
    466, // removexattrat
    467, // open_tree_attr
];

/// Installs the filter for good. With `connects` TCP sockets may be opened and connected, which
/// Landlock then judges; without, no socket is opened and nothing is connected.
///
/// # Errors
/// A sentence that says why the system did not take it.
pub(super) fn restrict(connects: bool) -> Result<(), String> {
    let failed = |why: String| format!("The filter of system calls could not be put on: {why}.");
    let refused = u32::try_from(libc::EPERM).unwrap_or(1);
    let absent = u32::try_from(libc::ENOSYS).unwrap_or(38);
    // A program that finds `clone3` missing uses `clone`, whose flags can be looked at.
    let newer = BTreeMap::from([(libc::SYS_clone3, vec![])]);
    let programs = [
        rules(connects).and_then(|rules| program(rules, refused)),
        program(newer, absent),
    ];
    let mut made: Vec<BpfProgram> = vec![other_numbers()];
    for program in programs {
        made.push(program.map_err(|error| failed(error.to_string()))?);
    }
    made.iter()
        .try_for_each(|program| apply_filter(program))
        .map_err(|error| failed(error.to_string()))
}

fn program(rules: Rules, errno: u32) -> Result<BpfProgram, BackendError> {
    let architecture = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(
        rules,
        SeccompAction::Allow,
        SeccompAction::Errno(errno),
        architecture,
    )?
    .try_into()
}

fn rules(connects: bool) -> Result<Rules, BackendError> {
    let mut rules: Rules = NEVER.iter().map(|call| (*call, vec![])).collect();
    rules.extend(NEVER_NEWER.iter().map(|call| (*call, vec![])));
    rules.insert(libc::SYS_clone, new_namespaces()?);
    rules.insert(libc::SYS_socketpair, unlike_a_stream_pair()?);
    // By name only; times of an open file have no name.
    rules.insert(
        libc::SYS_utimensat,
        vec![all(vec![condition(1, Size::Qword, Is::Ne, 0)?])?],
    );
    // A first message that opens the connection would pass by the rules for ports.
    for (call, flags) in [
        (libc::SYS_sendto, 3),
        (libc::SYS_sendmsg, 2),
        (libc::SYS_sendmmsg, 3),
    ] {
        let fast_open = number(libc::MSG_FASTOPEN);
        rules.insert(call, vec![all(vec![bits(flags, fast_open, fast_open)?])?]);
    }
    if connects {
        rules.insert(libc::SYS_socket, unlike_tcp()?);
    } else {
        rules.insert(libc::SYS_socket, vec![]);
        rules.insert(libc::SYS_connect, vec![]);
    }
    Ok(rules)
}

fn number(constant: libc::c_int) -> u64 {
    u64::from(constant.cast_unsigned())
}

fn condition(argument: u8, size: Size, is: Is, value: u64) -> Result<Condition, BackendError> {
    Condition::new(argument, size, is, value)
}

fn bits(argument: u8, mask: u64, value: u64) -> Result<Condition, BackendError> {
    Condition::new(argument, Size::Dword, Is::MaskedEq(mask), value)
}

fn all(conditions: Vec<Condition>) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(conditions)
}

/// Flags of `clone` that make a namespace.
fn new_namespaces() -> Result<Vec<SeccompRule>, BackendError> {
    let flags = [
        libc::CLONE_NEWCGROUP,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWNS,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWUTS,
    ];
    let rule = |flag| all(vec![bits(0, number(flag), number(flag))?]);
    flags.into_iter().map(rule).collect()
}

/// Sockets that are none of IPv4 and IPv6 for TCP. UDP carries names and anything else past rules
/// for ports; a Unix socket would reach every service of the person that has a path.
fn unlike_tcp() -> Result<Vec<SeccompRule>, BackendError> {
    let is_not = |argument, value| condition(argument, Size::Dword, Is::Ne, number(value));
    let mut rules = vec![
        all(vec![is_not(0, libc::AF_INET)?, is_not(0, libc::AF_INET6)?])?,
        // Others of the same form, such as MPTCP, are not judged by Landlock.
        all(vec![is_not(2, 0)?, is_not(2, libc::IPPROTO_TCP)?])?,
    ];
    rules.extend(unlike_stream()?);
    Ok(rules)
}

/// Pairs that are none of connected streams; a pair of datagram sockets could be turned elsewhere.
fn unlike_a_stream_pair() -> Result<Vec<SeccompRule>, BackendError> {
    let mut rules = unlike_stream()?;
    let unix = condition(0, Size::Dword, Is::Ne, number(libc::AF_UNIX))?;
    rules.push(all(vec![unix])?);
    Ok(rules)
}

fn unlike_stream() -> Result<Vec<SeccompRule>, BackendError> {
    const TYPES: u64 = 0xf;
    let others = (0..=TYPES).filter(|kind| *kind != number(libc::SOCK_STREAM));
    others
        .map(|kind| all(vec![bits(1, TYPES, kind)?]))
        .collect()
}

/// Refuses the second set of numbers that x86-64 kernels may have for the same calls ("x32").
fn other_numbers() -> BpfProgram {
    const LOAD_WORD: u16 = 0x20;
    const JUMP_IF_AT_LEAST: u16 = 0x35;
    const RETURN: u16 = 0x06;
    const ALLOW: u32 = 0x7fff_0000;
    const ERRNO_EPERM: u32 = 0x0005_0001;
    const SECOND_SET: u32 = 0x4000_0000;
    let step = |code, jt, jf, k| sock_filter { code, jt, jf, k };
    vec![
        step(LOAD_WORD, 0, 0, 0),
        step(JUMP_IF_AT_LEAST, 0, 1, SECOND_SET),
        step(RETURN, 0, 0, ERRNO_EPERM),
        step(RETURN, 0, 0, ALLOW),
    ]
}
