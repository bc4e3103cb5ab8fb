package io.audiostream.operator.dependent;

import static org.assertj.core.api.Assertions.assertThat;

import io.audiostream.operator.envoy.EnvoyConfig;
import io.audiostream.operator.model.DesiredService;
import io.audiostream.operator.model.ProxyModel;
import io.audiostream.operator.testing.ResourceFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvoyConfigsTest {
    private static final ProxyModel MINIMAL = proxy("minimal.yaml");
    private static final ProxyModel FULL = proxy("full.yaml");

    private final List<ProxyModel> rendered = new ArrayList<>();

    private final EnvoyConfigs configs = new EnvoyConfigs(
            proxy -> {
                rendered.add(proxy);
                return EnvoyConfig.of(proxy);
            },
            1);

    private static ProxyModel proxy(String example) {
        return ProxyModel.inPod(DesiredService.of(ResourceFiles.read(ResourceFiles.EXAMPLES.resolve(example))));
    }

    @Test
    void rendersEqualModelsOnce() {
        // when
        var one = configs.of(MINIMAL);
        var two = configs.of(proxy("minimal.yaml"));

        // then
        assertThat(rendered).containsExactly(MINIMAL);
        assertThat(two).isSameAs(one);
    }

    @Test
    void rendersAnotherModel() {
        // given
        configs.of(MINIMAL);

        // when / then
        assertThat(configs.of(FULL)).isEqualTo(EnvoyConfig.of(FULL));
    }

    @Test
    void keepsNoMoreThanItsCapacity() {
        // given
        configs.of(MINIMAL);
        configs.of(FULL);

        // when
        configs.of(MINIMAL);

        // then
        assertThat(rendered).containsExactly(MINIMAL, FULL, MINIMAL);
    }
}
