package io.audiostream.transcriber.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API keys of a mounted Secret: each file is one caller. Reads the folder again when the kubelet has replaced its
 * content, so that an added key works, and a removed key is refused, from the next call on. Thread-safe.
 */
final class ApiKeys {

    private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

    /** The link that the kubelet replaces when the Secret changes. */
    private static final String CONTENT_LINK = "..data";

    private final Path folder;

    @GuardedBy("this")
    private @Nullable Path content;

    @GuardedBy("this")
    private List<ApiKey> keys = List.of();

    ApiKeys(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns the caller to whom a key belongs. Compares with all keys, so that the time does not tell which matched.
     */
    Optional<String> callerOf(String key) {
        byte[] digest = ApiKey.sha256(key);
        Optional<String> caller = Optional.empty();
        for (ApiKey candidate : current()) {
            if (candidate.matches(digest) && caller.isEmpty()) {
                caller = Optional.of(candidate.caller());
            }
        }
        return caller;
    }

    /** Returns whether no key is accepted. */
    boolean isEmpty() {
        return current().isEmpty();
    }

    private synchronized List<ApiKey> current() {
        try {
            Path link = folder.resolve(CONTENT_LINK);
            Path target = Files.isSymbolicLink(link) ? folder.resolve(Files.readSymbolicLink(link)) : null;
            if (target == null || !target.equals(content)) {
                keys = read(target == null ? folder : target);
                content = target;
            }
        } catch (IOException e) {
            // Refuses every key until the folder can be read.
            log.error("cannot read the API keys in {}: {}", folder, e.toString());
            keys = List.of();
            content = null;
        }
        return keys;
    }

    private static List<ApiKey> read(Path folder) throws IOException {
        List<Path> files;
        try (var entries = Files.list(folder)) {
            files = entries.filter(
                            file -> Files.isRegularFile(file) && !name(file).startsWith("."))
                    .sorted()
                    .toList();
        }
        var keys = new ArrayList<ApiKey>();
        for (Path file : files) {
            try {
                keys.add(ApiKey.parse(name(file), Files.readString(file)));
            } catch (IllegalArgumentException | CharacterCodingException e) {
                log.error("the entry '{}' of the API keys is ignored: {}", name(file), e.getMessage());
            }
        }
        log.info("{} API keys are in use", keys.size());
        return List.copyOf(keys);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
