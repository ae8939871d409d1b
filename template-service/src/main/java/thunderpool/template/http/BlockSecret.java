package thunderpool.template.http;

/** What a gateway shows to hand a block over; shared by all gateways and template-services. */
public record BlockSecret(String value) {

    private static final int LEAST = 16;

    public BlockSecret {
        if (value.length() < LEAST) {
            throw new IllegalArgumentException("template.block-secret needs at least " + LEAST + " characters");
        }
    }

    @Override
    public String toString() {
        return "BlockSecret[***]";
    }
}
