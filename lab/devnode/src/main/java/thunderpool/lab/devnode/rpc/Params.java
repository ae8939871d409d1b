package thunderpool.lab.devnode.rpc;

import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.ProtocolException;
import org.bitcoinj.core.Transaction;
import thunderpool.lab.devnode.chain.ConsensusParams;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The arguments of one call, by position, with Core's complaints about wrong ones. */
final class Params {
    private final List<String> names;
    private final List<JsonNode> values;

    Params(List<String> names, List<JsonNode> values) {
        this.names = names;
        this.values = values;
    }

    boolean has(int index) {
        return index < values.size()
                && !values.get(index).isNull()
                && !values.get(index).isMissingNode();
    }

    JsonNode node(int index) {
        return has(index) ? values.get(index) : MissingNode.getInstance();
    }

    String string(int index) {
        JsonNode node = node(index);
        if (!node.isString()) {
            throw wrongType(index, "string");
        }
        return node.stringValue();
    }

    String string(int index, String fallback) {
        return has(index) ? string(index) : fallback;
    }

    long integer(int index) {
        JsonNode node = node(index);
        if (!node.isIntegralNumber()) {
            throw wrongType(index, "number");
        }
        return node.longValue();
    }

    long integer(int index, long fallback) {
        return has(index) ? integer(index) : fallback;
    }

    /** Core's verbosity arguments take a boolean or a number. */
    int verbosity(int index, int fallback) {
        JsonNode node = node(index);
        if (node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        return (int) integer(index, fallback);
    }

    boolean bool(int index, boolean fallback) {
        if (!has(index)) {
            return fallback;
        }
        JsonNode node = node(index);
        if (!node.isBoolean()) {
            throw wrongType(index, "bool");
        }
        return node.booleanValue();
    }

    JsonNode array(int index) {
        JsonNode node = node(index);
        if (!node.isArray()) {
            throw wrongType(index, "array");
        }
        return node;
    }

    Sha256Hash hash(int index) {
        return hash(string(index), names.get(index));
    }

    long sats(int index) {
        return sats(node(index));
    }

    private RpcError wrongType(int index, String expected) {
        return new RpcError(
                RpcError.TYPE,
                "Wrong type passed:\n{\n    \"Position %d (%s)\": \"JSON value of type %s is not of expected type %s\"\n}"
                        .formatted(index + 1, names.get(index), typeName(node(index)), expected));
    }

    private static String typeName(JsonNode node) {
        if (node.isString()) {
            return "string";
        }
        if (node.isNumber()) {
            return "number";
        }
        if (node.isBoolean()) {
            return "bool";
        }
        if (node.isArray()) {
            return "array";
        }
        return node.isObject() ? "object" : "null";
    }

    static Sha256Hash hash(String hex, String name) {
        if (hex.length() != 64) {
            throw new RpcError(
                    RpcError.INVALID_PARAMETER,
                    "%s must be of length 64 (not %d, for '%s')".formatted(name, hex.length(), hex));
        }
        if (!isHex(hex)) {
            throw new RpcError(
                    RpcError.INVALID_PARAMETER, "%s must be hexadecimal string (not '%s')".formatted(name, hex));
        }
        return Sha256Hash.wrap(HexFormat.of().parseHex(hex));
    }

    /** BTC, as a number or a string with at most eight decimals, in satoshis. */
    static long sats(JsonNode amount) {
        if (!amount.isNumber() && !amount.isString()) {
            throw new RpcError(RpcError.TYPE, "Amount is not a number or string");
        }
        try {
            long sats = new BigDecimal(amount.asString()).movePointRight(8).longValueExact();
            if (sats < 0 || sats > ConsensusParams.MAX_MONEY_SATS) {
                throw new RpcError(RpcError.TYPE, "Amount out of range");
            }
            return sats;
        } catch (ArithmeticException | NumberFormatException e) {
            throw new RpcError(RpcError.TYPE, "Invalid amount");
        }
    }

    static Transaction transaction(String hex) {
        return parse(hex)
                .flatMap(Params::readTransaction)
                .orElseThrow(() -> new RpcError(
                        RpcError.DESERIALIZATION, "TX decode failed. Make sure the tx has at least one input."));
    }

    private static Optional<Transaction> readTransaction(ByteBuffer bytes) {
        try {
            Transaction tx = Transaction.read(bytes);
            return bytes.hasRemaining() ? Optional.empty() : Optional.of(tx);
        } catch (ProtocolException | BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Block block(String hex) {
        return parse(hex)
                .flatMap(Params::readBlock)
                .orElseThrow(() -> new RpcError(RpcError.DESERIALIZATION, "Block decode failed"));
    }

    private static Optional<Block> readBlock(ByteBuffer bytes) {
        try {
            return Optional.of(Block.read(bytes));
        } catch (ProtocolException | BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<ByteBuffer> parse(String hex) {
        return isHex(hex) && !hex.isEmpty()
                ? Optional.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    static boolean isHex(String text) {
        return text.length() % 2 == 0 && text.chars().allMatch(HexFormat::isHexDigit);
    }
}
