import { active, spanOf } from '../sdk/context.ts';
import { SpanKind } from '../sdk/span.ts';
import { ending, ownersOf } from './calls-by-callback.ts';
import { guarded, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';
import { redisStatement } from './redis-statement.ts';

interface Client {
  isCluster?: boolean;
  options?: { host?: unknown; port?: unknown };
}

interface Command {
  name: string;
  args: unknown[];
  inTransaction?: boolean;
  pipelineIndex?: unknown;
  resolve: AnyFunction;
  reject: AnyFunction;
}

const traced = new WeakSet<Command>();

/** Traces a client of ioredis, whose constructor has just been called. A cluster has a client for each node. */
export function traceIoredis(calls: Calls, client: object): void {
  if ((client as Client).isCluster === true) {
    return;
  }
  // the class that it extends has commands, but no connection
  const [owner = client] = ownersOf(client, 'connect').slice(-1);
  wrapMethod(owner, 'sendCommand', (sendCommand) => {
    return function (...args) {
      const command = args[0] as Command;
      if (typeof command === 'object' && isTraced(calls) && !traced.has(command)) {
        guarded('commands of ioredis are not traced', () => {
          follow(calls, this as Client, command);
        });
      }
      return Reflect.apply(sendCommand, this, args);
    };
  });
  wrapMethod(owner, 'connect', (connect) => {
    return function (...args) {
      if (!isTraced(calls)) {
        return Reflect.apply(connect, this, args);
      }
      const attributes = { ...attributesOf(this as Client), 'db.query.text': 'connect' };
      const span = calls.startSpan('connect', { kind: SpanKind.CLIENT, attributes });
      try {
        return Reflect.apply(connect, this, args);
      } finally {
        span.end();
      }
    };
  });
}

/** What a client does of itself has no parent. */
function isTraced(calls: Calls): boolean {
  return calls.isTraced() && spanOf(active()) !== undefined;
}

function follow(calls: Calls, client: Client, command: Command): void {
  const { name, args, inTransaction, pipelineIndex } = command;
  const isControl = name === 'multi' || name === 'exec';
  const batch = isControl
    ? ''
    : inTransaction
      ? 'MULTI '
      : pipelineIndex !== undefined && pipelineIndex !== null
        ? 'PIPELINE '
        : '';
  const attributes = {
    ...attributesOf(client),
    'db.operation.name': batch + name,
    'db.query.text': redisStatement(name, args),
  };
  const span = calls.startSpan(name, { kind: SpanKind.CLIENT, attributes });
  const end = ending(span, (error) => {
    span.recordException(error);
  });
  const { resolve, reject } = command;
  command.resolve = function (...values) {
    end();
    return Reflect.apply(resolve, this, values);
  };
  command.reject = function (...values) {
    end(values[0]);
    return Reflect.apply(reject, this, values);
  };
  traced.add(command);
}

function attributesOf({ options = {} }: Client): Record<string, unknown> {
  return { 'db.system.name': 'redis', 'server.address': options.host, 'server.port': options.port };
}
