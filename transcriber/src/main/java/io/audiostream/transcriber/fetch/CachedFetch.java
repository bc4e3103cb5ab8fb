package io.audiostream.transcriber.fetch;

import io.audiostream.transcriber.secrets.SecretException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Fetches a model into a cache: holds the model meanwhile, and removes unused ones before, for room, and after. Fetches
 * a model that is in no cache as it is.
 */
final class CachedFetch {

    /** Fetches the files of one model. */
    interface Fetch {
        void run() throws FetchException, SecretException, InterruptedException;
    }

    private final CachePruner pruner;
    private final InstantSource clock;
    private final ModelFetcher.Pause pause;
    private final FetchProgress progress;

    CachedFetch(CachePruner pruner, InstantSource clock, ModelFetcher.Pause pause, FetchProgress progress) {
        this.pruner = pruner;
        this.clock = clock;
        this.pause = pause;
        this.progress = progress;
    }

    /** @param file a file of the model */
    void run(Path file, Fetch fetch) throws FetchException, SecretException, InterruptedException {
        var folder = CacheFolder.of(file);
        if (folder.isEmpty()) {
            fetch.run();
            return;
        }
        try (var use = CacheUse.begin(folder.get(), clock, pause, progress)) {
            pruner.prune(folder.get());
            fetch.run();
            // A fetch may take hours: without this, another pod could take the model for unused until this one serves.
            use.record(clock);
            pruner.prune(folder.get());
        }
    }
}
