use super::look;
use crate::machine::Machine;
use crate::model::{Ci, Container};
use crate::world::World;

fn seen(world: &World) -> (Option<Container>, Option<Ci>) {
    let platform = look(world, &world.variables());
    (platform.container, platform.ci)
}

#[test]
fn a_builder_is_known_by_what_it_leaves() {
    let mounts = "1 0 0:9 /buildkit/executor/resolv.conf /etc/resolv.conf ro - ext4 x ro\n";
    let world = World::healthy;
    for (world, container) in [
        (world(), None),
        (world().container(), Some(Container::Docker)),
        (world().file("/proc/self/mountinfo", mounts), Some(Container::Buildkit)),
        (world().file("/run/.containerenv", "engine=\"podman-5.4\"\n"), Some(Container::Podman)),
        (world().file("/run/.containerenv", "engine=\"buildah-1.39\"\n"), Some(Container::Buildah)),
        (world().file("/kaniko/executor", ""), Some(Container::Kaniko)),
        (world().var("KUBERNETES_SERVICE_HOST", "10.0.0.1"), Some(Container::Kubernetes)),
        (world().container().var("REMOTE_CONTAINERS", "true"), Some(Container::Devcontainer)),
        (world().file("/proc/1/cgroup", "0::/docker/0123\n"), Some(Container::Docker)),
        (world().file("/proc/1/cgroup", "0::/\n"), None),
        // A build in a pod is a build.
        (
            world().var("KUBERNETES_SERVICE_HOST", "10.0.0.1").file("/proc/self/mountinfo", mounts),
            Some(Container::Buildkit),
        ),
    ] {
        assert_eq!(seen(&world).0, container);
    }
}

#[test]
fn a_service_is_known_by_its_variables() {
    for (name, ci) in [
        ("GITHUB_ACTIONS", Ci::GithubActions),
        ("GITLAB_CI", Ci::GitlabCi),
        ("JENKINS_URL", Ci::Jenkins),
        ("CIRCLECI", Ci::Circleci),
        ("TRAVIS", Ci::TravisCi),
        ("TF_BUILD", Ci::AzurePipelines),
        ("BITBUCKET_BUILD_NUMBER", Ci::BitbucketPipelines),
        ("BUILDKITE", Ci::Buildkite),
        ("DRONE", Ci::Drone),
        ("TEAMCITY_VERSION", Ci::Teamcity),
        ("CI", Ci::Other),
    ] {
        // Most of them set CI besides.
        let world = World::healthy().var("CI", "true").var(name, "true");
        assert_eq!(seen(&world).1, Some(ci), "{name}");
        assert_eq!(seen(&World::healthy().var(name, "")).1, None, "{name}");
    }
}
