package io.audiostream.transcriber.engine.whispercpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audiostream.transcriber.engine.whispercpp.NativeLibraries.Variant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLibrariesTest {

    @ParameterizedTest
    @CsvSource({
        "amd64, fma f16c avx avx2, debian-amd64/libggml+mf16c+mfma+mavx+mavx2.so",
        "amd64, sse4_2, debian-amd64/libggml.so",
        "x86_64, fma f16c avx avx2, debian-amd64/libggml+mf16c+mfma+mavx+mavx2.so",
        "aarch64, fphp crc32, debian-arm64/libggml+fp16.so",
        "aarch64, crc32, debian-arm64/libggml+crc.so"
    })
    void selectsLibraryOfJarForProcessor(String arch, String cpuinfo, String library) {
        // when
        var variant = Variant.of("Linux", arch, cpuinfo);

        // then
        assertThat(variant.folder() + "/" + variant.ggml()).isEqualTo(library);
        assertThat(getClass().getResource("/" + library)).isNotNull();
        assertThat(getClass().getResource("/" + variant.folder() + "/libwhisper.so.1"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"Mac OS X, aarch64, Mac OS X", "Windows 11, amd64, Windows 11", "Linux, riscv64, riscv64"})
    void namesUnsupportedPlatform(String os, String arch, String named) {
        // when / then
        assertThatThrownBy(() -> Variant.of(os, arch, "")).hasMessageContaining(named);
    }
}
