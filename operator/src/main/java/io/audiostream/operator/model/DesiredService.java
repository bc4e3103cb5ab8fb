package io.audiostream.operator.model;

import io.audiostream.operator.api.ContainerResources;
import io.audiostream.operator.api.TranscriptionService;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The desired state of a resource as one immutable value, validated and with every default filled in. The objects in a
 * cluster and the processes on a machine are rendered from this value and from nothing else.
 *
 * @param name name of the resource and of its Service
 * @param namespace namespace of the resource; empty when it has none ({@code local})
 * @param model source of the model
 * @param decoding engine and language
 * @param scaling slots and pods
 * @param streams limits of the lifetime of streams
 * @param images container images
 * @param envoy settings of Envoy
 * @param resources requests and limits of the transcriber container, written or derived
 * @param maxDecoders decodes at the same time that the derived memory limit has room for; empty: that limit is not
 *     derived
 * @param logging logs of the processes
 * @param tracing export of traces; empty: no tracing
 * @param listenAddress address that Envoy's listener binds to in a pod
 * @param pods settings of the pods that concern Kubernetes alone
 * @param endpoint settings of the Service that clients connect to
 * @param routes ways into the cluster for clients outside
 * @param spillOver how streams without a slot go to other pods; empty: they are refused
 */
public record DesiredService(
        String name,
        String namespace,
        ModelSource model,
        DecodingSettings decoding,
        Scaling scaling,
        StreamLimits streams,
        Images images,
        EnvoySettings envoy,
        Resources resources,
        Optional<Integer> maxDecoders,
        Logging logging,
        Optional<Tracing> tracing,
        String listenAddress,
        PodSettings pods,
        ServiceTemplate endpoint,
        Routes routes,
        Optional<SpillOver> spillOver) {

    /**
     * Reads a resource with the defaults of this version.
     *
     * @throws InvalidSpecException when a field is invalid
     */
    public static DesiredService of(TranscriptionService resource) {
        return of(resource, Defaults.OF_THIS_VERSION);
    }

    /**
     * Reads a resource.
     *
     * @param defaults settings of the operator for fields that the resource leaves out
     * @throws InvalidSpecException when a field is invalid
     */
    public static DesiredService of(TranscriptionService resource, Defaults defaults) {
        return new ResourceReader(resource, defaults).read();
    }

    /** Returns a copy with another model. */
    public DesiredService withModel(ModelSource other) {
        return new DesiredService(
                name,
                namespace,
                other,
                decoding,
                scaling,
                streams,
                images,
                envoy,
                resources,
                maxDecoders,
                logging,
                tracing,
                listenAddress,
                pods,
                endpoint,
                routes,
                spillOver);
    }

    /** Returns the Secrets and ConfigMaps that the pods mount. */
    public SortedMap<SecretMount, MountedObject> mountedObjects() {
        var objects = new TreeMap<SecretMount, MountedObject>();
        envoy.access().secrets().forEach((mount, secret) -> objects.put(mount, new MountedObject.Secret(secret)));
        if (model instanceof ModelSource.Download download) {
            objects.putAll(download.access().objects());
        }
        return Collections.unmodifiableSortedMap(objects);
    }

    /** Returns the PersistentVolumeClaims that the pods mount. */
    public Stream<String> claims() {
        return Stream.concat(model.claim().stream(), pods.template().claims());
    }

    /** Returns whether the pods use a resource of a device plugin, such as a GPU, of which a node has few. */
    public boolean hasDevice() {
        return resources.hasDevice()
                || envoy.resources().hasDevice()
                || pods.template().hasDevice();
    }

    /** Returns the requests and limits of all containers of a pod. */
    public List<ContainerResources> containerResources() {
        return PodResources.of(this);
    }

    /** Returns the arguments of the processes in a placement. */
    public ProcessArguments arguments(Placement placement) {
        return ProcessArguments.of(this, placement);
    }

    /** Returns the name of the headless Service, whose DNS name has the address of every ready pod. */
    public String headlessName() {
        return HeadlessName.of(name);
    }

    /** Returns the placement of the processes in a pod. */
    public Placement inPod() {
        return Placement.inPod(model, listenAddress);
    }
}
