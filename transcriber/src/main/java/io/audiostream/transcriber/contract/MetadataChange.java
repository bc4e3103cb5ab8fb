package io.audiostream.transcriber.contract;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.audiostream.proto.AudioMetadata;
import io.audiostream.transcriber.audio.Quote;
import io.audiostream.transcriber.session.SessionRefusedException;
import io.audiostream.transcriber.session.SessionRefusedException.Reason;
import java.util.List;

/** Which metadata a client can change within a stream. */
final class MetadataChange {

    private static final List<String> CHANGEABLE = List.of(
            "language", "languages", "prompt", "hotwords", "interim_results", "interim_interval", "endpointing");

    private static final int MAX_QUOTED_LENGTH = 40;

    private MetadataChange() {}

    /** @throws SessionRefusedException for a changed field that belongs to the whole stream */
    static void check(AudioMetadata before, AudioMetadata now) throws SessionRefusedException {
        for (FieldDescriptor field : AudioMetadata.getDescriptor().getFields()) {
            Object old = before.getField(field);
            Object changed = now.getField(field);
            if (!CHANGEABLE.contains(field.getName()) && !old.equals(changed)) {
                throw new SessionRefusedException(
                        Reason.INVALID,
                        "metadata." + field.getName(),
                        "it changed from %s to %s within the stream: repeat the first value or open another stream; %s can change"
                                .formatted(text(old), text(changed), String.join(", ", CHANGEABLE)));
            }
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case EnumValueDescriptor constant -> constant.getName();
            case String text -> "'" + Quote.shorten(text, MAX_QUOTED_LENGTH) + "'";
            default -> value.toString();
        };
    }
}
