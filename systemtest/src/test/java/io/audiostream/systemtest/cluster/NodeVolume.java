package io.audiostream.systemtest.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder of the node as a PersistentVolume with a claim on it: the cluster of these tests has no storage provisioner.
 */
final class NodeVolume implements AutoCloseable {

    private final String name;
    private final Path folder;
    private final boolean mounted;

    private NodeVolume(String name, Path folder, boolean mounted) {
        this.name = name;
        this.folder = folder;
        this.mounted = mounted;
    }

    /** An empty folder that pods may write to. */
    static NodeVolume create(Namespace namespace, String claim) {
        return of(namespace, claim, 0);
    }

    /** A volume with room for so many MiB. */
    static NodeVolume ofSize(Namespace namespace, String claim, int mebibytes) {
        return of(namespace, claim, mebibytes);
    }

    private static NodeVolume of(Namespace namespace, String claim, int mebibytes) {
        try {
            Path folder = Files.createTempDirectory("audiostream-volume");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            if (mebibytes > 0) {
                Node.run("mount", "-t", "tmpfs", "-o", "mode=777,size=" + mebibytes + "m", "tmpfs", folder.toString());
            }
            String name = namespace.name() + "-" + claim;
            Cluster.apply("default", """
                    apiVersion: v1
                    kind: PersistentVolume
                    metadata:
                      name: %s
                    spec:
                      capacity: {storage: 1Gi}
                      accessModes: [ReadWriteMany]
                      persistentVolumeReclaimPolicy: Retain
                      storageClassName: ""
                      hostPath: {path: %s}
                      claimRef: {namespace: %s, name: %s}
                    """.formatted(name, folder, namespace.name(), claim));
            namespace.apply("""
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata:
                      name: %s
                    spec:
                      accessModes: [ReadWriteMany]
                      storageClassName: ""
                      volumeName: %s
                      resources: {requests: {storage: 1Gi}}
                    """.formatted(claim, name));
            return new NodeVolume(name, folder, mebibytes > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into the volume. */
    void put(Path file) {
        try {
            Files.copy(file, folder.resolve(file.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Cluster.kubectl("delete", "persistentvolume", name, "--ignore-not-found", "--wait=false");
        if (mounted) {
            Node.run("umount", "-l", folder.toString());
        }
        Command.run(List.of("rm", "-rf", folder.toString())).ok();
    }
}
