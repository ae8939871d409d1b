package thunderpool.template;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;

/** Where the bodies of templates are durable, for every template-service of the chain. Throws when it is away. */
interface TemplateStore {

    /** A template id that was never given out before on this chain, unsigned 32 bits. */
    int nextId();

    /** Durable when it returns. */
    void put(TemplateBody body);

    Optional<TemplateBody> body(int templateId);

    /**
     * The body of the highest id (unsigned) that is stored. Not the one that was stored last: what memory saves into a database that
     * went back comes the newest first.
     */
    Optional<Newest> newest();

    /** Drops what no solution can need any more: bodies of blocks below this height. */
    void dropBelow(int height);

    /** Which template is the newest, and what it builds on. */
    record Newest(int templateId, Hash256 previous) {}
}
