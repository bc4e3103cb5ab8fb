package io.audiostream.client.cli;

import com.google.protobuf.util.Durations;
import io.audiostream.proto.TranscriptionMetadata;
import io.audiostream.proto.TranscriptionResponse;
import io.audiostream.proto.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of subtitles.
 *
 * @param text one line, not empty
 * @param startMillis when it appears, in ms
 * @param endMillis when it disappears, in ms
 * @param voice name of the speaker's separate channel; empty if the channels are mixed
 */
record SubtitleCue(String text, long startMillis, long endMillis, String voice) {

    /** Longest text of a cue: two lines of 42 characters, as broadcasters use them. */
    static final int MAX_LENGTH = 84;

    /** Longest time of a cue, in ms. */
    static final long MAX_MILLIS = 7_000;

    private static final String SENTENCE_ENDS = ".?!…。？！।؟";

    SubtitleCue {
        text = DisplayWidth.printable(text).replaceAll("\\s+", " ").strip(); // an empty line would end the cue
        endMillis = Math.max(endMillis, startMillis + 1);
    }

    /** Divides a final at its sentences, and where a cue would become too long. Without words it is one cue. */
    static List<SubtitleCue> of(TranscriptionResponse result) {
        TranscriptionMetadata metadata = result.getMetadata();
        List<SubtitleCue> cues = new ArrayList<>();
        String text = result.getText();
        String voice = ChannelLabel.of(result);
        long start = Durations.toMillis(metadata.getStartTime());
        long end = start;
        int from = 0;
        int to = 0;
        for (Word word : metadata.getWordsList()) {
            int at = text.indexOf(word.getText(), to);
            if (at < 0) {
                // The words do not spell the text: its end becomes one cue.
                break;
            }
            long wordEnd = Durations.toMillis(word.getEndTime());
            int next = at + word.getText().length();
            boolean tooLong = next - from > MAX_LENGTH || wordEnd - start > MAX_MILLIS;
            if (to > from && (tooLong || SENTENCE_ENDS.indexOf(text.charAt(to - 1)) >= 0)) {
                cues.add(new SubtitleCue(text.substring(from, at), start, end, voice));
                from = at;
            }
            if (from == at || to == from) {
                start = Durations.toMillis(word.getStartTime());
            }
            to = next;
            end = wordEnd;
        }
        boolean spelt = to > 0 && text.substring(to).isBlank();
        if (!text.substring(from).isBlank()) {
            cues.add(new SubtitleCue(
                    text.substring(from), start, spelt ? end : Durations.toMillis(metadata.getEndTime()), voice));
        }
        return cues;
    }
}
