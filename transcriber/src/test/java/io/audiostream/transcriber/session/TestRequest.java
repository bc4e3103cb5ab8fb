package io.audiostream.transcriber.session;

import io.audiostream.transcriber.audio.AudioFormat;
import io.audiostream.transcriber.session.SessionRequest.Endpointing;
import io.audiostream.transcriber.session.SessionRequest.Interims;
import io.audiostream.transcriber.session.SessionRequest.Language;
import io.audiostream.transcriber.session.SessionRequest.Prompt;
import java.time.Duration;
import java.util.List;

/** Makes requests that differ from another one, such as the service's defaults, in some fields. */
final class TestRequest {

    private final SessionRequest other;
    private AudioFormat format;
    private Language language;
    private Prompt prompt;
    private Interims interims;
    private boolean speechEvents;
    private Endpointing endpointing;
    private List<Duration> channelSkips;

    private TestRequest(SessionRequest other) {
        this.other = other;
        format = other.format();
        language = other.language();
        prompt = other.prompt();
        interims = other.interims();
        speechEvents = other.speechEvents();
        endpointing = other.endpointing();
        channelSkips = other.channelSkips();
    }

    static TestRequest withDefaults() {
        return like(SessionRequest.DEFAULT);
    }

    static TestRequest like(SessionRequest other) {
        return new TestRequest(other);
    }

    TestRequest format(AudioFormat value) {
        format = value;
        return this;
    }

    TestRequest language(Language value) {
        language = value;
        return this;
    }

    TestRequest prompt(Prompt value) {
        prompt = value;
        return this;
    }

    TestRequest interims(Interims value) {
        interims = value;
        return this;
    }

    TestRequest speechEvents(boolean value) {
        speechEvents = value;
        return this;
    }

    TestRequest endpointing(Endpointing value) {
        endpointing = value;
        return this;
    }

    TestRequest channelSkips(List<Duration> value) {
        channelSkips = value;
        return this;
    }

    SessionRequest build() {
        return new SessionRequest(
                other.kind(),
                format,
                other.model(),
                language,
                other.translate(),
                prompt,
                interims,
                other.words(),
                speechEvents,
                endpointing,
                channelSkips);
    }
}
