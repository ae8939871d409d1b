package thunderpool.node;

import java.time.Duration;

/** The RPC methods the pool uses, how long each may take, and what may be done when one fails. */
public enum RpcMethod {
    GETBLOCKCHAININFO("getblockchaininfo", Guard.READ, 5),
    GETBESTBLOCKHASH("getbestblockhash", Guard.READ, 3),
    GETBLOCKHASH("getblockhash", Guard.READ, 5),
    GETBLOCKHEADER("getblockheader", Guard.READ, 5),
    GETBLOCK("getblock", Guard.READ, 30),
    GETCHAINTIPS("getchaintips", Guard.READ, 10),
    GETCONNECTIONCOUNT("getconnectioncount", Guard.READ, 5),
    GETBLOCKTEMPLATE("getblocktemplate", Guard.READ, 10),
    /**
     * The same call with a longpollid: the node holds it until its tip changes, and longest on a chain without traffic.
     * Never given up early: the node does not notice, and each forgotten call keeps one of its few RPC threads (four in
     * Core up to v28, in Litecoin Core still) until the next block; when all are gone it answers nobody.
     */
    LONG_POLL("getblocktemplate", Guard.WAIT, 6 * 3600),
    /** A solved block is worth one more attempt at any node, whatever a breaker thinks of it. */
    SUBMITBLOCK("submitblock", Guard.ALWAYS, 30),
    GETRAWTRANSACTION("getrawtransaction", Guard.READ, 5),
    GETTXOUT("gettxout", Guard.READ, 5),
    SENDRAWTRANSACTION("sendrawtransaction", Guard.ONCE, 15),
    TESTMEMPOOLACCEPT("testmempoolaccept", Guard.READ, 10),
    GETMEMPOOLENTRY("getmempoolentry", Guard.READ, 5),
    ESTIMATESMARTFEE("estimatesmartfee", Guard.READ, 5),
    CREATERAWTRANSACTION("createrawtransaction", Guard.READ, 5),
    LISTWALLETS("listwallets", Guard.READ, 5),
    LISTUNSPENT("listunspent", Guard.READ, 20),
    GETNEWADDRESS("getnewaddress", Guard.ONCE, 10),
    GETADDRESSESBYLABEL("getaddressesbylabel", Guard.READ, 10),
    GETADDRESSINFO("getaddressinfo", Guard.READ, 5),
    GETBALANCES("getbalances", Guard.READ, 10),
    GETTRANSACTION("gettransaction", Guard.READ, 10),
    LISTSINCEBLOCK("listsinceblock", Guard.READ, 60),
    SIGNRAWTRANSACTIONWITHWALLET("signrawtransactionwithwallet", Guard.READ, 30);

    /** What protects a call. */
    public enum Guard {
        /** No effect at the node: repeated after a fault, and refused while the breaker is open. */
        READ,
        /** Has an effect: never repeated here, refused while the breaker is open. */
        ONCE,
        /** Has an effect and must get its chance: never repeated here, never refused. */
        ALWAYS,
        /** Waits at the node: silence is no fault, so neither repeated nor counted. */
        WAIT
    }

    private final String wireName;
    private final Guard guard;
    private final Duration timeout;

    RpcMethod(String wireName, Guard guard, int timeoutSeconds) {
        this.wireName = wireName;
        this.guard = guard;
        this.timeout = Duration.ofSeconds(timeoutSeconds);
    }

    public String wireName() {
        return wireName;
    }

    public Guard guard() {
        return guard;
    }

    public Duration timeout() {
        return timeout;
    }

    /** Whether the method belongs to a wallet and so to the wallet's path. */
    public boolean ofWallet() {
        return switch (this) {
            case LISTUNSPENT,
                    GETNEWADDRESS,
                    GETADDRESSESBYLABEL,
                    GETADDRESSINFO,
                    GETBALANCES,
                    GETTRANSACTION,
                    LISTSINCEBLOCK,
                    SIGNRAWTRANSACTIONWITHWALLET -> true;
            case GETBLOCKCHAININFO,
                    GETBESTBLOCKHASH,
                    GETBLOCKHASH,
                    GETBLOCKHEADER,
                    GETBLOCK,
                    GETCHAINTIPS,
                    GETCONNECTIONCOUNT,
                    GETBLOCKTEMPLATE,
                    LONG_POLL,
                    SUBMITBLOCK,
                    GETRAWTRANSACTION,
                    GETTXOUT,
                    SENDRAWTRANSACTION,
                    TESTMEMPOOLACCEPT,
                    GETMEMPOOLENTRY,
                    ESTIMATESMARTFEE,
                    CREATERAWTRANSACTION,
                    LISTWALLETS -> false;
        };
    }
}
