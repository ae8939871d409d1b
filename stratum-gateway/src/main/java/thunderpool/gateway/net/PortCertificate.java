package thunderpool.gateway.net;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/**
 * What the TLS ports show to new connections. When the files change and fit each other, the next handshake has the new
 * certificate and connections that stand keep theirs; until they fit, nothing changes.
 */
public final class PortCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(PortCertificate.class);
    private static final byte[] ANYTHING = "thunderpool".getBytes(StandardCharsets.US_ASCII);

    /** What was read, and what it came to. */
    private record Loaded(String chain, String key, SslContext context, long expiresAtS) {}

    private final TlsIdentity identity;
    private volatile Loaded loaded;
    private String trouble = "";

    private PortCertificate(TlsIdentity identity, Loaded loaded) {
        this.identity = identity;
        this.loaded = loaded;
    }

    /** @throws IOException when the files cannot be read, are no certificate and key, or belong to different ones */
    public static PortCertificate of(TlsIdentity identity) throws IOException {
        return new PortCertificate(
                identity, load(Files.readString(identity.certificate()), Files.readString(identity.key())));
    }

    SslContext context() {
        return loaded.context;
    }

    /** Unix seconds. */
    public long expiresAtS() {
        return loaded.expiresAtS;
    }

    /** Looks at the files; to be called every few seconds by a thread that may wait for a disk. */
    public synchronized void look() {
        try {
            String chain = Files.readString(identity.certificate());
            String key = Files.readString(identity.key());
            if (!chain.equals(loaded.chain) || !key.equals(loaded.key)) {
                loaded = load(chain, key);
                LOG.atInfo()
                        .addKeyValue(LogKey.EVENT, LogEvent.SECRET_CHANGED)
                        .log("new connections of the TLS ports are shown another certificate");
            }
            trouble = "";
        } catch (IOException unusable) {
            if (!unusable.toString().equals(trouble)) {
                trouble = unusable.toString();
                LOG.warn("the TLS ports keep their certificate, that in the files cannot be used: {}", trouble);
            }
        }
    }

    private static Loaded load(String chain, String key) throws IOException {
        try {
            X509Certificate[] certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(bytes(chain)).stream()
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
            if (certificates.length == 0) {
                throw new IOException("no certificate with its key: the file holds none");
            }
            X509Certificate own = certificates[0];
            PrivateKey secret = privateKey(key);
            if (!isOf(own, secret)) {
                throw new IOException("the key is not the certificate's");
            }
            SslContext context = SslContextBuilder.forServer(secret, certificates)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
            return new Loaded(chain, key, context, own.getNotAfter().toInstant().getEpochSecond());
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IOException("no certificate with its key: " + unusable.getMessage(), unusable);
        }
    }

    private static InputStream bytes(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey privateKey(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                switch (found) {
                    case PrivateKeyInfo info -> {
                        return new JcaPEMKeyConverter().getPrivateKey(info);
                    }
                    // PKCS#1 and SEC 1, as cert-manager and older tools write them.
                    case PEMKeyPair pair -> {
                        return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {}
                }
            }
            throw new IOException("the key is no PEM of a private key without a password");
        }
    }

    /** Java takes any two together, and then every handshake fails. */
    private static boolean isOf(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        if (!algorithm.endsWith(certificate.getPublicKey().getAlgorithm().replace("EC", "ECDSA"))) {
            return false;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(ANYTHING);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update(ANYTHING);
        return signature.verify(signed);
    }
}
