package io.audiostream.operator.api;

import io.audiostream.commandline.Durations;

/** How the texts in a resource are written: one set of regular expressions for the schema's rules and for the model. */
public final class Patterns {
    /** A duration in one unit, such as {@code 10s} or {@code 700ms}; at most eight digits, so that it fits 64 bits. */
    public static final String DURATION = "^" + Durations.PATTERN + "$";

    /** The address of a file that a pod can fetch. */
    public static final String MODEL_URI = "^https?://[^/ ?#]+/[^ #]+$";

    /** An address on a server, without a query. */
    public static final String HTTP_ADDRESS = "^https?://[^/ ?#]+(/[^ ?#]*)?$";

    /** A SHA-256 as {@code sha256sum} prints it. */
    public static final String SHA256 = "^[0-9a-f]{64}$";

    /** Name of an object of Kubernetes. */
    public static final String OBJECT_NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /** Name of a Service: a DNS label that begins with a letter; at most 63 characters. */
    public static final String SERVICE_NAME = "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$";

    /** Reference of a container image, with tag, digest, both or neither. */
    public static final String IMAGE = "^[a-z0-9]+([._-]+[a-z0-9]+)*(:[0-9]+)?"
            + "(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$";

    /** {@code auto}, or a language that Whisper knows. {@code yue} is known to the large-v3 models only. */
    public static final String LANGUAGE =
            "^(auto|af|am|ar|as|az|ba|be|bg|bn|bo|br|bs|ca|cs|cy|da|de|el|en|es|et|eu|fa|fi|fo|fr|gl|gu|"
                    + "ha|haw|he|hi|hr|ht|hu|hy|id|is|it|ja|jw|ka|kk|km|kn|ko|la|lb|ln|lo|lt|lv|mg|mi|mk|ml|mn|"
                    + "mr|ms|mt|my|ne|nl|nn|no|oc|pa|pl|ps|pt|ro|ru|sa|sd|si|sk|sl|sn|so|sq|sr|su|sv|sw|ta|te|"
                    + "tg|th|tk|tl|tr|tt|uk|ur|uz|vi|yi|yo|yue|zh)$";

    /** Smallest and largest limit of a message's size, in bytes. */
    public static final long MIN_MESSAGE_BYTES = 65_536;

    /** See {@link #MIN_MESSAGE_BYTES}. */
    public static final long MAX_MESSAGE_BYTES = 1_073_741_824;

    private Patterns() {}
}
