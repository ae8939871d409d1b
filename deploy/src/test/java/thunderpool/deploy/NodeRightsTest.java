package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import thunderpool.node.RpcMethod;

/** The methods that a node lets its users call are those that the suite calls, and money has one user. */
class NodeRightsTest {

    private static final Pattern ASSIGNED = Pattern.compile("(?m)^(\\w+)=([a-z,]+)$");
    private static final Pattern LISTED = Pattern.compile("\"-rpcwhitelist=(\\w+):([^\"]+)\"");

    private static Map<String, Set<String>> listed() {
        String script = Rendered.text("stores/node/start.sh").replace("\\\n", "");
        for (MatchResult variable : ASSIGNED.matcher(script).results().toList()) {
            script = script.replace("$" + variable.group(1), variable.group(2));
        }
        Map<String, Set<String>> listed = new TreeMap<>();
        LISTED.matcher(script)
                .results()
                .forEach(user -> listed.put(
                        user.group(1),
                        Stream.of(user.group(2).split(",")).collect(Collectors.toCollection(TreeSet::new))));
        return listed;
    }

    @Test
    void everyMethodThatTheSuiteCallsIsListedAndNoOther() {
        Set<String> called =
                Stream.of(RpcMethod.values()).map(RpcMethod::wireName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> allowed = new TreeSet<>();
        listed().values().forEach(allowed::addAll);
        assertThat(allowed).isEqualTo(called);
    }

    /** Each forgotten long poll keeps one of Core's four threads until the next block: seen with four, then no answer. */
    @Test
    void aNodeHasThreadsLeftWhenServicesDieInTheirLongPolls() {
        assertThat(Rendered.text("stores/node/start.sh")).contains(" -rpcthreads=16 ");
    }

    @Test
    void onlyPayoutSpendsAndOnlyTemplateSubmitsBlocks() {
        Set<String> template = listed().get("template");
        Set<String> payout = listed().get("payout");
        assertThat(template)
                .contains("submitblock", "getblocktemplate")
                .doesNotContain("sendrawtransaction", "signrawtransactionwithwallet");
        assertThat(payout)
                .contains("signrawtransactionwithwallet", "listsinceblock")
                .doesNotContain("submitblock", "getblocktemplate");
    }
}
