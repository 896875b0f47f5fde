//! How much memory there is for this process: the machine's, or less where it runs in a container or a batch job.
//!
//! The system keeps such limits by groups of processes, which lie inside one another as folders do (cgroups(7)), and shows them below `/sys/fs/cgroup`. A group
//! has no more than any group around it, unless somebody told the first version otherwise.

use std::path::{Component, Path};

/// Folders in which the groups of version 2 stand, and the files with a group's limits in bytes, or `max`: beyond the first one its processes are ended,
/// beyond the second one they are held up.
const SECOND: ([&str; 2], [&str; 2]) = (["sys/fs/cgroup", "sys/fs/cgroup/unified"], ["memory.max", "memory.high"]);
/// The same of version 1, where memory has groups of its own; without a limit a number that no machine has.
const FIRST: ([&str; 1], [&str; 1]) = (["sys/fs/cgroup/memory"], ["memory.limit_in_bytes"]);

/// Bytes of memory that the machine has, or that the group of this process is given where that is less; `None` where the system tells neither.
#[must_use]
pub fn machine_memory() -> Option<u64> {
    [super::kibibytes("/proc/meminfo", "MemTotal:"), group_limit(Path::new("/"))].into_iter().flatten().min()
}

/// The least limit of the groups that this process is in, as the files below a root have it.
fn group_limit(root: &Path) -> Option<u64> {
    let groups = std::fs::read_to_string(root.join("proc/self/cgroup")).ok()?;
    groups.lines().filter_map(|line| limit_of(root, line)).min()
}

/// The least limit of one group and those around it, of a line `number:controllers:/path`.
fn limit_of(root: &Path, line: &str) -> Option<u64> {
    let (controllers, path) = line.split_once(':')?.1.split_once(':')?;
    let (folders, files) = match controllers {
        "" => (&SECOND.0[..], &SECOND.1[..]),
        _ if controllers.split(',').any(|controller| controller == "memory") => (&FIRST.0[..], &FIRST.1[..]),
        _ => return None,
    };
    // A container often sees its own group alone, in place of the outermost one, and its path as it is outside. One that lies elsewhere has no folder here.
    let own = Path::new(path.trim_start_matches('/'));
    if !own.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let limit = |file: &Path| std::fs::read_to_string(file).ok()?.trim().parse::<u64>().ok();
    let groups = folders.iter().flat_map(|folder| own.ancestors().map(move |group| root.join(folder).join(group)));
    groups.flat_map(|group| files.iter().filter_map(move |file| limit(&group.join(file)))).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The limit where the files of the system say this.
    fn limit(files: &[(&str, &str)]) -> Option<u64> {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let file = root.path().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        group_limit(root.path())
    }

    #[test]
    fn the_least_limit_of_a_group_and_those_around_it_counts() {
        let own = ("proc/self/cgroup", "0::/jobs/7/scan\n");
        assert_eq!(
            limit(&[own, ("sys/fs/cgroup/jobs/7/scan/memory.max", "max\n"), ("sys/fs/cgroup/jobs/7/memory.max", "2147483648\n")]),
            Some(1 << 31)
        );
        assert_eq!(
            limit(&[own, ("sys/fs/cgroup/jobs/7/scan/memory.max", "4096\n"), ("sys/fs/cgroup/jobs/memory.max", "8192\n")]),
            Some(4096)
        );
        assert_eq!(limit(&[own, ("sys/fs/cgroup/jobs/7/scan/memory.max", "max\n"), ("sys/fs/cgroup/jobs/8/memory.max", "4096\n")]), None);
        // Where it is held up before it is ended, it has no more than that.
        assert_eq!(
            limit(&[own, ("sys/fs/cgroup/jobs/7/memory.max", "8192\n"), ("sys/fs/cgroup/jobs/7/memory.high", "4096\n")]),
            Some(4096)
        );
        assert_eq!(limit(&[own, ("sys/fs/cgroup/jobs/memory.max", "0\n")]), Some(0));
    }

    #[test]
    fn groups_of_version_1_are_told_by_the_line_of_memory() {
        let groups = ("proc/self/cgroup", "8:pids:/other\n4:cpuacct,memory:/box\n1:cpu:/box\n0::/\n");
        assert_eq!(limit(&[groups, ("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1048576\n")]), Some(1 << 20));
        assert_eq!(limit(&[groups, ("sys/fs/cgroup/memory/other/memory.limit_in_bytes", "1048576\n")]), None);
        assert_eq!(
            limit(&[groups, ("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "9223372036854771712\n")]),
            Some(9_223_372_036_854_771_712)
        );
        // Some systems have both, and those of version 2 in a folder of their own.
        let second = ("sys/fs/cgroup/unified/memory.max", "65536\n");
        assert_eq!(limit(&[groups, second, ("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1048576\n")]), Some(65536));
    }

    #[test]
    fn a_container_that_sees_its_own_group_alone_has_that_ones_limit() {
        let seen = ("sys/fs/cgroup/memory.max", "1073741824\n");
        assert_eq!(limit(&[("proc/self/cgroup", "0::/\n"), seen]), Some(1 << 30));
        assert_eq!(limit(&[("proc/self/cgroup", "0::/outside/of/it\n"), seen]), Some(1 << 30));
        // What lies beside it has its limit elsewhere.
        assert_eq!(limit(&[("proc/self/cgroup", "0::/../neighbour\n"), seen, ("sys/fs/neighbour/memory.max", "7\n")]), None);
    }

    #[test]
    fn a_system_that_tells_no_groups_sets_no_limit() {
        assert_eq!(limit(&[]), None);
        assert_eq!(limit(&[("proc/self/cgroup", "nonsense\n0::/\n")]), None);
    }
}
