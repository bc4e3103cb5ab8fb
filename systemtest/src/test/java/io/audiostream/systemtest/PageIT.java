package io.audiostream.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, whose microphone plays a recording of speech. */
class PageIT {

    private static final Path JFK = TestPaths.AUDIO.resolve("jfk.wav");

    private static final String ONCE = JFK + "%noloop";

    /** Errors of the test model on the recording, and of a busy machine that loses audio between two programs. */
    private static final double MAX_WORD_ERROR_PERCENT = 25;

    /** Where screenshots for the documents go; empty: nowhere. */
    private static final String SCREENSHOTS = System.getProperty("audiostream.screenshots", "");

    private static LocalService service;
    private static String reference;

    @TempDir
    private Path profile;

    private Browser browser;

    @BeforeAll
    static void startService() throws IOException {
        service = LocalService.start("  language: en\n");
        reference = Files.readString(TestPaths.AUDIO.resolve("jfk.txt"));
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    @BeforeEach
    void openPage() {
        open(ONCE, true);
    }

    private void open(String microphone, boolean permitted) {
        browser = Browser.start(profile, microphone, permitted);
        browser.show(900, 900, "light");
        browser.open(address());
    }

    @AfterEach
    void closeBrowser() {
        assertThat(browser.console()).as("messages in the console").isEmpty();
        browser.close();
    }

    /** The recording repeats, so that interims come also from a slow machine. */
    @Test
    void showsTextWhileItIsSpokenAndSettlesIt() throws IOException {
        // given
        browser.close();
        open(JFK.toString(), true);

        // when
        browser.click("#record");
        Browser.await().until(() -> !browser.text("#transcript .final").isEmpty());
        Browser.await()
                .until(() -> !browser.text("#transcript .settled").isEmpty()
                        && !browser.text("#transcript .open").isEmpty());

        // then
        assertThat(browser.text("#fact-language")).isEqualTo("English");
        assertThat(browser.text("#fact-confidence")).matches("\\d+ %");
        assertThat(browser.text("#fact-delay")).matches("\\d+\\.\\d s");
        assertThat(browser.text("#spoken"))
                .as("what a screen reader speaks: a final")
                .isNotEmpty();
        save("page-light.png", 900, 640, "light");
        save("page-dark.png", 900, 640, "dark");
        save("page-narrow.png", 360, 860, "light");
        assertFitsInto(360);
    }

    @Test
    void transcribesWhatTheMicrophoneRecords() {
        // when
        browser.click("#record");
        awaitFinal("country");
        browser.click("#record");
        awaitState("Done");

        // then
        assertThat(WordErrorRate.percent(reference, finals())).isLessThan(MAX_WORD_ERROR_PERCENT);
        assertThat(browser.text("#transcript .open")).isEmpty();
        assertThat(browser.text("#record")).isEqualTo("Record");
    }

    @Test
    void resumesAfterLostConnectionWithoutLosingOrDoublingWords() {
        // given
        browser.evaluate("""
                import("/page/service.js").then(({ Service }) => {
                  const open = Service.prototype.openWebSocket;
                  window.opened = 0;
                  Service.prototype.openWebSocket = function (path) {
                    window.opened++;
                    return (window.socket = open.call(this, path));
                  };
                })""");

        // when
        browser.click("#record");
        Browser.await().until(() -> !browser.text("#transcript .settled").isEmpty());
        browser.evaluate("window.socket.close()");
        awaitFinal("fellow");
        browser.evaluate("window.socket.close()");
        awaitFinal("country");
        browser.click("#record");
        awaitState("Done");

        // then
        assertThat(browser.evaluate("window.opened")).isEqualTo("3");
        assertThat(WordErrorRate.percent(reference, finals())).isLessThan(MAX_WORD_ERROR_PERCENT);
    }

    @Test
    void transcribesFileAndSavesIt() {
        // when
        browser.choose("#file", JFK);
        awaitState("Done");

        // then
        assertThat(WordErrorRate.percent(reference, finals())).isLessThan(MAX_WORD_ERROR_PERCENT);
        String srt = download("#save-srt");
        assertThat(srt).matches("(?s)1\n00:00:0\\d,\\d{3} --> 00:00:\\d\\d,\\d{3}\n.*");
        assertThat(WordErrorRate.percent(reference, srt.replaceAll("(?m)^\\d.*$", "")))
                .isLessThan(MAX_WORD_ERROR_PERCENT);
        JsonObject json = JsonParser.parseString(download("#save-json")).getAsJsonObject();
        assertThat(json.getAsJsonArray("segments")).isNotEmpty();
        assertThat(TextNormalizer.normalize(download("#save-txt"))).isEqualTo(TextNormalizer.normalize(finals()));
    }

    @Test
    void showsRefusalOfFile() throws IOException {
        // given
        Path file = Files.writeString(profile.resolve("notes.txt"), "These are notes, no audio.");

        // when
        browser.choose("#file", file);
        Browser.await().until(() -> !browser.text("#notice").isEmpty());

        // then
        assertThat(browser.text("#notice")).startsWith("notes.txt: ").contains("no format that this service decodes");
        assertThat(browser.evaluate("document.querySelector('#record').getAttribute('aria-disabled')"))
                .isEqualTo("false");
    }

    @Test
    void tellsWhatToDoWithoutMicrophone() {
        // given
        browser.close();
        open(ONCE, false);

        // when
        browser.click("#record");
        Browser.await().until(() -> !browser.text("#notice").isEmpty());

        // then
        assertThat(browser.text("#notice")).contains("does not let this page use the microphone", "record again");
    }

    @Test
    void showsRefusedConnection() {
        // given
        browser.evaluate("document.querySelector('#language').add(new Option('Nonsense', 'xx'))");
        browser.evaluate("document.querySelector('#language').value = 'xx'");

        // when
        browser.click("#record");
        Browser.await().until(() -> !browser.text("#notice").isEmpty());

        // then
        assertThat(browser.text("#notice")).contains("does not know the language 'xx'");
        assertThat(browser.text("#record")).isEqualTo("Record");
    }

    @Test
    void worksWithKeyboardAlone() {
        // when
        browser.press("Tab");
        browser.pressSpace();
        awaitState("Listening");
        browser.pressSpace();

        // then
        awaitState("Done");
        assertThat(browser.evaluate("document.activeElement.id")).isEqualTo("record");
    }

    private static String address() {
        return "http://localhost:" + service.endpoint().replaceFirst(".*:", "") + "/";
    }

    private void awaitFinal(String word) {
        Browser.await().until(() -> finals().contains(word));
    }

    private void awaitState(String state) {
        Browser.await().until(() -> browser.text("#state").startsWith(state));
    }

    private String finals() {
        return browser.evaluate(
                "[...document.querySelectorAll('#transcript .final')].map((e) => e.innerText).join(' ')");
    }

    /** Clicks a button and returns what it saves. */
    private String download(String button) {
        browser.evaluate("""
                (() => {
                  window.saved = null;
                  const make = URL.createObjectURL;
                  URL.createObjectURL = (blob) => {
                    blob.text().then((text) => (window.saved = text));
                    URL.createObjectURL = make;
                    return make(blob);
                  };
                })()""");
        browser.click(button);
        Browser.await().until(() -> !browser.evaluate("window.saved").isEmpty());
        return browser.evaluate("window.saved");
    }

    private void assertFitsInto(int width) {
        browser.show(width, 800, "light");
        assertThat(Integer.parseInt(browser.evaluate("document.documentElement.scrollWidth")))
                .as("width of the content in a window of %d pixels", width)
                .isLessThanOrEqualTo(width);
    }

    private void save(String name, int width, int height, String colours) throws IOException {
        browser.show(width, height, colours);
        byte[] png = browser.screenshot();
        assertThat(png).isNotEmpty();
        if (!SCREENSHOTS.isEmpty()) {
            Files.write(Path.of(SCREENSHOTS, name), png);
        }
    }
}
