package thunderpool.lab.bench;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./pool bench}: lists the benchmarks, or runs one by its name. */
@Command(
        name = "pool bench",
        description = "Benchmarks; without a name this list.",
        mixinStandardHelpOptions = true,
        subcommands = {
            Bench.JudgeCommand.class,
            Bench.SubmitCommand.class,
            SharesBenchmark.class,
            DashboardBenchmark.class
        },
        commandListHeading = "Benchmarks:%n")
public final class Bench implements Callable<Integer> {

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() {
        new CommandLine(this).usage(System.out);
        return 0;
    }

    /** Under JMH. */
    @Command(
            name = "judge",
            description = "microseconds to judge one share (sha256d, 12 merkle steps), one thread",
            mixinStandardHelpOptions = true)
    static final class JudgeCommand implements Callable<Integer> {
        @Override
        public Integer call() throws RunnerException {
            return jmh(JudgeBenchmark.class);
        }
    }

    /** Under JMH. */
    @Command(
            name = "submit",
            description = "microseconds to read one mining.submit from the wire, one thread",
            mixinStandardHelpOptions = true)
    static final class SubmitCommand implements Callable<Integer> {
        @Override
        public Integer call() throws RunnerException {
            return jmh(SubmitBenchmark.class);
        }
    }

    private static int jmh(Class<?> benchmark) throws RunnerException {
        new Runner(new OptionsBuilder().include(benchmark.getName()).build()).run();
        return 0;
    }
}
