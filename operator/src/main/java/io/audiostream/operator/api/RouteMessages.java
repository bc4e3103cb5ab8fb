package io.audiostream.operator.api;

/**
 * What is right for the fields of {@code spec.routes}, in the rules of the schema and in the errors of the operator.
 */
public final class RouteMessages {
    /** A host name of a route is invalid. */
    public static final String HOSTS = "must be host names, such as speech.example.com or *.example.com: lower-case"
            + " letters, digits, '-' and '.', without a port, and no addresses";

    /** A host name of a route occurs twice. */
    public static final String DUPLICATE_HOSTS = "must name each host once";

    /** {@code spec.routes.ingress.ingressClassName} is invalid. */
    public static final String INGRESS_CLASS_NAME =
            "must be the name of an IngressClass: lower-case letters, digits, '-' and '.'";

    /** The name of a Gateway is invalid. */
    public static final String GATEWAY_NAME = "must be the name of a Gateway: lower-case letters, digits, '-' and '.'";

    /** The namespace of a Gateway is invalid. */
    public static final String GATEWAY_NAMESPACE =
            "must be the name of a namespace: lower-case letters, digits and '-', at most 63";

    /** The listener of a Gateway is invalid. */
    public static final String GATEWAY_LISTENER =
            "must be the name of a listener of the Gateway: lower-case letters, digits, '-' and '.'";

    /** A Gateway, or a listener of it, occurs twice. */
    public static final String DUPLICATE_PARENTS = "must name each Gateway, or each listener of it, once";

    private RouteMessages() {}
}
