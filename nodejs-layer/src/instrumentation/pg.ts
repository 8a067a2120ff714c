import { SpanKind, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import {
  endedByEvents,
  endedByPromise,
  ending,
  endingBefore,
  isPromise,
  wrapInherited,
  type End,
} from './calls-by-callback.ts';
import { runInSpan, type AnyFunction, type Calls } from './instrumentation.ts';

interface Parameters {
  host?: unknown;
  port?: unknown;
  database?: string | null;
  connectionString?: unknown;
  maxClient?: unknown;
  idleTimeoutMillis?: unknown;
}

interface Query {
  text?: unknown;
  name?: unknown;
  callback?: unknown;
}

/** Traces pg's client, whose constructor has just been called. */
export function tracePgClient(calls: Calls, client: object): void {
  wrapInherited(client, 'connect', (connect) =>
    traceConnect(calls, 'pg.connect', connect, (self) => clientAttributes(self as { connectionParameters: Parameters })),
  );
  wrapInherited(client, 'query', (query) => traceQuery(calls, query));
}

/** Traces pg's pool, whose constructor has just been called. */
export function tracePgPool(calls: Calls, pool: object): void {
  wrapInherited(pool, 'connect', (connect) =>
    traceConnect(calls, 'pg-pool.connect', connect, (self) => poolAttributes((self as { options: Parameters }).options)),
  );
}

function traceConnect(calls: Calls, name: string, connect: AnyFunction, attributesOf: (self: unknown) => object): AnyFunction {
  return function (...args) {
    if (!calls.isTraced()) {
      return Reflect.apply(connect, this, args);
    }
    const span = calls.startSpan(name, { kind: SpanKind.CLIENT, attributes: attributesOf(this) });
    const end = endingWithCode(span);
    if (typeof args[0] === 'function') {
      args[0] = endingBefore(args[0] as AnyFunction, end);
    }
    return endedByPromise(() => runInSpan(span, () => Reflect.apply(connect, this, args)), end);
  };
}

function traceQuery(calls: Calls, query: AnyFunction): AnyFunction {
  return function (...args) {
    if (!calls.isTraced()) {
      return Reflect.apply(query, this, args);
    }
    const self = this as { connectionParameters: Parameters };
    const given = args[0];
    const { text, name, callback }: Query =
      typeof given === 'string' ? { text: given } : typeof given === 'object' && given !== null ? given : {};
    const span = calls.startSpan(nameOfQuery(text, name, self.connectionParameters.database), {
      kind: SpanKind.CLIENT,
      attributes: {
        ...clientAttributes(self),
        'db.query.text': text === '' ? undefined : text,
        'db.postgresql.plan': typeof text === 'string' ? name : undefined,
      },
    });
    const end = endingWithCode(span);
    const last = args.length - 1;
    let hasCallback = true;
    if (typeof args[last] === 'function') {
      args[last] = endingBefore(args[last] as AnyFunction, end);
    } else if (typeof callback === 'function') {
      (given as Query).callback = endingBefore(callback as AnyFunction, end);
    } else {
      hasCallback = false;
    }
    const result = endedByPromise(() => Reflect.apply(query, this, args), end);
    if (!hasCallback && !isPromise(result)) {
      // a cursor, a stream or a query that the function has made itself
      endedByEvents(result, ['end', 'close'], end);
    }
    return result;
  };
}

function nameOfQuery(text: unknown, name: unknown, database: string | null | undefined): string {
  if (typeof text !== 'string') {
    return 'pg.query';
  }
  const command =
    typeof name === 'string' && name !== '' ? name : (text.trim().split(' ', 1)[0] ?? '').toUpperCase().replace(/;$/, '');
  return `pg.query:${command}${database ? ` ${database}` : ''}`;
}

/** An error's message may have values of the query, so that only its class and code are recorded. */
function endingWithCode(span: Span | NonRecordingSpan): End {
  return ending(span, (error) => {
    if (error instanceof Error) {
      const { name, code } = error as { name?: string; code?: string };
      span.recordException(`PostgreSQL error of type '${name ?? 'PostgreSQLError'}' occurred (code: ${code ?? 'UNKNOWN'})`);
    }
  });
}

function clientAttributes({ connectionParameters }: { connectionParameters: Parameters }): object {
  const { host, port, database } = connectionParameters;
  return {
    'db.system.name': 'postgresql',
    'db.namespace': database,
    'server.address': host,
    'server.port': Number.isInteger(port) ? port : undefined,
  };
}

function poolAttributes({ connectionString, host, port, database, ...options }: Parameters): object {
  const url = urlOf(connectionString);
  return {
    'db.postgresql.idle.timeout.millis': options.idleTimeoutMillis,
    'db.postgresql.max.client': options.maxClient,
    'db.system.name': 'postgresql',
    'db.namespace': url?.pathname.slice(1) ?? database,
    'server.address': url?.hostname ?? host,
    'server.port': Number(url?.port) || (Number.isInteger(port) ? port : undefined),
  };
}

function urlOf(connectionString: unknown): URL | undefined {
  try {
    return typeof connectionString === 'string' && connectionString !== '' ? new URL(connectionString) : undefined;
  } catch {
    return undefined;
  }
}
