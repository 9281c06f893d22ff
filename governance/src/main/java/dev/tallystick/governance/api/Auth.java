package dev.tallystick.governance.api;

import dev.tallystick.governance.auth.MemberCoseAuthenticator;

/** Who may call a governance endpoint. */
public sealed interface Auth {
    /** Anybody. */
    record None() implements Auth {}

    /** A member, by a signed request. */
    record MemberCose(MemberCoseAuthenticator.Requirement requirement) implements Auth {}

    /** Anybody. */
    static Auth none() {
        return new None();
    }

    /** Any known member, with a request of this type. */
    static Auth member(String messageType) {
        return new MemberCose(new MemberCoseAuthenticator.Requirement(false, messageType));
    }

    /** A member that has acknowledged the state of the service, with a request of this type. */
    static Auth activeMember(String messageType) {
        return new MemberCose(new MemberCoseAuthenticator.Requirement(true, messageType));
    }
}
