package io.audiostream.operator.testing;

import io.audiostream.operator.api.TranscriptionService;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Valid resources whose values are as small or as large as the schema and Kubernetes allow. */
public final class ExtremeResource {
    public static final Path SMALLEST = Path.of("src/test/resources/extremes/smallest.yaml");
    public static final Path LARGEST = Path.of("src/test/resources/extremes/largest.yaml");

    private static final Pattern REPEATED_KEY = Pattern.compile("(\\d+) x (.+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z]+)(?: (\\d+))?>");
    private static final int LABEL_LENGTH = 63;
    private static final int HOST_LENGTH = 253;

    private ExtremeResource() {}

    /** Reads a resource and replaces its placeholders, which {@code largest.yaml} explains. */
    public static TranscriptionService read(Path file) {
        var serialization = new KubernetesSerialization();
        var text = serialization.unmarshal(ResourceFiles.text(file), Map.class);
        return ResourceFiles.parse(serialization.asJson(expand(text, 0)));
    }

    private static Object expand(Object value, int index) {
        return switch (value) {
            case Map<?, ?> map -> expandMap(map, index);
            case List<?> list ->
                list.stream().flatMap(element -> expandElement(element, index)).toList();
            case String text -> PLACEHOLDER.matcher(text).replaceAll(placeholder -> textOf(placeholder, index));
            default -> value;
        };
    }

    private static Map<String, Object> expandMap(Map<?, ?> map, int index) {
        var expanded = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> {
            var repeated = REPEATED_KEY.matcher((String) key);
            if (repeated.matches()) {
                IntStream.range(0, Integer.parseInt(repeated.group(1)))
                        .forEach(i -> expanded.put((String) expand(repeated.group(2), i), expand(value, i)));
            } else {
                expanded.put((String) key, expand(value, index));
            }
        });
        return expanded;
    }

    private static Stream<Object> expandElement(Object element, int index) {
        return element instanceof Map<?, ?> map && map.get("times") instanceof Integer times
                ? IntStream.range(0, times).mapToObj(i -> expand(map.get("of"), i))
                : Stream.of(expand(element, index));
    }

    private static String textOf(MatchResult placeholder, int index) {
        return switch (placeholder.group(1)) {
            case "label" -> filled("n" + index, "-", length(placeholder));
            case "host" -> host(index, length(placeholder));
            case "key" -> host(index, HOST_LENGTH) + "/" + filled("k" + index, "-", LABEL_LENGTH);
            case "text" -> filled("t" + index, "x", length(placeholder));
            case "variable" -> filled("V" + index, "_", length(placeholder));
            case "path" -> filled("/p" + index, "/d", length(placeholder));
            default -> throw new IllegalArgumentException("unknown placeholder " + placeholder.group());
        };
    }

    /** A text of this length that begins with the prefix, whose end has no separator. */
    private static String filled(String prefix, String separator, int length) {
        return prefix + separator + "x".repeat(length - prefix.length() - separator.length());
    }

    /** A DNS subdomain with labels of at most 63 characters. */
    private static String host(int index, int length) {
        var labels = new StringBuilder(filled("h" + index, "-", LABEL_LENGTH));
        while (length - labels.length() > LABEL_LENGTH + 1) {
            labels.append('.').append("x".repeat(LABEL_LENGTH - 1));
        }
        return labels.append('.')
                .append("x".repeat(length - labels.length() - 1))
                .toString();
    }

    private static int length(MatchResult placeholder) {
        return Integer.parseInt(placeholder.group(2));
    }
}
