package io.audiostream.transcriber.http;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.RecordingType;
import io.audiostream.transcriber.session.SessionRequest;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a request for a transcription.
 *
 * @param audio the uploaded file
 * @param request how to transcribe it
 * @param format format of the response
 */
record TranscriptionForm(ByteBuffer audio, SessionRequest request, Format format) {

    /** OpenAI's model name, which its clients send by default. Stands for the service's model. */
    private static final String ANY_MODEL = "whisper-1";

    /** Format of the response. */
    enum Format {
        JSON,
        TEXT
    }

    /** Reads the form, which is completely in memory. */
    static TranscriptionForm read(Context context) throws ApiException, AudioException, IOException {
        Format format = format(context.formParam("response_format"));
        checkTemperature(context.formParam("temperature"));
        UploadedFile file = context.uploadedFile("file");
        if (file == null) {
            throw new ApiException(400, "file", "the form has no file in the field 'file': send the audio in it");
        }
        if (file.size() == 0) {
            throw new ApiException(
                    400, "file", "the audio is empty: the file '%s' has no bytes".formatted(file.filename()));
        }
        try (InputStream content = file.content()) {
            ByteBuffer audio = ByteBuffer.wrap(content.readAllBytes());
            RecordingType.check(file.filename(), file.contentType(), audio);
            return new TranscriptionForm(audio, request(context), format);
        }
    }

    private static SessionRequest request(Context context) {
        String model = orEmpty(context.formParam("model"));
        return new SessionRequest(
                        SessionRequest.Kind.RECORDING,
                        AudioFormat.UNSPECIFIED,
                        model.equals(ANY_MODEL) ? "" : model,
                        orEmpty(context.formParam("language")),
                        false,
                        new SessionRequest.Prompt(orEmpty(context.formParam("prompt")), List.of()),
                        SessionRequest.Interims.DEFAULT,
                        false,
                        SessionRequest.Endpointing.DEFAULT)
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
                        "the response format '%s' is not supported; use one of %s"
                                .formatted(name, List.of("json", "text")));
        };
    }

    private static void checkTemperature(@Nullable String value) throws ApiException {
        if (value != null && !value.isEmpty() && !value.matches("0(\\.0+)?")) {
            throw new ApiException(
                    400, "temperature", "the temperature '%s' is not supported; omit it or send 0".formatted(value));
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
