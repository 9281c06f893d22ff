package dev.tallystick.governance.api;

/**
 * One governance endpoint.
 *
 * @param verb {@code GET} or {@code POST}
 * @param path template below {@code /gov}, such as {@code /members/proposals/{proposalId}:withdraw}
 *     (spec 02, 3.3)
 * @param isWrite whether only the primary can answer
 * @param needsRoot whether the transaction must be begun with the root of the Merkle tree
 * @param since the first version of the API that has it
 */
public record GovRoute(
        String verb,
        String path,
        Auth auth,
        boolean isWrite,
        boolean needsRoot,
        ApiVersion since,
        GovHandler handler) {
    static GovRoute read(String path, GovHandler handler) {
        return new GovRoute("GET", path, Auth.none(), false, false, ApiVersion.PREVIEW, handler);
    }

    static GovRoute write(String path, Auth auth, GovHandler handler) {
        return new GovRoute("POST", path, auth, true, false, ApiVersion.PREVIEW, handler);
    }

    GovRoute since(ApiVersion version) {
        return new GovRoute(verb, path, auth, isWrite, needsRoot, version, handler);
    }

    GovRoute needingRoot() {
        return new GovRoute(verb, path, auth, isWrite, true, since, handler);
    }
}
