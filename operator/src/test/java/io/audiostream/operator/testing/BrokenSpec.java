package io.audiostream.operator.testing;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A resource that cannot work, and in its first lines what is to be said of it.
 *
 * @param file the YAML file
 * @param field path of the field that the refusal names; {@code <nil>} where the API server can name none
 * @param says part of the sentence that tells what to write instead
 */
public record BrokenSpec(Path file, String field, String says) {

    public static BrokenSpec of(Path file) {
        var text = ResourceFiles.text(file);
        return new BrokenSpec(file, comment(text, "field"), comment(text, "says"));
    }

    private static String comment(String text, String name) {
        var matcher =
                Pattern.compile("^# " + name + ": (.*)$", Pattern.MULTILINE).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("a broken spec begins with '# field: …' and '# says: …'");
        }
        return matcher.group(1);
    }

    @Override
    public String toString() {
        return String.valueOf(file.getFileName());
    }
}
