package io.audiostream.operator.model;

import java.util.Optional;

/** Where the model file comes from. */
public sealed interface ModelSource {

    /** Name in responses, logs and the status. */
    String name();

    /** Path of the file under the folder of models: relative, without {@code ..}. */
    String path();

    /** SHA-256 that the file must have, 64 hex digits in lower case. */
    Optional<String> sha256();

    /** A file that each pod fetches before it starts. */
    record Download(String name, String uri, String digest) implements ModelSource {
        @Override
        public String path() {
            var query = uri.indexOf('?');
            var address = query < 0 ? uri : uri.substring(0, query);
            return address.substring(address.lastIndexOf('/') + 1);
        }

        @Override
        public Optional<String> sha256() {
            return Optional.of(digest);
        }
    }

    /** A file on a claim of the resource's namespace. */
    record Volume(String name, String claimName, String path, Optional<String> sha256) implements ModelSource {}
}
