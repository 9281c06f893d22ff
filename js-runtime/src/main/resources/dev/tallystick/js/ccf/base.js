// The parts of the prelude are joined into one function (host, features) => dispatcher, which runs in each new global
// object before any other script. Everything it needs is taken now: a script that changes prototypes later changes
// only its own view. What is allowed is decided by the host on every call, never here.

const ccf = {};
const { parse, stringify } = JSON;
const { keys, defineProperty, freeze } = Object;

/** What CCF's engine throws when something inside the host fails. */
class InternalError extends Error {}
defineProperty(InternalError.prototype, "name", {
  value: "InternalError",
  writable: true,
  configurable: true,
});
defineProperty(globalThis, "InternalError", {
  value: InternalError,
  writable: true,
  configurable: true,
});

/** Errors of host functions are made here, so that scripts can recognise their classes. */
const makeError = (kind, message) => {
  switch (kind) {
    case "TypeError":
      return new TypeError(message);
    case "RangeError":
      return new RangeError(message);
    default:
      return new InternalError(message);
  }
};

const expect = (given, expected) => {
  if (given !== expected) {
    throw new TypeError(`Passed ${given} arguments, but expected ${expected}`);
  }
};

const expectBetween = (given, min, max) => {
  if (given < min || given > max) {
    throw new TypeError(`Passed ${given} arguments, but expected ${min} to ${max}`);
  }
};

const NativeArrayBuffer = ArrayBuffer;
const isView = ArrayBuffer.isView;

/** The host hands out a fresh copy each time, so the view of it is the script's own. */
const toBuffer = (bytes) => new NativeArrayBuffer(bytes);
const toBufferOrUndefined = (bytes) => (bytes === null ? undefined : new NativeArrayBuffer(bytes));

const { trunc } = Math;

const toInt64 = (value) => {
  const number = trunc(+value);
  return number === number ? number : 0;
};

const defineGlobal = (name, value) =>
  defineProperty(globalThis, name, { value, writable: true, configurable: true });

// ---- Globals -------------------------------------------------------------------------------------------------------

const rendered = (value) => {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && !(value instanceof Error) ? `${stringify(value)}` : `${value}`;
};

const line = (values) => {
  let text = "";
  for (let i = 0; i < values.length; i++) {
    text += i === 0 ? rendered(values[i]) : " " + rendered(values[i]);
  }
  return text;
};

defineGlobal("console", {
  log(...values) {
    host.log("info", line(values));
  },
  info(...values) {
    host.log("info", line(values));
  },
  warn(...values) {
    host.log("warn", line(values));
  },
  error(...values) {
    host.log("error", line(values));
  },
});

Math.random = {
  random() {
    return host.random();
  },
}.random;

// A comparison of code units: the order must not depend on a node's locale data.
defineProperty(String.prototype, "localeCompare", {
  value: {
    localeCompare(that) {
      const left = `${this}`;
      const right = `${that}`;
      return left < right ? -1 : left > right ? 1 : 0;
    },
  }.localeCompare,
  writable: true,
  configurable: true,
});

// ---- Conversions ---------------------------------------------------------------------------------------------------

let metricsLogging = true;

Object.assign(ccf, {
  strToBuf(text) {
    expect(arguments.length, 1);
    if (typeof text !== "string") {
      throw new TypeError("Argument must be a string");
    }
    return toBuffer(host.strToBuf(text));
  },

  bufToStr(buffer) {
    expect(arguments.length, 1);
    return host.bufToStr(buffer);
  },

  jsonCompatibleToBuf(value) {
    expect(arguments.length, 1);
    const text = stringify(value);
    if (text === undefined) {
      throw new TypeError("Argument has no JSON form");
    }
    return toBuffer(host.strToBuf(text));
  },

  bufToJsonCompatible(buffer) {
    expect(arguments.length, 1);
    return parse(host.bufToStr(buffer));
  },

  enableMetricsLogging(enable) {
    expect(arguments.length, 1);
    if (typeof enable !== "boolean") {
      throw new TypeError("First argument must be a boolean");
    }
    const before = metricsLogging;
    metricsLogging = enable;
    return before;
  },

  enableUntrustedDateTime(enable) {
    expect(arguments.length, 1);
    return !!enable;
  },

  pemToId(pem) {
    expect(arguments.length, 1);
    return host.pemToId(`${pem}`);
  },
});

defineGlobal("ccf", ccf);
