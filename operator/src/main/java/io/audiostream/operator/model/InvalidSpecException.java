package io.audiostream.operator.model;

/**
 * The spec of a resource is invalid. The schema already rejects such a resource. This exception covers resources that
 * no API server has validated ({@code local}) and clusters whose CRD is older or newer than the operator.
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

    /** Returns the path of the field, such as {@code spec.model.sha256}. */
    public String field() {
        return field;
    }
}
