package io.audiostream.operator.reconciler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.audiostream.operator.api.TranscriptionModel;
import io.audiostream.operator.api.TranscriptionService;
import io.audiostream.operator.dependent.DataDigests;
import io.audiostream.operator.pods.ReducedPod;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates the serialization of the operator's client, whose objects fill the informer caches. */
public final class CacheSerialization {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Buffers for parsers and generators. By default each thread keeps its own. */
    private static final int MAX_BUFFERS = 8;

    private CacheSerialization() {}

    /** Creates a serialization that reads objects as small as the operator can use them. */
    public static KubernetesSerialization create() {
        var module = new SimpleModule()
                .addDeserializer(FieldsV1.class, new SharedManagedFields())
                .addDeserializer(String.class, new SharedStrings());
        module.setDeserializerModifier(new ReducedObjects(Map.of(
                Pod.class,
                object -> ReducedPod.reduce((Pod) object),
                ConfigMap.class,
                object -> reduce((ConfigMap) object),
                TranscriptionService.class,
                CacheSerialization::reduce,
                TranscriptionModel.class,
                CacheSerialization::reduce)));
        var factory = JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newBoundedPool(MAX_BUFFERS))
                .build();
        var mapper = new ObjectMapper(factory).registerModule(tolerance()).registerModule(module);
        return new KubernetesSerialization(mapper, true);
    }

    private static SimpleModule tolerance() {
        var module = new SimpleModule("tolerance");
        module.setDeserializerModifier(
                new TolerantResources(Set.of(TranscriptionService.class, TranscriptionModel.class)));
        return module;
    }

    private static void reduce(ConfigMap config) {
        if (config.getData() != null) {
            config.setData(DataDigests.of(config.getData()));
        }
    }

    /** Who manages which field of a resource matters rarely: {@link KeptReplicas} reads it from the API server. */
    private static void reduce(HasMetadata resource) {
        resource.getMetadata().setManagedFields(List.of());
        if (resource.getMetadata().getAnnotations() != null) {
            resource.getMetadata().getAnnotations().remove(LAST_APPLIED);
        }
    }
}
