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
 * Silero VAD (version 6, 16 kHz): a small recurrent network that detects speech. ONNX Runtime runs it on the caller's
 * thread, in about 0.1 ms for a single frame, and half of that for each frame of a batch. Thread-safe. The model stays
 * loaded for the life of the process.
 */
public final class SileroModel {

    /** The model's file in the folder that {@code dev/vad} creates. */
    private static final String FILE = "silero_vad_16k_sequence.onnx";

    /** Last samples of the previous frame, which are part of the network's input. */
    static final int CONTEXT_SAMPLES = 64;

    /** Samples of the network's input for one frame. */
    static final int INPUT_SAMPLES = CONTEXT_SAMPLES + FRAME_SAMPLES;

    /** Size of each of the two vectors of the network's state. */
    private static final int STATE_SIZE = 128;

    /** Maximum number of frames of one run: 2 s. */
    static final int MAX_FRAMES = 64;

    /** System property for the folder of ONNX Runtime's libraries. Without it the libraries of the jar are unpacked. */
    private static final String LIBRARIES_PROPERTY = "onnxruntime.native.path";

    private static final Set<String> INPUTS = Set.of("input", "h", "c");
    private static final Set<String> OUTPUTS = Set.of("speech_probs", "hn", "cn");

    private final OrtEnvironment environment;
    private final OrtSession ortSession;

    /** Workspaces that no thread uses: at most as many as the largest number of concurrent runs. */
    private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

    private SileroModel(OrtEnvironment environment, OrtSession ortSession) {
        this.environment = environment;
        this.ortSession = ortSession;
    }

    /**
     * Loads the model.
     *
     * @param folder the folder with {@code silero_vad_16k_sequence.onnx}. ONNX Runtime's libraries are loaded from it
     *     too, if it has them, else from the jar.
     * @throws SileroException when ONNX Runtime does not work on this machine, or the file is not this model
     */
    public static SileroModel load(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new SileroException(folder + " has no " + FILE + ": pass the folder that dev/vad prints");
        }
        if (Files.exists(folder.resolve(System.mapLibraryName("onnxruntime")))
                && System.getProperty(LIBRARIES_PROPERTY) == null) {
            System.setProperty(LIBRARIES_PROPERTY, folder.toString());
        }
        try {
            var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            OrtSession ortSession = environment.createSession(file.toString(), options());
            if (!ortSession.getInputNames().equals(INPUTS)
                    || !ortSession.getOutputNames().equals(OUTPUTS)) {
                throw new SileroException("%s is not Silero VAD 6: its inputs are %s and its outputs %s, not %s and %s"
                        .formatted(file, ortSession.getInputNames(), ortSession.getOutputNames(), INPUTS, OUTPUTS));
            }
            var model = new SileroModel(environment, ortSession);
            model.detector().probability(new float[FRAME_SAMPLES]);
            return model;
        } catch (OrtException e) {
            throw new SileroException(file + " cannot be loaded as Silero VAD: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new SileroException("ONNX Runtime, which runs Silero VAD, cannot be loaded on this machine: " + e, e);
        }
    }

    private static SessionOptions options() throws OrtException {
        var options = new SessionOptions();
        // One frame is too little work for several threads, and the caller has a thread.
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /** Creates a detector for one stream. It needs no closing. */
    public SileroSpeechDetector detector() {
        return new SileroSpeechDetector(this);
    }

    /** The network's state of one stream. Not thread-safe. */
    static final class State {

        private final float[] hidden = new float[STATE_SIZE];
        private final float[] cell = new float[STATE_SIZE];

        void reset() {
            Arrays.fill(hidden, 0);
            Arrays.fill(cell, 0);
        }
    }

    /**
     * Runs the network on consecutive frames of one stream.
     *
     * @param input {@value #CONTEXT_SAMPLES} samples of context and then the frame, for each of 1 to
     *     {@value #MAX_FRAMES} frames
     * @param state the state of the stream, which is updated
     * @return the probability, 0 to 1, that the frame holds speech, for each frame
     * @throws SileroException when ONNX Runtime fails
     */
    float[] probabilities(float[] input, State state) {
        Workspace workspace = idle.poll();
        try {
            if (workspace == null) {
                workspace = new Workspace(environment);
            }
            float[] probabilities = workspace.run(ortSession, input, state);
            idle.add(workspace);
            return probabilities;
        } catch (OrtException e) {
            throw new SileroException("Silero VAD failed: " + e.getMessage(), e);
        }
    }

    /** Memory that Java and ONNX Runtime share, for one run at a time. It is never freed. */
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

        float[] run(OrtSession ortSession, float[] samples, State state) throws OrtException {
            int frames = samples.length / INPUT_SAMPLES;
            input.put(0, samples);
            hidden.put(0, state.hidden);
            cell.put(0, state.cell);
            try (OnnxTensor in = tensor(input.slice(0, samples.length), frames, INPUT_SAMPLES);
                    OnnxTensor out = tensor(output.slice(0, frames), frames)) {
                ortSession
                        .run(
                                Map.of("input", in, "h", hiddenTensor, "c", cellTensor),
                                Map.of("speech_probs", out, "hn", nextHiddenTensor, "cn", nextCellTensor))
                        .close(); // the result holds only these tensors
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
