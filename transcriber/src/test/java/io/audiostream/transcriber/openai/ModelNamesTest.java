package io.audiostream.transcriber.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whisper-1",
                "gpt-4o-transcribe",
                "gpt-4o-mini-transcribe-2025-12-15",
                "whisper-large-v3-turbo",
                "openai/whisper-1",
                "Systran/faster-whisper-large-v3",
                "distil-whisper/distil-large-v3"
            })
    void acceptsNameOfOtherService(String name) {
        // when / then
        assertThat(ModelNames.isAlias(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "large-v3", "base", "gpt-4o", "transcribe", "gpt-4o-transcribe-diarize", "nova-3"})
    void doesNotTakeEveryName(String name) {
        // when / then
        assertThat(ModelNames.isAlias(name)).isFalse();
    }
}
