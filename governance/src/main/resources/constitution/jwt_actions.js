// Actions on certificate authorities and on the issuers of JSON Web Tokens.

/** One key of a key set: its name, and material as certificates, RSA numbers or a curve point. */
function checkJwk(key, field) {
  checkType(key, "object", field);
  checkType(key?.kid, "string", `${field}.kid`);
  checkType(key.kty, "string", `${field}.kty`);
  if (key.x5c !== undefined) {
    checkType(key.x5c, "array", `${field}.x5c`);
    checkBounds(key.x5c.length, 1, null, `${field}.x5c.length`);
    key.x5c.forEach((der, i) => {
      checkType(der, "string", `${field}.x5c[${i}]`);
      checkX509CertBundle(
        `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`,
        `${field}.x5c[${i}]`,
      );
    });
  } else if (key.n !== undefined && key.e !== undefined) {
    checkType(key.n, "string", `${field}.n`);
    checkType(key.e, "string", `${field}.e`);
  } else if (key.x !== undefined && key.y !== undefined && key.crv !== undefined) {
    checkType(key.x, "string", `${field}.x`);
    checkType(key.y, "string", `${field}.y`);
    checkType(key.crv, "string", `${field}.crv`);
  } else {
    throw new Error(`${field} must have x5c, or n and e, or x, y and crv`);
  }
}

/** A set of public keys as issuers publish it. */
function checkJwks(jwks, field) {
  checkType(jwks, "object", field);
  checkType(jwks?.keys, "array", `${field}.keys`);
  jwks.keys.forEach((key, i) => checkJwk(key, `${field}.keys[${i}]`));
}

/** The address of an issuer whose keys the node fetches: https, with neither query nor fragment. */
function checkRefreshableIssuer(issuer) {
  if (!/^https:\/\/[^/?#\s]+[^?#\s]*$/.test(issuer)) {
    throw new Error("issuer must be an https URL without query and fragment if auto_refresh is set");
  }
}

/**
 * Stores certificates of authorities under a name.
 *
 * args: `name`; `cert_bundle` PEM.
 */
actions.set(
  "set_ca_cert_bundle",
  new Action(checkArgs({ name: ofType("string"), cert_bundle: checkX509CertBundle }), (args) =>
    new JsonTable("tls.ca_cert_bundles").set(args.name, args.cert_bundle),
  ),
);

/**
 * Forgets them.
 *
 * args: `name`.
 */
actions.set(
  "remove_ca_cert_bundle",
  new Action(checkArgs({ name: ofType("string") }), (args) =>
    new TextTable("tls.ca_cert_bundles").delete(args.name),
  ),
);

/**
 * Accepts tokens of an issuer, or changes how its keys are fetched.
 *
 * args: `issuer`; `auto_refresh`? boolean, which needs `ca_cert_bundle_name` and an https issuer;
 * `ca_cert_bundle_name`? string; `jwks`? its keys.
 */
actions.set(
  "set_jwt_issuer",
  new Action(
    checkArgs(
      {
        issuer: ofType("string"),
        auto_refresh: ofType("boolean?"),
        ca_cert_bundle_name: ofType("string?"),
        jwks: ofType("object?"),
      },
      (args) => {
        if (args.jwks) {
          checkJwks(args.jwks, "jwks");
        }
        if (args.auto_refresh) {
          if (!args.ca_cert_bundle_name) {
            throw new Error("ca_cert_bundle_name is needed if auto_refresh is set");
          }
          checkRefreshableIssuer(args.issuer);
        }
      },
    ),
    (args) => {
      if (args.auto_refresh && !new TextTable("tls.ca_cert_bundles").has(args.ca_cert_bundle_name)) {
        throw new Error(`No CA cert bundle found with name '${args.ca_cert_bundle_name}'`);
      }
      const { jwks, ...metadata } = args;
      if (jwks) {
        ccf.setJwtPublicSigningKeys(args.issuer, metadata, jwks);
      }
      new JsonTable("jwt.issuers").set(args.issuer, metadata);
    },
  ),
);

/**
 * Replaces the keys of a known issuer.
 *
 * args: `issuer`; `jwks`.
 */
actions.set(
  "set_jwt_public_signing_keys",
  new Action(checkArgs({ issuer: ofType("string"), jwks: checkJwks }), (args) => {
    const metadata = new JsonTable("jwt.issuers").require(args.issuer, "Issuer");
    ccf.setJwtPublicSigningKeys(args.issuer, metadata, args.jwks);
  }),
);

/**
 * No longer accepts tokens of an issuer; an unknown one is left in peace.
 *
 * args: `issuer`.
 */
actions.set(
  "remove_jwt_issuer",
  new Action(checkArgs({ issuer: ofType("string") }), (args) => {
    const issuers = new TextTable("jwt.issuers");
    if (!issuers.has(args.issuer)) {
      return;
    }
    issuers.delete(args.issuer);
    ccf.removeJwtPublicSigningKeys(args.issuer);
  }),
);

/**
 * Clears the tables in which older releases kept keys.
 *
 * args: `ensure_new_records_exist`? boolean: only if the present table holds keys.
 */
actions.set(
  "cleanup_legacy_jwt_records",
  new Action(checkArgs({ ensure_new_records_exist: ofType("boolean?") }), (args) => {
    const current = ccf.kv["public:ccf.gov.jwt.public_signing_keys_metadata_v2"];
    if (args.ensure_new_records_exist && current.size === 0) {
      throw new Error("No new JWT signing key records exist, the legacy ones are kept");
    }
    clearTables("jwt.public_signing_keys", "jwt.public_signing_key_issuer", "jwt.public_signing_keys_metadata");
  }),
);
