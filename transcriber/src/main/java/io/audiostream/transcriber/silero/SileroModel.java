package io.audiostream.transcriber.silero;

import static io.audiostream.transcriber.audio.SpeechDetector.FRAME_SAMPLES;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Silero VAD (version 6, 16 kHz): a small recurrent network that tells speech from everything else. It runs in ONNX Runtime,
 * for about 0.1 ms a frame and on the caller's thread. Thread-safe; stays loaded for as long as the process runs.
 */
public final class SileroModel {

    /** Its file in the folder that {@code dev/vad} makes. */
    private static final String FILE = "silero_vad.onnx";

    /** Samples of the frame before, which the network sees again. */
    static final int CONTEXT_SAMPLES = 64;

    /** What the network remembers of a stream: two vectors of 128. */
    static final int STATE_SIZE = 2 * 128;

    /** Where ONNX Runtime looks for its libraries before it unpacks those of its jar. */
    private static final String LIBRARIES_PROPERTY = "onnxruntime.native.path";

    private static final Set<String> INPUTS = Set.of("input", "state", "sr");
    private static final Set<String> OUTPUTS = Set.of("output", "stateN");

    private final OrtEnvironment environment;
    private final OrtSession session;

    /** At most as many as ran at once. */
    private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

    private SileroModel(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads the model.
     *
     * @param folder holds {@code silero_vad.onnx}; ONNX Runtime's libraries are taken from it too, if they are there, else
     *     from its jar
     * @throws SileroException when it can't run here, or the file is not this model
     */
    public static SileroModel load(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new SileroException(folder + " has no " + FILE + "; dev/vad makes such a folder");
        }
        if (Files.exists(folder.resolve(System.mapLibraryName("onnxruntime")))
                && System.getProperty(LIBRARIES_PROPERTY) == null) {
            System.setProperty(LIBRARIES_PROPERTY, folder.toString());
        }
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtSession session = environment.createSession(file.toString(), options());
            if (!session.getInputNames().equals(INPUTS)
                    || !session.getOutputNames().equals(OUTPUTS)) {
                throw new SileroException("%s is not Silero VAD 6: it takes %s and gives %s, not %s and %s"
                        .formatted(file, session.getInputNames(), session.getOutputNames(), INPUTS, OUTPUTS));
            }
            SileroModel model = new SileroModel(environment, session);
            model.detector().probability(new float[FRAME_SAMPLES]);
            return model;
        } catch (OrtException e) {
            throw new SileroException(file + " can't be loaded as Silero VAD: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new SileroException("ONNX Runtime, which runs Silero VAD, can't be loaded here: " + e, e);
        }
    }

    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        // A frame is too little to share, and who calls has a thread.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /** A detector for one stream; needs no closing. */
    public SileroSpeechDetector detector() {
        return new SileroSpeechDetector(this);
    }

    /**
     * Runs the network over a frame.
     *
     * @param input {@value #CONTEXT_SAMPLES} samples of context, then the frame
     * @param state what it remembers of the stream; changed
     * @return how likely it is that the frame holds speech, 0 to 1
     */
    float probability(float[] input, float[] state) {
        Workspace workspace = idle.poll();
        try {
            if (workspace == null) {
                workspace = new Workspace(environment);
            }
            float probability = workspace.run(session, input, state);
            idle.add(workspace);
            return probability;
        } catch (OrtException e) {
            throw new SileroException("Silero VAD failed: " + e.getMessage(), e);
        }
    }

    /** Tensors of one run at a time, made once, over memory that both sides see. Never freed. */
    private static final class Workspace {

        private final FloatBuffer input = floats(CONTEXT_SAMPLES + FRAME_SAMPLES);
        private final FloatBuffer state = floats(STATE_SIZE);
        private final FloatBuffer output = floats(1);
        private final FloatBuffer nextState = floats(STATE_SIZE);
        private final Map<String, OnnxTensor> inputs;
        private final Map<String, OnnxTensor> outputs;

        Workspace(OrtEnvironment environment) throws OrtException {
            LongBuffer rate = direct(Long.BYTES).asLongBuffer().put(0, 16_000);
            inputs = Map.of(
                    "input", OnnxTensor.createTensor(environment, input, new long[] {1, input.capacity()}),
                    "state", OnnxTensor.createTensor(environment, state, new long[] {2, 1, STATE_SIZE / 2}),
                    "sr", OnnxTensor.createTensor(environment, rate, new long[0]));
            outputs = Map.of(
                    "output", OnnxTensor.createTensor(environment, output, new long[] {1, 1}),
                    "stateN", OnnxTensor.createTensor(environment, nextState, new long[] {2, 1, STATE_SIZE / 2}));
        }

        float run(OrtSession session, float[] samples, float[] remembered) throws OrtException {
            input.put(0, samples);
            state.put(0, remembered);
            // The result holds nothing but the tensors above.
            session.run(inputs, outputs).close();
            nextState.get(0, remembered);
            return output.get(0);
        }

        private static FloatBuffer floats(int count) {
            return direct(count * Float.BYTES).asFloatBuffer();
        }

        private static ByteBuffer direct(int bytes) {
            return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
    }
}
