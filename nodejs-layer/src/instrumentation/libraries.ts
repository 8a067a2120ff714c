import { active, isSuppressed } from '../sdk/context.ts';
import { guarded, type Calls, type Instrumentation } from './instrumentation.ts';

/**
 * Tells by what each library is seen: a member that its emitters get, in bundles, too; the end of a file's path; or a
 * channel of its own. What is done then is in the file of library-calls.ts, which is read at that time.
 */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  amqplib: ['unconfirmed', '/amqplib/lib/connect.js'],
  dataloader: ['/dataloader/index.js'],
  graphql: ['/graphql/execution/execute.js', '/graphql/language/parser.js', '/graphql/validation/validate.js'],
  grpc: ['call'],
  kafkajs: ['/kafkajs/src/consumer/index.js', '/kafkajs/src/producer/index.js'],
  mongodb: ['socketTimeoutMS', '/mongodb/lib/cmap/connection_pool.js'],
  pg: ['connectionParameters', '_pendingQueue'],
  mysql: ['_connectCalled', '_acquiringConnections'],
  mysql2: ['_handshakePacket'],
  ioredis: ['retryAttempts'],
  redis: [
    '/@redis/client/dist/lib/client/index.js',
    '/@redis/client/dist/lib/client/multi-command.js',
    '/@redis/client/dist/lib/cluster/index.js',
    '/@redis/client/dist/lib/cluster/multi-command.js',
    '/@redis/client/dist/lib/commander.js',
    'tracing:node-redis:connect:start',
  ],
};

export const libraries: readonly Instrumentation[] = Object.entries(LIBRARIES).map(([name, signs]) => ({
  name,
  enable(calls) {
    for (const sign of signs) {
      see(calls, sign, (found) => {
        const { LIBRARY_CALLS } = require('./library-calls.ts') as typeof import('./library-calls.ts');
        return LIBRARY_CALLS[sign]?.(calls, found as never);
      });
    }
  },
}));

function see(calls: Calls, sign: string, trace: (found: object) => unknown): void {
  if (sign.startsWith('/')) {
    calls.onLoad(sign, trace);
  } else if (sign.includes(':')) {
    traceOnce(sign, trace);
  } else {
    calls.onEmitter(sign, trace);
  }
}

/** Subscribes where something is published that is not traced by other means. */
function traceOnce(channel: string, trace: (found: object) => unknown): void {
  const { subscribe, unsubscribe } = process.getBuiltinModule('node:diagnostics_channel');
  const listener = (message: unknown): void => {
    if (!isSuppressed(active())) {
      unsubscribe(channel, listener);
      guarded(`calls published by ${channel} are not traced`, () => trace(message as object));
    }
  };
  subscribe(channel, listener);
}
