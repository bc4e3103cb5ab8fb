package io.audiostream.transcriber.http;

import io.javalin.config.JavalinConfig;
import java.util.List;

/** The live page, on which people try the service: files of the jar, which load nothing from elsewhere. */
final class Page {

    /** Path of the page itself. Its files are below {@value #FOLDER}. */
    static final String PATH = "/";

    static final String FOLDER = "/page/";

    private static final String INDEX = "index.html";

    static final List<String> FILES = List.of(
            "app.js",
            "audio-buffer.js",
            "export.js",
            "icon.svg",
            "languages.js",
            "live-stream.js",
            "microphone.js",
            "recorder-worklet.js",
            "service.js",
            "style.css",
            "transcript.js",
            "upload.js",
            "view.js");

    private Page() {}

    static void register(JavalinConfig javalin) {
        javalin.routes.get(PATH, PageFile.load(INDEX));
        for (String name : FILES) {
            javalin.routes.get(FOLDER + name, PageFile.load(name));
        }
    }
}
