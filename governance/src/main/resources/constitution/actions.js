// The frame of the constitution: the registry of actions, the checks of their
// arguments, and typed access to the governance tables. The other files of the
// constitution, and extension files of other people, build on these names; all
// files are joined into one module, so top-level names are shared.
//
// Nothing here may touch `ccf` while the module is loaded: a proposed
// constitution is examined in a context that has no `ccf`.

/** One action of a proposal: `validate(args)` throws when they are wrong, `apply(args, proposalId)` acts. */
class Action {
  constructor(validate, apply) {
    this.validate = validate;
    this.apply = apply;
  }
}

/** Every known action by its name; extension files add theirs with `actions.set(name, new Action(…))`. */
const actions = new Map();

// ---- Checks of arguments: each takes a value and the name to show, and throws ----

/** The value has this `typeof`, or is an "array" or "integer"; a trailing "?" also admits null and absence. */
function checkType(value, type, field) {
  const isOptional = type.endsWith("?");
  const name = isOptional ? type.slice(0, -1) : type;
  if (isOptional && (value === undefined || value === null)) {
    return;
  }
  const fits =
    name === "array"
      ? Array.isArray(value)
      : name === "integer"
        ? Number.isInteger(value)
        : typeof value === name;
  if (!fits) {
    throw new TypeError(`${field} must be of type ${name}`);
  }
}

/** The number lies between `low` and `high`, both included; either may be null, an absent value passes. */
function checkBounds(value, low, high, field) {
  if (low !== null && value < low) {
    throw new RangeError(`${field} must be at least ${low}`);
  }
  if (high !== null && value > high) {
    throw new RangeError(`${field} must be at most ${high}`);
  }
}

/** The value is one of those listed. */
function checkEnum(value, choices, field) {
  if (!choices.includes(value)) {
    throw new TypeError(`${field} must be one of ${choices.join(", ")}`);
  }
}

/** The value is the PEM text of a certificate, or of several. */
function checkX509CertBundle(value, field) {
  if (!ccf.crypto.isValidX509CertBundle(value)) {
    throw new TypeError(`${field} must be a valid X509 certificate (bundle) in PEM format`);
  }
}

/** The value is the id of a member, user or node: 64 hex digits. */
function checkEntityId(value, field) {
  checkType(value, "string", field);
  if (!/^[0-9a-fA-F]{64}$/.test(value)) {
    throw new TypeError(`${field} must be 64 hex digits`);
  }
}

/** The value is the lower-case hex of this many bytes. */
function checkLowerCaseHex(value, byteCount, field) {
  checkType(value, "string", field);
  if (value.length !== 2 * byteCount || !/^[0-9a-f]*$/.test(value)) {
    throw new TypeError(`${field} must be ${byteCount} bytes in lower-case hex`);
  }
}

/** The action takes no arguments. */
function checkNone(args) {
  if (args !== undefined && args !== null) {
    throw new TypeError("args must be absent");
  }
}

/** The action takes any arguments. */
function checkNothing() {}

/** Makes a check of one type, for `checkArgs`. */
function ofType(type) {
  return (value, field) => checkType(value, type, field);
}

/** Makes a check of an integer between bounds, for `checkArgs`; "integer?" in place of "integer" makes it optional. */
function integerBetween(low, high, type = "integer") {
  return (value, field) => {
    checkType(value, type, field);
    checkBounds(value, low, high, field);
  };
}

/** Makes a validator: each named argument passes its check, in this order, and then `further(args)` holds. */
function checkArgs(checks, further = checkNothing) {
  return (args) => {
    checkType(args, "object", "args");
    for (const [field, check] of Object.entries(checks)) {
      check(args[field], field);
    }
    further(args);
  };
}

// ---- Tables ----

/** The key of the only row of a single-valued table: eight zero bytes. */
function getSingletonKvKey() {
  return new ArrayBuffer(8);
}

/** A governance table whose keys are text and whose values are raw bytes, given and taken as text. */
class TextTable {
  constructor(name) {
    this.rows = ccf.kv[`public:ccf.gov.${name}`];
  }

  has(key) {
    return this.rows.has(ccf.strToBuf(key));
  }

  set(key, text) {
    this.rows.set(ccf.strToBuf(key), ccf.strToBuf(text));
  }

  delete(key) {
    this.rows.delete(ccf.strToBuf(key));
  }
}

/** A governance table whose keys are text and whose values are JSON. */
class JsonTable extends TextTable {
  /** The value, or undefined. */
  get(key) {
    const bytes = this.rows.get(ccf.strToBuf(key));
    return bytes === undefined ? undefined : ccf.bufToJsonCompatible(bytes);
  }

  /** The value; an unknown key is an error that names `what` is missing. */
  require(key, what) {
    const value = this.get(key);
    if (value === undefined) {
      throw new Error(`${what} ${key} does not exist`);
    }
    return value;
  }

  set(key, value) {
    this.rows.set(ccf.strToBuf(key), ccf.jsonCompatibleToBuf(value));
  }

  /** All rows as [key, value]. */
  entries() {
    const rows = [];
    this.rows.forEach((value, key) => rows.push([ccf.bufToStr(key), ccf.bufToJsonCompatible(value)]));
    return rows;
  }
}

/** A table with one JSON value; `name` is whole, prefix included. */
class JsonValue {
  constructor(name) {
    this.row = ccf.kv[name];
  }

  /** The value, or undefined. */
  get() {
    const bytes = this.row.get(getSingletonKvKey());
    return bytes === undefined ? undefined : ccf.bufToJsonCompatible(bytes);
  }

  /** The value, which the service cannot be without. */
  require() {
    const value = this.get();
    if (value === undefined) {
      throw new Error(`Table ${this.row._map_name} is empty`);
    }
    return value;
  }

  set(value) {
    this.row.set(getSingletonKvKey(), ccf.jsonCompatibleToBuf(value));
  }
}

function serviceInfo() {
  return new JsonValue("public:ccf.gov.service.info");
}

function serviceConfig() {
  return new JsonValue("public:ccf.gov.service.config");
}

function isActive(member) {
  return member.status === "Active";
}

/** How many active members have an encryption key. */
function activeMembersWithKeyCount() {
  const keys = new TextTable("members.encryption_public_keys");
  return new JsonTable("members.info").entries().filter(([id, info]) => isActive(info) && keys.has(id)).length;
}

/** Drops every open proposal but this one: what they were voted on for no longer holds. */
function invalidateOtherOpenProposals(proposalId) {
  const proposals = new JsonTable("proposals_info");
  for (const [id, info] of proposals.entries()) {
    if (id !== proposalId && info.state === "Open") {
      proposals.set(id, { ...info, state: "Dropped" });
    }
  }
}
