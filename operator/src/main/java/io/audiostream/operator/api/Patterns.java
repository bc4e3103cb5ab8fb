package io.audiostream.operator.api;

import io.audiostream.commandline.Durations;

/** Regular expressions for the texts in a resource, shared by the rules of the schema and the readers of the model. */
public final class Patterns {
    /** A duration in one unit, such as {@code 10s} or {@code 700ms}; at most eight digits, so that it fits 64 bits. */
    public static final String DURATION = "^" + Durations.PATTERN + "$";

    /** The address of a file that a pod can fetch. */
    public static final String MODEL_URI = "^https?://[^/ ?#]+/[^ #]+$";

    /** An address with a user, and perhaps a password, before the host. */
    public static final String URI_WITH_USER = "^https?://[^/?#]*@.*$";

    /** An address with a parameter that is a token or a signature by its name. */
    public static final String URI_WITH_TOKEN =
            "^(?i)[^?]*[?](.*&)?(access_?token|auth|api_?key|key|password|secret|sig|"
                    + "signature|token|x-amz-credential|x-amz-signature|x-goog-signature|awsaccesskeyid)=.*$";

    /** An HTTP address without a user and a query. */
    public static final String HTTP_ADDRESS = "^https?://[^/ ?#@]+(/[^ ?#]*)?$";

    /** The address of an HTTP proxy, without a user. */
    public static final String PROXY = "^http://[A-Za-z0-9._-]+(:([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?/?$";

    /** A host, a domain, or all of them. */
    public static final String NO_PROXY = "^([*]|([*]?[.])?[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?)$";

    /** The name of a header, except those that the HTTP client sets. */
    public static final String HEADER = "^[A-Za-z0-9][A-Za-z0-9_-]*$";

    /** A header that the HTTP client sets itself. */
    public static final String CLIENT_HEADER = "^(?i)(connection|content-length|expect|host|range|upgrade)$";

    /** A repository of Hugging Face. */
    public static final String REPOSITORY = "^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$";

    /** A commit, tag or branch. */
    public static final String REVISION = "^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$";

    /** The name of a bucket of S3. */
    public static final String BUCKET = "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$";

    /** A region of S3. */
    public static final String S3_REGION = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

    private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";

    /**
     * The origin of a web page, as browsers write it: scheme, host in lower case and port. A {@code *} may stand in the
     * first label of a host with several labels.
     */
    public static final String ORIGIN = "^[a-z][a-z0-9+.-]*://(" + LABEL + "([.]" + LABEL + ")*"
            + "|[a-z0-9-]*[*][a-z0-9-]*([.]" + LABEL + ")+)(:[0-9]{1,5})?$";

    /** An origin with the default port of its scheme, which browsers leave out. */
    public static final String ORIGIN_WITH_DEFAULT_PORT = "^(https://.*:443|http://.*:80)$";

    /** A host name in lower case; {@code *} may be its first label. */
    public static final String HOST = "^([*][.])?" + LABEL + "([.]" + LABEL + ")*$";

    /** An IPv4 address, or what looks like one. */
    public static final String NUMERIC_HOST = "^[0-9.]+$";

    /** Name of a namespace. */
    public static final String NAMESPACE = "^" + LABEL + "$";

    /** A SHA-256 as {@code sha256sum} prints it: 64 hex digits in lower case. */
    public static final String SHA256 = "^[0-9a-f]{64}$";

    /** Name of a Kubernetes object. */
    public static final String OBJECT_NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /** Name of a Service: a DNS label that begins with a letter; at most 63 characters. */
    public static final String SERVICE_NAME = "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$";

    /** Name of a TranscriptionModel: a DNS label of at most 50 characters, so that the name of its Job has room. */
    public static final String TRANSCRIPTION_MODEL_NAME = "^[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?$";

    /** The ServiceAccount that Kubernetes creates in each namespace has this name. */
    public static final String RESERVED_NAME = "default";

    /** Reference of a container image, with tag, digest, both or neither. */
    public static final String IMAGE = "^[a-z0-9]+([._-]+[a-z0-9]+)*(:[0-9]+)?"
            + "(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$";

    /** {@code auto}, or a language code of Whisper. Only the large-v3 models support {@code yue}. */
    public static final String LANGUAGE =
            "^(auto|af|am|ar|as|az|ba|be|bg|bn|bo|br|bs|ca|cs|cy|da|de|el|en|es|et|eu|fa|fi|fo|fr|gl|gu|"
                    + "ha|haw|he|hi|hr|ht|hu|hy|id|is|it|ja|jw|ka|kk|km|kn|ko|la|lb|ln|lo|lt|lv|mg|mi|mk|ml|mn|"
                    + "mr|ms|mt|my|ne|nl|nn|no|oc|pa|pl|ps|pt|ro|ru|sa|sd|si|sk|sl|sn|so|sq|sr|su|sv|sw|ta|te|"
                    + "tg|th|tk|tl|tr|tt|uk|ur|uz|vi|yi|yo|yue|zh)$";

    /** An address of HTTPS with a host, an optional port and a path. */
    public static final String HTTPS_ADDRESS = "^https://[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?/[^ #]*$";

    /** Key of an entry of a Secret. */
    public static final String SECRET_KEY = "^[-._a-zA-Z0-9]+$";

    /** A percentage from 0% to 100%. */
    public static final String PERCENTAGE = "^([0-9]|[1-9][0-9]|100)%$";

    /** Key of a label, an annotation or an entry of a node selector. */
    public static final String LABEL_KEY =
            "^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$";

    /** Value of a label or of an entry of a node selector. */
    public static final String LABEL_VALUE = "^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$";

    /** Absolute path without a '/' at the end. */
    public static final String MOUNT_PATH = "^(/[A-Za-z0-9_.-]+)+$";

    /** A path with a part that is {@code ..}. */
    public static final String UPWARD_PATH = "^.*/[.][.](/.*)?$";

    private Patterns() {}
}
