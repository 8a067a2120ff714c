import { SpanKind, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { endedByEvents, ending, endingBefore, inThisContext, wrapInherited, type End } from './calls-by-callback.ts';
import { runInSpan, type AnyFunction, type Calls } from './instrumentation.ts';

interface Config {
  host?: unknown;
  port?: unknown;
  database?: unknown;
  connectionConfig?: Config;
}

interface Connection {
  config?: Config;
}

interface Query {
  sql?: string;
  onResult?: unknown;
}

/** Traces a connection of mysql, whose constructor has just been called. */
export function traceMysqlConnection(calls: Calls, connection: object): void {
  wrapInherited(connection, 'query', (query) => {
    return function (...args) {
      if (!calls.isTraced()) {
        return Reflect.apply(query, this, args);
      }
      const span = start(calls, this as Connection, args[0]);
      const end = ending(span);
      const hasCallback = wrapCallback(args, end);
      const result = endedByThrow(end, () => runInSpan(span, () => Reflect.apply(query, this, args)));
      if (!hasCallback) {
        endedByEvents(result, ['end'], end);
      }
      return result;
    };
  });
}

/** Keeps the context over the time in which a connection of the pool is waited for. */
export function traceMysqlPool(calls: Calls, pool: object): void {
  wrapInherited(pool, 'getConnection', (getConnection) => {
    return function (...args) {
      if (typeof args[0] === 'function' && calls.isTraced()) {
        args[0] = inThisContext(args[0] as AnyFunction);
      }
      return Reflect.apply(getConnection, this, args);
    };
  });
}

/** Traces a connection of mysql2, whose constructor has just been called. */
export function traceMysql2Connection(calls: Calls, connection: object): void {
  for (const method of ['query', 'execute']) {
    wrapInherited(connection, method, (original) => {
      return function (...args) {
        if (!calls.isTraced()) {
          return Reflect.apply(original, this, args);
        }
        const span = start(calls, this as Connection, args[0]);
        const end = ending(span);
        const query = args[0] as Query;
        let hasCallback = wrapCallback(args, end);
        if (!hasCallback && typeof query === 'object' && typeof query.onResult === 'function') {
          query.onResult = endingBefore(query.onResult as AnyFunction, end);
          hasCallback = true;
        }
        const result = endedByThrow(end, () => Reflect.apply(original, this, args));
        if (!hasCallback) {
          endedByEvents(result, ['result', 'end'], end);
        }
        return result;
      };
    });
  }
}

function start(calls: Calls, connection: Connection, query: unknown): Span | NonRecordingSpan {
  const { host, port, database } = connection.config?.connectionConfig ?? connection.config ?? {};
  const sql = textOf(query);
  return calls.startSpan(sql?.split(' ', 1)[0] ?? 'mysql', {
    kind: SpanKind.CLIENT,
    attributes: {
      'db.system.name': 'mysql',
      'db.namespace': database,
      'db.query.text': sql,
      'server.address': host,
      'server.port': Number.parseInt(String(port), 10) || undefined,
    },
  });
}

function endedByThrow(end: End, make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    end(error);
    throw error;
  }
}

function wrapCallback(args: unknown[], end: End): boolean {
  const index = args.findIndex((each) => typeof each === 'function');
  if (index >= 0) {
    args[index] = endingBefore(args[index] as AnyFunction, end);
  }
  return index >= 0;
}

function textOf(query: unknown): string | undefined {
  const sql: unknown = typeof query === 'object' && query !== null ? (query as Query).sql : query;
  return typeof sql === 'string' ? sql : undefined;
}
