package io.audiostream.operator.model;

/**
 * A resource that cannot work. The schema refuses such a resource already; this is for resources that no API server saw
 * ({@code local}) and for clusters whose CRD is older or newer than the operator.
 */
public final class InvalidSpecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /**
     * @param field path of the field, such as {@code spec.model.sha256}
     * @param problem what was seen and what to write instead
     */
    public InvalidSpecException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
    }

    /** Path of the field, such as {@code spec.model.sha256}. */
    public String field() {
        return field;
    }
}
