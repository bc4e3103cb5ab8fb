package io.audiostream.transcriber.engine.ctranslate2;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.audiostream.transcriber.engine.DecodeCancelledException;
import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.Decoder;
import io.audiostream.transcriber.engine.EngineException;
import io.audiostream.transcriber.engine.ModelInfo;
import io.audiostream.transcriber.engine.SpeechEngine;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a model in faster-whisper's format with CTranslate2. All decoders share the weights; each has its own decoding
 * session.
 */
public final class CTranslate2Engine implements SpeechEngine {

    private static final Logger log = LoggerFactory.getLogger(CTranslate2Engine.class);

    private final Ct2Library library;
    private final Ct2Library.Model loaded;
    private final ModelFolder folder;
    private final ModelInfo model;
    private final AtomicInteger openDecoders = new AtomicInteger();

    @GuardedBy("this")
    private boolean closed;

    private CTranslate2Engine(Ct2Library library, Ct2Library.Model loaded, ModelFolder folder, ModelInfo model) {
        this.library = library;
        this.loaded = loaded;
        this.folder = folder;
        this.model = model;
    }

    /**
     * Loads a model. Blocks until its files are read.
     *
     * @param folder a folder with {@code model.bin}, {@code config.json} and {@code vocabulary.json} or {@code .txt}
     * @param name the name of the model in the service
     * @param libraryFolder the folder of {@code libaudiostream_ct2.so}
     * @throws EngineException when the folder is not a complete model, memory does not suffice, or the library cannot
     *     be loaded
     */
    public static CTranslate2Engine load(Path folder, String name, Path libraryFolder) {
        var modelFolder = ModelFolder.read(folder);
        var library = Ct2Library.load(libraryFolder);
        Ct2Library.Model loaded = open(library, folder);
        try {
            if (loaded.info().vocabularySize() != modelFolder.vocabulary().size()) {
                throw new EngineException("the model %s has %d tokens, but its vocabulary has %d"
                        .formatted(
                                folder,
                                loaded.info().vocabularySize(),
                                modelFolder.vocabulary().size()));
            }
            if (!loaded.info().canAlign()) {
                log.warn("the model {} has no alignment heads: the times of its words are estimates", folder);
            }
            Set<String> languages = modelFolder.vocabulary().multilingual()
                    ? modelFolder.vocabulary().languages().keySet()
                    : Set.of("en");
            var model = new ModelInfo(
                    name,
                    "CTranslate2 " + library.version(),
                    languages,
                    loaded.info().canAlign());
            var engine = new CTranslate2Engine(library, loaded, modelFolder, model);
            engine.warmUp();
            return engine;
        } catch (RuntimeException | Error e) {
            library.closeModel(loaded.handle());
            throw e;
        }
    }

    private static Ct2Library.Model open(Ct2Library library, Path folder) {
        try {
            return library.openModel(folder);
        } catch (EngineException e) {
            throw new EngineException("CTranslate2 cannot load the model " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Decodes a second of silence: the first decode is slower, and shows that the weights are consistent. */
    private void warmUp() {
        try (Decoder decoder = newDecoder()) {
            decoder.decode(
                    new float[SAMPLE_RATE_HERTZ],
                    new DecodeRequest("en", false, "", DecodeRequest.Effort.INTERIM),
                    1,
                    () -> false);
        } catch (DecodeCancelledException e) {
            throw new IllegalStateException("this decode cannot be cancelled", e);
        }
    }

    @Override
    public ModelInfo model() {
        return model;
    }

    @Override
    public synchronized Decoder newDecoder() {
        if (closed) {
            throw new EngineException("the engine is closed");
        }
        var session = new Ct2Session(library, loaded);
        openDecoders.incrementAndGet();
        return new CTranslate2Decoder(session, folder, model, openDecoders::decrementAndGet);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (openDecoders.get() > 0) {
            // A decoder that uses freed weights would crash the process.
            throw new IllegalStateException(openDecoders.get() + " decoders are still open");
        }
        closed = true;
        library.closeModel(loaded.handle());
    }
}
