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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Silero VAD (version 6, 16 kHz): a small recurrent network that tells speech from everything else. It runs in ONNX
 * Runtime, for about 0.1 ms a frame, half of that for several at once, and on the caller's thread. Thread-safe; stays
 * loaded for as long as the process runs.
 */
public final class SileroModel {

    /** Its file in the folder that {@code dev/vad} makes. */
    private static final String FILE = "silero_vad_16k_sequence.onnx";

    /** Samples of the frame before, which the network sees again. */
    static final int CONTEXT_SAMPLES = 64;

    /** Samples that the network takes for a frame. */
    static final int INPUT_SAMPLES = CONTEXT_SAMPLES + FRAME_SAMPLES;

    /** Size of each of the two vectors that the network remembers of a stream. */
    private static final int STATE_SIZE = 128;

    /** The most frames of one run: 2 s. */
    static final int MAX_FRAMES = 64;

    /** Where ONNX Runtime looks for its libraries before it unpacks those of its jar. */
    private static final String LIBRARIES_PROPERTY = "onnxruntime.native.path";

    private static final Set<String> INPUTS = Set.of("input", "h", "c");
    private static final Set<String> OUTPUTS = Set.of("speech_probs", "hn", "cn");

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
     * @param folder holds {@code silero_vad.onnx}; ONNX Runtime's libraries are taken from it too, if they are there,
     *     else from its jar
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
            var model = new SileroModel(environment, session);
            model.detector().probability(new float[FRAME_SAMPLES]);
            return model;
        } catch (OrtException e) {
            throw new SileroException(file + " can't be loaded as Silero VAD: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new SileroException("ONNX Runtime, which runs Silero VAD, can't be loaded here: " + e, e);
        }
    }

    private static SessionOptions options() throws OrtException {
        var options = new SessionOptions();
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

    /** What the network remembers of a stream. */
    static final class State {

        private final float[] hidden = new float[STATE_SIZE];
        private final float[] cell = new float[STATE_SIZE];

        void reset() {
            Arrays.fill(hidden, 0);
            Arrays.fill(cell, 0);
        }
    }

    /**
     * Runs the network over some frames.
     *
     * @param input of each frame {@value #CONTEXT_SAMPLES} samples of context, then the frame; 1 to
     *     {@value #MAX_FRAMES}
     * @param state what it remembers of the stream; changed
     * @return how likely it is that each frame holds speech, 0 to 1
     */
    float[] probabilities(float[] input, State state) {
        Workspace workspace = idle.poll();
        try {
            if (workspace == null) {
                workspace = new Workspace(environment);
            }
            float[] probabilities = workspace.run(session, input, state);
            idle.add(workspace);
            return probabilities;
        } catch (OrtException e) {
            throw new SileroException("Silero VAD failed: " + e.getMessage(), e);
        }
    }

    /** Memory of one run at a time, which both sides see. Made once, never freed. */
    private static final class Workspace {

        private final OrtEnvironment environment;
        private final FloatBuffer input = floats(MAX_FRAMES * INPUT_SAMPLES);
        private final FloatBuffer output = floats(MAX_FRAMES);
        private final FloatBuffer hidden = floats(STATE_SIZE);
        private final FloatBuffer cell = floats(STATE_SIZE);
        private final FloatBuffer nextHidden = floats(STATE_SIZE);
        private final FloatBuffer nextCell = floats(STATE_SIZE);
        private final OnnxTensor hiddenTensor;
        private final OnnxTensor cellTensor;
        private final OnnxTensor nextHiddenTensor;
        private final OnnxTensor nextCellTensor;

        Workspace(OrtEnvironment environment) throws OrtException {
            this.environment = environment;
            hiddenTensor = tensor(hidden, 1, 1, STATE_SIZE);
            cellTensor = tensor(cell, 1, 1, STATE_SIZE);
            nextHiddenTensor = tensor(nextHidden, 1, 1, STATE_SIZE);
            nextCellTensor = tensor(nextCell, 1, 1, STATE_SIZE);
        }

        float[] run(OrtSession session, float[] samples, State state) throws OrtException {
            int frames = samples.length / INPUT_SAMPLES;
            input.put(0, samples);
            hidden.put(0, state.hidden);
            cell.put(0, state.cell);
            try (OnnxTensor in = tensor(input.slice(0, samples.length), frames, INPUT_SAMPLES);
                    OnnxTensor out = tensor(output.slice(0, frames), frames)) {
                session.run(
                                Map.of("input", in, "h", hiddenTensor, "c", cellTensor),
                                Map.of("speech_probs", out, "hn", nextHiddenTensor, "cn", nextCellTensor))
                        .close(); // it holds nothing but these tensors
            }
            nextHidden.get(0, state.hidden);
            nextCell.get(0, state.cell);
            float[] probabilities = new float[frames];
            output.get(0, probabilities);
            return probabilities;
        }

        private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
            return OnnxTensor.createTensor(environment, values, shape);
        }

        private static FloatBuffer floats(int count) {
            return ByteBuffer.allocateDirect(count * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
    }
}
