package io.audiostream.systemtest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** One page in a headless Chromium, with real clicks and keys. */
final class Browser implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");

    private final RunningProgram program;
    private final DevTools page;

    private Browser(RunningProgram program, DevTools page) {
        this.program = program;
        this.page = page;
    }

    /**
     * Starts the browser.
     *
     * @param profile folder for the files of the browser
     * @param microphone what the microphone plays: a WAV file, which it repeats, or once if {@code %noloop} follows
     * @param permitted whether the user lets pages use the microphone
     */
    static Browser start(Path profile, String microphone, boolean permitted) {
        RunningProgram program = RunningProgram.start(
                TestPaths.browser(),
                "--headless",
                // The sandbox needs rights that root in a container lacks. The page comes from this test.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream=" + (permitted ? "accept" : "deny"),
                "--use-file-for-fake-audio-capture=" + microphone,
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank");
        var browser = new Browser(program, DevTools.connect(address(program)));
        browser.page.call("Page.enable");
        browser.page.call("Runtime.enable");
        return browser;
    }

    private static URI address(RunningProgram program) {
        await().until(() -> LISTENING.matcher(program.stderr()).find());
        Matcher line = LISTENING.matcher(program.stderr());
        if (!line.find()) {
            throw new AssertionError(program.stderr());
        }
        return URI.create("http://" + line.group(1) + "/json/list");
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Timeouts.EVENT);
    }

    /** Opens a page and waits until its scripts have run. */
    void open(String url) {
        page.call("Page.navigate", "url", url);
        await().until(() -> evaluate("document.readyState").equals("complete")
                && evaluate("location.href").equals(url));
    }

    /** Returns the result of an expression, awaited if it is a promise, as text. */
    String evaluate(String expression) {
        var parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        parameters.addProperty("awaitPromise", true);
        parameters.addProperty("returnByValue", true);
        JsonObject outcome = page.call("Runtime.evaluate", parameters);
        if (outcome.has("exceptionDetails")) {
            throw new AssertionError(expression + " failed: " + outcome);
        }
        JsonElement value = outcome.getAsJsonObject("result").get("value");
        return value == null || value.isJsonNull()
                ? ""
                : value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    /** Returns the visible text of an element. */
    String text(String selector) {
        return evaluate("document.querySelector('%s')?.innerText ?? ''".formatted(selector));
    }

    /** Clicks in the middle of an element. */
    void click(String selector) {
        JsonObject point =
                JsonParser.parseString(evaluate("""
                (() => {
                  const element = document.querySelector('%s');
                  element.scrollIntoView({ block: "center" });
                  const box = element.getBoundingClientRect();
                  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
                })()""".formatted(selector))).getAsJsonObject();
        for (String type : List.of("mousePressed", "mouseReleased")) {
            JsonObject parameters = point.deepCopy();
            parameters.addProperty("type", type);
            parameters.addProperty("button", "left");
            parameters.addProperty("clickCount", 1);
            page.call("Input.dispatchMouseEvent", parameters);
        }
    }

    /** Presses a key that produces no text, such as {@code Tab}. */
    void press(String key) {
        press(key, "");
    }

    /** Presses the space bar. */
    void pressSpace() {
        press(" ", " ");
    }

    private void press(String key, String text) {
        int code = key.equals("Tab") ? 9 : key.charAt(0);
        for (String type : List.of("keyDown", "keyUp")) {
            var parameters = new JsonObject();
            parameters.addProperty("type", type);
            parameters.addProperty("key", key);
            parameters.addProperty("code", key.isBlank() ? "Space" : key);
            parameters.addProperty("text", type.equals("keyDown") ? text : "");
            parameters.addProperty("windowsVirtualKeyCode", code);
            page.call("Input.dispatchKeyEvent", parameters);
        }
    }

    /** Chooses a file in an input. */
    void choose(String selector, Path file) {
        JsonObject input = page.call("Runtime.evaluate", "expression", "document.querySelector('" + selector + "')")
                .getAsJsonObject("result");
        page.call(
                "DOM.setFileInputFiles",
                JsonParser.parseString("{\"files\": [\"%s\"], \"objectId\": %s}".formatted(file, input.get("objectId")))
                        .getAsJsonObject());
    }

    /** Sets the size of the window in CSS pixels, and the colours that the user prefers. */
    void show(int width, int height, String colours) {
        page.call(
                "Emulation.setDeviceMetricsOverride",
                JsonParser.parseString("{\"width\": %d, \"height\": %d, \"deviceScaleFactor\": 1, \"mobile\": false}"
                                .formatted(width, height))
                        .getAsJsonObject());
        page.call(
                "Emulation.setEmulatedMedia",
                JsonParser.parseString("{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"%s\"}]}"
                                .formatted(colours))
                        .getAsJsonObject());
    }

    /** Returns the window as a PNG. */
    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(page.call("Page.captureScreenshot").get("data").getAsString());
    }

    /** Returns what the page has written to the console, and its uncaught errors. */
    List<String> console() {
        return page.events("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded");
    }

    @Override
    public void close() {
        page.close();
        program.close();
    }
}
