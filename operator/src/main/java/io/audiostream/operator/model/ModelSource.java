package io.audiostream.operator.model;

import io.audiostream.operator.api.ImagePullPolicy;
import java.util.List;
import java.util.Optional;

/** Source of the model. */
public sealed interface ModelSource {

    /** Returns the name in responses, logs and the status. */
    String name();

    /** Returns the path of the model below the folder of models: relative, without {@code ..}. */
    String path();

    /** Returns the path of the model in a pod, below the mount path of the volume with the models. */
    default String pathInPod() {
        return path();
    }

    /** Returns the expected SHA-256 of the weights, 64 hex digits in lower case. */
    Optional<String> sha256();

    /** Returns the PersistentVolumeClaim that the pods mount; empty: they mount none. */
    default Optional<String> claim() {
        return Optional.empty();
    }

    /**
     * A file, or a folder of files, that a pod downloads before it serves.
     *
     * @param files files in the order of download; the last one contains the weights
     * @param cache claim that caches the files; empty: each pod downloads them
     * @param access how a pod reaches the server
     */
    record Download(String name, String path, List<RemoteFile> files, Optional<ModelCache> cache, DownloadAccess access)
            implements ModelSource {

        /** Creates a model on a public server. */
        public Download(String name, String path, List<RemoteFile> files, Optional<ModelCache> cache) {
            this(name, path, files, cache, DownloadAccess.PUBLIC);
        }

        Download withAccess(DownloadAccess other) {
            return new Download(name, path, files, cache, other);
        }

        /** Returns the model for a machine that has no claims. */
        public Download withoutCache() {
            return new Download(name, path, files, Optional.empty(), access);
        }

        /** Returns a model that is a single file. */
        static Download file(String name, String uri, String sha256, Optional<ModelCache> cache) {
            return new Download(name, fileName(uri), List.of(new RemoteFile(uri, sha256, "")), cache);
        }

        /** Returns the last segment of an address, without the query. */
        static String fileName(String uri) {
            var query = uri.indexOf('?');
            var address = query < 0 ? uri : uri.substring(0, query);
            return address.substring(address.lastIndexOf('/') + 1);
        }

        /** Several resources may share a claim: each model has a folder there, named by its checksum. */
        @Override
        public String pathInPod() {
            return cache.isPresent() ? weights().sha256() + "/" + path : path;
        }

        @Override
        public Optional<String> claim() {
            return cache.map(ModelCache::claimName);
        }

        @Override
        public Optional<String> sha256() {
            return Optional.of(weights().sha256());
        }

        private RemoteFile weights() {
            return files.getLast();
        }
    }

    /** A model on a claim of the resource's namespace. */
    record Volume(String name, String claimName, String path, Optional<String> sha256) implements ModelSource {
        @Override
        public Optional<String> claim() {
            return Optional.of(claimName);
        }
    }

    /**
     * The model of a {@code TranscriptionModel}, whose fetch has verified it.
     *
     * @param name name of the {@code TranscriptionModel}, in the namespace of the resource
     */
    record Shared(String name) implements ModelSource {
        /** Path of every such model on its claim: a file or a folder. */
        static final String PATH = "model";

        @Override
        public String path() {
            return PATH;
        }

        @Override
        public Optional<String> sha256() {
            return Optional.empty();
        }

        @Override
        public Optional<String> claim() {
            return Optional.of(DesiredModel.claimName(name));
        }
    }

    /**
     * A model in an image, which the kubelet mounts as a volume.
     *
     * @param reference reference of the image
     * @param pullPolicy when the kubelet pulls the image; empty: by the tag, as Kubernetes defines
     */
    record Image(
            String name, String reference, String path, Optional<ImagePullPolicy> pullPolicy, Optional<String> sha256)
            implements ModelSource {}
}
