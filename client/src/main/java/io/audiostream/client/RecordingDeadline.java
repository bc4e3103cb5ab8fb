package io.audiostream.client;

import com.google.protobuf.ByteString;
import io.audiostream.proto.AudioFile;
import io.audiostream.proto.AudioMetadata;
import java.time.Duration;

/**
 * The default deadline of a call with a recording: as long as the recording, because a service that keeps up needs
 * less.
 */
final class RecordingDeadline {

    /** Deadline of short recordings. */
    static final Duration MIN = Duration.ofSeconds(30);

    private RecordingDeadline() {}

    static Duration of(AudioFile file) {
        ByteString audio = file.getAudioData();
        Duration length = Duration.ofSeconds(audio.size() / bytesPerSecond(audio, file.getMetadata()));
        return length.compareTo(MIN) > 0 ? length : MIN;
    }

    private static long bytesPerSecond(ByteString audio, AudioMetadata metadata) {
        var reader = new AudioLayoutReader(metadata);
        reader.accept(audio);
        return reader.layout().orElseGet(() -> AudioLayoutReader.raw(metadata)).bytesPerSecond();
    }
}
