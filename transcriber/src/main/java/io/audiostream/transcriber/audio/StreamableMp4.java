package io.audiostream.transcriber.audio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves the index of a whole MP4 file (box {@code moov}) before its audio ({@code mdat}). Phones write the index last,
 * and a decoder that cannot seek needs it first. The chunk offsets in it count from the start of the file, so they are
 * shifted by its size (ISO/IEC 14496-12, 8.7.5).
 */
public final class StreamableMp4 {

    private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia", "minf", "stbl");

    /** Version, flags and number of entries. */
    private static final int TABLE_HEADER = 8;

    private record Box(String type, int start, int end) {}

    private StreamableMp4() {}

    /**
     * Returns a recording as parts that a decoder can read in this order. Copies nothing but the index.
     *
     * @param recording of any format; not changed. Returned as it is unless it is an MP4 file with its index at the end
     */
    public static List<ByteBuffer> order(ByteBuffer recording) {
        ByteBuffer bytes = recording.slice();
        if (bytes.limit() < Mp4Box.HEADER_BYTES || !Mp4Box.type(bytes, 0).equals("ftyp")) {
            return List.of(bytes);
        }
        List<Box> boxes = boxes(bytes);
        Box audio = first(boxes, "mdat");
        Box index = first(boxes, "moov");
        if (audio == null || index == null || index.start() < audio.start()) {
            return List.of(bytes);
        }
        ByteBuffer moved = copy(bytes, index);
        if (!shift(moved, audio.start(), index.start())) {
            return List.of(bytes);
        }
        return List.of(
                bytes.slice(0, audio.start()),
                moved,
                bytes.slice(audio.start(), index.start() - audio.start()),
                bytes.slice(index.end(), bytes.limit() - index.end()));
    }

    /** Returns the boxes of the file, up to the first damaged one. */
    private static List<Box> boxes(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        int at = 0;
        while (bytes.limit() - at >= Mp4Box.HEADER_BYTES) {
            long size = Mp4Box.length(bytes, at);
            if (size <= 0 || size > bytes.limit() - at) {
                break;
            }
            int end = at + (int) size;
            boxes.add(new Box(Mp4Box.type(bytes, at), at, end));
            at = end;
        }
        return boxes;
    }

    private static @Nullable Box first(List<Box> boxes, String type) {
        return boxes.stream().filter(box -> box.type().equals(type)).findFirst().orElse(null);
    }

    private static ByteBuffer copy(ByteBuffer bytes, Box box) {
        ByteBuffer copy = ByteBuffer.allocate(box.end() - box.start());
        return copy.put(bytes.slice(box.start(), copy.capacity())).flip();
    }

    /**
     * Adds the size of the index to the offsets of the audio that it moves past. Returns false if the index is damaged.
     */
    private static boolean shift(ByteBuffer index, int from, int to) {
        int at = 0;
        while (index.limit() - at >= Mp4Box.HEADER_BYTES) {
            String type = Mp4Box.type(index, at);
            long size = Mp4Box.length(index, at);
            if (size <= 0 || size > index.limit() - at) {
                return false;
            }
            boolean wide = type.equals("co64");
            if ((wide || type.equals("stco")) && !shiftTable(index, at, (int) size, wide, from, to)) {
                return false;
            }
            at += CONTAINERS.contains(type) ? Mp4Box.HEADER_BYTES : (int) size;
        }
        return true;
    }

    private static boolean shiftTable(ByteBuffer index, int at, int size, boolean wide, int from, int to) {
        int first = at + Mp4Box.HEADER_BYTES + TABLE_HEADER;
        int width = wide ? Long.BYTES : Integer.BYTES;
        if (first > at + size) {
            return false;
        }
        long end = first + Integer.toUnsignedLong(index.getInt(first - Integer.BYTES)) * width;
        if (end > at + size) {
            return false;
        }
        for (int entry = first; entry < end; entry += width) {
            long offset = wide ? index.getLong(entry) : Integer.toUnsignedLong(index.getInt(entry));
            long moved = offset >= from && offset < to ? offset + index.limit() : offset;
            if (wide) {
                index.putLong(entry, moved);
            } else {
                index.putInt(entry, (int) moved);
            }
        }
        return true;
    }
}
