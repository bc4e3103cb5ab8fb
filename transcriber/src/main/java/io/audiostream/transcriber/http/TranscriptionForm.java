package io.audiostream.transcriber.http;

import io.audiostream.transcriber.audio.AudioException;
import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.audio.ChannelMode;
import io.audiostream.transcriber.audio.RecordingType;
import io.audiostream.transcriber.openai.ApiException;
import io.audiostream.transcriber.openai.ModelNames;
import io.audiostream.transcriber.session.SessionRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The form of a request for a transcription or a translation.
 *
 * @param audio the uploaded file
 * @param request how to transcribe it
 * @param output what to respond
 */
record TranscriptionForm(ByteBuffer audio, SessionRequest request, TranscriptionOutput output) {

    private static final double MAX_TEMPERATURE = 1;

    /** @param translate whether the client wants a translation to English */
    static TranscriptionForm read(MultipartForm form, boolean translate)
            throws ApiException, AudioException, IOException {
        TranscriptionOutput output = TranscriptionOutput.read(form);
        checkTemperature(form.text("temperature"));
        MultipartForm.FilePart file = form.file("file")
                .orElseThrow(() -> new ApiException(
                        400,
                        "file",
                        "missing_required_parameter",
                        "the form has no field 'file': send the audio in it"));
        if (!file.content().hasRemaining()) {
            throw ApiException.invalid("file", "the audio is empty: the file '%s' has no bytes".formatted(file.name()));
        }
        RecordingType.check(file.name(), file.contentType(), file.content());
        return new TranscriptionForm(file.content(), request(form, translate, output.needsWords()), output);
    }

    private static SessionRequest request(MultipartForm form, boolean translate, boolean words) throws ApiException {
        String model = form.text("model");
        return new SessionRequest(
                        SessionRequest.Kind.RECORDING,
                        AudioFormat.UNSPECIFIED.with(
                                form.flag("separate_channels") ? ChannelMode.SEPARATE : ChannelMode.MIXED),
                        ModelNames.isAlias(model) ? "" : model,
                        new SessionRequest.Language(form.text("language"), form.names("languages")),
                        translate,
                        new SessionRequest.Prompt(form.text("prompt"), List.of()),
                        SessionRequest.Interims.DEFAULT,
                        words,
                        false,
                        SessionRequest.Endpointing.DEFAULT,
                        List.of())
                .forRecording();
    }

    /** Accepts what OpenAI's API accepts. The transcriber always decodes with the most probable tokens. */
    private static void checkTemperature(String value) throws ApiException {
        if (!value.isEmpty() && !isTemperature(value)) {
            throw ApiException.invalid("temperature", "the temperature is '%s', not 0 to 1".formatted(value));
        }
    }

    private static boolean isTemperature(String value) {
        try {
            double temperature = Double.parseDouble(value);
            return temperature >= 0 && temperature <= MAX_TEMPERATURE;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
