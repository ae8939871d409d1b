package thunderpool.payout.saga;

import thunderpool.topics.AdminCommand;

/** A command as it is being obeyed: its fields, and the ways it can be wrong. */
record Asked(AdminCommand command, long nowMs) {

    /** Why a command is refused, for its author. */
    static final class Refusal extends Exception {
        Refusal(String reason) {
            super(reason);
        }
    }

    boolean has(String name) {
        return command.fields().containsKey(name);
    }

    boolean says(String name) {
        return "true".equals(command.fields().get(name));
    }

    String field(String name) throws Refusal {
        String value = command.fields().get(name);
        if (value == null) {
            throw new Refusal("the field " + name + " is missing");
        }
        return plain(name, value);
    }

    /** Refuses a command whose kind or author cannot be kept: both are told in answers and notes. */
    void plainWords() throws Refusal {
        plain("kind", command.kind());
        plain("author", command.author());
    }

    /** The database takes no NUL, and no feed may come to a stop by what somebody wrote. */
    private static String plain(String name, String value) throws Refusal {
        if (value.codePoints().anyMatch(Character::isISOControl)) {
            throw new Refusal("the field " + name + " holds control characters");
        }
        return value;
    }

    long number(String name) throws Refusal {
        try {
            return Long.parseLong(field(name));
        } catch (NumberFormatException notANumber) {
            throw new Refusal("the field " + name + " must be a whole number");
        }
    }

    /** Refuses a command that was made for another version than the present one. */
    void madeFor(long version) throws Refusal {
        if (command.expectedVersion() >= 0 && command.expectedVersion() != version) {
            throw new Refusal("it was changed meanwhile: its version is " + version);
        }
    }
}
