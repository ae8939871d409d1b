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
