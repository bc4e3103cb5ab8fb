package io.audiostream.operator.model;

import io.audiostream.operator.api.FolderPreset;
import io.audiostream.operator.api.ModelPreset;
import java.util.Arrays;
import java.util.Optional;

/**
 * The sizes of Whisper, with the memory that the transcriber needs for them.
 *
 * <p>A decoder's memory depends on the shape of the model alone: keys and values of 30 s of audio and of 448 tokens,
 * and the attention of the encoder. The numbers are upper bounds, see docs/adr/0019.
 */
enum WhisperSize {
    TINY("tiny", 75, 110, 220),
    BASE("base", 142, 150, 300),
    SMALL("small", 466, 310, 550),
    MEDIUM("medium", 1463, 620, 1120),
    LARGE_V3("large-v3", 2952, 960, 1750),
    LARGE_V3_TURBO("large-v3-turbo", 1549, 380, 1200);

    /** Part of the 16-bit weights that CTranslate2 takes while it makes weights of 8 bits, and keeps afterwards. */
    private static final int LOADING_PERCENT = 156;

    private static final int LOADED_PERCENT = 115;
    private static final int Q8_PERCENT = 56;
    private static final int Q5_PERCENT = 42;

    private final String text;
    private final int weightsMebibytes;
    private final int ctranslate2DecoderMebibytes;
    private final int whisperCppDecoderMebibytes;

    /**
     * @param weightsMebibytes size of the weights in 16 bits
     * @param ctranslate2DecoderMebibytes memory of a decoder of CTranslate2
     * @param whisperCppDecoderMebibytes memory of a decoder of whisper.cpp
     */
    WhisperSize(String text, int weightsMebibytes, int ctranslate2DecoderMebibytes, int whisperCppDecoderMebibytes) {
        this.text = text;
        this.weightsMebibytes = weightsMebibytes;
        this.ctranslate2DecoderMebibytes = ctranslate2DecoderMebibytes;
        this.whisperCppDecoderMebibytes = whisperCppDecoderMebibytes;
    }

    /**
     * The memory that a model needs, in MiB.
     *
     * @param loading weights while the model loads
     * @param loaded weights of the loaded model
     * @param decoder memory of each decoder
     */
    record Memory(int loading, int loaded, int decoder) {}

    /** Returns the memory of a model; empty if its weights are not those of a preset, wherever they come from. */
    static Optional<Memory> memoryOf(ModelSource model) {
        var sha256 = model.sha256();
        return sha256.flatMap(FolderPreset::withSha256)
                .map(preset -> named(preset.presetName()).inFolder())
                .or(() -> sha256.flatMap(ModelPreset::withSha256)
                        .map(preset ->
                                named(withoutVariant(preset.presetName())).inFile(preset.presetName())));
    }

    private static WhisperSize named(String name) {
        return Arrays.stream(values())
                .filter(size -> size.text.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the preset " + name + " has no size"));
    }

    /** Returns {@code base} for {@code base.en-q5_1}. */
    private static String withoutVariant(String preset) {
        return preset.replaceFirst("(\\.en)?(-q\\d_\\d)?$", "");
    }

    /** CTranslate2 does not return all memory of the weights that it has read. */
    private Memory inFolder() {
        return new Memory(
                weightsMebibytes * LOADING_PERCENT / 100,
                weightsMebibytes * LOADED_PERCENT / 100,
                ctranslate2DecoderMebibytes);
    }

    /** whisper.cpp keeps the weights as the file has them. */
    private Memory inFile(String preset) {
        int percent = preset.contains("-q8") ? Q8_PERCENT : preset.contains("-q5") ? Q5_PERCENT : 100;
        int weights = weightsMebibytes * percent / 100;
        return new Memory(weights, weights, whisperCppDecoderMebibytes);
    }
}
