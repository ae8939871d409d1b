package thunderpool.gateway.session;

import java.math.BigDecimal;
import java.util.Optional;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.Miner;

/**
 * A user name as miners write it: {@code address.worker}, {@code address_worker}, {@code address+difficulty},
 * {@code address.worker/difficulty}, {@code address~split}.
 *
 * @param address letters and digits before the first separator; not checked
 * @param worker what follows, at most {@link Miner#WORKER_MAX} characters of a plain set
 * @param difficulty asked for behind + or /
 */
record UserName(String address, String worker, Optional<Difficulty> difficulty) {
    private static final String WORKER_SIGNS = "._:+=@/ -";

    static UserName parse(String text) {
        String trimmed = text.strip();
        int end = 0;
        while (end < trimmed.length() && isLetterOrDigit(trimmed.charAt(end))) {
            end++;
        }
        String rest = trimmed.substring(end);
        int tilde = rest.indexOf('~');
        if (tilde >= 0) {
            rest = rest.substring(0, tilde);
        }
        int sign = Math.max(rest.lastIndexOf('+'), rest.lastIndexOf('/'));
        Optional<Difficulty> difficulty = sign < 0 ? Optional.empty() : difficulty(rest.substring(sign + 1));
        if (difficulty.isPresent()) {
            rest = rest.substring(0, sign);
        }
        return new UserName(trimmed.substring(0, end), worker(rest), difficulty);
    }

    private static String worker(String rest) {
        StringBuilder worker = new StringBuilder();
        for (int i = 1; i < rest.length() && worker.length() < Miner.WORKER_MAX; i++) {
            char next = rest.charAt(i);
            worker.append(isLetterOrDigit(next) || WORKER_SIGNS.indexOf(next) >= 0 ? next : '_');
        }
        return worker.toString().strip();
    }

    private static boolean isLetterOrDigit(char next) {
        return next < 128 && Character.isLetterOrDigit(next);
    }

    /** A positive number, snapped down to a power of two; empty for anything else. */
    static Optional<Difficulty> difficulty(String number) {
        if (number.isEmpty() || number.length() > 40) {
            return Optional.empty();
        }
        try {
            return Difficulty.snapDown(new BigDecimal(number));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
