package io.audiostream.client;

import io.audiostream.proto.AudioEncoding;
import io.audiostream.proto.AudioMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.TargetDataLine;

/**
 * A microphone of this machine, as a source of live audio: send what {@link #audio} reads, with {@link #metadata}.
 * Needs a Java runtime with the module {@code java.desktop}. One thread at a time reads; any thread may close it.
 */
public final class Microphone implements AutoCloseable {

    private static final int SAMPLE_BITS = 16;

    /** The best first: the service works at 16 kHz, and resamples other rates. */
    private static final List<AudioFormat> FORMATS =
            List.of(format(16_000, 1), format(48_000, 1), format(44_100, 1), format(48_000, 2), format(44_100, 2));

    private final TargetDataLine line;
    private final InputStream audio = new LineInputStream();

    private Microphone(TargetDataLine line) {
        this.line = line;
    }

    private static AudioFormat format(int rateHertz, int channels) {
        return new AudioFormat(rateHertz, SAMPLE_BITS, channels, true, false);
    }

    /** Names of the devices that can record, the system's default first. */
    public static List<String> devices() {
        return names(mixers());
    }

    /**
     * Opens a microphone and starts it.
     *
     * @param device name of a device as {@link #devices} gives it, or a part of one; empty for the first
     * @throws IOException if there is none, or the system refuses it; the message names the remedy
     */
    public static Microphone open(Optional<String> device) throws IOException {
        return open(device, mixers());
    }

    static Microphone open(Optional<String> device, List<Mixer> mixers) throws IOException {
        List<Mixer> recording = recording(mixers);
        if (recording.isEmpty()) {
            throw new IOException("this machine has no microphone that Java can use; connect one, check the permission"
                    + " to record, or pipe audio to 'audiostream transcribe'");
        }
        Mixer mixer = recording.stream()
                .filter(candidate ->
                        device.isEmpty() || candidate.getMixerInfo().getName().contains(device.get()))
                .findFirst()
                .orElseThrow(() -> new IOException("no microphone is named '" + device.orElse("") + "'; there are "
                        + names(mixers).stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))));
        AudioFormat format = formatOf(mixer).orElseThrow();
        try {
            var line = (TargetDataLine) mixer.getLine(new DataLine.Info(TargetDataLine.class, format));
            line.open(format);
            line.start();
            return new Microphone(line);
        } catch (LineUnavailableException | SecurityException e) {
            throw new IOException(
                    "the microphone '" + mixer.getMixerInfo().getName() + "' cannot be used: " + e.getMessage()
                            + "; close other programs that record, or choose another device",
                    e);
        }
    }

    /** Describes the audio to the service. */
    public AudioMetadata metadata() {
        return AudioMetadata.newBuilder()
                .setEncoding(AudioEncoding.AUDIO_ENCODING_PCM_S16LE)
                .setSampleRateHertz((int) line.getFormat().getSampleRate())
                .setChannels(line.getFormat().getChannels())
                .build();
    }

    /** Reads PCM as it is recorded. A read blocks until the audio is there; the stream ends when this is closed. */
    public InputStream audio() {
        return audio;
    }

    @Override
    public void close() {
        line.close();
    }

    private static List<Mixer> mixers() {
        return Arrays.stream(AudioSystem.getMixerInfo())
                .map(AudioSystem::getMixer)
                .toList();
    }

    private static List<Mixer> recording(List<Mixer> mixers) {
        return mixers.stream().filter(mixer -> formatOf(mixer).isPresent()).toList();
    }

    private static List<String> names(List<Mixer> mixers) {
        return recording(mixers).stream()
                .map(mixer -> mixer.getMixerInfo().getName())
                .toList();
    }

    private static Optional<AudioFormat> formatOf(Mixer mixer) {
        return FORMATS.stream()
                .filter(format -> mixer.isLineSupported(new DataLine.Info(TargetDataLine.class, format)))
                .findFirst();
    }

    /** Reads whole frames from the line until it is closed. */
    private final class LineInputStream extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("read at least " + line.getFormat().getFrameSize() + " bytes, a whole frame");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int frame = line.getFormat().getFrameSize();
            int read = line.read(buffer, offset, length - length % frame);
            // A closed line returns nothing.
            return read <= 0 && length > 0 ? -1 : read;
        }
    }
}
