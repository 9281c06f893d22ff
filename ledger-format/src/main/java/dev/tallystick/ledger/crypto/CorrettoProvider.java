package dev.tallystick.ledger.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.Provider;
import java.util.Optional;

/**
 * The native provider, where this platform has it. Where even its jar is missing, this class cannot
 * be linked; it stands alone so that {@link CryptoProvider} can.
 */
final class CorrettoProvider {
    private static final Logger LOG = LoggerFactory.getLogger(CorrettoProvider.class);

    private CorrettoProvider() {}

    /**
     * The provider, if its native library loads.
     *
     * @throws LinkageError if the provider's classes are missing
     */
    static Optional<Provider> find() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        Throwable failure = corretto.getLoadingError();
        if (failure != null) {
            LOG.debug("{} does not load its native library: {}", corretto.getName(), failure);
            return Optional.empty();
        }
        return Optional.of(corretto);
    }
}
