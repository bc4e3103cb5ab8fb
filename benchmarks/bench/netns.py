"""Network namespaces that stand for the pods of a service, on a network of their own."""

import contextlib
import os
import pathlib
import shutil
import subprocess

PREFIX = "10.231.77."


class Pods:
    """Pods with one address each, and a client. Their network reaches nothing else."""

    def __init__(self, number):
        self.addresses = [f"{PREFIX}{index + 1}" for index in range(number)]
        self.names = [f"audiostream-{os.getpid()}-{index}" for index in range(number)]
        self.client = f"audiostream-{os.getpid()}-client"

    def command(self, pod, command, root=None):
        """Returns a command that runs in a pod. `root` is a folder whose `etc` it sees as /etc; /run is empty then."""
        enter = ["ip", "netns", "exec", self.names[pod]]
        if root:
            mounts = 'mount --bind "$1/etc" /etc && mount -t tmpfs tmpfs /run && mkdir /run/envoy && shift && exec "$@"'
            enter += ["sh", "-c", mounts, "sh", root]
        return [*map(str, [*enter, *command])]

    def client_command(self, command):
        """Returns a command that runs in the client's namespace."""
        return [*map(str, ["ip", "netns", "exec", self.client, *command])]


@contextlib.contextmanager
def pods(number):
    """Yields Pods. Deletes their namespaces afterwards, and with them all interfaces."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        raise SystemExit("the benchmark spillover makes network namespaces: it needs Linux, root and the program ip (Debian: iproute2)")
    made = Pods(number)
    try:
        ip("netns", "add", made.client)
        ip("-netns", made.client, "link", "set", "lo", "up")
        ip("-netns", made.client, "link", "add", "bridge", "type", "bridge")
        ip("-netns", made.client, "address", "add", f"{PREFIX}254/24", "dev", "bridge")
        ip("-netns", made.client, "link", "set", "bridge", "up")
        for index, name in enumerate(made.names):
            ip("netns", "add", name)
            ip("-netns", made.client, "link", "add", f"pod{index}", "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("-netns", made.client, "link", "set", f"pod{index}", "master", "bridge", "up")
            ip("-netns", name, "address", "add", f"{made.addresses[index]}/24", "dev", "eth0")
            for interface in ("lo", "eth0"):
                ip("-netns", name, "link", "set", interface, "up")
        yield made
    finally:
        for name in (made.client, *made.names):
            if pathlib.Path("/run/netns", name).exists():
                ip("netns", "delete", name)


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)
