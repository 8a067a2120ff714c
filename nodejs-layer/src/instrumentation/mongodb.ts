import { SpanKind } from '../sdk/span.ts';
import { endedByPromise, ending, endingBefore, inThisContext, wrapInherited } from './calls-by-callback.ts';
import { wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

interface Namespace {
  db?: string;
  collection?: string;
}

type Command = Readonly<Record<string, unknown>>;

/** Traces a connection of mongodb, from version 4 on, whose constructor has just been called. */
export function traceMongoConnection(calls: Calls, connection: object): void {
  wrapInherited(connection, 'command', (original) => {
    return function (...args) {
      const [namespace, command] = args as [Namespace | undefined, Command | null];
      if (typeof command !== 'object' || command === null || command['ismaster'] || command['hello'] || !calls.isTraced()) {
        return Reflect.apply(original, this, args);
      }
      const [operation] = Object.keys(command);
      const [host, port, ...more] = String((this as { address?: unknown }).address).split(':');
      const span = calls.startSpan([operation, namespace?.collection].filter(Boolean).join(' ') || 'mongodb', {
        kind: SpanKind.CLIENT,
        attributes: {
          'db.system.name': 'mongodb',
          'db.namespace': namespace?.db,
          'db.operation.name': operation,
          'db.collection.name': namespace?.collection,
          'server.address': more.length === 0 && port ? host : undefined,
          'server.port': (more.length === 0 && Number.parseInt(port ?? '', 10)) || undefined,
          'db.query.text': textOf(command),
        },
      });
      const end = ending(span);
      const last = args.length - 1;
      // from version 6.4 on, the class of the response may stand there
      if (last > 1 && typeof args[last] === 'function' && !('make' in args[last])) {
        args[last] = endingBefore(args[last] as AnyFunction, end);
      }
      return endedByPromise(() => Reflect.apply(original, this, args), end);
    };
  });
}

/** Keeps the context over the time in which a connection is waited for, to version 6.3. */
export function traceMongoPool(_calls: Calls, exports: Record<string, unknown>): void {
  const { prototype } = exports['ConnectionPool'] as { prototype: object };
  wrapMethod(prototype, 'checkOut', (checkOut) => {
    return function (...args) {
      const last = args.length - 1;
      if (typeof args[last] === 'function') {
        args[last] = inThisContext(args[last] as AnyFunction);
      }
      return Reflect.apply(checkOut, this, args);
    };
  });
}

/** Writes a command without its values. */
function textOf(command: Command): string | undefined {
  const { documents, cursors } = command as { documents?: unknown[]; cursors?: unknown };
  const seen = new WeakSet<object>();
  try {
    return JSON.stringify(documents?.[0] ?? cursors ?? command, (_key, value: unknown) => {
      if (typeof value !== 'object' || value === null) {
        return '?';
      }
      if (seen.has(value)) {
        return '[Circular]';
      }
      seen.add(value);
      return value;
    });
  } catch {
    return undefined;
  }
}
