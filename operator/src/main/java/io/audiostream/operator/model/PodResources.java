package io.audiostream.operator.model;

import io.audiostream.operator.api.ContainerResources;
import io.audiostream.operator.api.ReservedNames;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists the requests and limits of all containers of a pod, for the status. */
final class PodResources {
    private PodResources() {}

    /** Returns the containers in the order in which they start. */
    static List<ContainerResources> of(DesiredService service) {
        var template = service.pods().template();
        var containers = new ArrayList<>(ofTemplate(template.initContainers()));
        if (!service.mountedObjects().isEmpty()) {
            containers.add(of(ReservedNames.CHECK_SECRETS, service.resources()));
        }
        if (service.model() instanceof ModelSource.Download) {
            containers.add(of(ReservedNames.FETCH_MODEL, service.resources()));
        }
        containers.add(of(ReservedNames.ENVOY, service.envoy().resources()));
        containers.add(of(ReservedNames.TRANSCRIBER, service.resources()));
        containers.addAll(ofTemplate(template.containers()));
        return List.copyOf(containers);
    }

    private static List<ContainerResources> ofTemplate(List<Container> containers) {
        return containers.stream()
                .map(container -> of(
                        container.getName(),
                        container.getResources() == null ? Resources.NONE : Resources.of(container.getResources())))
                .toList();
    }

    /** Kubernetes uses a limit as the request where only the limit is set. */
    private static ContainerResources of(String name, Resources resources) {
        var requests = new TreeMap<>(resources.limits());
        requests.putAll(resources.requests());
        return new ContainerResources(name, texts(requests), texts(resources.limits()));
    }

    private static @Nullable Map<String, String> texts(Map<String, Quantity> quantities) {
        if (quantities.isEmpty()) {
            return null;
        }
        var texts = new TreeMap<String, String>();
        quantities.forEach((resource, quantity) -> texts.put(resource, quantity.toString()));
        return texts;
    }
}
