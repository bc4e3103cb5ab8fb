package io.audiostream.operator.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Models that users can name for the CTranslate2 engine: OpenAI's Whisper as the authors of faster-whisper publish it,
 * under MIT. Each model is a folder of a few files.
 *
 * <p>Revisions and checksums come from the model lists of public projects. At least two lists agree on each weight
 * file. The checksums of {@code base} were also computed from its files.
 */
public enum FolderPreset {
    TINY(
            "tiny",
            "Systran/faster-whisper-tiny",
            "d90ca5fe260221311c53c58e660288d3deb8d356",
            "dcb76c6586fc06cbdac6dd21f14cfd129cc4cdd9dce19bf4ffa62e59cbe6e6d1",
            "a73a28cdfe1c43ccc7202fa333d1f89c202477271407ae9a7f19afa52039cac8",
            Vocabulary.MULTILINGUAL),

    BASE(
            "base",
            "Systran/faster-whisper-base",
            "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
            "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            Vocabulary.MULTILINGUAL),

    SMALL(
            "small",
            "Systran/faster-whisper-small",
            "536b0662742c02347bc0e980a01041f333bce120",
            "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671",
            "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828",
            Vocabulary.MULTILINGUAL),

    MEDIUM(
            "medium",
            "Systran/faster-whisper-medium",
            "08e178d48790749d25932bbc082711ddcfdfbc4f",
            "9b45e1009dcc4ab601eff815b61d80e60ce3fd8c74c1a14f4a282258286b51ae",
            "3622a2ddc41ec0e0fd4e68c13c6830f03b90c38d89aaad184de02c8c642cf807",
            Vocabulary.MULTILINGUAL),

    LARGE_V3(
            "large-v3",
            "Systran/faster-whisper-large-v3",
            "edaa852ec7e145841d8ffdb056a99866b5f0a478",
            "69f74147e3334731bc3a76048724833325d2ec74642fb52620eda87352e3d4f1",
            "a9306624f5ec14270a014b647e5c316b6e03a662c369758d1b90697a7b0655b9",
            Vocabulary.LARGE_V3),

    LARGE_V3_TURBO(
            "large-v3-turbo",
            "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
            "0a363e9161cbc7ed1431c9597a8ceaf0c4f78fcf",
            "e76620f83d5f5b69efd3d87e3dc180c1bd21df9fbebacfd4335e5e1efcc018da",
            "b0253ea6c0d3bea6b1e19e91a02acfd3b53f4467362efcb5a3e6b16c9b3a9b7e",
            Vocabulary.LARGE_V3);

    /** A file of a preset's folder. */
    public record File(String name, String sha256) {}

    private static final class Vocabulary {
        static final File MULTILINGUAL =
                new File("vocabulary.txt", "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913");
        static final File LARGE_V3 =
                new File("vocabulary.json", "c69260f2ab26d659b7c398f9a2b2b48ed0df16c3b47d7326782fd9cba71690c1");
    }

    private final String presetName;
    private final String repository;
    private final String revision;
    private final List<File> files;

    FolderPreset(
            String presetName,
            String repository,
            String revision,
            String modelSha256,
            String configSha256,
            File vocabulary) {
        this.presetName = presetName;
        this.repository = repository;
        this.revision = revision;
        // The large file comes last, so that a wrong address fails on a small one.
        files = List.of(new File("config.json", configSha256), vocabulary, new File("model.bin", modelSha256));
    }

    /** Finds a preset by its name, exactly as the resource spells it. */
    public static Optional<FolderPreset> named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.presetName.equals(name))
                .findFirst();
    }

    /** Finds the preset whose weights have this SHA-256, 64 hex digits in lower case. */
    public static Optional<FolderPreset> withSha256(String sha256) {
        return Arrays.stream(values())
                .filter(preset -> preset.sha256().equals(sha256))
                .findFirst();
    }

    /** Returns the name in the resource, such as {@code base}. */
    public String presetName() {
        return presetName;
    }

    /** Returns the name of the folder, such as {@code faster-whisper-base}. */
    public String folderName() {
        return "faster-whisper-" + presetName;
    }

    /** Returns the files of the folder; the weights come last. */
    public List<File> files() {
        return files;
    }

    /** Returns the SHA-256 of the weights, 64 hex digits in lower case. */
    public String sha256() {
        return files.getLast().sha256();
    }

    /** Returns the address of the published folder, without a slash at the end. */
    public String uri() {
        return "https://huggingface.co/" + repository + "/resolve/" + revision;
    }
}
