package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of the dashboards, and the guide of the alerts. */
class MonitoringFilesTest {

    private static final Path GUIDE = TestPaths.ROOT.resolve("docs/alerts.md");

    /** Columns of Grafana's grid. */
    private static final int COLUMNS = 24;

    @ParameterizedTest
    @MethodSource("io.audiostream.systemtest.MonitoringFiles#dashboards")
    void hasStableIdentityAndVariables(Path file) throws IOException {
        // when
        JsonObject dashboard = MonitoringFiles.json(file);

        // then
        assertThat(dashboard.get("uid").getAsString())
                .isEqualTo("audiostream-" + file.getFileName().toString().replace(".json", ""))
                .hasSizeLessThanOrEqualTo(40);
        assertThat(dashboard.get("title").getAsString()).startsWith("audiostream / ");
        assertThat(MonitoringFiles.objects(dashboard.getAsJsonObject("templating"), "list"))
                .extracting(variable -> variable.get("name").getAsString())
                .startsWith("datasource", "namespace");
    }

    /** A dashboard with a data source of its author shows nothing elsewhere. */
    @ParameterizedTest
    @MethodSource("io.audiostream.systemtest.MonitoringFiles#dashboards")
    void readsChosenDataSource(Path file) throws IOException {
        // when
        var panels = MonitoringFiles.objects(MonitoringFiles.json(file), "panels")
                .filter(panel -> !panel.get("type").getAsString().equals("row"))
                .toList();

        // then
        assertThat(panels)
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(MonitoringFiles.objects(panel, "targets"))
                        .isNotEmpty()
                        .allSatisfy(target -> assertThat(target.getAsJsonObject("datasource")
                                        .get("uid")
                                        .getAsString())
                                .isEqualTo("${datasource}")));
    }

    @ParameterizedTest
    @MethodSource("io.audiostream.systemtest.MonitoringFiles#dashboards")
    void placesPanelsWithoutOverlap(Path file) throws IOException {
        // given
        Set<Integer> ids = new HashSet<>();
        Set<List<Integer>> cells = new HashSet<>();

        // when / then
        for (JsonObject panel :
                MonitoringFiles.objects(MonitoringFiles.json(file), "panels").toList()) {
            assertThat(ids.add(panel.get("id").getAsInt())).as("%s", panel).isTrue();
            JsonObject grid = panel.getAsJsonObject("gridPos");
            int x = grid.get("x").getAsInt();
            int y = grid.get("y").getAsInt();
            int right = x + grid.get("w").getAsInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int column = x; column < right; column++) {
                for (int row = y; row < y + grid.get("h").getAsInt(); row++) {
                    assertThat(cells.add(List.of(column, row))).as("%s", panel).isTrue();
                }
            }
        }
    }

    /** The annotation runbook_url of each alert names a heading of the guide. */
    @Test
    void guideHasOneEntryForEachAlert() throws IOException {
        // when
        var alerts = MonitoringFiles.alerts();

        // then
        assertThat(MonitoringFiles.names(GUIDE, "(?m)^### (\\w+)$")).isEqualTo(alerts);
        assertThat(MonitoringFiles.names(GUIDE, "\\(#(\\w+)\\)"))
                .isSubsetOf(alerts.stream()
                        .map(alert -> alert.toLowerCase(Locale.ROOT))
                        .toList());
    }
}
