package thunderpool.dashboard.admin.audit;

/**
 * What somebody did or tried. Texts are cut and cleaned, so that no input can break or bloat the log.
 *
 * @param user {@code -} for a stranger
 * @param role at that moment
 * @param address network address it came from
 * @param action in the words of the interface, such as {@code sign-in} or {@code payout approve-payout}
 * @param detail never a secret
 */
public record Act(String user, String role, String address, String action, String detail, Outcome outcome) {

    private static final int SHORT_MAX = 100;
    private static final int DETAIL_MAX = 2000;

    public Act {
        user = clean(user, SHORT_MAX);
        role = clean(role, SHORT_MAX);
        address = clean(address, SHORT_MAX);
        action = clean(action, SHORT_MAX);
        detail = clean(detail, DETAIL_MAX);
    }

    private static String clean(String text, int max) {
        String cleaned = text.replaceAll("\\p{Cntrl}", "\uFFFD");
        return cleaned.length() <= max ? cleaned : cleaned.substring(0, max - 1) + "…";
    }
}
