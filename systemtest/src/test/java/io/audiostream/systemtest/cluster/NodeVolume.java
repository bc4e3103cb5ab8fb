package io.audiostream.systemtest.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder of the node as a PersistentVolume with a claim, because the test cluster has no storage provisioner. Closing
 * it deletes the volume and the folder.
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

    /** Creates an empty volume that pods may write to. */
    static NodeVolume create(Namespace namespace, String claim) {
        return create(namespace, claim, 0);
    }

    /** Creates an empty volume of limited size. */
    static NodeVolume ofSize(Namespace namespace, String claim, int mebibytes) {
        return create(namespace, claim, mebibytes);
    }

    private static NodeVolume create(Namespace namespace, String claim, int mebibytes) {
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

    /** Copies a file into the volume. */
    void copy(Path file) {
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
        CommandResult.run(List.of("rm", "-rf", folder.toString())).requireSuccess();
    }
}
