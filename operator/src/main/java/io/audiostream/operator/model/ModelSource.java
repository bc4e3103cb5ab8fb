package io.audiostream.operator.model;

import java.util.List;
import java.util.Optional;

/** Where the model file comes from. */
public sealed interface ModelSource {

    /** Name in responses, logs and the status. */
    String name();

    /** Path of the file under the folder of models: relative, without {@code ..}. */
    String path();

    /** Path of the file in a pod, under the folder where the models' volume is mounted. */
    default String pathInPod() {
        return path();
    }

    /** SHA-256 that the file must have, 64 hex digits in lower case. */
    Optional<String> sha256();

    /**
     * A file, or a folder of files, that is fetched before a pod starts.
     *
     * @param files what is fetched, in this order; the last one has the weights
     * @param cacheClaim claim that keeps it; without one each pod fetches its own
     */
    record Download(String name, String path, List<RemoteFile> files, Optional<String> cacheClaim)
            implements ModelSource {

        /** A single file. */
        static Download file(String name, String uri, String sha256, Optional<String> cacheClaim) {
            return new Download(name, fileOf(uri), List.of(new RemoteFile(uri, sha256, "")), cacheClaim);
        }

        /** The last part of an address. */
        static String fileOf(String uri) {
            var query = uri.indexOf('?');
            var address = query < 0 ? uri : uri.substring(0, query);
            return address.substring(address.lastIndexOf('/') + 1);
        }

        /** On a claim that others share, each model has a folder of its own, in which no other can ever be. */
        @Override
        public String pathInPod() {
            return cacheClaim.isPresent() ? weights().sha256() + "/" + path : path;
        }

        @Override
        public Optional<String> sha256() {
            return Optional.of(weights().sha256());
        }

        private RemoteFile weights() {
            return files.getLast();
        }
    }

    /** A file on a claim of the resource's namespace. */
    record Volume(String name, String claimName, String path, Optional<String> sha256) implements ModelSource {}

    /**
     * A file in an image, which is mounted as a volume.
     *
     * @param reference reference of the image
     * @param pullPolicy Always, IfNotPresent or Never; empty: as the tag says
     */
    record Image(String name, String reference, String path, Optional<String> pullPolicy, Optional<String> sha256)
            implements ModelSource {}
}
