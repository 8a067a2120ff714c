import { SpanKind, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { endedByPromise, ending, isPromise, type End } from './calls-by-callback.ts';
import { guarded, runInSpan, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';
import { redisStatement } from './redis-statement.ts';

interface Address {
  host?: unknown;
  port?: unknown;
}

interface OpenSpan {
  readonly span: Span | NonRecordingSpan;
  readonly name: string;
  readonly end: End;
}

/** The spans of a transaction's or a pipeline's commands, which end as it is executed. */
const open = new WeakMap<object, OpenSpan[]>();
/** Where a transaction's commands go, which only the client or the cluster knows. */
const addresses = new WeakMap<object, Address>();

/** Traces a client of redis, from version 4 on, where it is not bundled. */
export function traceRedisClient(calls: Calls, exports: Record<string, unknown>): void {
  const { prototype } = exports['default'] as { prototype: object };
  wrapMethod(prototype, 'connect', (connect) => {
    return function (...args) {
      if (!calls.isTraced()) {
        return Reflect.apply(connect, this, args);
      }
      const span = start(calls, 'redis-connect', addressOf(this), {});
      return endedByPromise(() => runInSpan(span, () => Reflect.apply(connect, this, args), 'untraced'), endingOf(span));
    };
  });
  wrapMethod(prototype, 'sendCommand', (sendCommand) => traceCommand(calls, sendCommand, ([args]) => args));
  rememberAddresses(calls, exports);
}

/** Traces the commands of version 4, which are made from a list. */
export function traceRedisCommander(calls: Calls, exports: Record<string, unknown>): void {
  const { transformCommandArguments } = exports as { transformCommandArguments?: AnyFunction };
  for (const name of ['attachCommands', 'extendWithCommands']) {
    wrapMethod(exports, name, (attach) => {
      return function (...args) {
        const [config] = args as [{ BaseClass?: { name?: string }; executor?: AnyFunction } | undefined];
        if (
          config?.BaseClass?.name === 'RedisClient' &&
          config.executor !== undefined &&
          transformCommandArguments !== undefined
        ) {
          config.executor = traceCommand(calls, config.executor, ([command, given]) => {
            return (transformCommandArguments(command, given) as { args: unknown }).args;
          });
        }
        return Reflect.apply(attach, this, args);
      };
    });
  }
}

/** Traces what is sent at once: transactions and pipelines. */
export function traceRedisMulti(calls: Calls, exports: Record<string, unknown>): void {
  const { prototype } = exports['default'] as { prototype: object };
  wrapMethod(prototype, 'addCommand', (addCommand) =>
    traceCommand(calls, addCommand, ([first, , args]) => (Array.isArray(first) ? first : args)),
  );
  wrapMethod(prototype, 'exec', (exec) => endAll(exec, 'MULTI'));
  wrapMethod(prototype, 'execAsPipeline', (exec) => endAll(exec, 'PIPELINE'));
}

/** Remembers the addresses of a client's or a cluster's transactions. */
export function rememberAddresses(_calls: Calls, exports: Record<string, unknown>): void {
  const { prototype } = exports['default'] as { prototype: object };
  for (const name of ['multi', 'MULTI']) {
    wrapMethod(prototype, name, (multi) => {
      return function (...args) {
        const made = Reflect.apply(multi, this, args);
        if (typeof made === 'object' && made !== null) {
          guarded('the address of a transaction is missing', () => addresses.set(made, addressOf(this)));
        }
        return made;
      };
    });
  }
}

function traceCommand(calls: Calls, original: AnyFunction, commandOf: (args: unknown[]) => unknown): AnyFunction {
  return function (...args) {
    let span: Span | NonRecordingSpan | undefined;
    let name = '';
    if (calls.isTraced()) {
      guarded('commands of redis are not traced', () => {
        const [first, ...rest] = commandOf(args) as unknown[];
        name = String(first);
        span = start(calls, `redis-${name}`, addresses.get(this as object) ?? addressOf(this), {
          'db.operation.name': name,
          'db.query.text': redisStatement(name, rest),
        });
      });
    }
    if (span === undefined) {
      return Reflect.apply(original, this, args);
    }
    const started = span;
    const end = endingOf(started);
    const result = endedByPromise(() => runInSpan(started, () => Reflect.apply(original, this, args), 'untraced'), end);
    if (!isPromise(result)) {
      const all = open.get(result as object) ?? [];
      all.push({ span: started, name, end });
      open.set(result as object, all);
    }
    return result;
  };
}

function endAll(exec: AnyFunction, batch: string): AnyFunction {
  return function (...args) {
    const spans = open.get(this as object) ?? [];
    open.delete(this as object);
    const [first] = spans;
    const same = spans.every(({ name }) => name === first?.name);
    return endedByPromise(
      () => Reflect.apply(exec, this, args),
      (error, replies) => {
        const failed = error as { replies?: unknown } | undefined;
        const each = Array.isArray(failed?.replies) ? failed.replies : replies;
        spans.forEach(({ span, end, name }, i) => {
          span.setAttribute('db.operation.name', same ? `${batch} ${name}` : batch);
          const reply: unknown = Array.isArray(each) ? each[i] : undefined;
          end(reply instanceof Error ? reply : Array.isArray(failed?.replies) ? undefined : error);
        });
      },
    );
  };
}

interface CommandMessage {
  command?: string;
  args?: string[];
  serverAddress?: unknown;
  serverPort?: unknown;
  error?: unknown;
  batchMode?: string;
  batchSize?: number;
}

/** Traces redis where it is bundled: from 5.12 on, it says itself what it does, first that it connects. */
export function traceRedisChannels(calls: Calls, first: CommandMessage): void {
  const spans = new WeakMap<object, Span | NonRecordingSpan>();
  const channel = (
    name: string,
    starts: (message: CommandMessage) => Span | NonRecordingSpan,
  ): ((message: CommandMessage) => void) => {
    const { subscribe } = process.getBuiltinModule('node:diagnostics_channel');
    const on = (event: string, see: (message: CommandMessage) => void): void => {
      subscribe(`tracing:node-redis:${name}:${event}`, (message) => {
        guarded('commands of redis are not traced', () => {
          see(message as CommandMessage);
        });
      });
    };
    const started = (message: CommandMessage): void => {
      const span = calls.isTraced() ? starts(message) : undefined;
      if (span !== undefined) {
        spans.set(message, span);
      }
    };
    on('start', started);
    on('error', (message) => {
      const span = spans.get(message);
      spans.delete(message);
      if (span !== undefined) {
        endingOf(span)(message.error);
      }
    });
    on('asyncStart', (message) => spans.get(message)?.end());
    return started;
  };
  const connecting = channel('connect', (message) => start(calls, 'redis-connect', addressIn(message), {}));
  channel('command', (message) => {
    const { command = '', args = [], batchMode } = message;
    const name = args[0] ?? command;
    return start(calls, `redis-${name}`, addressIn(message), {
      'db.operation.name': batchMode === undefined ? name : `${batchMode} ${name}`,
      // what it does not tell is a question mark
      'db.query.text': redisStatement(name, args.slice(1)),
    });
  });
  connecting(first);
}

function addressIn({ serverAddress, serverPort }: CommandMessage): Address {
  return { host: serverAddress, port: serverPort };
}

function start(calls: Calls, name: string, { host, port }: Address, attributes: object): Span | NonRecordingSpan {
  return calls.startSpan(name, {
    kind: SpanKind.CLIENT,
    attributes: { 'db.system.name': 'redis', 'server.address': host, 'server.port': port, ...attributes },
  });
}

function endingOf(span: Span | NonRecordingSpan): End {
  return ending(span, (error) => {
    span.recordException(error);
  });
}

function addressOf(client: unknown): Address {
  const { options, _options } = client as { options?: { socket?: Address }; _options?: { socket?: Address } };
  return (options ?? _options)?.socket ?? {};
}
