package io.audiostream.operator.status;

import io.audiostream.operator.api.ServiceCondition;
import io.audiostream.operator.api.TranscriptionServiceStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts resources by the state of each condition. */
public final class ConditionCounts {
    /** Replaces text that this version of the operator does not write. */
    static final String OTHER = "Other";

    private static final Set<String> TYPES = texts(ConditionType.values(), ConditionType::text);
    private static final Set<String> STATUSES = texts(ConditionStatus.values(), ConditionStatus::text);
    private static final Set<String> REASONS = texts(Reason.values(), Reason::text);

    private ConditionCounts() {}

    /**
     * The state of a condition. Its values are bounded: another author of a status adds no time series.
     *
     * @param type type of the condition, such as {@code Ready}
     * @param status {@code True}, {@code False} or {@code Unknown}
     * @param reason reason of the condition
     */
    public record State(String type, String status, String reason) {

        private static State of(ServiceCondition condition) {
            return new State(
                    known(condition.type(), TYPES),
                    known(condition.status(), STATUSES),
                    known(condition.reason(), REASONS));
        }

        private static String known(@Nullable String text, Set<String> all) {
            return text != null && all.contains(text) ? text : OTHER;
        }
    }

    /** Returns how many of the statuses have each state; no entry for states that none has. */
    public static Map<State, Long> of(Stream<TranscriptionServiceStatus> statuses) {
        return statuses.filter(status -> status.conditions() != null)
                .flatMap(status -> status.conditions().stream())
                .map(State::of)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static <T> Set<String> texts(T[] values, Function<T, String> text) {
        return Arrays.stream(values).map(text).collect(Collectors.toUnmodifiableSet());
    }
}
