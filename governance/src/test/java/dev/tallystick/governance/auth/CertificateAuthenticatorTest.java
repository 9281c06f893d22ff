package dev.tallystick.governance.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tallystick.governance.constitution.ConstitutionFiles;
import dev.tallystick.governance.service.GovernedService;
import dev.tallystick.governance.service.TestMember;
import dev.tallystick.governance.tables.Tables;
import dev.tallystick.governance.tables.UserId;
import dev.tallystick.kv.Transaction;
import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.crypto.Certificate;
import dev.tallystick.ledger.crypto.CertificateIssuer;
import dev.tallystick.ledger.crypto.Curve;
import dev.tallystick.ledger.crypto.EcKeyPair;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Each row of the table of spec 02, 7.2. */
class CertificateAuthenticatorTest {
    private static final Instant BIRTH = TestMember.BIRTH;
    private static final long BIRTH_SECONDS = BIRTH.getEpochSecond();
    private static final TestMember MEMBER = TestMember.withoutShare("member");
    private static final Certificate USER =
            CertificateIssuer.selfSignedMember(EcKeyPair.generate(Curve.P256), "user", BIRTH, 365);
    private static final Certificate NODE =
            CertificateIssuer.selfSignedMember(EcKeyPair.generate(Curve.P384), "node", BIRTH, 365);

    private static GovernedService service;

    @BeforeAll
    static void startAService() {
        service = GovernedService.start(ConstitutionFiles.standard().text(), List.of(MEMBER));
    }

    @AfterAll
    static void stopIt() {
        service.close();
    }

    @Test
    void aKnownUserIsShownWithItsData() {
        assertEquals(
                new CertificateAuthentication.User(
                        UserId.of(USER.fingerprint()), Json.parse("{\"a\":1}"), USER.pem()),
                authenticate(CertificatePolicy.USER_CERT, USER, BIRTH));
    }

    @Test
    void aUserMustBeKnown() {
        assertRefused(CertificatePolicy.USER_CERT, "No caller user certificate", null, BIRTH);
        assertRefused(
                CertificatePolicy.USER_CERT,
                "Could not find matching user certificate",
                MEMBER.certificate(),
                BIRTH);
    }

    @Test
    void bothEndsOfTheValidityBelongToIt() {
        Instant last = USER.notAfter();
        assertInstanceOf(
                CertificateAuthentication.User.class,
                authenticate(CertificatePolicy.USER_CERT, USER, last));
        assertRefused(
                CertificatePolicy.USER_CERT,
                "Current time %d is after certificate's Not After validity period %d"
                        .formatted(last.getEpochSecond() + 1, last.getEpochSecond()),
                USER,
                last.plusSeconds(1));
        assertRefused(
                CertificatePolicy.ANY_CERT,
                "Current time %d is before certificate's Not Before validity period %d"
                        .formatted(BIRTH_SECONDS - 1, BIRTH_SECONDS),
                USER,
                BIRTH.minusSeconds(1));
    }

    @Test
    void aMemberIsKnownWhateverTheTimeAndItsStatus() {
        assertEquals(
                new CertificateAuthentication.Member(MEMBER.id(), null, MEMBER.certificate().pem()),
                authenticate(CertificatePolicy.MEMBER_CERT, MEMBER.certificate(), Instant.EPOCH));
        assertRefused(CertificatePolicy.MEMBER_CERT, "No caller member certificate", null, BIRTH);
        assertRefused(
                CertificatePolicy.MEMBER_CERT,
                "Could not find matching member certificate",
                USER,
                BIRTH);
    }

    @Test
    void anybodyNeedsACertificate() {
        assertEquals(
                new CertificateAuthentication.Anybody(NODE),
                authenticate(CertificatePolicy.ANY_CERT, NODE, BIRTH));
        assertRefused(CertificatePolicy.ANY_CERT, "No caller certificate", null, BIRTH);
    }

    @Test
    void aNodeIsKnownByItsKey() {
        assertRefused(CertificatePolicy.NODE_CERT, "No caller node certificate", null, BIRTH);
        assertRefused(
                CertificatePolicy.NODE_CERT,
                "Could not find matching node certificate",
                NODE,
                BIRTH);
    }

    private static CertificateAuthentication authenticate(
            CertificatePolicy policy, @Nullable Certificate certificate, Instant now) {
        Transaction tx = service.begin();
        UserId user = UserId.of(USER.fingerprint());
        Tables.USER_CERTS.put(tx, user, USER.pem());
        Tables.USER_INFO.put(tx, user, Json.parse("{\"user_data\":{\"a\":1}}"));
        return new CertificateAuthenticator(InstantSource.fixed(now))
                .authenticate(policy, tx, certificate);
    }

    private static void assertRefused(
            CertificatePolicy policy,
            String reason,
            @Nullable Certificate certificate,
            Instant now) {
        assertEquals(
                new CertificateAuthentication.Refused(policy, reason),
                authenticate(policy, certificate, now));
    }
}
