// Actions on the JavaScript application and the options it runs with.

const modesOfEndpoint = ["readwrite", "readonly", "historical"];
const forwardingsOfEndpoint = ["sometimes", "always", "never"];
const redirectionsOfEndpoint = ["none", "to_primary", "to_backup"];

/** One authentication policy: a name, or `{all_of: [names]}`. */
function checkAuthenticationPolicy(policy, field) {
  if (typeof policy === "string") {
    return;
  }
  checkType(policy, "object", field);
  checkType(policy?.all_of, "array", `${field}.all_of`);
  policy.all_of.forEach((name, i) => checkType(name, "string", `${field}.all_of[${i}]`));
}

/** The properties of one endpoint; the module it names must be in the bundle. */
function checkEndpoint(endpoint, moduleNames, field) {
  checkType(endpoint, "object", field);
  checkType(endpoint.js_module, "string", `${field}.js_module`);
  checkType(endpoint.js_function, "string", `${field}.js_function`);
  checkEnum(endpoint.mode, modesOfEndpoint, `${field}.mode`);
  checkEnum(endpoint.forwarding_required, forwardingsOfEndpoint, `${field}.forwarding_required`);
  if (endpoint.redirection_strategy !== undefined) {
    checkEnum(endpoint.redirection_strategy, redirectionsOfEndpoint, `${field}.redirection_strategy`);
  }
  checkType(endpoint.openapi, "object?", `${field}.openapi`);
  checkType(endpoint.openapi_hidden, "boolean?", `${field}.openapi_hidden`);
  checkType(endpoint.authn_policies, "array", `${field}.authn_policies`);
  endpoint.authn_policies.forEach((policy, i) =>
    checkAuthenticationPolicy(policy, `${field}.authn_policies[${i}]`),
  );
  if (!moduleNames.has(endpoint.js_module)) {
    throw new Error(`${field}.js_module is ${endpoint.js_module}, which is no module of the bundle`);
  }
}

/** A whole application: its modules, and the endpoints that use them. */
function checkBundle(bundle, field) {
  checkType(bundle, "object", field);
  checkType(bundle.modules, "array", `${field}.modules`);
  bundle.modules.forEach((module, i) => {
    checkType(module, "object", `${field}.modules[${i}]`);
    checkType(module.name, "string", `${field}.modules[${i}].name`);
    checkType(module.module, "string", `${field}.modules[${i}].module`);
  });
  const moduleNames = new Set(bundle.modules.map((module) => module.name));
  checkType(bundle.metadata, "object", `${field}.metadata`);
  checkType(bundle.metadata.endpoints, "object", `${field}.metadata.endpoints`);
  for (const [url, methods] of Object.entries(bundle.metadata.endpoints)) {
    checkType(methods, "object", `${field}.metadata.endpoints["${url}"]`);
    for (const [method, endpoint] of Object.entries(methods)) {
      checkEndpoint(endpoint, moduleNames, `${field}.metadata.endpoints["${url}"].${method}`);
    }
  }
}

function clearTables(...names) {
  for (const name of names) {
    ccf.kv[`public:ccf.gov.${name}`].clear();
  }
}

/**
 * Replaces the application.
 *
 * args: `bundle` {`metadata`: {`endpoints`: {url: {method: properties}}}, `modules`: [{`name`, `module`}]};
 * `disable_bytecode_cache`? boolean.
 */
actions.set(
  "set_js_app",
  new Action(checkArgs({ bundle: checkBundle, disable_bytecode_cache: ofType("boolean?") }), (args) => {
    const { metadata, modules } = args.bundle;
    clearTables("modules", "endpoints");
    const moduleTable = new TextTable("modules");
    for (const { name, module } of modules) {
      moduleTable.set(`/${name}`, module);
    }
    if (args.disable_bytecode_cache) {
      clearTables("modules_quickjs_bytecode", "modules_quickjs_version");
    } else {
      ccf.refreshAppBytecodeCache();
    }
    new JsonValue("public:ccf.gov.interpreter.flush").set(true);
    const endpointTable = new JsonTable("endpoints");
    for (const [url, methods] of Object.entries(metadata.endpoints)) {
      for (const [method, endpoint] of Object.entries(methods)) {
        endpointTable.set(`${method.toUpperCase()} ${url}`, { ...endpoint, js_module: `/${endpoint.js_module}` });
      }
    }
  }),
);

/** Removes the application; its data and its options stay. args: not looked at. */
actions.set(
  "remove_js_app",
  new Action(checkNothing, () =>
    clearTables("modules", "modules_quickjs_bytecode", "modules_quickjs_version", "interpreter.flush", "endpoints"),
  ),
);

/**
 * Replaces the limits and options that JavaScript runs with.
 *
 * args: `max_heap_bytes`, `max_stack_bytes`, `max_execution_time_ms` integers; `log_exception_details`?,
 * `return_exception_details`? booleans; `max_cached_interpreters`? integer.
 */
actions.set(
  "set_js_runtime_options",
  new Action(
    checkArgs({
      max_heap_bytes: ofType("integer"),
      max_stack_bytes: ofType("integer"),
      max_execution_time_ms: ofType("integer"),
      log_exception_details: ofType("boolean?"),
      return_exception_details: ofType("boolean?"),
      max_cached_interpreters: ofType("integer?"),
    }),
    (args) => new JsonValue("public:ccf.gov.js_runtime_options").set(args),
  ),
);

/** Checks and notes all modules of the application again. args: not looked at. */
actions.set(
  "refresh_js_app_bytecode_cache",
  new Action(checkNothing, () => ccf.refreshAppBytecodeCache()),
);
