package io.audiostream.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressMaskTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                https://user:pass@models.example.com/a.bin            | https://***@models.example.com/a.bin
                https://token@models.example.com/a.bin                | https://***@models.example.com/a.bin
                https://user:p@ss@models.example.com/a.bin            | https://***@models.example.com/a.bin
                https://m.example.com/a.bin?X-Sig=abc&Expires=9       | https://m.example.com/a.bin?X-Sig=***&Expires=***
                https://m.example.com/a.bin?abcdef                    | https://m.example.com/a.bin?***
                s3://key:secret@bucket/a.bin                          | s3://***@bucket/a.bin
                cannot fetch https://u:p@h/a?t=1: 403. Try again.     | cannot fetch https://***@h/a?t=***: 403. Try again.
                "uri":"https://u:p@h/a?t=1\\","next":"http://h/b?c=d" | "uri":"https://***@h/a?t=***\\","next":"http://h/b?c=***"
                https://a:b@h/x, https://c:d@i/y?k=v.                 | https://***@h/x, https://***@i/y?k=***.
                """)
    void hidesUserInfoAndQueryValues(String text, String expected) {
        // when / then
        assertThat(AddressMask.mask(text)).isEqualTo(expected);
    }

    @Test
    void keepsOtherTexts() {
        // given
        var text =
                "Pod a: http://models.example.com/base.bin answered 404, ask ops@example.com (why? see https://h/x#y)";

        // when / then
        assertThat(AddressMask.mask(text)).isEqualTo(text);
    }
}
