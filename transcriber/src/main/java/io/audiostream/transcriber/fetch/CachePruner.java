package io.audiostream.transcriber.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Removes models from a cache that no process uses: those unused for too long, and those unused for longest while the
 * cache is too large. A failure never stops a fetch. Not thread-safe.
 */
final class CachePruner {
    /**
     * A model that was used within this time stays. A pod that has fetched its model locks it only when its transcriber
     * starts, and has no lock while the transcriber restarts.
     */
    static final Duration GRACE_PERIOD = Duration.ofHours(1);

    private static final double MEBIBYTE = 1 << 20;

    /**
     * Bounds of a cache.
     *
     * @param maxBytes largest size of all models; empty: no bound
     * @param maxUnusedAge time after which a model without use is removed; empty: no bound
     */
    record Bounds(Optional<Long> maxBytes, Optional<Duration> maxUnusedAge) {}

    private record CachedModel(CacheFolder folder, long bytes, Instant lastUse) {}

    private final Bounds bounds;
    private final InstantSource clock;
    private final FetchProgress progress;

    CachePruner(Bounds bounds, InstantSource clock, FetchProgress progress) {
        this.bounds = bounds;
        this.clock = clock;
        this.progress = progress;
    }

    /** @param own folder of the model that this process fetches, which stays */
    void prune(CacheFolder own) {
        if (bounds.maxBytes().isEmpty() && bounds.maxUnusedAge().isEmpty()) {
            return;
        }
        try {
            long bytes = own.bytes();
            var others = others(own);
            for (var model : others) {
                bytes += model.bytes();
            }
            for (var model : others) {
                if ((isTooOld(model) || isTooLarge(bytes)) && remove(model)) {
                    bytes -= model.bytes();
                }
            }
            reportSize(bytes);
        } catch (IOException e) {
            progress.say("cannot remove unused models from the cache: " + reason(e));
        }
    }

    /** Returns the other models of the cache, the one unused for longest first. */
    private List<CachedModel> others(CacheFolder own) throws IOException {
        var models = new ArrayList<CachedModel>();
        for (var folder : own.all()) {
            var bytes = folder.bytes();
            if (!folder.equals(own) && bytes > 0) {
                models.add(new CachedModel(folder, bytes, CacheUse.last(folder, clock)));
            }
        }
        models.sort(Comparator.comparing(CachedModel::lastUse));
        return models;
    }

    private boolean isTooOld(CachedModel model) {
        return bounds.maxUnusedAge()
                .filter(age -> model.lastUse().plus(age).isBefore(clock.instant()))
                .isPresent();
    }

    private boolean isTooLarge(long bytes) {
        return bounds.maxBytes().filter(max -> bytes > max).isPresent();
    }

    private boolean remove(CachedModel model) {
        if (model.lastUse().plus(GRACE_PERIOD).isAfter(clock.instant())) {
            return false;
        }
        try {
            return CacheUse.ifUnused(model.folder(), model.lastUse(), clock, () -> {
                for (var file : model.folder().content()) {
                    Files.deleteIfExists(file);
                }
                progress.say("removed %s from the cache, %.1f MiB, last used at %s"
                        .formatted(model.folder(), model.bytes() / MEBIBYTE, model.lastUse()));
            });
        } catch (IOException e) {
            progress.say("cannot remove %s from the cache: %s".formatted(model.folder(), reason(e)));
            return false;
        }
    }

    private void reportSize(long bytes) {
        if (isTooLarge(bytes)) {
            progress.say(
                    ("the models in the cache take %.1f MiB, more than the maximum of %.1f MiB, because pods use them"
                                    + " or did within %d min")
                            .formatted(
                                    bytes / MEBIBYTE,
                                    bounds.maxBytes().orElseThrow() / MEBIBYTE,
                                    GRACE_PERIOD.toMinutes()));
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
