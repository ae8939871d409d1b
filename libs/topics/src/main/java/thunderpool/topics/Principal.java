package thunderpool.topics;

/** The services as the broker knows them: each topic has exactly one that may write it. */
public enum Principal {
    GATEWAY("gateway"),
    VALIDATOR("validator"),
    TEMPLATE("template"),
    ACCOUNTING("accounting"),
    PAYOUT("payout"),
    DASHBOARD("dashboard");

    private final String label;

    Principal(String label) {
        this.label = label;
    }

    /** User name at the broker, role and schema in the database, prefix of consumer groups and transactional ids. */
    public String label() {
        return label;
    }

    /** @throws CorruptRecordException for a label of no service */
    static Principal ofLabel(String label) {
        for (Principal principal : values()) {
            if (principal.label.equals(label)) {
                return principal;
            }
        }
        throw new CorruptRecordException("unknown service " + label);
    }
}
