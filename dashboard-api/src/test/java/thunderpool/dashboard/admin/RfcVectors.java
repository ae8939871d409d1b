package thunderpool.dashboard.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published vectors: RFC 4226 appendix D, RFC 6238 appendix B, RFC 4648 section 10. */
class RfcVectors {

    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "0, 755224",
        "1, 287082",
        "2, 359152",
        "3, 969429",
        "4, 338314",
        "5, 254676",
        "6, 287922",
        "7, 162583",
        "8, 399871",
        "9, 520489"
    })
    void codesAreThoseOfRfc4226(long step, int code) {
        assertThat(Totp.code(SECRET, step)).isEqualTo(code);
    }

    /** The RFC shows eight digits; six are their end. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void codesOfATimeAreThoseOfRfc6238(long seconds, String eightDigits) {
        assertThat(Totp.step(SECRET, eightDigits.substring(2), seconds * 1000, 0))
                .hasValue(seconds / 30);
    }

    @Test
    void stepNextToTheCurrentOneIsTakenAndNoOther() {
        // 287082 is the code of step 1, from 30 s to 60 s.
        assertThat(Totp.step(SECRET, "287082", 0, -1)).hasValue(1);
        assertThat(Totp.step(SECRET, "287 082", 45_000, 0)).hasValue(1);
        assertThat(Totp.step(SECRET, "287082", 89_999, 0)).hasValue(1);
        assertThat(Totp.step(SECRET, "287082", 90_000, 0)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void usedStepIsNotTakenAgain() {
        assertThat(Totp.step(SECRET, "287082", 45_000, 1)).isEmpty();
        assertThat(Totp.step(SECRET, "755224", 45_000, 1))
                .as("a step before it")
                .isEmpty();
        assertThat(Totp.step(SECRET, "359152", 45_000, 1)).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource({"28708", "2870822", "28708x", "''", "-87082", "２８７０８２"})
    void whatIsNoCodeIsNoCode(String typed) {
        assertThat(Totp.step(SECRET, typed, 45_000, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void base32IsThatOfRfc4648WithoutPadding(String text, String encoded) {
        assertThat(Base32.text(text.getBytes(US_ASCII))).isEqualTo(encoded);
    }

    @Test
    void groupedTextReadsTheSameHoweverItIsTyped() {
        byte[] bytes = HexFormat.of().parseHex("666f6f626172666f6f");
        assertThat(Base32.grouped(bytes)).isEqualTo("MZXW6-YTBOJ-TG63Y");
        assertThat(Base32.typed(" mzxw6 ytboj-tg63y ")).isEqualTo(Base32.text(bytes));
    }

    /** The form authenticator apps read (Google's key-uri-format). */
    @Test
    void urlNamesPoolUserAndSecret() {
        assertThat(Totp.otpauthUrl("Thunder Pool", "alice", SECRET))
                .isEqualTo("otpauth://totp/Thunder%20Pool:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Thunder%20Pool&algorithm=SHA1&digits=6&period=30");
    }
}
