// ---- What only applications have -----------------------------------------------------------------------------------

if (features.rpc) {
  ccf.rpc = {
    setApplyWrites(apply) {
      expect(arguments.length, 1);
      host.setApplyWrites(!!apply);
    },

    setClaimsDigest(digest) {
      expect(arguments.length, 1);
      host.setClaimsDigest(digest);
    },
  };
}

if (features.consensus) {
  const nonNegative = (value, what) => {
    const number = toInt64(value);
    if (number < 0) {
      throw new RangeError(`Invalid ${what}: ${number}`);
    }
    return number;
  };

  ccf.consensus = {
    getLastCommittedTxId() {
      expect(arguments.length, 0);
      const id = host.lastCommitted();
      return { view: id[0], seqno: id[1] };
    },

    getStatusForTxId(view, seqno) {
      expect(arguments.length, 2);
      return host.statusOf(nonNegative(view, "view"), nonNegative(seqno, "seqno"));
    },

    getViewForSeqno(seqno) {
      expect(arguments.length, 1);
      return host.viewOf(nonNegative(seqno, "seqno"));
    },
  };
}

// ---- Requests and responses ----------------------------------------------------------------------------------------

const bodyText = {
  text() {
    expect(arguments.length, 0);
    return host.bodyText();
  },
}.text;

const bodyJson = {
  json() {
    expect(arguments.length, 0);
    return parse(host.bodyText());
  },
}.json;

const bodyArrayBuffer = {
  arrayBuffer() {
    expect(arguments.length, 0);
    return toBuffer(host.bodyBytes());
  },
}.arrayBuffer;

/** The host leaves the body and a COSE payload to be filled in, keeping the order of the properties. */
const makeRequest = (text) => {
  const request = parse(text);
  request.body = { text: bodyText, json: bodyJson, arrayBuffer: bodyArrayBuffer };
  const cose = request.caller?.cose ?? request.caller?.user_cose_sign1?.cose;
  if (cose !== undefined) {
    cose.content = toBuffer(host.coseContent());
  }
  return request;
};

const then = Function.prototype.call.bind(Promise.prototype.then);
let state;
let result;

const settleAs = (newState) => (value) => {
  state = newState;
  result = value;
};

const callHandler = (handler, requestText) => {
  const value = handler(makeRequest(requestText));
  state = "returned";
  result = value;
  if (value instanceof Promise) {
    state = "pending";
    then(value, settleAs("returned"), settleAs("threw"));
  }
};

const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
const getterOf = (name) =>
  Function.prototype.call.bind(Object.getOwnPropertyDescriptor(typedArray, name).get);
const viewedBuffer = getterOf("buffer");
const viewedOffset = getterOf("byteOffset");
const viewedLength = getterOf("byteLength");

/** [problem or null, status, kind, body, [name, value, ...]]; with a problem, the headers there were by then. */
const takeResponse = () => {
  if (state === "pending") {
    return ["pending", 0, "none", null, []];
  }
  if (state === "threw") {
    throw result;
  }
  const value = result;
  if ((typeof value !== "object" || value === null) && typeof value !== "function") {
    return ["not an object", 0, "none", null, []];
  }
  const answer = [null, 200, "none", null, []];
  takeBody(value.body, answer);
  const headers = value.headers;
  if ((typeof headers === "object" && headers !== null) || typeof headers === "function") {
    const flat = answer[4];
    for (const name of keys(headers)) {
      try {
        flat[flat.length] = name;
        flat[flat.length] = `${headers[name]}`;
      } catch (error) {
        flat.length--;
        answer[0] = "header value type";
        return answer;
      }
    }
  }
  const status = value.statusCode;
  if (status !== undefined && status !== null) {
    if (typeof status !== "number" || (status | 0) !== status) {
      answer[0] = "status code type";
      return answer;
    }
    answer[1] = status | 0;
  }
  return answer;
};

const takeBody = (body, answer) => {
  if (body === undefined) {
    return;
  }
  if (typeof body === "string") {
    answer[2] = "text";
    answer[3] = body;
  } else if (isView(body) && !(body instanceof DataView)) {
    answer[2] = "view";
    answer[3] = [viewedBuffer(body), viewedOffset(body), viewedLength(body)];
  } else if (body instanceof NativeArrayBuffer || body instanceof SharedArrayBuffer) {
    answer[2] = "buffer";
    answer[3] = body;
  } else {
    answer[2] = "json";
    host.convertingBody(true);
    answer[3] = `${stringify(body)}`;
    host.convertingBody(false);
  }
};
