package io.audiostream.transcriber.audio;

import static io.audiostream.transcriber.audio.WavFiles.ascii;
import static io.audiostream.transcriber.audio.WavFiles.concat;
import static io.audiostream.transcriber.audio.WavFiles.le32;

import java.util.Arrays;
import java.util.Random;

/** Writes the tags of MP3 and AAC files. */
public final class Tags {

    private static final int PICTURE_HEADER = 14;
    private static final int FRAME_HEADER = 10;

    private Tags() {}

    /** Returns an ID3v2.4 tag with a cover picture of random bytes, which may look like frames of MP3. */
    public static byte[] id3WithPicture(int pictureBytes) {
        byte[] picture = new byte[pictureBytes];
        new Random(pictureBytes).nextBytes(picture);
        int frame = PICTURE_HEADER + pictureBytes;
        return concat(
                ascii("ID3\u0004\0\0"),
                synchsafe(FRAME_HEADER + frame),
                ascii("APIC"),
                synchsafe(frame),
                new byte[2],
                ascii("\0image/jpeg\0\u0003\0"),
                picture);
    }

    /** Returns an ID3v1 tag, as it ends a file. */
    public static byte[] id3v1() {
        return Arrays.copyOf(ascii("TAGA title"), 128);
    }

    /** Returns an APEv2 tag with a header, a title and a footer. */
    public static byte[] ape() {
        byte[] item = concat(le32(5), le32(0), ascii("Title\0words"));
        byte[] size = le32(item.length + 32);
        return concat(
                ascii("APETAGEX"),
                le32(2000),
                size,
                le32(1),
                le32(0xA000_0000),
                new byte[8],
                item,
                ascii("APETAGEX"),
                le32(2000),
                size,
                le32(1),
                le32(0x8000_0000),
                new byte[8]);
    }

    private static byte[] synchsafe(int value) {
        return new byte[] {
            (byte) (value >> 21 & 0x7F), (byte) (value >> 14 & 0x7F), (byte) (value >> 7 & 0x7F), (byte) (value & 0x7F)
        };
    }
}
