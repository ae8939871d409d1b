package thunderpool.lab.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time and memory of processes, from Linux's /proc (proc(5)).
 *
 * <p>A database started by the pool is no child of it, so it is found by the data folder in its command line, and its
 * workers by their parent.
 */
final class ProcessTime {
    private static final Path PROC = Path.of("/proc");

    /** USER_HZ: 100 on every Linux that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    /** Fields of /proc/PID/stat behind the command's name: state is the first. */
    private static final int PARENT = 1;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private record Stat(long parent, long micros) {}

    private ProcessTime() {}

    /** User and system time of one process, in microseconds; 0 when it is gone. */
    static long micros(long pid) {
        Stat stat = stat(pid);
        return stat.micros();
    }

    /** The same for the database of this data folder: its postmaster and all workers that live. */
    static long databaseMicros(Path data) {
        Map<Long, Stat> all = new HashMap<>();
        long postmaster = -1;
        try (Stream<Path> processes = Files.list(PROC)) {
            for (Path process : processes.toList()) {
                String name = process.getFileName().toString();
                if (name.chars().allMatch(Character::isDigit)) {
                    long pid = Long.parseLong(name);
                    all.put(pid, stat(pid));
                    if (isDatabase(commandLine(pid), data)) {
                        postmaster = pid;
                    }
                }
            }
        } catch (IOException noProc) {
            return 0;
        }
        long micros = 0;
        for (Map.Entry<Long, Stat> process : all.entrySet()) {
            if (process.getKey() == postmaster || process.getValue().parent() == postmaster) {
                micros += process.getValue().micros();
            }
        }
        return micros;
    }

    /** Resident memory in bytes; 0 when it is gone. */
    static long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** The server itself, not the shell that guards it and names it too. */
    private static boolean isDatabase(String commandLine, Path data) {
        int end = commandLine.indexOf('\0');
        return end > 0 && commandLine.substring(0, end).endsWith("/postgres") && commandLine.contains(data.toString());
    }

    private static Stat stat(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
            return new Stat(Long.parseLong(fields[PARENT]), ticks * MICROS_PER_TICK);
        } catch (IOException gone) {
            return new Stat(0, 0);
        }
    }

    private static String commandLine(long pid) {
        try {
            return new String(Files.readAllBytes(PROC.resolve(pid + "/cmdline")), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}
