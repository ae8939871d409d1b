package thunderpool.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.work.Submission;

class TopicsTest {

    @Test
    void namesAreUniqueAndEveryTopicHasASample() {
        List<String> names = Topics.ALL.stream().map(Topic::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(Samples.all().keySet()).containsAll(names);
    }

    @Test
    void noTopicIsReadByNobody() {
        assertThat(Topics.ALL).allSatisfy(topic -> assertThat(topic.readers()).isNotEmpty());
    }

    @Test
    void sharesOfTwoPartitionsAreNotOneRecord() {
        ShareSubmitted.Share one = new ShareSubmitted.Share(Samples.SUBMISSION, Samples.MINER);
        int partition = ShareSubmitted.TOPIC.partition().applyAsInt(new ShareSubmitted("c", List.of(one)));
        for (int extranonce1 = 0; extranonce1 < 64; extranonce1++) {
            Submission moved = new Submission(Samples.JOB, extranonce1, 0, 0, 0, 0);
            ShareSubmitted.Share other = new ShareSubmitted.Share(moved, Samples.MINER);
            if (ShareSubmitted.TOPIC.partition().applyAsInt(new ShareSubmitted("c", List.of(other))) != partition) {
                assertThatThrownBy(() -> new ShareSubmitted("c", List.of(one, other)))
                        .isInstanceOf(IllegalArgumentException.class);
                return;
            }
        }
        throw new AssertionError("64 extranonces fell into one partition");
    }

    /** Sessions of one gateway count up: they must spread over the partitions, not pile up in one. */
    @Test
    void consecutiveSessionsSpreadOverPartitions() {
        int[] counts = new int[ShareSubmitted.PARTITIONS];
        for (int counter = 0; counter < 1000; counter++) {
            counts[thunderpool.work.Extranonce.partitionOf(7 << 16 | counter, counts.length)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(150, 350);
        }
    }

    @Test
    void orderIdsDependOnEveryPart() {
        assertThat(List.of(
                        PayoutOrderId.of("a", Samples.ACCOUNT, 0),
                        PayoutOrderId.of("a", Samples.ACCOUNT, 1),
                        PayoutOrderId.of("b", Samples.ACCOUNT, 0)))
                .doesNotHaveDuplicates();
        assertThat(PayoutOrderId.of("a", Samples.ACCOUNT, 0)).isEqualTo(PayoutOrderId.of("a", Samples.ACCOUNT, 0));
    }
}
