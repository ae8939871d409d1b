package thunderpool.lab.devnode.rpc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HexFormat;
import java.util.Locale;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.core.TransactionInput;
import org.bitcoinj.core.TransactionOutput;
import org.bitcoinj.script.Script;
import org.bitcoinj.script.ScriptChunk;
import org.bitcoinj.script.ScriptException;
import org.bitcoinj.script.ScriptOpCodes;
import org.bitcoinj.script.ScriptPattern;
import thunderpool.lab.devnode.chain.DifficultyRule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of transactions, scripts, amounts and numbers, as Core writes them. */
final class Shapes {
    private static final BigInteger DIFFICULTY_ONE = BigInteger.valueOf(0xffff).shiftLeft(208);

    private Shapes() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static BigDecimal btc(long sats) {
        return BigDecimal.valueOf(sats, 8);
    }

    static BigDecimal difficulty(long bits) {
        return new BigDecimal(DIFFICULTY_ONE).divide(new BigDecimal(DifficultyRule.target(bits)), new MathContext(16));
    }

    static String hex256(BigInteger value) {
        return "%064x".formatted(value);
    }

    static String bits(long bits) {
        return "%08x".formatted(bits);
    }

    static ObjectNode transaction(Transaction tx) {
        ObjectNode json = object().put("txid", tx.getTxId().toString())
                .put("hash", tx.getWTxId().toString())
                .put("version", tx.getVersion())
                .put("size", tx.messageSize())
                .put("vsize", tx.getVsize())
                .put("weight", tx.getWeight())
                .put("locktime", tx.lockTime().rawValue());
        ArrayNode inputs = json.putArray("vin");
        tx.getInputs().forEach(input -> inputs.add(input(input)));
        ArrayNode outputs = json.putArray("vout");
        for (int i = 0; i < tx.getOutputs().size(); i++) {
            TransactionOutput output = tx.getOutput(i);
            outputs.addObject()
                    .put("value", btc(output.getValue().value))
                    .put("n", i)
                    .set("scriptPubKey", scriptPubKey(output.getScriptBytes()));
        }
        return json.put("hex", HexFormat.of().formatHex(tx.serialize()));
    }

    private static ObjectNode input(TransactionInput input) {
        ObjectNode json = object();
        String script = HexFormat.of().formatHex(input.getScriptBytes());
        if (input.isCoinBase()) {
            json.put("coinbase", script);
        } else {
            json.put("txid", input.getOutpoint().hash().toString())
                    .put("vout", input.getOutpoint().index());
            json.putObject("scriptSig").put("asm", asm(input.getScriptBytes())).put("hex", script);
        }
        if (input.hasWitness()) {
            ArrayNode witness = json.putArray("txinwitness");
            for (int i = 0; i < input.getWitness().getPushCount(); i++) {
                witness.add(HexFormat.of().formatHex(input.getWitness().getPush(i)));
            }
        }
        return json.put("sequence", input.getSequenceNumber());
    }

    static ObjectNode scriptPubKey(byte[] bytes) {
        String hex = HexFormat.of().formatHex(bytes);
        ObjectNode json = object().put("asm", asm(bytes));
        try {
            Script script = Script.parse(bytes);
            var address = Addresses.of(script);
            json.put(
                            "desc",
                            Descriptors.withChecksum(
                                    address.map("addr(%s)"::formatted).orElse("raw(" + hex + ")")))
                    .put("hex", hex);
            address.ifPresent(text -> json.put("address", text));
            return json.put("type", type(script));
        } catch (ScriptException e) {
            return json.put("desc", Descriptors.withChecksum("raw(" + hex + ")"))
                    .put("hex", hex)
                    .put("type", "nonstandard");
        }
    }

    static String type(Script script) {
        if (ScriptPattern.isP2WPKH(script)) {
            return "witness_v0_keyhash";
        }
        if (ScriptPattern.isP2WSH(script)) {
            return "witness_v0_scripthash";
        }
        if (ScriptPattern.isP2TR(script)) {
            return "witness_v1_taproot";
        }
        if (ScriptPattern.isP2PKH(script)) {
            return "pubkeyhash";
        }
        if (ScriptPattern.isP2SH(script)) {
            return "scripthash";
        }
        if (ScriptPattern.isP2PK(script)) {
            return "pubkey";
        }
        if (ScriptPattern.isOpReturn(script)) {
            return "nulldata";
        }
        return ScriptPattern.isSentToMultisig(script) ? "multisig" : "nonstandard";
    }

    /** Core's ScriptToAsmStr: pushes of up to four bytes as numbers, longer ones in hex, opcodes by name. */
    static String asm(byte[] bytes) {
        try {
            StringBuilder text = new StringBuilder();
            for (ScriptChunk chunk : Script.parse(bytes).chunks()) {
                text.append(text.isEmpty() ? "" : " ").append(word(chunk));
            }
            return text.toString();
        } catch (ScriptException e) {
            return "[error]";
        }
    }

    private static String word(ScriptChunk chunk) {
        byte[] data = chunk.data;
        if (data != null && data.length > 0) {
            return data.length > 4 ? HexFormat.of().formatHex(data) : Long.toString(scriptNumber(data));
        }
        if (chunk.opcode == ScriptOpCodes.OP_0) {
            return "0";
        }
        if (chunk.opcode == ScriptOpCodes.OP_1NEGATE) {
            return "-1";
        }
        if (chunk.opcode >= ScriptOpCodes.OP_1 && chunk.opcode <= ScriptOpCodes.OP_16) {
            return Integer.toString(Script.decodeFromOpN(chunk.opcode));
        }
        return "OP_" + ScriptOpCodes.getOpCodeName(chunk.opcode).toUpperCase(Locale.ROOT);
    }

    private static long scriptNumber(byte[] data) {
        long value = 0;
        for (int i = 0; i < data.length; i++) {
            value |= (data[i] & 0xffL) << (8 * i);
        }
        long sign = 0x80L << (8 * (data.length - 1));
        return (value & sign) == 0 ? value : -(value & ~sign);
    }
}
