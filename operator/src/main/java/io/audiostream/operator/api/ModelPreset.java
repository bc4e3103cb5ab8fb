package io.audiostream.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;

/**
 * Models that users can name: OpenAI's Whisper as the authors of whisper.cpp publish it in their ggml format, under
 * MIT.
 *
 * <p>The checksums are the SHA-256 ids of the files of {@code ggerganov/whisper.cpp} on Hugging Face. They come from
 * the model lists of three public projects that agree on every line: Taurscribe, Transiber, and a Nix catalogue
 * generated from the metadata of the repository. Two of the three list large-v3 and large-v3-q5_0. There is no
 * large-v3-q8_0.
 */
public enum ModelPreset {
    @JsonProperty("tiny")
    TINY("tiny", "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21"),

    @JsonProperty("tiny-q5_1")
    TINY_Q5_1("tiny-q5_1", "818710568da3ca15689e31a743197b520007872ff9576237bda97bd1b469c3d7"),

    @JsonProperty("tiny-q8_0")
    TINY_Q8_0("tiny-q8_0", "c2085835d3f50733e2ff6e4b41ae8a2b8d8110461e18821b09a15c40c42d1cca"),

    @JsonProperty("tiny.en")
    TINY_EN("tiny.en", "921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f"),

    @JsonProperty("tiny.en-q5_1")
    TINY_EN_Q5_1("tiny.en-q5_1", "c77c5766f1cef09b6b7d47f21b546cbddd4157886b3b5d6d4f709e91e66c7c2b"),

    @JsonProperty("tiny.en-q8_0")
    TINY_EN_Q8_0("tiny.en-q8_0", "5bc2b3860aa151a4c6e7bb095e1fcce7cf12c7b020ca08dcec0c6d018bb7dd94"),

    @JsonProperty("base")
    BASE("base", "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe"),

    @JsonProperty("base-q5_1")
    BASE_Q5_1("base-q5_1", "422f1ae452ade6f30a004d7e5c6a43195e4433bc370bf23fac9cc591f01a8898"),

    @JsonProperty("base-q8_0")
    BASE_Q8_0("base-q8_0", "c577b9a86e7e048a0b7eada054f4dd79a56bbfa911fbdacf900ac5b567cbb7d9"),

    @JsonProperty("base.en")
    BASE_EN("base.en", "a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002"),

    @JsonProperty("base.en-q5_1")
    BASE_EN_Q5_1("base.en-q5_1", "4baf70dd0d7c4247ba2b81fafd9c01005ac77c2f9ef064e00dcf195d0e2fdd2f"),

    @JsonProperty("base.en-q8_0")
    BASE_EN_Q8_0("base.en-q8_0", "a4d4a0768075e13cfd7e19df3ae2dbc4a68d37d36a7dad45e8410c9a34f8c87e"),

    @JsonProperty("small")
    SMALL("small", "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b"),

    @JsonProperty("small-q5_1")
    SMALL_Q5_1("small-q5_1", "ae85e4a935d7a567bd102fe55afc16bb595bdb618e11b2fc7591bc08120411bb"),

    @JsonProperty("small-q8_0")
    SMALL_Q8_0("small-q8_0", "49c8fb02b65e6049d5fa6c04f81f53b867b5ec9540406812c643f177317f779f"),

    @JsonProperty("small.en")
    SMALL_EN("small.en", "c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d"),

    @JsonProperty("small.en-q5_1")
    SMALL_EN_Q5_1("small.en-q5_1", "bfdff4894dcb76bbf647d56263ea2a96645423f1669176f4844a1bf8e478ad30"),

    @JsonProperty("small.en-q8_0")
    SMALL_EN_Q8_0("small.en-q8_0", "67a179f608ea6114bd3fdb9060e762b588a3fb3bd00c4387971be4d177958067"),

    @JsonProperty("medium")
    MEDIUM("medium", "6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208"),

    @JsonProperty("medium-q5_0")
    MEDIUM_Q5_0("medium-q5_0", "19fea4b380c3a618ec4723c3eef2eb785ffba0d0538cf43f8f235e7b3b34220f"),

    @JsonProperty("medium-q8_0")
    MEDIUM_Q8_0("medium-q8_0", "42a1ffcbe4167d224232443396968db4d02d4e8e87e213d3ee2e03095dea6502"),

    @JsonProperty("medium.en")
    MEDIUM_EN("medium.en", "cc37e93478338ec7700281a7ac30a10128929eb8f427dda2e865faa8f6da4356"),

    @JsonProperty("medium.en-q5_0")
    MEDIUM_EN_Q5_0("medium.en-q5_0", "76733e26ad8fe1c7a5bf7531a9d41917b2adc0f20f2e4f5531688a8c6cd88eb0"),

    @JsonProperty("medium.en-q8_0")
    MEDIUM_EN_Q8_0("medium.en-q8_0", "43fa2cd084de5a04399a896a9a7a786064e221365c01700cea4666005218f11c"),

    @JsonProperty("large-v3")
    LARGE_V3("large-v3", "64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2"),

    @JsonProperty("large-v3-q5_0")
    LARGE_V3_Q5_0("large-v3-q5_0", "d75795ecff3f83b5faa89d1900604ad8c780abd5739fae406de19f23ecd98ad1"),

    @JsonProperty("large-v3-turbo")
    LARGE_V3_TURBO("large-v3-turbo", "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69"),

    @JsonProperty("large-v3-turbo-q5_0")
    LARGE_V3_TURBO_Q5_0("large-v3-turbo-q5_0", "394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2"),

    @JsonProperty("large-v3-turbo-q8_0")
    LARGE_V3_TURBO_Q8_0("large-v3-turbo-q8_0", "317eb69c11673c9de1e1f0d459b253999804ec71ac4c23c17ecf5fbe24e259a1");

    private static final String REPOSITORY = "https://huggingface.co/ggerganov/whisper.cpp/resolve/main/";

    private final String presetName;
    private final String sha256;

    ModelPreset(String presetName, String sha256) {
        this.presetName = presetName;
        this.sha256 = sha256;
    }

    /** Finds a preset by its name, exactly as the resource spells it. */
    public static Optional<ModelPreset> named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.presetName.equals(name))
                .findFirst();
    }

    /** Finds the preset whose weights have this SHA-256, 64 hex digits in lower case. */
    public static Optional<ModelPreset> withSha256(String sha256) {
        return Arrays.stream(values())
                .filter(preset -> preset.sha256().equals(sha256))
                .findFirst();
    }

    /** Returns the name in the resource, such as {@code base-q8_0}. */
    public String presetName() {
        return presetName;
    }

    /** Returns the SHA-256 of the file, 64 hex digits in lower case. */
    public String sha256() {
        return sha256;
    }

    /** Returns the name of the file, such as {@code ggml-base-q8_0.bin}. */
    public String fileName() {
        return "ggml-" + presetName + ".bin";
    }

    /** Returns the address of the published file. */
    public String uri() {
        return REPOSITORY + fileName();
    }

    /** Returns whether the model transcribes English only. */
    public boolean englishOnly() {
        return presetName.contains(".en");
    }
}
