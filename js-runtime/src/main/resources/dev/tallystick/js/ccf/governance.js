// ---- What only governance has --------------------------------------------------------------------------------------

if (features.effects) {
  Object.assign(ccf, {
    refreshAppBytecodeCache() {
      expect(arguments.length, 0);
      host.refreshAppBytecodeCache();
    },

    setJwtPublicSigningKeys(issuer, metadata, jwks) {
      expect(arguments.length, 3);
      host.setJwtPublicSigningKeys(`${issuer}`, `${stringify(metadata)}`, `${stringify(jwks)}`);
    },

    removeJwtPublicSigningKeys(issuer) {
      expect(arguments.length, 1);
      host.removeJwtPublicSigningKeys(`${issuer}`);
    },
  });

  ccf.node = {
    triggerLedgerRekey() {
      expect(arguments.length, 0);
      host.triggerLedgerRekey();
    },

    transitionServiceToOpen(previousIdentity, nextIdentity) {
      expect(arguments.length, 2);
      host.transitionServiceToOpen(previousIdentity, nextIdentity);
    },

    triggerRecoverySharesRefresh() {
      expect(arguments.length, 0);
      host.triggerRecoverySharesRefresh();
    },

    triggerLedgerChunk() {
      host.triggerLedgerChunk();
    },

    triggerSnapshot() {
      host.triggerSnapshot();
    },
  };

  ccf.network = {
    getLatestLedgerSecretSeqno() {
      expect(arguments.length, 0);
      return host.latestLedgerSecretSeqno();
    },

    generateEndorsedCertificate(csr, validFrom, validityDays) {
      expect(arguments.length, 3);
      return host.generateEndorsedCertificate(`${csr}`, `${validFrom}`, toIndex(validityDays));
    },

    generateNetworkCertificate(validFrom, validityDays) {
      expect(arguments.length, 2);
      return host.generateNetworkCertificate(`${validFrom}`, toIndex(validityDays));
    },
  };
}

const toIndex = (value) => {
  const number = toInt64(value);
  if (number < 0 || number > Number.MAX_SAFE_INTEGER) {
    throw new RangeError("invalid array index");
  }
  return number;
};

const callValidate = (validate, proposal) => {
  const verdict = validate(proposal);
  if ((typeof verdict !== "object" || verdict === null) && typeof verdict !== "function") {
    return null;
  }
  const { valid, description } = verdict;
  return [!!valid, typeof description === "string" ? description : null];
};

const callVote = (vote, proposal, proposerId) => !!vote(proposal, proposerId);

const callResolve = (resolve, proposal, proposerId, votes, proposalId) =>
  `${resolve(proposal, proposerId, parse(votes), proposalId)}`;

const callApply = (apply, proposal, proposalId) => {
  apply(proposal, proposalId);
};

return { makeError, callHandler, takeResponse, callValidate, callVote, callResolve, callApply };
