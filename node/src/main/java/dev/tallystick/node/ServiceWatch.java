package dev.tallystick.node;

import dev.tallystick.governance.tables.ServiceInfo;
import dev.tallystick.governance.tables.ServiceStatus;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.ledger.Bytes;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.EcKeyPair;
import dev.tallystick.ledger.entry.MapWrites;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code public:ccf.gov.service.info} as it commits: the first {@code Open} of this very
 * service opens the application frontend, for good (spec 06, 2.6).
 */
final class ServiceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

    private final EcKeyPair serviceKey;

    /** Only ever becomes true; set by the consensus thread. */
    private volatile boolean isOpen;

    ServiceWatch(EcKeyPair serviceKey) {
        this.serviceKey = serviceKey;
    }

    /** Global hook of the table. */
    void onGlobal(long seqno, MapWrites writes) {
        Bytes value = writes.writes().get(Bytes.EIGHT_ZEROS);
        if (value == null) {
            return;
        }
        ServiceInfo info = Tables.SERVICE_INFO.codec().decoding().apply(value);
        boolean isOurs =
                Certificate.fromPem(info.certificate())
                        .publicKey()
                        .id()
                        .equals(serviceKey.publicKey().id());
        if (isOurs && info.status() == ServiceStatus.OPEN && !isOpen) {
            isOpen = true;
            LOG.info("Service is open to users since seqno {}", seqno);
        }
    }

    boolean isOpen() {
        return isOpen;
    }
}
