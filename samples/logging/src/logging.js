// A small message log. Messages have a number and a text; private ones are encrypted in the ledger and readable by
// users only, public ones are in clear and readable by anybody.
//
// Keys are the numbers as 8 bytes, most significant first, so that the tables are in the order of the numbers.

const PRIVATE = "messages";
const PUBLIC = "public:messages";

const MESSAGE_LENGTH_MAX = 64 * 1024;

/** A request that its sender must change: answered with 400. */
class BadRequest extends Error {}

function problem(statusCode, code, message) {
  return { statusCode, body: { error: { code, message } } };
}

/** Turns a BadRequest into its response; any other exception is a mistake of ours, and the node's 500. */
function answering(handle) {
  return (request) => {
    try {
      return handle(request);
    } catch (e) {
      if (e instanceof BadRequest) {
        return problem(400, "InvalidInput", e.message);
      }
      throw e;
    }
  };
}

function keyOf(id) {
  const key = new DataView(new ArrayBuffer(8));
  key.setBigUint64(0, BigInt(id));
  return key.buffer;
}

function isId(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

/** The number in ?id=, which must be there once. */
function idInQuery(request) {
  const values = request.query
    .split("&")
    .map((part) => part.split("="))
    .filter(([name]) => name === "id")
    .map(([, value]) => value);
  if (values.length !== 1) {
    throw new BadRequest("Expected one query parameter 'id'");
  }
  const id = /^[0-9]+$/.test(values[0]) ? Number(values[0]) : NaN;
  if (!isId(id)) {
    throw new BadRequest("Query parameter 'id' is not a number from 0 to 9007199254740991");
  }
  return id;
}

function messageInBody(request) {
  let message;
  try {
    message = request.body.json();
  } catch (e) {
    throw new BadRequest("The body is not JSON");
  }
  const { id, msg } = message ?? {};
  if (!isId(id)) {
    throw new BadRequest("'id' is not a number from 0 to 9007199254740991");
  }
  if (typeof msg !== "string") {
    throw new BadRequest("'msg' is not a string");
  }
  if (msg.length === 0) {
    throw new BadRequest("'msg' is empty");
  }
  if (msg.length > MESSAGE_LENGTH_MAX) {
    throw new BadRequest(`'msg' is longer than ${MESSAGE_LENGTH_MAX} characters`);
  }
  return { id, msg };
}

function notFound(id) {
  return problem(404, "ResourceNotFound", `No message with id ${id}`);
}

function get(table) {
  return answering((request) => {
    const id = idInQuery(request);
    const found = ccf.kv[table].get(keyOf(id));
    return found === undefined ? notFound(id) : { body: { id, msg: ccf.bufToStr(found) } };
  });
}

function remove(table) {
  return answering((request) => {
    const id = idInQuery(request);
    const messages = ccf.kv[table];
    if (!messages.has(keyOf(id))) {
      return notFound(id);
    }
    messages.delete(keyOf(id));
    return { body: true };
  });
}

export const getPrivate = get(PRIVATE);
export const getPublic = get(PUBLIC);
export const deletePrivate = remove(PRIVATE);
export const deletePublic = remove(PUBLIC);

export const postPrivate = answering((request) => {
  const { id, msg } = messageInBody(request);
  ccf.kv[PRIVATE].set(keyOf(id), ccf.strToBuf(msg));
  return { body: true };
});

/** Also claims the message: the transaction's receipt then proves its text to whoever knows it. */
export const postPublic = answering((request) => {
  const { id, msg } = messageInBody(request);
  ccf.kv[PUBLIC].set(keyOf(id), ccf.strToBuf(msg));
  ccf.rpc.setClaimsDigest(ccf.crypto.digest("SHA-256", ccf.strToBuf(msg)));
  return { body: true };
});

export function countPublic() {
  return { body: { count: ccf.kv[PUBLIC].size } };
}
