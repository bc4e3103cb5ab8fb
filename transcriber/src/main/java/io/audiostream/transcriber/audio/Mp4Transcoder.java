package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Passes an MP4 file to a transcoder that cannot seek. A file whose index precedes its audio is passed on as it
 * arrives. One whose index follows, as phones write it, is kept until it is complete.
 */
public final class Mp4Transcoder implements Transcoder {

    /** Longest file that is kept: more than an hour of speech. */
    static final long MAX_KEPT_BYTES = 50 << 20;

    /** The parts of the file, and the whole file from which they are ordered. */
    private static final int COPIES = 2;

    private final Transcoder delegate;
    private final LongPredicate memory;
    private final UnitWalker boxes = new UnitWalker(this::readBox);
    private List<ByteBuffer> kept = new ArrayList<>();
    private long keptBytes;

    /** Whether the index comes first; null until that is known. */
    private @Nullable Boolean indexFirst;

    private @Nullable String problem;

    /** @param memory reserves memory up to a total number of bytes, or returns false */
    public Mp4Transcoder(Transcoder delegate, LongPredicate memory) {
        this.delegate = delegate;
        this.memory = memory;
    }

    @Override
    public boolean accepts() {
        return delegate.accepts();
    }

    @Override
    public void write(ByteBuffer bytes) {
        if (indexFirst == null) {
            boxes.accept(bytes.slice(), _ -> {});
        }
        if (indexFirst != null && indexFirst) {
            passKept();
            delegate.write(bytes);
        } else if (problem == null) {
            keep(bytes);
        }
    }

    /** Reads a box (ISO/IEC 14496-12, 4.2) up to the index ({@code moov}) or the audio ({@code mdat}). */
    private long readBox(ByteBuffer header) {
        long length = Mp4Box.length(header, 0);
        if (length == UnitWalker.Layout.INCOMPLETE) {
            return length;
        }
        boolean audio = Mp4Box.type(header, 0).equals("mdat") && length > header.limit();
        if (audio || length < 0 || Mp4Box.type(header, 0).equals("moov")) {
            // ffmpeg reports a damaged box.
            indexFirst = !audio;
            return UnitWalker.Layout.UNKNOWN;
        }
        return length;
    }

    private void keep(ByteBuffer bytes) {
        keptBytes += bytes.remaining();
        if (keptBytes > MAX_KEPT_BYTES) {
            refuse("its index follows its audio, which works up to %d bytes: write it with ffmpeg -movflags +faststart"
                    .formatted(MAX_KEPT_BYTES));
        } else if (!memory.test(COPIES * keptBytes)) {
            refuse("its index follows its audio, and other calls occupy the memory to keep it: try again in a moment,"
                    + " or write it with ffmpeg -movflags +faststart");
        } else {
            kept.add(bytes);
        }
    }

    private void refuse(String reason) {
        problem = reason;
        kept = List.of();
        delegate.close();
    }

    private void passKept() {
        kept.forEach(delegate::write);
        kept = List.of();
    }

    @Override
    public void end() {
        if (!kept.isEmpty()) {
            ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(keptBytes));
            kept.forEach(part -> whole.put(part.slice()));
            kept = StreamableMp4.order(whole.flip());
            passKept();
        }
        delegate.end();
    }

    @Override
    public boolean hasOutput() {
        return delegate.hasOutput();
    }

    @Override
    public @Nullable ByteBuffer read() {
        return delegate.read();
    }

    @Override
    public boolean finished() {
        return problem != null || delegate.finished();
    }

    @Override
    public Optional<String> problem() {
        return problem == null ? delegate.problem() : Optional.of(problem);
    }

    @Override
    public void close() {
        delegate.close();
    }
}
