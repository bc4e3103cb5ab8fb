package io.audiostream.operator.model;

import io.audiostream.operator.api.ModelCacheSpec;
import io.audiostream.operator.api.SpecLimits;
import io.audiostream.operator.api.SpecMessages;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.model.cache}. */
final class ModelCacheReader {
    private static final String FIELD = "spec.model.cache";

    private ModelCacheReader() {}

    static Optional<ModelCache> read(@Nullable ModelCacheSpec spec) {
        return spec == null
                ? Optional.empty()
                : Optional.of(new ModelCache(
                        ModelReader.claimName(FIELD + ".claimName", spec.claimName()),
                        Optional.ofNullable(spec.maxSize()).map(ModelCacheReader::bytes),
                        Optional.ofNullable(spec.maxUnusedAge()).map(ModelCacheReader::age)));
    }

    private static long bytes(Quantity value) {
        var field = FIELD + ".maxSize";
        var bytes = FieldCheck.quantity(field, "", value);
        if (bytes.stripTrailingZeros().scale() > 0
                || bytes.compareTo(BigDecimal.valueOf(SpecLimits.MIN_CACHE_BYTES)) < 0
                || bytes.compareTo(BigDecimal.valueOf(SpecLimits.MAX_CACHE_BYTES)) > 0) {
            throw new InvalidSpecException(field, "'" + value + "' " + SpecMessages.CACHE_SIZE);
        }
        return bytes.longValueExact();
    }

    private static Duration age(String value) {
        return FieldCheck.duration(
                FIELD + ".maxUnusedAge", value, value, SpecLimits.MIN_UNUSED_AGE, SpecLimits.MAX_UNUSED_AGE);
    }
}
