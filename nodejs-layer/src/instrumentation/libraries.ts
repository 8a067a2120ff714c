/**
 * Tells by what each library is seen: a channel of Node.js's or of its own; `http2`, which has neither; a member that its
 * emitters get, in bundles, too; the end of a file's path; or a global that it asks for. What is done then is in
 * library-calls.ts.
 */
export const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  'aws-sdk': [
    // where the client of version 3 has been in the course of its releases
    '/@smithy/core/dist-cjs/submodules/client/index.js',
    '/@smithy/smithy-client/dist-cjs/index.js',
    '/@aws-sdk/smithy-client/dist-cjs/index.js',
    // version 2
    '/aws-sdk/lib/core.js',
  ],
  http: ['http.client.request.created', 'http.client.response.finish', 'http.client.request.error', 'http2'],
  undici: [
    'undici:request:create',
    'undici:client:sendHeaders',
    'undici:request:headers',
    'undici:request:trailers',
    'undici:request:error',
  ],
  prisma: ['PRISMA_INSTRUMENTATION'],
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
    'redis/client/dist/lib/client/index.js',
    'redis/client/dist/lib/client/multi-command.js',
    'redis/client/dist/lib/cluster/index.js',
    'redis/client/dist/lib/cluster/multi-command.js',
    'redis/client/dist/lib/commander.js',
    'tracing:node-redis:connect:start',
  ],
  pino: ['/pino/lib/tools.js'],
  powertools: ['/@aws-lambda-powertools/logger/lib/cjs/Logger.js'],
  winston: ['/winston/lib/winston/logger.js'],
};
