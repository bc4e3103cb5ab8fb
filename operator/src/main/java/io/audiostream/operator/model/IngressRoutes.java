package io.audiostream.operator.model;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settings of the Ingresses of a service, one for gRPC and one for HTTP.
 *
 * @param className name of the IngressClass; empty: the default class of the cluster
 * @param hosts host names of clients, at least one
 * @param tlsSecretName name of the Secret with the certificate of the hosts; empty: the Ingresses name none
 * @param grpcAnnotations annotations of the Ingress for gRPC that the resource sets
 * @param httpAnnotations annotations of the Ingress for HTTP that the resource sets
 */
public record IngressRoutes(
        Optional<String> className,
        List<String> hosts,
        Optional<String> tlsSecretName,
        SortedMap<String, String> grpcAnnotations,
        SortedMap<String, String> httpAnnotations) {

    /** Copies the collections. */
    public IngressRoutes {
        hosts = List.copyOf(hosts);
        grpcAnnotations = Collections.unmodifiableSortedMap(new TreeMap<>(grpcAnnotations));
        httpAnnotations = Collections.unmodifiableSortedMap(new TreeMap<>(httpAnnotations));
        Checks.check(!hosts.isEmpty(), "an Ingress needs at least one host");
    }
}
