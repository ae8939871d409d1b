package thunderpool.lab.e2e.sim;

/** How an invariant is stated: it holds, or the world ends. */
final class Law {

    private static final String GAP = "%s";

    private Law() {}

    /** @param otherwise what is wrong, with a %s for each detail */
    static void holds(boolean law, String otherwise, Object... details) {
        if (!law) {
            throw broken(otherwise, details);
        }
    }

    static AssertionError broken(String how, Object... details) {
        String text = how;
        for (Object detail : details) {
            int gap = text.indexOf(GAP);
            text = text.substring(0, gap) + detail + text.substring(gap + GAP.length());
        }
        return new AssertionError(text);
    }
}
