import type { ClientRequest } from 'node:http';
import { active, isSuppressed } from '../sdk/context.ts';
import type { HttpRequests } from './http-requests.ts';
import { wrapMethod, type Calls } from './instrumentation.ts';
import type { LogUse } from './log-use.ts';
import type { UndiciRequests } from './undici-requests.ts';

type Exports = Record<string, unknown>;
type OnFound = (calls: Calls, found: never, use: LogUse) => unknown;

const amqplib = () => require('./amqplib.ts') as typeof import('./amqplib.ts');
const graphql = () => require('./graphql.ts') as typeof import('./graphql.ts');
const kafkajs = () => require('./kafkajs.ts') as typeof import('./kafkajs.ts');
const mongodb = () => require('./mongodb.ts') as typeof import('./mongodb.ts');
const mysql = () => require('./mysql.ts') as typeof import('./mysql.ts');
const pg = () => require('./pg.ts') as typeof import('./pg.ts');
const redis = () => require('./redis.ts') as typeof import('./redis.ts');

/** Whether calls of the AWS SDK v2 are traced, and not its requests alone. */
let tracesVersion2 = false;

/** Whether redis publishes what is not traced by other means. */
let publishes = false;

/** The requests of HTTP and of undici, which several channels tell of. */
let http: HttpRequests | undefined;
let undici: UndiciRequests | undefined;

function httpRequests(calls: Calls): HttpRequests {
  const { HttpRequests } = require('./http-requests.ts') as typeof import('./http-requests.ts');
  return (http ??= new HttpRequests(calls, () => tracesVersion2));
}

function undiciRequests(calls: Calls): UndiciRequests {
  const { UndiciRequests } = require('./undici-requests.ts') as typeof import('./undici-requests.ts');
  return (undici ??= new UndiciRequests(calls));
}

/** Traces the AWS SDK v3 where it is not bundled: one span for an operation with all its attempts. */
function traceAwsClients(calls: Calls, exports: Exports): void {
  const { prototype } = (exports['Client'] ?? {}) as { prototype?: object };
  if (prototype !== undefined) {
    const { traceSend } = require('./aws-sdk-calls.ts') as typeof import('./aws-sdk-calls.ts');
    wrapMethod(prototype, 'send', (send) => traceSend(calls, send));
  }
}

/** Traces the AWS SDK v2 where it is not bundled. */
function traceAwsRequests(calls: Calls, exports: Exports): void {
  const { prototype } = (exports['Request'] ?? {}) as { prototype?: object };
  if (prototype !== undefined) {
    const { traceRunTo } = require('./aws-sdk-calls.ts') as typeof import('./aws-sdk-calls.ts');
    tracesVersion2 = wrapMethod(prototype, 'runTo', (runTo) => traceRunTo(calls, runTo)) || tracesVersion2;
  }
}

const traceRedisPublisher: OnFound = (calls, message) => {
  if (!publishes && !isSuppressed(active())) {
    publishes = true;
    redis().traceRedisChannels(calls, message);
  }
};

/** Returns what is done with a message, an emitter or a file's exports, by the signs of libraries.ts. */
export const LIBRARY_CALLS: Readonly<Record<string, () => OnFound>> = {
  '/@smithy/core/dist-cjs/submodules/client/index.js': () => traceAwsClients,
  '/@smithy/smithy-client/dist-cjs/index.js': () => traceAwsClients,
  '/@aws-sdk/smithy-client/dist-cjs/index.js': () => traceAwsClients,
  '/aws-sdk/lib/core.js': () => traceAwsRequests,
  'http.client.request.created': () => (calls, message: { request: ClientRequest }) => {
    httpRequests(calls).created(message.request);
  },
  'http.client.response.finish': () => (calls, message) => {
    httpRequests(calls).answered(message);
  },
  'http.client.request.error': () => (calls, message) => {
    httpRequests(calls).failed(message);
  },
  'undici:request:create': () => (calls, message) => {
    undiciRequests(calls).created(message);
  },
  'undici:client:sendHeaders': () => (calls, message) => {
    undiciRequests(calls).sent(message);
  },
  'undici:request:headers': () => (calls, message) => {
    undiciRequests(calls).answered(message);
  },
  'undici:request:trailers': () => (calls, message) => {
    undiciRequests(calls).ended(message);
  },
  'undici:request:error': () => (calls, message) => {
    undiciRequests(calls).failed(message);
  },
  http2: () => (require('./http2-requests.ts') as typeof import('./http2-requests.ts')).traceHttp2,
  PRISMA_INSTRUMENTATION: () => (calls) => {
    const { prismaHelper } = require('./prisma.ts') as typeof import('./prisma.ts');
    return { helper: prismaHelper(calls) };
  },
  unconfirmed: () => amqplib().traceAmqpChannel,
  '/amqplib/lib/connect.js': () => amqplib().rememberAmqpUrls,
  '/dataloader/index.js': () => (require('./dataloader.ts') as typeof import('./dataloader.ts')).traceDataloader,
  '/graphql/execution/execute.js': () => graphql().traceGraphqlExecute,
  '/graphql/language/parser.js': () => graphql().traceGraphqlParse,
  '/graphql/validation/validate.js': () => graphql().traceGraphqlValidate,
  call: () => (require('./grpc.ts') as typeof import('./grpc.ts')).traceGrpcCall,
  '/kafkajs/src/consumer/index.js': () => kafkajs().traceKafkaConsumer,
  '/kafkajs/src/producer/index.js': () => kafkajs().traceKafkaProducer,
  socketTimeoutMS: () => mongodb().traceMongoConnection,
  '/mongodb/lib/cmap/connection_pool.js': () => mongodb().traceMongoPool,
  connectionParameters: () => pg().tracePgClient,
  _pendingQueue: () => pg().tracePgPool,
  _connectCalled: () => mysql().traceMysqlConnection,
  _acquiringConnections: () => mysql().traceMysqlPool,
  _handshakePacket: () => mysql().traceMysql2Connection,
  retryAttempts: () => (require('./ioredis.ts') as typeof import('./ioredis.ts')).traceIoredis,
  'redis/client/dist/lib/client/index.js': () => redis().traceRedisClient,
  'redis/client/dist/lib/client/multi-command.js': () => redis().traceRedisMulti,
  'redis/client/dist/lib/cluster/index.js': () => redis().rememberAddresses,
  'redis/client/dist/lib/cluster/multi-command.js': () => redis().traceRedisMulti,
  'redis/client/dist/lib/commander.js': () => redis().traceRedisCommander,
  'tracing:node-redis:connect:start': () => traceRedisPublisher,
  '/pino/lib/tools.js': () => (require('./pino.ts') as typeof import('./pino.ts')).watchPino,
  '/@aws-lambda-powertools/logger/lib/cjs/Logger.js': () =>
    (require('./powertools.ts') as typeof import('./powertools.ts')).watchPowertools,
  '/winston/lib/winston/logger.js': () => (require('./winston.ts') as typeof import('./winston.ts')).watchWinston,
};
