package io.audiostream.operator.status;

import io.audiostream.operator.api.ContainerImage;
import io.audiostream.operator.api.ReservedNames;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists the images that ready pods run: one for each container, or several, such as during a rollout. */
final class RunningImages {
    private static final Set<String> CONTAINERS = Set.of(ReservedNames.ENVOY, ReservedNames.TRANSCRIBER);
    private static final Comparator<ContainerImage> ORDER = Comparator.comparing(ContainerImage::container)
            .thenComparing(ContainerImage::imageID)
            .thenComparing(image -> String.valueOf(image.image()));

    private RunningImages() {}

    /** Returns null if no pod is ready, so that the status has no empty list. */
    static @Nullable List<ContainerImage> of(List<Pod> pods) {
        var images = pods.stream()
                .filter(PodState::isReady)
                .flatMap(ContainerView::of)
                .filter(container -> CONTAINERS.contains(container.name()))
                .flatMap(container -> container.image().stream())
                .distinct()
                .sorted(ORDER)
                .toList();
        return images.isEmpty() ? null : images;
    }
}
