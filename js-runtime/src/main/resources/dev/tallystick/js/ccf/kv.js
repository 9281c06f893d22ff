// ---- ccf.kv --------------------------------------------------------------------------------------------------------
// A table's handle is a plain object whose members all handles share; they find the table by its name.

/** A forbidden member says so before it looks at its arguments. */
const kvExpect = (handle, member, given, expected) => {
  if (given !== expected) {
    host.kvCheck(handle._map_name, member);
    expect(given, expected);
  }
};

const kvHas = {
  has(key) {
    kvExpect(this, "has", arguments.length, 1);
    return host.kvHas(this._map_name, key);
  },
}.has;

const kvGet = {
  get(key) {
    kvExpect(this, "get", arguments.length, 1);
    return toBufferOrUndefined(host.kvGet(this._map_name, key));
  },
}.get;

const kvVersion = {
  getVersionOfPreviousWrite(key) {
    kvExpect(this, "getVersionOfPreviousWrite", arguments.length, 1);
    const version = host.kvVersion(this._map_name, key);
    return version === null ? undefined : version;
  },
}.getVersionOfPreviousWrite;

const kvForEach = {
  forEach(visit) {
    kvExpect(this, "forEach", arguments.length, 1);
    const handle = this;
    host.kvForEach(handle._map_name, typeof visit === "function", (value, key) => {
      visit(toBuffer(value), toBuffer(key), handle);
    });
  },
}.forEach;

/**
 * Beyond CCF: the entries with from <= key < to in the order of the keys' bytes, as an array of [key, value]. A bound
 * that is undefined is open. Options: {descending: boolean, limit: number}.
 */
const kvRange = {
  range(from, to, options) {
    expectBetween(arguments.length, 0, 3);
    const descending = !!options?.descending;
    const limit = options?.limit === undefined ? -1 : toInt64(options.limit);
    const entries = [];
    host.kvRange(this._map_name, from, to, descending, limit, (value, key) => {
      entries[entries.length] = [toBuffer(key), toBuffer(value)];
    });
    return entries;
  },
}.range;

const kvSet = {
  set(key, value) {
    kvExpect(this, "set", arguments.length, 2);
    host.kvSet(this._map_name, key, value);
    return this;
  },
}.set;

const kvDelete = {
  delete(key) {
    kvExpect(this, "delete", arguments.length, 1);
    host.kvDelete(this._map_name, key);
  },
}.delete;

const kvClear = {
  clear() {
    kvExpect(this, "clear", arguments.length, 0);
    host.kvClear(this._map_name);
  },
}.clear;

const kvSize = {
  configurable: true,
  enumerable: false,
  get() {
    return host.kvSize(this._map_name);
  },
};

const tableHandle = (name) => {
  if (name.startsWith("public:ccf.") || name.startsWith("ccf.")) {
    host.kvTable(name);
  }
  const handle = {
    has: kvHas,
    get: kvGet,
    getVersionOfPreviousWrite: kvVersion,
    forEach: kvForEach,
    range: kvRange,
    set: kvSet,
    delete: kvDelete,
    clear: kvClear,
  };
  defineProperty(handle, "size", kvSize);
  defineProperty(handle, "_map_name", { value: name, enumerable: true });
  return handle;
};

const noKeys = freeze([]);
ccf.kv = new Proxy(freeze(Object.create(null)), {
  get: (_, name) => (typeof name === "string" ? tableHandle(name) : undefined),
  has: (_, name) => typeof name === "string",
  ownKeys: () => noKeys,
  getOwnPropertyDescriptor: () => undefined,
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => true,
});
