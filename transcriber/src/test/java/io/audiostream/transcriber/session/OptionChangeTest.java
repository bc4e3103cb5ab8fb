package io.audiostream.transcriber.session;

import static io.audiostream.transcriber.session.TestTimeouts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.DecodeRequest;
import io.audiostream.transcriber.engine.FakeEngine;
import io.audiostream.transcriber.session.SessionRequest.Endpointing;
import io.audiostream.transcriber.session.SessionRequest.Interims;
import io.audiostream.transcriber.session.SessionRequest.Language;
import io.audiostream.transcriber.session.SessionRequest.Prompt;
import io.audiostream.transcriber.session.TestSessions.Client;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options that a client changes within a stream. */
class OptionChangeTest {

    private final FakeEngine engine = new FakeEngine();
    private final TestSessions sessions = new TestSessions(1, engine, TestAudio::everySound);
    private Client client;

    @BeforeEach
    void open() throws Exception {
        client = sessions.open(request(Language.of("en"), "first", 700, true));
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    @Test
    void transcribesNextUtteranceWithChangedOptions() throws Exception {
        // given
        client.send(TestAudio.sound(1, 30), TestAudio.silence(1));
        client.awaitFinals(1);
        int before = requests().size();

        // when
        change(Language.of("de"), "second", 700);
        client.send(TestAudio.sound(1, 40), TestAudio.silence(1));

        // then
        assertThat(client.awaitFinals(2))
                .extracting(result -> result.language().code())
                .containsExactly("en", "de");
        assertThat(requests().subList(0, before))
                .extracting(DecodeRequest::prompt)
                .containsOnly("first");
        assertThat(requests().subList(before, requests().size()))
                .isNotEmpty()
                .extracting(DecodeRequest::prompt)
                .containsOnly("second");
    }

    @Test
    void keepsOptionsOfOpenUtterance() throws Exception {
        // given
        client.send(TestAudio.sound(1, 30));

        // when
        change(Language.of("de"), "second", 100);
        client.send(TestAudio.sound(1, 30), TestAudio.silence(0.5), TestAudio.sound(1, 30));
        client.session.end();
        client.awaitEnd();

        // then
        assertThat(client.finals())
                .singleElement()
                .satisfies(result -> assertThat(result.language().code()).isEqualTo("en"));
        assertThat(requests()).extracting(DecodeRequest::prompt).containsOnly("first");
    }

    @Test
    void endsNextUtteranceAfterChangedSilence() throws Exception {
        // given
        change(Language.of("en"), "", 2_000);

        // when
        client.send(TestAudio.sound(1, 30), TestAudio.silence(1.5), TestAudio.sound(1, 30));
        client.session.end();
        client.awaitEnd();

        // then
        assertThat(client.finals()).hasSize(1);
    }

    /** A client that sends nothing is silent for as long. */
    @Test
    void waitsForSilentClientAsLongAsForSilence() throws Exception {
        // when
        change(Language.of("en"), "", 3_000);
        client.awaitSteps();

        // then
        assertThat(client.session.endpointingSilence()).isEqualTo(Duration.ofMillis(3_000));
    }

    @Test
    void keepsSilenceOfOpenUtteranceForSilentClient() throws Exception {
        // given
        client.send(TestAudio.sound(1, 30));

        // when
        change(Language.of("en"), "", 3_000);
        client.awaitSteps();

        // then
        assertThat(client.session.endpointingSilence()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void stopsInterimsFromNextUtteranceOn() throws Exception {
        // given
        client.send(TestAudio.sound(2, 30));
        await().until(() -> !client.results().isEmpty());
        sessions.sessions.change(client.session, request(Language.of("en"), "", 700, false));
        client.send(TestAudio.silence(1));
        client.awaitFinals(1);
        int before = client.results().size();

        // when
        client.send(TestAudio.sound(2, 30), TestAudio.silence(1));

        // then
        client.awaitFinals(2);
        assertThat(client.results()).hasSize(before + 1);
    }

    /** The text in the language before would look implausible until it is certain. */
    @Test
    void forgetsLanguageThatIsNoCandidate() throws Exception {
        // given
        client.send(TestAudio.sound(1, 30), TestAudio.silence(1));
        client.awaitFinals(1);
        int before = requests().size();

        // when
        change(new Language("auto", List.of("de", "zh")), "", 700);
        client.send(TestAudio.sound(1, 40), TestAudio.silence(1));
        client.awaitFinals(2);

        // then
        assertThat(requests().subList(before, requests().size())).isNotEmpty().allSatisfy(request -> {
            assertThat(request.likelyLanguage()).isNull();
            assertThat(request.candidateLanguages()).containsExactlyInAnyOrder("de", "zh");
        });
    }

    @Test
    void refusesInvalidChangeAndGoesOnAsBefore() throws Exception {
        // when / then
        assertThatThrownBy(() -> change(Language.of("tlh"), "", 700))
                .isInstanceOf(SessionRefusedException.class)
                .hasMessageContaining("'tlh'");
        client.send(TestAudio.sound(1, 30), TestAudio.silence(1));
        assertThat(client.awaitFinals(1).getFirst().language().code()).isEqualTo("en");
    }

    private void change(Language language, String prompt, int silenceMillis) throws SessionRefusedException {
        sessions.sessions.change(client.session, request(language, prompt, silenceMillis, true));
    }

    private List<DecodeRequest> requests() {
        return engine.gate().started().stream()
                .map(started -> started.request())
                .toList();
    }

    private static SessionRequest request(Language language, String prompt, int silenceMillis, boolean interims) {
        return TestRequest.withDefaults()
                .language(language)
                .prompt(new Prompt(prompt, List.of()))
                .interims(new Interims(Optional.of(interims), Optional.empty()))
                .endpointing(new Endpointing(Optional.of(Duration.ofMillis(silenceMillis)), Optional.empty()))
                .build();
    }
}
