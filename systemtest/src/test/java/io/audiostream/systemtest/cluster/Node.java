package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The node of a cluster that was started for these tests: commands there see its processes and its network. */
final class Node {

    /** The node's own address, which pods reach. */
    static final String ADDRESS = "198.18.0.10";

    private Node() {}

    /** Runs a command on the node; it must go well. */
    static String run(String... command) {
        return Command.run(command(command)).ok().output().strip();
    }

    /** What a command on the node begins with here. */
    static List<String> command(String... command) {
        List<String> all =
                new ArrayList<>(List.of(script("enter.sh"), Cluster.folder().toString()));
        all.addAll(List.of(command));
        return all;
    }

    /** Sends a signal to the first process of a container. */
    static void signal(String signal, String namespace, String pod, String container) {
        String id = containerId(namespace, pod, container);
        run("ctr", "-n", "k8s.io", "task", "kill", "--signal", signal, id);
    }

    /** Freezes the API server, or lets it go on: connections stay, nobody answers. */
    static void apiServer(String signal) {
        String pid = run("cat", Cluster.folder() + "/conf/kube-apiserver.pid");
        run("kill", "-" + signal, pid);
    }

    static Path scriptFolder() {
        return Installation.ROOT.resolve("dev/cluster");
    }

    static String script(String name) {
        return scriptFolder().resolve(name).toString();
    }

    private static String containerId(String namespace, String pod, String container) {
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            String id = Cluster.kubectl(
                    "-n",
                    namespace,
                    "get",
                    "pod",
                    pod,
                    "-o",
                    "jsonpath={.status." + list + "[?(@.name==\"" + container + "\")].containerID}");
            if (!id.isEmpty()) {
                return id.replaceFirst("^containerd://", "");
            }
        }
        throw new AssertionError("pod " + pod + " has no container " + container);
    }
}
