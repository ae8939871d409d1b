package thunderpool.template.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.SharedSecret;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Bytes;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;
import thunderpool.work.Submission;

class BlocksResourceTest {

    private static final String SECRET = "0123456789abcdef";

    private final List<BlockSolved> brought = new ArrayList<>();
    private HomeRoad.Arrival answer = HomeRoad.Arrival.STORED;
    private final BlocksResource resource = new BlocksResource(
            solved -> {
                brought.add(solved);
                return answer;
            },
            SharedSecret.fixed("template.block-secret", SECRET));
    private final BlockSolved solved = new BlockSolved(
            "bitcoin-regtest",
            Hash256.ZERO,
            new Submission(new JobId(1, 0, new Difficulty(0)), 1, 2, 3, 4, 5),
            Bytes.of(new byte[80]),
            Bytes.of(new byte[100]),
            new Miner(Script.EMPTY, "", RewardSystem.SOLO, "blocks"),
            0);

    private int status(@Nullable String authorization, byte[] body) {
        return resource.bring(authorization, body).getStatusCode().value();
    }

    private int status(byte[] body) {
        return status("Bearer " + SECRET, body);
    }

    @Test
    void handsABlockOnAndSaysWhatBecameOfIt() {
        byte[] record = BlockSolved.TOPIC.codec().encode(solved);
        assertThat(status(record)).isEqualTo(202);
        answer = HomeRoad.Arrival.NOT_STORED;
        assertThat(status(record)).isEqualTo(503);
        answer = HomeRoad.Arrival.REFUSED;
        assertThat(status(record)).isEqualTo(422);
        assertThat(brought).containsExactly(solved, solved, solved);
    }

    @Test
    void letsNobodyInWithoutTheSecret() {
        byte[] record = BlockSolved.TOPIC.codec().encode(solved);
        assertThat(status(null, record)).isEqualTo(401);
        assertThat(status("Bearer 0123456789abcdeX", record)).isEqualTo(401);
        assertThat(status("Bearer " + SECRET + "x", record)).isEqualTo(401);
        assertThat(status(SECRET, record)).isEqualTo(401);
        assertThat(brought).isEmpty();
    }

    @Test
    void refusesBytesThatAreNoRecord() {
        assertThat(status(new byte[] {1, 2, 3})).isEqualTo(400);
        assertThat(status(new byte[BlocksResource.BODY_MAX + 1])).isEqualTo(413);
        assertThat(brought).isEmpty();
    }

    @Test
    void letsWhoShowsTheSecretBeforeInWhileItIsChanged(@TempDir Path folder) throws IOException {
        String next = "fedcba9876543210";
        Path file = Files.writeString(folder.resolve("secret"), next + "\n" + SECRET + "\n");
        BlocksResource rotated = new BlocksResource(
                solved -> HomeRoad.Arrival.STORED, SharedSecret.inFile("template.block-secret", file));
        byte[] record = BlockSolved.TOPIC.codec().encode(solved);
        for (String shown : List.of(next, SECRET)) {
            assertThat(rotated.bring("Bearer " + shown, record).getStatusCode().value())
                    .isEqualTo(202);
        }
        assertThat(rotated.bring("Bearer " + SECRET + "\n" + next, record)
                        .getStatusCode()
                        .value())
                .isEqualTo(401);
    }
}
