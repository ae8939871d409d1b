package thunderpool.lab.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.PoolCodec;

/** A {@code mining.submit} read from the wire, as firmware writes it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SubmitBenchmark {
    private final PoolCodec codec = new PoolCodec();
    private final byte[] line = ("{\"id\": 4711, \"method\": \"mining.submit\", \"params\": "
                    + "[\"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4.rig7\", \"0000002a00e0\", "
                    + "\"00000000000000ab\", \"6555f2c0\", \"1dac2b7c\", \"00c00000\"]}")
            .getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public ClientMessage submit() {
        return codec.decode(line, 0, line.length);
    }
}
