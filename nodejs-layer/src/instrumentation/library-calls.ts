import { rememberAmqpUrls, traceAmqpChannel } from './amqplib.ts';
import { traceDataloader } from './dataloader.ts';
import { traceGraphqlExecute, traceGraphqlParse, traceGraphqlValidate } from './graphql.ts';
import { traceGrpcCall } from './grpc.ts';
import type { Calls } from './instrumentation.ts';
import { traceIoredis } from './ioredis.ts';
import { traceKafkaConsumer, traceKafkaProducer } from './kafkajs.ts';
import { traceMongoConnection, traceMongoPool } from './mongodb.ts';
import { traceMysql2Connection, traceMysqlConnection, traceMysqlPool } from './mysql.ts';
import { tracePgClient, tracePgPool } from './pg.ts';
import { rememberAddresses, traceRedisChannels, traceRedisClient, traceRedisCommander, traceRedisMulti } from './redis.ts';

/** Says what is done with an emitter, with a file's exports or at a first message, by the sign of libraries.ts. */
export const LIBRARY_CALLS: Readonly<Record<string, (calls: Calls, found: never) => unknown>> = {
  unconfirmed: traceAmqpChannel,
  '/amqplib/lib/connect.js': rememberAmqpUrls,
  '/dataloader/index.js': traceDataloader,
  '/graphql/execution/execute.js': traceGraphqlExecute,
  '/graphql/language/parser.js': traceGraphqlParse,
  '/graphql/validation/validate.js': traceGraphqlValidate,
  call: traceGrpcCall,
  '/kafkajs/src/consumer/index.js': traceKafkaConsumer,
  '/kafkajs/src/producer/index.js': traceKafkaProducer,
  socketTimeoutMS: traceMongoConnection,
  '/mongodb/lib/cmap/connection_pool.js': traceMongoPool,
  connectionParameters: tracePgClient,
  _pendingQueue: tracePgPool,
  _connectCalled: traceMysqlConnection,
  _acquiringConnections: traceMysqlPool,
  _handshakePacket: traceMysql2Connection,
  retryAttempts: traceIoredis,
  '/@redis/client/dist/lib/client/index.js': traceRedisClient,
  '/@redis/client/dist/lib/client/multi-command.js': traceRedisMulti,
  '/@redis/client/dist/lib/cluster/index.js': rememberAddresses,
  '/@redis/client/dist/lib/cluster/multi-command.js': traceRedisMulti,
  '/@redis/client/dist/lib/commander.js': traceRedisCommander,
  'tracing:node-redis:connect:start': traceRedisChannels,
};
