package io.audiostream.systemtest;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A metric with all labels of its samples.
 *
 * @param kind as in {@code # TYPE}; empty for the samples of a histogram or summary
 */
record Metric(String kind, Set<String> labels) {

    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(\\{.*})?( .*)?");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** Parses Prometheus' text format, with or without values. A histogram also has its labels without {@code le}. */
    static Map<String, Metric> parse(String text) {
        var metrics = new TreeMap<String, Metric>();
        String family = "";
        for (String line : text.split("\n")) {
            var type = TYPE.matcher(line);
            var sample = SAMPLE.matcher(line);
            if (type.matches()) {
                family = type.group(1);
                metrics.put(family, new Metric(type.group(2), new TreeSet<>()));
            } else if (!line.startsWith("#") && sample.matches()) {
                var labels = new TreeSet<String>();
                LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                        .results()
                        .forEach(label -> labels.add(label.group(1)));
                metrics.computeIfAbsent(sample.group(1), _ -> new Metric("", new TreeSet<>()))
                        .labels()
                        .addAll(labels);
                labels.remove("le");
                if (sample.group(1).startsWith(family + "_")) {
                    metrics.get(family).labels().addAll(labels);
                }
            }
        }
        return metrics;
    }
}
