package io.audiostream.operator.envoy;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.audiostream.operator.model.EnvoySettings;
import io.envoyproxy.envoy.config.overload.v3.BufferFactoryConfig;
import io.envoyproxy.envoy.config.overload.v3.OverloadAction;
import io.envoyproxy.envoy.config.overload.v3.OverloadManager;
import io.envoyproxy.envoy.config.overload.v3.ResourceMonitor;
import io.envoyproxy.envoy.config.overload.v3.ScaledTrigger;
import io.envoyproxy.envoy.config.overload.v3.ThresholdTrigger;
import io.envoyproxy.envoy.config.overload.v3.Trigger;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;
import java.time.Duration;

/** Envoy's overload manager: refuses work before Envoy runs out of connections or memory. */
record OverloadProtection(EnvoySettings settings) {

    private static final String HEAP = "envoy.resource_monitors.fixed_heap";

    /** Share of the memory limit for the heap, in percent. The rest is for stacks, code and what the kernel counts. */
    private static final int HEAP_PERCENT = 75;

    /** Tracks streams that buffer 1 MiB, two to the power of 20, or more. */
    private static final int TRACKED_STREAM_POWER = 20;

    /** Time between two looks at the heap. Clients can fill some 100 MiB a second. */
    private static final Duration REFRESH_INTERVAL = Duration.ofMillis(50);

    OverloadManager manager() {
        var manager = OverloadManager.newBuilder()
                .setRefreshInterval(ProtoValues.duration(REFRESH_INTERVAL))
                .addResourceMonitors(monitor(
                        "envoy.resource_monitors.global_downstream_max_connections",
                        DownstreamConnectionsConfig.newBuilder()
                                .setMaxActiveDownstreamConnections(
                                        settings.connections().connections())
                                .build()));
        settings.resources().memoryLimitBytes().ifPresent(bytes -> addHeapActions(manager, bytes / 100 * HEAP_PERCENT));
        return manager.build();
    }

    /** The order of the thresholds: free memory, end the streams that hold most, then refuse requests. */
    private static void addHeapActions(OverloadManager.Builder manager, long heapBytes) {
        manager.addResourceMonitors(monitor(
                        HEAP,
                        FixedHeapConfig.newBuilder()
                                .setMaxHeapSizeBytes(heapBytes)
                                .build()))
                .addActions(action("envoy.overload_actions.shrink_heap", above(0.85)))
                .addActions(action("envoy.overload_actions.reset_high_memory_stream", between(0.9, 0.98)))
                .addActions(action("envoy.overload_actions.stop_accepting_requests", above(0.95)))
                .setBufferFactoryConfig(
                        BufferFactoryConfig.newBuilder().setMinimumAccountToTrackPowerOfTwo(TRACKED_STREAM_POWER));
    }

    private static ResourceMonitor monitor(String name, Message config) {
        return ResourceMonitor.newBuilder()
                .setName(name)
                .setTypedConfig(Any.pack(config))
                .build();
    }

    private static OverloadAction action(String name, Trigger trigger) {
        return OverloadAction.newBuilder().setName(name).addTriggers(trigger).build();
    }

    private static Trigger above(double share) {
        return Trigger.newBuilder()
                .setName(HEAP)
                .setThreshold(ThresholdTrigger.newBuilder().setValue(share))
                .build();
    }

    private static Trigger between(double begin, double full) {
        return Trigger.newBuilder()
                .setName(HEAP)
                .setScaled(ScaledTrigger.newBuilder().setScalingThreshold(begin).setSaturationThreshold(full))
                .build();
    }
}
