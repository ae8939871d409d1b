package thunderpool.runtime;

import java.util.Map;

/** A bean with gauges of its service that operators read on their health page; every such bean is asked for each status. */
@FunctionalInterface
public interface Figures {
    /**
     * Asked every few seconds on the status thread; should not wait for anything. What throws is left out.
     *
     * @return by name with the unit in the name, such as {@code hot_wallet_sat}; a figure not known is absent
     */
    Map<String, Long> figures();
}
