//! How much memory there is for this process: the machine's, or less where it runs in a container or a batch job.
//!
//! The system keeps such limits by groups of processes, which lie inside one another as folders do (cgroups(7)). A group has no more than any group around it.

use std::path::{Component, Path};

/// Folders in which the groups of version 2 stand, and the file with a group's limit in bytes, or `max`.
const SECOND: ([&str; 2], &str) = (["sys/fs/cgroup", "sys/fs/cgroup/unified"], "memory.max");
/// The same of version 1, where memory has groups of its own.
const FIRST: ([&str; 1], &str) = (["sys/fs/cgroup/memory"], "memory.limit_in_bytes");

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
    let (folders, file) = match controllers {
        "" => (&SECOND.0[..], SECOND.1),
        _ if controllers.split(',').any(|controller| controller == "memory") => (&FIRST.0[..], FIRST.1),
        _ => return None,
    };
    // A container often sees its own group alone, in place of the outermost one, and its path as it is outside or from a group above it.
    let path = Path::new(path.trim_start_matches('/'));
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
    let own = if is_below { path } else { Path::new("") };
    let limit = |folder: &str, group: &Path| std::fs::read_to_string(root.join(folder).join(group).join(file)).ok()?.trim().parse().ok();
    folders.iter().flat_map(|folder| own.ancestors().filter_map(move |group| limit(folder, group))).min()
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
    }

    #[test]
    fn groups_of_version_1_are_told_by_the_line_of_memory() {
        let groups = ("proc/self/cgroup", "8:pids:/other\n4:cpuacct,memory:/box\n1:cpu:/box\n0::/\n");
        assert_eq!(limit(&[groups, ("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1048576\n")]), Some(1 << 20));
        assert_eq!(limit(&[groups, ("sys/fs/cgroup/memory/other/memory.limit_in_bytes", "1048576\n")]), None);
        // Some systems have both, and those of version 2 in a folder of their own.
        let second = ("sys/fs/cgroup/unified/memory.max", "65536\n");
        assert_eq!(limit(&[groups, second, ("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "1048576\n")]), Some(65536));
    }

    #[test]
    fn a_container_that_sees_its_own_group_alone_has_that_ones_limit() {
        let seen = ("sys/fs/cgroup/memory.max", "1073741824\n");
        assert_eq!(limit(&[("proc/self/cgroup", "0::/\n"), seen]), Some(1 << 30));
        assert_eq!(limit(&[("proc/self/cgroup", "0::/outside/of/it\n"), seen]), Some(1 << 30));
        // What lies above is no folder of this system.
        assert_eq!(limit(&[("proc/self/cgroup", "0::/../neighbour\n"), seen, ("sys/fs/neighbour/memory.max", "7\n")]), Some(1 << 30));
    }

    #[test]
    fn a_system_that_tells_no_groups_sets_no_limit() {
        assert_eq!(limit(&[]), None);
        assert_eq!(limit(&[("proc/self/cgroup", "nonsense\n0::/\n")]), None);
    }
}
