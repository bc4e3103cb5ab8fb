package io.audiostream.systemtest.cluster;

import io.audiostream.systemtest.TestPaths;
import java.util.ArrayList;
import java.util.List;

/** The node of a disposable cluster. Commands on it run in its process and network namespaces. */
final class Node {

    /** The node's own address, which pods can reach. */
    static final String ADDRESS = "198.18.0.10";

    private Node() {}

    /** Runs a command on the node, which has to succeed. */
    static String run(String... command) {
        return CommandResult.run(command(command)).requireSuccess().stdout().strip();
    }

    /** Returns the command of this machine that runs a command on the node. */
    static List<String> command(String... command) {
        List<String> all =
                new ArrayList<>(List.of(script("enter.sh"), Cluster.folder().toString()));
        all.addAll(List.of(command));
        return all;
    }

    /** Sends SIGKILL to the main process of a container. */
    static void kill(String namespace, String pod, String container) {
        String id = containerId(namespace, pod, container);
        run("ctr", "-n", "k8s.io", "task", "kill", "--signal", "SIGKILL", id);
    }

    /** Suspends the API server: connections stay open and requests get no response. */
    static void suspendApiServer() {
        signalApiServer("STOP");
    }

    static void resumeApiServer() {
        signalApiServer("CONT");
    }

    /** Returns the path of a script in {@code dev/cluster}. */
    static String script(String name) {
        return TestPaths.ROOT.resolve("dev/cluster").resolve(name).toString();
    }

    private static void signalApiServer(String signal) {
        String pid = run("cat", Cluster.folder() + "/conf/kube-apiserver.pid");
        run("kill", "-" + signal, pid);
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
