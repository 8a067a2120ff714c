/**
 * Is told of an object by which a library is seen: a message of a channel, an emitter, or what a file exports, for which it may
 * return what is to be exported instead.
 */
export type Found = (sign: string, object: unknown) => unknown;

const CREATED = 'http.client.request.created';
const FIRST_WITH_CREATED = 22;
const HTTP2 = 'http2';

/** Looks out for the signs that libraries are seen by; it must not fail when it is told of one. */
export function lookOut(signs: readonly string[], found: Found): void {
  const { subscribe } = process.getBuiltinModule('node:diagnostics_channel');
  const onMessage = (message: unknown, channel: string | symbol): void => {
    found(channel as string, message);
  };
  const files: string[] = [];
  for (const sign of signs) {
    if (sign.includes('/')) {
      files.push(sign);
    } else if (sign === CREATED && Number(process.versions.node.split('.', 1)[0]) < FIRST_WITH_CREATED) {
      watchAgents(found);
    } else if (sign === HTTP2) {
      watchHttp2(subscribe, found);
    } else if (sign.includes('.') || sign.includes(':')) {
      subscribe(sign, onMessage);
    } else if (sign === sign.toUpperCase()) {
      watchGlobal(sign, found);
    } else {
      watchEmitters(sign, found);
    }
  }
  if (files.length > 0) {
    watchLoads(files, found);
  }
}

/** Older releases publish a request too late for headers; an agent gets each one in its constructor. */
function watchAgents(found: Found): void {
  const prototype = process.getBuiltinModule('node:http').Agent.prototype as unknown as Record<
    'addRequest',
    (...args: unknown[]) => unknown
  >;
  const { addRequest } = prototype;
  const watched = function (this: unknown, ...args: unknown[]): unknown {
    found(CREATED, { request: args[0] });
    return Reflect.apply(addRequest, this, args);
  };
  for (const key of ['name', 'length'] as const) {
    Object.defineProperty(watched, key, { value: addRequest[key], configurable: true });
  }
  prototype.addRequest = watched;
}

/** Finds the module when a client's socket is made after the function has loaded it, as to load it is dear. */
function watchHttp2(subscribe: typeof import('node:diagnostics_channel').subscribe, found: Found): void {
  let isFound = false;
  const onSocket = (): void => {
    const { moduleLoadList } = process as unknown as { moduleLoadList?: string[] };
    if (!isFound && moduleLoadList?.includes('NativeModule http2') === true) {
      isFound = true;
      found(HTTP2, process.getBuiltinModule('node:http2'));
    }
  };
  subscribe('net.client.socket', onSocket);
  // each socket of TLS gets it
  watchEmitters('alpnProtocol', onSocket);
}

/** Finds the value of a global when it is asked for, which Prisma's client does in bundles, too. */
function watchGlobal(name: string, found: Found): void {
  const define = (descriptor: PropertyDescriptor, owner: object = globalThis): unknown =>
    Object.defineProperty(owner, name, { configurable: true, enumerable: false, ...descriptor });
  // not a member of the global object itself, which the function may list
  const above = Object.getPrototypeOf(globalThis) as object;
  const accessor = {
    get: () => {
      const value = found(name, undefined);
      define({ value, writable: true });
      return value;
    },
    set: (value: unknown) => define({ value, writable: true }),
  };
  define(accessor, above === Object.prototype ? globalThis : above);
}

/**
 * Finds each emitter that gets the member. That is how a library's classes are found in bundles, whose modules have no names:
 * minifiers leave the names of members as they are, and a constructor that assigns one calls the accessor that it inherits. The
 * member is then the emitter's own, as if nothing had been in between.
 */
function watchEmitters(member: string, found: Found): void {
  Object.defineProperty(process.getBuiltinModule('node:events').EventEmitter.prototype, member, {
    configurable: true,
    set(this: object, value: unknown) {
      if (!Object.isExtensible(this)) {
        // as the engine says it
        throw new TypeError(`Cannot add property ${member}, object is not extensible`);
      }
      Object.defineProperty(this, member, { value, configurable: true, enumerable: true, writable: true });
      found(member, this);
    },
  });
}

interface LoadingModule {
  id: unknown;
  exports: unknown;
}

/**
 * Finds CommonJS modules, those that ES modules import too, when they have been loaded, by their member `loaded`, which the
 * loader sets to false when it makes a module and to true when it is loaded. A wrapper of `require` or `Module._load` would be a
 * frame in the stack traces of all that is loaded.
 */
function watchLoads(files: readonly string[], found: Found): void {
  const names = new Set(files.map((file) => file.slice(file.lastIndexOf('/') + 1)));
  const { prototype } = process.getBuiltinModule('node:module') as { prototype: object };
  Object.defineProperty(prototype, 'loaded', {
    configurable: true,
    set(this: LoadingModule, loaded: boolean) {
      const { id } = this;
      const sign =
        loaded || typeof id !== 'string' || !names.has(id.slice(id.lastIndexOf('/') + 1))
          ? undefined
          : files.find((file) => id.endsWith(file));
      if (sign === undefined) {
        define(this, loaded);
        return;
      }
      Object.defineProperty(this, 'loaded', {
        configurable: true,
        enumerable: true,
        get: () => false,
        set: (value: boolean) => {
          define(this, value);
          const { exports } = this;
          if ((typeof exports === 'object' && exports !== null) || typeof exports === 'function') {
            this.exports = found(sign, exports) ?? exports;
          }
        },
      });
    },
  });
}

/** As if it had been assigned. */
function define(module: LoadingModule, value: boolean): void {
  Object.defineProperty(module, 'loaded', { value, configurable: true, enumerable: true, writable: true });
}
