package thunderpool.template;

/** A node's template that no valid block could be built from by this code; the message says why. */
final class TemplateRefused extends RuntimeException {
    TemplateRefused(String why) {
        super(why);
    }
}
