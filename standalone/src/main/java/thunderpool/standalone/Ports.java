package thunderpool.standalone;

/**
 * Every port of a standalone pool, shifted together so that several can run on one machine.
 *
 * @param offset added to every port, 0 to 30000
 */
public record Ports(int offset) {

    public Ports {
        if (offset < 0 || offset > 30_000) {
            throw new IllegalArgumentException("--port-offset must be between 0 and 30000, not " + offset);
        }
    }

    /** PPLNS, paid per block interval. */
    public int pplnsBlocks() {
        return 3333 + offset;
    }

    /** PPLNS, paid per time interval. */
    public int pplnsTime() {
        return 3334 + offset;
    }

    public int solo() {
        return 3335 + offset;
    }

    /** {@link #pplnsBlocks()} with TLS. */
    public int tls() {
        return 4333 + offset;
    }

    /** Dashboard and REST. */
    public int dashboard() {
        return 8080 + offset;
    }

    /** Management of a service; template-service takes solved blocks here too. */
    public int management(Service service) {
        return service.managementPort() + offset;
    }

    public int broker() {
        return 19_092 + offset;
    }

    public int database() {
        return 15_432 + offset;
    }

    /** RPC of the demo chain. */
    public int nodeRpc() {
        return 18_500 + offset;
    }

    /** ZMQ of the demo chain. */
    public int nodeZmq() {
        return 28_500 + offset;
    }
}
