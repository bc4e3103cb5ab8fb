package io.audiostream.operator.api;

/**
 * Pieces of the schema's CEL rules that several fields share.
 *
 * <p>A rule that must read a duration first matches its text: {@code duration()} of anything else would add an error of
 * its own to the sentence that the user is to read.
 */
final class CelRules {
    static final String IS_DURATION = "self.matches('" + Patterns.DURATION + "') && ";
    /** Both are there whenever a resource is checked; the check of the schema's own default {} sees neither. */
    static final String TIMEOUT_BELOW_INTERVAL =
            "!has(self.timeout) || !has(self.interval) || !self.timeout.matches('" + Patterns.DURATION
                    + "') || !self.interval.matches('" + Patterns.DURATION
                    + "') || duration(self.timeout) < duration(self.interval)";

    static final String IS_MESSAGE_SIZE = "type(self) == int ? (self >= " + Patterns.MIN_MESSAGE_BYTES + " && self <= "
            + Patterns.MAX_MESSAGE_BYTES + ") : (type(self) == string && isQuantity(self) && quantity(self).isInteger()"
            + " && quantity(self).asInteger() >= " + Patterns.MIN_MESSAGE_BYTES + " && quantity(self).asInteger() <= "
            + Patterns.MAX_MESSAGE_BYTES + ")";
    static final String MESSAGE_SIZE =
            "must be a whole number of bytes from 64Ki to 1Gi, such as 50Mi, 1Gi or 52428800";

    static final String IS_IMAGE = "self.matches('" + Patterns.IMAGE + "')";
    static final String IMAGE = "must be an image reference in lower case, such as"
            + " registry.example.com/team/transcriber:1.2.3, or one that ends in @sha256: and 64 hex digits";

    static final String IS_OBJECT_NAME = "self.matches('" + Patterns.OBJECT_NAME + "')";
    static final String CLAIM_NAME =
            "must be the name of a PersistentVolumeClaim in this namespace: lower-case letters,"
                    + " digits, '-' and '.'";

    static final String IS_INNER_PATH = "self != '' && !self.startsWith('/') && !self.endsWith('/')"
            + " && !self.split('/').exists(part, part in ['', '.', '..'])";
    static final String INNER_PATH =
            "must be a path inside the volume, such as whisper/ggml-base.bin: relative, to a file, without . or ..";

    /** Utilisation is measured against the request; a limit alone becomes the request too. */
    static final String CPU_UTILISATION_HAS_A_REQUEST =
            "!has(self.autoscaling) || has(self.autoscaling.targetSlotUtilizationPercentage)"
                    + " && !has(self.autoscaling.targetCPUUtilizationPercentage)"
                    + " || has(self.resources) && (has(self.resources.requests) && 'cpu' in self.resources.requests"
                    + " || has(self.resources.limits) && 'cpu' in self.resources.limits)";

    static final String ARE_RESOURCES = "self.all(key, (key in ['cpu', 'memory', 'ephemeral-storage']"
            + " || key.startsWith('hugepages-') || key.contains('/')) && isQuantity(string(self[key])))";
    static final String RESOURCES = "must name cpu, memory, ephemeral-storage or a resource with a '/', each with a"
            + " quantity, such as cpu: 500m and memory: 1Gi";

    private CelRules() {}
}
