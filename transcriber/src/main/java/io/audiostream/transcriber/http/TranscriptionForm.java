package io.audiostream.transcriber.http;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.session.SessionRequest;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request for a transcription says.
 *
 * @param audio the uploaded file
 * @param request how it is to be transcribed
 * @param format how to answer
 */
record TranscriptionForm(ByteBuffer audio, SessionRequest request, Format format) {

    /** OpenAI's name for whatever model a service has; its clients send it when told nothing. */
    private static final String ANY_MODEL = "whisper-1";

    /** How to answer. */
    enum Format {
        JSON,
        TEXT
    }

    /** Reads the form, all of which is in memory. */
    static TranscriptionForm read(Context context) throws ApiException, IOException {
        Format format = format(context.formParam("response_format"));
        temperature(context.formParam("temperature"));
        UploadedFile file = context.uploadedFile("file");
        if (file == null) {
            throw new ApiException(400, "file", "the form has no file named 'file'");
        }
        if (file.size() == 0) {
            throw new ApiException(
                    400, "file", "the audio is empty: the file '%s' has no bytes".formatted(file.filename()));
        }
        try (InputStream content = file.content()) {
            return new TranscriptionForm(ByteBuffer.wrap(content.readAllBytes()), request(context), format);
        }
    }

    private static SessionRequest request(Context context) {
        String model = orEmpty(context.formParam("model"));
        return new SessionRequest(
                        AudioFormat.UNSPECIFIED,
                        model.equals(ANY_MODEL) ? "" : model,
                        orEmpty(context.formParam("language")),
                        false,
                        orEmpty(context.formParam("prompt")),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty())
                .forRecording();
    }

    private static Format format(@Nullable String name) throws ApiException {
        return switch (name) {
            case null -> Format.JSON;
            case "json" -> Format.JSON;
            case "text" -> Format.TEXT;
            default ->
                throw new ApiException(
                        400,
                        "response_format",
                        "the response format '%s' is not supported; take one of %s"
                                .formatted(name, List.of("json", "text")));
        };
    }

    private static void temperature(@Nullable String value) throws ApiException {
        if (value != null && !value.isEmpty() && !value.matches("0(\\.0+)?")) {
            throw new ApiException(
                    400,
                    "temperature",
                    "the temperature '%s' is not supported; leave it out or say 0".formatted(value));
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
