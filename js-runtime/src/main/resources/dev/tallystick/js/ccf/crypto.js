// ---- ccf.crypto ----------------------------------------------------------------------------------------------------

ccf.crypto = {
  generateAesKey(bits) {
    expect(arguments.length, 1);
    return toBuffer(host.generateAesKey(bits | 0));
  },

  digest(algorithm, data) {
    expect(arguments.length, 2);
    return toBuffer(host.digest(`${algorithm}`, data));
  },

  sign(algorithm, key, data) {
    expect(arguments.length, 3);
    const { name, hash, saltLength } = algorithm;
    return toBuffer(host.sign(`${name}`, `${hash}`, toInt64(saltLength ?? 0), `${key}`, data));
  },

  verifySignature(algorithm, key, signature, data) {
    expect(arguments.length, 4);
    const { name, hash, saltLength } = algorithm;
    return host.verifySignature(`${name}`, `${hash}`, toInt64(saltLength ?? 0), `${key}`, signature, data);
  },

  isValidX509CertBundle(pem) {
    expect(arguments.length, 1);
    return host.isValidX509CertBundle(`${pem}`);
  },
};

ccf.gov = {
  validateConstitution(text) {
    expect(arguments.length, 1);
    if (typeof text !== "string") {
      throw new TypeError("constitution is not a string");
    }
    if (text === "") {
      throw new TypeError("constitution is empty");
    }
    return host.validateConstitution(text);
  },
};
