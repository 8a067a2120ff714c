// Calls by libraries are the spans that OpenTelemetry's own instrumentations make, whether the function is bundled or not.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startGrpc, startMongo, startRabbit } from './support/brokers.mjs';
import { BUNDLERS } from './support/bundles.mjs';
import { startMariaDb, startPostgres, startRedis } from './support/databases.mjs';
import { functionOf, Lambda } from './support/lambda.mjs';
import { prismaClient } from './support/prisma.mjs';
import { NODES } from './support/runtimes.mjs';
import { startServices } from './support/services.mjs';

const ALL = process.env.NODEJS_TESTS_ALL === 'true';

const SERVERS = {
  pg: startPostgres,
  mysql: startMariaDb,
  redis: startRedis,
  mongodb: startMongo,
  amqplib: startRabbit,
  grpc: startGrpc,
  services: startServices,
  nothing: async () => ({ port: 1, stop: () => undefined }),
};

const byCallback =
  'const byCallback = (call) => new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));';
const withConnection = `
const maria = { host: '127.0.0.1', port: Number(process.env.MYSQL), user: 'root', database: 'test' };
const withConnection = async (connection, use) => {
  try { return await use(connection); } finally { await byCallback((done) => connection.end(done)); }
};`;

/** By library, the source of an object with calls that are made; `needs` is the server that they are made to. */
const LIBRARIES = {
  pg: {
    needs: 'pg',
    source: `
import pg from 'pg';
const postgres = { host: '127.0.0.1', port: Number(process.env.PG), user: 'postgres', database: 'postgres' };
const opened = async (client, use) => {
  await client.connect();
  try { return await use(client); } finally { await client.end(); }
};
export const calls = {
  promise: () => opened(new pg.Client(postgres), async (client) => (await client.query('SELECT $1::int AS n', [1])).rows),
  callback: () => opened(new pg.Client(postgres), (client) => byCallback((done) => client.query('select 2', done)).then(({ rows }) => rows)),
  named: () => opened(new pg.Client(postgres), async (client) => (await client.query({ name: 'three', text: 'SELECT 3' })).rows),
  'callback of a config': () => opened(new pg.Client(postgres), (client) =>
    byCallback((callback) => client.query({ text: 'SELECT 4', callback })).then(({ rows }) => rows)),
  error: () => opened(new pg.Client(postgres), (client) => client.query('SELECT nothing')),
  pool: async () => {
    const pool = new pg.Pool({ ...postgres, max: 2 });
    try { return (await Promise.all([1, 2].map((n) => pool.query('SELECT ' + n)))).map(({ rows }) => rows); } finally { await pool.end(); }
  },
  'pool of a URL': async () => {
    const pool = new pg.Pool({ connectionString: 'postgresql://postgres:secret@127.0.0.1:' + process.env.PG + '/postgres' });
    const client = await pool.connect();
    try { return (await client.query('SELECT 5')).rows; } finally { client.release(); await pool.end(); }
  },
  refused: () => new pg.Client({ ...postgres, port: 1 }).connect(),
};`,
  },
  mysql: {
    needs: 'mysql',
    source: `
import mysql from 'mysql';
export const calls = {
  callback: () => withConnection(mysql.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT ? AS n', [1], done))),
  options: () => withConnection(mysql.createConnection(maria), (connection) =>
    byCallback((done) => connection.query({ sql: 'SELECT ? AS n', values: [2] }, done))),
  events: () => withConnection(mysql.createConnection(maria), (connection) => new Promise((resolve, reject) => {
    const rows = [];
    connection.query('SELECT 3 AS n').on('result', (row) => rows.push(row)).on('error', reject).on('end', () => resolve(rows));
  })),
  error: () => withConnection(mysql.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT nothing', done))),
  'connection of a pool': () => withConnection(mysql.createPool(maria), async (pool) => {
    const connection = await byCallback((done) => pool.getConnection(done));
    try { return await byCallback((done) => connection.query('SELECT 4 AS n', done)); } finally { connection.release(); }
  }),
};`,
  },
  mysql2: {
    needs: 'mysql',
    source: `
import mysql2 from 'mysql2';
import mysql2Promise from 'mysql2/promise';
export const calls = {
  callback: () => withConnection(mysql2.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT ? AS n', [1], done))),
  prepared: () => withConnection(mysql2.createConnection(maria), (connection) => byCallback((done) => connection.execute('SELECT ? AS n', [2], done))),
  events: () => withConnection(mysql2.createConnection(maria), (connection) => new Promise((resolve, reject) => {
    const rows = [];
    connection.query('SELECT 3 AS n').on('result', (row) => rows.push(row)).on('error', reject).on('end', () => resolve(rows));
  })),
  error: () => withConnection(mysql2.createConnection(maria), (connection) => byCallback((done) => connection.query('SELECT nothing', done))),
  promise: async () => {
    const connection = await mysql2Promise.createConnection(maria);
    try { return (await connection.query('SELECT ? AS n', [4]))[0]; } finally { await connection.end(); }
  },
  pool: async () => {
    const pool = mysql2Promise.createPool(maria);
    try { return (await pool.query({ sql: 'SELECT ? AS n', values: ['five'] }))[0]; } finally { await pool.end(); }
  },
};`,
  },
  redis: {
    needs: 'redis',
    // a bundle tells each command, but not those of a transaction
    unbundled: ['multi', 'multi of the same', 'pipeline', 'failed multi'],
    source: `
import { createClient } from 'redis';
const withRedis = async (use) => {
  const client = createClient({ socket: { host: '127.0.0.1', port: Number(process.env.REDIS) } });
  await client.connect();
  try { return await use(client); } finally { await (client.close ?? client.disconnect).call(client); }
};
export const calls = {
  commands: () => withRedis(async (client) => [await client.set('key', 'value'), await client.get('key'), (await client.hSet('hash', { field: 'value' }), 'set')]),
  raw: () => withRedis((client) => client.sendCommand(['ECHO', 'hello'])),
  error: () => withRedis((client) => client.lPush('key', 'value')),
  parallel: () => withRedis((client) => Promise.all([client.get('key'), client.exists('key')])),
  multi: () => withRedis((client) => client.multi().set('key', 'value').get('key').exec()),
  'multi of the same': () => withRedis((client) => client.multi().get('key').get('key').exec()),
  pipeline: () => withRedis((client) => client.multi().set('key', 'value').get('key').execAsPipeline()),
  'failed multi': () => withRedis((client) => client.multi().lPush('key', 'value').get('key').exec()),
};`,
  },
  ioredis: {
    needs: 'redis',
    source: `
import { Redis } from 'ioredis';
const withIoredis = async (use) => {
  const client = new Redis({ host: '127.0.0.1', port: Number(process.env.REDIS), lazyConnect: true, enableReadyCheck: false, disableClientInfo: true });
  await client.connect();
  try { return await use(client); } finally { client.disconnect(); }
};
export const calls = {
  commands: () => withIoredis(async (client) => [await client.set('key', 'value'), await client.get('key'), (await client.hset('hash', 'field', 'value'), 'set')]),
  callback: () => withIoredis((client) => byCallback((done) => client.get('key', done))),
  error: () => withIoredis((client) => client.lpush('key', 'value')),
  multi: () => withIoredis((client) => client.multi().set('key', 'value').get('key').exec()),
  pipeline: () => withIoredis((client) => client.pipeline().set('key', 'value').get('key').exec()),
};`,
  },
  mongodb: {
    needs: 'mongodb',
    source: `
import { MongoClient } from 'mongodb';
const withMongo = async (use) => {
  const client = new MongoClient('mongodb://127.0.0.1:' + process.env.MONGODB + '/?directConnection=true', { serverSelectionTimeoutMS: 5000 });
  await client.connect();
  try { return await use(client.db('shop').collection('orders')); } finally { await client.close(); }
};
export const calls = {
  insert: () => withMongo(async (orders) => (await orders.insertOne({ _id: 7, item: 'book', price: { amount: 3 } })).acknowledged),
  find: () => withMongo((orders) => orders.find({ item: 'book', price: { $gt: 2 } }).toArray()),
  error: () => withMongo((orders) => orders.count()),
};`,
  },
  grpc: {
    needs: 'grpc',
    source: `
import { Client, credentials, Metadata } from '@grpc/grpc-js';
const bytes = (value) => value;
const withGrpc = async (use) => {
  const client = new Client('127.0.0.1:' + process.env.GRPC, credentials.createInsecure());
  try { return await use(client); } finally { client.close(); }
};
const unary = (client, method, ...more) => byCallback((done) =>
  client.makeUnaryRequest('/shop.Orders/' + method, bytes, bytes, Buffer.from('1'), ...more, done)).then(String);
export const calls = {
  unary: () => withGrpc((client) => unary(client, 'Get')),
  metadata: () => withGrpc(async (client) => {
    const metadata = new Metadata();
    metadata.set('name', 'value');
    return unary(client, 'Get', metadata, { deadline: Date.now() + 10_000 });
  }),
  error: () => withGrpc((client) => unary(client, 'Fail')),
  stream: () => withGrpc((client) => new Promise((resolve, reject) => {
    const parts = [];
    client.makeServerStreamRequest('/shop.Orders/List', bytes, bytes, Buffer.from('1'))
      .on('data', (part) => parts.push(String(part))).on('error', reject).on('end', () => resolve(parts));
  })),
  'unknown stream': () => withGrpc((client) => new Promise((resolve, reject) => {
    client.makeServerStreamRequest('/shop.Orders/Unknown', bytes, bytes, Buffer.from('1'))
      .on('data', () => undefined).on('error', reject).on('end', resolve);
  })),
};`,
  },
  amqplib: {
    needs: 'amqplib',
    // a bundle does not know the URL
    unbundled: ['publish', 'confirmed', 'consume', 'rejected'],
    source: `
import amqplib from 'amqplib';
const withChannel = async (use, method = 'createChannel') => {
  const connection = await amqplib.connect('amqp://guest:guest@127.0.0.1:' + process.env.AMQPLIB);
  try { return await use(await connection[method]()); } finally { await connection.close(); }
};
const consumeOne = (channel, end) => new Promise((resolve) => {
  channel.consume('jobs', (message) => { end(message); resolve(String(message.content)); });
  channel.publish('', 'jobs', Buffer.from('hello'), { messageId: 'm-1', correlationId: 'c-1' });
});
export const calls = {
  publish: () => withChannel((channel) => [channel.publish('exchange', 'key', Buffer.from('hello')), channel.sendToQueue('jobs', Buffer.from('hello'))]),
  confirmed: () => withChannel((channel) => byCallback((done) => channel.publish('', 'jobs', Buffer.from('hello'), {}, done)).then(() => 'ok'), 'createConfirmChannel'),
  consume: () => withChannel((channel) => consumeOne(channel, (message) => channel.ack(message))),
  rejected: () => withChannel((channel) => consumeOne(channel, (message) => channel.nack(message, false, false))),
};`,
  },
  kafkajs: {
    needs: 'nothing',
    // its functions are in closures
    unbundled: ['disconnected', 'batch', 'transaction'],
    source: `
import { Kafka, logLevel } from 'kafkajs';
const producer = (options) => new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING, retry: { retries: 1, initialRetryTime: 1 } }).producer(options);
export const calls = {
  disconnected: () => producer().send({ topic: 'orders', messages: [{ key: 'k', value: 'v' }, { key: 't', value: null, partition: 2 }] }),
  batch: () => producer().sendBatch({ topicMessages: [{ topic: 'orders', messages: [{ value: 'v' }] }, { topic: 'jobs', messages: [{ value: 'w' }] }] }),
  transaction: () => producer({ transactionalId: 't', maxInFlightRequests: 1, idempotent: true }).transaction().then((transaction) => transaction.abort()),
};`,
  },
  graphql: {
    needs: 'nothing',
    unbundled: ['query', 'mutation', 'invalid', 'no query', 'error', 'lists'],
    source: `
import { buildSchema, graphql } from 'graphql';
const schema = buildSchema(\`
  type Item { id: Int name: String }
  type Query { item(id: Int): Item items: [Item!]! fail: String slow(name: String): String }
  type Mutation { add(name: String): Item }\`);
const rootValue = {
  item: ({ id }) => ({ id, name: () => 'item ' + id }),
  items: async () => [{ id: 1, name: 'one' }, { id: 2, name: 'two' }],
  fail: () => { throw new Error('failed'); },
  slow: async ({ name }) => 'slow ' + name,
  add: ({ name }) => ({ id: 3, name }),
};
const run = (source, more) => graphql({ schema, source, rootValue, ...more });
export const calls = {
  query: () => run('query Items { item(id: 7) {\\n  id\\n  name }\\n slow(name: "x") }'),
  mutation: () => run('mutation Add($name: String) { add(name: $name) { id } }', { variableValues: { name: 'book' }, contextValue: {} }),
  invalid: () => run('{ nothing }'),
  'no query': () => run('{ item('),
  error: () => run('{ fail }'),
  lists: () => run('query { items { id name } }', { operationName: undefined }),
};`,
  },
  dataloader: {
    needs: 'nothing',
    unbundled: ['load', 'many', 'named', 'error', 'cache'],
    source: `
import DataLoader from 'dataloader';
const loader = (options) => new DataLoader(async (keys) => keys.map((key) => (key === 'bad' ? new Error('bad') : 'value of ' + key)), options);
export const calls = {
  load: async () => { const one = loader(); return Promise.all([one.load('a'), one.load('b')]); },
  many: () => loader().loadMany(['a', 'b']),
  named: () => loader({ name: 'items' }).load('a'),
  error: () => new DataLoader(async () => { throw new Error('no batch'); }).load('a'),
  cache: () => { const one = loader(); one.prime('a', 'b').clear('a').clearAll(); return one.load('a'); },
};`,
  },
  'aws-sdk': {
    needs: 'services',
    source: `
import { DynamoDBClient, GetItemCommand, QueryCommand, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
const endpoint = 'http://127.0.0.1:' + process.env.SERVICES;
const config = { endpoint, maxAttempts: 2, retryMode: 'standard', md5: false, forcePathStyle: true };
const dynamo = new DynamoDBClient(config);
const sqs = new SQSClient(config);
const QueueUrl = endpoint + '/123456789012/jobs';
export const calls = {
  get: async () => (await dynamo.send(new GetItemCommand({ TableName: 'orders', Key: { id: { S: '1' } }, ConsistentRead: true }))).Item,
  query: async () => (await dynamo.send(new QueryCommand({ TableName: 'orders', IndexName: 'byDate', Limit: 5, ScanIndexForward: true, Select: 'COUNT',
    KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': { S: '1' } } }))).Count,
  'several tables': async () => typeof (await dynamo.send(new BatchGetItemCommand({ RequestItems: { a: { Keys: [] }, b: { Keys: [] } } }))).Responses,
  callback: () => byCallback((done) => dynamo.send(new GetItemCommand({ TableName: 'orders', Key: {} }), done)).then(({ Item }) => Item),
  error: () => dynamo.send(new GetItemCommand({ TableName: 'failing', Key: {} })),
  send: async () => (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }))).MessageId,
  batch: async () => typeof (await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'a' }, { Id: '2', MessageBody: 'b' }] }))).Successful,
  receive: async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.length,
  publish: async () => typeof (await new SNSClient(config).send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:news', Message: 'hello' }))).MessageId,
  invoke: async () => (await new LambdaClient(config).send(new InvokeCommand({ FunctionName: 'other', Payload: '{}' }))).StatusCode,
  events: async () => typeof (await new EventBridgeClient(config).send(new PutEventsCommand({ Entries: [{ Detail: '{"a":1}', DetailType: 't', Source: 's' }] }))).Entries,
  bucket: async () => (await new S3Client(config).send(new GetObjectCommand({ Bucket: 'pictures', Key: 'cat.png' }))).Body.transformToString(),
};`,
  },
  'aws-sdk-2': {
    needs: 'services',
    package: 'aws-sdk-v2-instrumentation',
    source: `
import DynamoDB2 from 'aws-sdk/clients/dynamodb.js';
import EventBridge2 from 'aws-sdk/clients/eventbridge.js';
import Lambda2 from 'aws-sdk/clients/lambda.js';
import S32 from 'aws-sdk/clients/s3.js';
import SNS2 from 'aws-sdk/clients/sns.js';
import SQS2 from 'aws-sdk/clients/sqs.js';
const endpoint2 = 'http://127.0.0.1:' + process.env.SERVICES;
const config2 = { endpoint: endpoint2, maxRetries: 0, s3ForcePathStyle: true, computeChecksums: false };
const dynamo2 = new DynamoDB2(config2);
const sqs2 = new SQS2(config2);
const queue2 = { QueueUrl: endpoint2 + '/123456789012/jobs' };
export const calls = {
  promise: async () => (await dynamo2.getItem({ TableName: 'orders', Key: { id: { S: '1' } }, ConsistentRead: true }).promise()).Item,
  callback: () => byCallback((done) => dynamo2.query({ TableName: 'orders', IndexName: 'byDate', Limit: 5, ScanIndexForward: true, Select: 'COUNT',
    KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': { S: '1' } } }, done)).then(({ Count }) => Count),
  send: () => byCallback((done) => dynamo2.getItem({ TableName: 'orders', Key: {} }).send(done)).then(({ Item }) => Item),
  events: () => new Promise((resolve, reject) => {
    dynamo2.batchGetItem({ RequestItems: { a: { Keys: [] }, b: { Keys: [] } } }).on('success', ({ data }) => resolve(typeof data)).on('error', reject).send();
  }),
  document: async () => (await new DynamoDB2.DocumentClient({ service: dynamo2 }).get({ TableName: 'orders', Key: { id: '1' } }).promise()).Item,
  error: () => dynamo2.getItem({ TableName: 'failing', Key: {} }).promise(),
  'message of a queue': async () => (await sqs2.sendMessage({ ...queue2, MessageBody: 'hello' }).promise()).MessageId,
  batch: async () => typeof (await sqs2.sendMessageBatch({ ...queue2, Entries: [{ Id: '1', MessageBody: 'a' }] }).promise()).Successful,
  receive: async () => (await sqs2.receiveMessage(queue2).promise()).Messages.length,
  publish: async () => typeof (await new SNS2(config2).publish({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:news', Message: 'hello' }).promise()).MessageId,
  invoke: async () => (await new Lambda2(config2).invoke({ FunctionName: 'other', Payload: '{}' }).promise()).StatusCode,
  'events of a bus': async () => typeof (await new EventBridge2(config2).putEvents({ Entries: [{ Detail: '{"a":1}', DetailType: 't', Source: 's' }] }).promise()),
  object: async () => String((await new S32(config2).getObject({ Bucket: 'pictures', Key: 'cat.png' }).promise()).Body),
  stream: async () => {
    const parts = [];
    for await (const part of new S32(config2).getObject({ Bucket: 'pictures', Key: 'cat.png' }).createReadStream()) parts.push(part);
    return String(Buffer.concat(parts));
  },
};`,
  },
  http: {
    needs: 'services',
    source: `
import http from 'node:http';
const address = 'http://127.0.0.1:' + process.env.SERVICES;
const request = (url, options = {}, body) => new Promise((resolve, reject) => {
  http.request(url, options, (response) => response.resume().on('end', () => resolve(response.statusCode))).on('error', reject).end(body);
});
export const calls = {
  get: () => request(address + '/path?a=1&sig=2'),
  post: () => request(address + '/path', { method: 'POST', headers: { 'User-Agent': 'test' } }, 'hello'),
  credentials: () => request('http://user:secret@127.0.0.1:' + process.env.SERVICES + '/path'),
  'other method': () => request(address + '/path', { method: 'PURGE' }),
  'not found': () => request(address + '/status/404'),
  'server error': () => request(address + '/status/503'),
  cut: () => request(address + '/cut'),
  refused: () => request('http://127.0.0.1:1/'),
  timeout: () => request(address + '/path', { signal: AbortSignal.abort() }),
};`,
  },
  axios: {
    needs: 'services',
    package: '@opentelemetry/instrumentation-http',
    source: `
import axios from 'axios';
const axiosClient = axios.create({ baseURL: 'http://127.0.0.1:' + process.env.SERVICES, headers: { 'User-Agent': 'test' } });
export const calls = {
  get: async () => (await axiosClient.get('/path', { params: { a: 1 } })).data,
  post: async () => (await axiosClient.post('/path', { n: 1 })).status,
  error: () => axiosClient.get('/status/503'),
  cut: () => axiosClient.get('/cut').catch(({ code }) => code),
};`,
  },
  got: {
    needs: 'services',
    package: '@opentelemetry/instrumentation-http',
    source: `
import got from 'got';
const gotClient = got.extend({ prefixUrl: 'http://127.0.0.1:' + process.env.SERVICES, retry: 0, headers: { 'user-agent': 'test' } });
export const calls = {
  get: () => gotClient('path', { searchParams: { a: 1 } }).text(),
  post: async () => (await gotClient.post('path', { json: { n: 1 } })).statusCode,
  error: () => gotClient('status/503'),
};`,
  },
  knex: {
    needs: 'pg',
    package: '@opentelemetry/instrumentation-pg',
    source: `
import knex from 'knex';
const withKnex = async (use) => {
  const database = knex({ client: 'pg', connection: { host: '127.0.0.1', port: Number(process.env.PG), user: 'postgres', database: 'postgres' } });
  try { return await use(database); } finally { await database.destroy(); }
};
export const calls = {
  raw: () => withKnex(async (database) => (await database.raw('SELECT ?::int AS n', [1])).rows),
  builder: () => withKnex((database) => database.select('datname').from('pg_database').where('datname', 'postgres')),
  transaction: () => withKnex((database) => database.transaction(async (trx) => (await trx.raw('SELECT 2 AS n')).rows)),
  error: () => withKnex((database) => database('nothing')),
};`,
  },
  typeorm: {
    needs: 'pg',
    package: '@opentelemetry/instrumentation-pg',
    bundled: false, // it has many databases, of which a bundle needs all
    source: `
import { DataSource, EntitySchema } from 'typeorm';
const Person = new EntitySchema({ name: 'person', columns: { id: { type: Number, primary: true }, name: { type: String } } });
const withSource = async (use) => {
  const source = await new DataSource({ type: 'postgres', host: '127.0.0.1', port: Number(process.env.PG), username: 'postgres', database: 'postgres', entities: [Person] }).initialize();
  try { return await use(source); } finally { await source.destroy(); }
};
export const calls = {
  raw: () => withSource((source) => source.query('SELECT $1::int AS n', [1])),
  transaction: () => withSource((source) => source.transaction((manager) => manager.query('SELECT 2 AS n'))),
  error: () => withSource((source) => source.getRepository(Person).findBy({ id: 1 })),
};`,
  },
  sequelize: {
    needs: 'pg',
    package: '@opentelemetry/instrumentation-pg',
    bundled: false,
    source: `
import { QueryTypes, Sequelize } from 'sequelize';
const withSequelize = async (use) => {
  const sequelize = new Sequelize('postgres', 'postgres', '', { host: '127.0.0.1', port: Number(process.env.PG), dialect: 'postgres', logging: false });
  try { return await use(sequelize); } finally { await sequelize.close(); }
};
export const calls = {
  raw: () => withSequelize((sequelize) => sequelize.query('SELECT :n::int AS n', { replacements: { n: 1 }, type: QueryTypes.SELECT })),
  transaction: () => withSequelize((sequelize) => sequelize.transaction((transaction) => sequelize.query('SELECT 2 AS n', { type: QueryTypes.SELECT, transaction }))),
  error: () => withSequelize((sequelize) => sequelize.query('SELECT nothing')),
};`,
  },
  undici: {
    needs: 'services',
    source: `
const origin = 'http://127.0.0.1:' + process.env.SERVICES;
const get = async (url, options) => { const response = await fetch(url, options); await response.text(); return response.status; };
export const calls = {
  get: () => get(origin + '/path?a=1&sig=2'),
  post: () => get(origin + '/path', { method: 'POST', body: 'hello', headers: { 'User-Agent': 'test' } }),
  'other method': () => get(origin + '/path', { method: 'PURGE' }),
  'not found': () => get(origin + '/status/404'),
  'server error': () => get(origin + '/status/503'),
  cut: () => get(origin + '/cut'),
  // some ports, such as the first one, are closed to fetch
  refused: () => get('http://127.0.0.1:2/'),
};`,
  },
  prisma: {
    needs: 'nothing',
    package: '@prisma/instrumentation',
    // what its client calls, which itself is called in the test of all
    source: `
const helper = () => (globalThis.V7_PRISMA_INSTRUMENTATION ?? globalThis.PRISMA_INSTRUMENTATION).helper;
export const calls = {
  children: () => helper().runInChildSpan({ name: 'operation', attributes: { model: 'Order' } }, async () =>
    helper().runInChildSpan('serialize', () => helper().isEnabled())),
  inactive: () => helper().runInChildSpan({ name: 'connect', active: false }, () => helper().runInChildSpan('below', () => 'done')),
  failed: () => helper().runInChildSpan('operation', async () => { throw new Error('failed'); }),
  engine: () => {
    const logged = [];
    const span = (id, parentId, more) => ({ id, parentId, name: 'prisma:engine:' + id, startTime: [1, 0], endTime: [2, 0], kind: 'internal', attributes: {}, ...more });
    helper().dispatchEngineSpans(
      [span('query', null), span('connection', 'query'), span('db_query', 'query', { kind: 'client', attributes: { 'db.system': 'sqlite' }, links: ['connection'] })],
      [{ spanId: 'db_query', level: 'error', timestamp: [1, 5], attributes: { message: 'slow' } }],
      ({ level }) => logged.push(level));
    return logged;
  },
};`,
  },
};

/** Called in the test of all only, as what generates the client is large. */
const ALONE = {
  'prisma-client': {
    needs: 'pg',
    source: `
import { PrismaClient, PrismaPg } from './prisma-client.js';
const withClient = async (use) => {
  const client = new PrismaClient({ adapter: new PrismaPg({ host: '127.0.0.1', port: Number(process.env.PG), user: 'postgres', database: 'postgres' }) });
  try { return await use(client); } finally { await client.$disconnect(); }
};
export const calls = {
  raw: () => withClient((client) => client.$queryRawUnsafe('SELECT $1::int AS n', 1)),
  create: () => withClient(async (client) => {
    await client.$executeRawUnsafe('CREATE TABLE IF NOT EXISTS "Person" (id int primary key, name text)');
    await client.person.deleteMany();
    await client.person.create({ data: { id: 1, name: 'a' } });
    return client.person.findMany({ where: { name: 'a' } });
  }),
  transaction: () => withClient((client) => client.$transaction([client.person.count(), client.person.findFirst()])),
  interactive: () => withClient((client) => client.$transaction(async (tx) => {
    await tx.person.update({ where: { id: 1 }, data: { name: 'b' } });
    return tx.person.findUnique({ where: { id: 1 } });
  })),
  error: () => withClient((client) => client.person.create({ data: { id: 1, name: 'a' } })),
};`,
  },
};

/** Returns the source of a function that makes the calls of these libraries. */
function sourceOf(names) {
  const parts = names.map((name, i) =>
    (LIBRARIES[name] ?? ALONE[name]).source.replace('export const calls', `const calls${i}`),
  );
  const imports = [];
  const rest = parts.map((part) => part.replace(/^import .*$/gm, (line) => (imports.push(line), '')));
  return `${imports.join('\n')}
${byCallback}
${withConnection}
${rest.join('\n')}
const CALLS = { ${names.map((name, i) => `${JSON.stringify(name)}: calls${i}`).join(', ')} };
export const handler = async ({ library, name }) => {
  if (library === undefined) {
    return Object.fromEntries(Object.entries(CALLS).map(([each, calls]) => [each, Object.keys(calls)]));
  }
  try {
    return { value: await CALLS[library][name]() };
  } catch (error) {
    return { error: String(error) };
  }
};`;
}

/** OpenTelemetry's instrumentations, in the same function, whose spans the layer sends as they are. */
const UPSTREAM = `
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const packages = ${JSON.stringify(Array.from(new Set(Object.entries(LIBRARIES).map(([name, each]) => each.package ?? `@opentelemetry/instrumentation-${name}`))))};
registerInstrumentations({
  instrumentations: packages.map((name) => {
    const [, Upstream] = Object.entries(require(name)).find(([each]) => each.endsWith('Instrumentation'));
    // each release is for one version of the AWS SDK
    class Instrumentation extends Upstream {
      init() {
        const modules = super.init();
        return name.includes('v2') ? modules.filter((each) => each.name === 'aws-sdk') : modules;
      }
    }
    return new Instrumentation(/aws-sdk/.test(name) ? { suppressInternalInstrumentation: true } : {});
  }),
});
// clients that are loaded alone are not seen
require('aws-sdk');
module.exports = require('./function.js');`;

const LAYER_ALONE = 'module.exports = require("./function.js");';

const commonJs = async (source) => {
  const { transform } = await import('esbuild');
  const { code } = await transform(source, { format: 'cjs', platform: 'node' });
  return code;
};

/**
 * Where OpenTelemetry's instrumentations differ from the conventions (v1.44): what the layer has for it, by scope. Errors of
 * connections have their codes, and credentials are no part of a request that node:http has made.
 */
const CONVENTIONS = {
  '@opentelemetry/instrumentation-aws-sdk': (attributes) => ({
    ...attributes,
    ...(attributes['db.system.name'] === 'dynamodb' ? { 'db.system.name': 'aws.dynamodb' } : {}),
    // which the instrumentation does not look for where it fails
    ...(attributes['http.response.status_code'] >= 400 ? { 'aws.request.id': undefined } : {}),
    ...('faas.invoked_name' in attributes ? { 'faas.invoked_region': attributes['cloud.region'] } : {}),
  }),
  '@opentelemetry/instrumentation-http': (attributes) => ({
    ...attributes,
    'user_agent.original': undefined,
    'error.type': attributes['http.response.status_code'] >= 400 ? String(attributes['http.response.status_code']) : undefined,
    'url.full': attributes['url.full'].replace('REDACTED:REDACTED@', '').replace('sig=2', 'sig=REDACTED'),
  }),
  '@opentelemetry/instrumentation-undici': ({
    'url.query': query,
    'http.request.method_original': original,
    ...attributes
  }) => ({
    ...attributes,
    ...(original === undefined || original === attributes['http.request.method']
      ? {}
      : { 'http.request.method_original': original }),
    ...(query === undefined || query === '' ? {} : { 'url.query': query.replace(/^\?/, '').replace('sig=2', 'sig=REDACTED') }),
    'url.full': attributes['url.full'].replace('sig=2', 'sig=REDACTED'),
  }),
};

/** The names that the last instrumentation of the AWS SDK v2 has for what has others by now. */
const RENAMED = {
  'aws.region': 'cloud.region',
  'db.name': 'db.namespace',
  'db.operation': 'db.operation.name',
  'db.system': 'db.system.name',
  'http.status_code': 'http.response.status_code',
  'messaging.message_id': 'messaging.message.id',
  'messaging.operation': 'messaging.operation.type',
  'messaging.url': 'url.full',
};

/** Returns a span of the AWS SDK v2 as the instrumentation of version 3 would have it, which has never seen version 2. */
function asOfVersion3({ attributes: old, status, events: [error, ...events], ...span }) {
  const attributes = {};
  for (const [name, value] of Object.entries(old)) {
    attributes[RENAMED[name] ?? name] = value;
  }
  const { 'rpc.service': service, 'rpc.method': method } = attributes;
  if (service === 'SQS') {
    attributes['messaging.destination.name'] = attributes['messaging.destination'];
    attributes['messaging.system'] = 'aws_sqs';
    delete attributes['messaging.destination'];
    delete attributes['messaging.destination_kind'];
  }
  if (method === 'ReceiveMessage') {
    attributes['messaging.batch.message_count'] = 1;
  } else if (method === 'Publish') {
    attributes['aws.sns.topic.arn'] = attributes['messaging.destination.name'];
  }
  return {
    ...span,
    attributes: JSON.parse(JSON.stringify(CONVENTIONS[span.scope](attributes))),
    status: error === undefined ? status : { code: 'ERROR', message: error.attributes['exception.message'] },
    events: error === undefined ? [] : [error, ...events],
  };
}

/** Other versions that are traced, by package; where a call is not in one, it fails in the same way. */
const OLDER = {
  oldest: {
    '@grpc/grpc-js': '1.2.0',
    amqplib: '0.5.5',
    axios: '0.21.4',
    dataloader: '2.0.0',
    got: '10.7.0',
    graphql: '14.0.2',
    ioredis: '4.0.0',
    kafkajs: '1.0.0',
    mongodb: '4.0.0',
    mysql: '2.0.0',
    mysql2: '1.4.2',
    pg: '8.0.3',
    redis: '4.0.0',
    undici: '5.12.0',
  },
  middle: {
    '@grpc/grpc-js': '1.8.14',
    amqplib: '0.10.3',
    axios: '1.6.0',
    dataloader: '2.1.0',
    got: '11.0.0',
    graphql: '15.8.0',
    ioredis: '5.0.0',
    kafkajs: '2.0.0',
    mongodb: '5.9.2',
    mysql: '2.17.1',
    mysql2: '2.3.3',
    pg: '8.11.3',
    redis: '5.0.0',
    undici: '6.19.8',
  },
};

/** What two spans have in common, if they are the same. */
function normalized(spans) {
  const [invocation, ...others] = [
    ...spans.filter(({ scope }) => scope.name === 'io.opentelemetry.lambda'),
    ...spans.filter(({ scope }) => scope.name !== 'io.opentelemetry.lambda'),
  ];
  const nameOf = (id) => (id === invocation.spanId ? 'invocation' : others.find(({ spanId }) => spanId === id)?.name);
  return others
    .map(({ attributes, ...span }) => ({ ...span, attributes: CONVENTIONS[span.scope.name]?.(attributes) ?? attributes }))
    .map(({ name, kind, scope, attributes, status, events, links, parentSpanId }) => ({
      name: attributes['http.request.method'] === '_OTHER' ? 'HTTP' : name,
      kind,
      scope: scope.name,
      parent: nameOf(parentSpanId),
      attributes: Object.fromEntries(Object.entries(attributes).sort()),
      status,
      events: events.map((event) => {
        const { 'exception.stacktrace': stack, ...rest } = event.attributes;
        return { name: event.name, attributes: Object.fromEntries(Object.entries(rest).sort()), stack: stack !== undefined };
      }),
      links: links.length,
    }))
    .map((span) => JSON.stringify(span))
    .sort()
    .map((text) => JSON.parse(text));
}

/** What a bundle tells of a call of the AWS SDK. */
function seenInBundle({ attributes, events, ...span }) {
  const known = Object.entries(attributes).filter(([name]) => !/^aws\.(operation$|service\.)/.test(name));
  return {
    ...span,
    attributes: Object.fromEntries(known),
    events: events.map((event) => ({ name: event.name, attributes: event.attributes })),
  };
}

/** Makes all calls of a function, each in an invocation of its own; returns results and spans by library and call. */
async function callAll(node, files, environment, isThere, versions) {
  const lambda = await Lambda.start({
    node,
    folder: functionOf(files, { packages: !('bundle' in files), versions }),
    environment,
  });
  try {
    const listed = await lambda.invoke({});
    assert.notEqual(listed.response, undefined, JSON.stringify([listed.error, lambda.initError, lambda.stderr]));
    const results = {};
    for (const [library, names] of Object.entries(JSON.parse(listed.response))) {
      for (const name of isThere(library) ? names : []) {
        const before = lambda.spans.length;
        const { response, ...failed } = await lambda.invoke({ library, name });
        assert.notEqual(response, undefined, `${library}: ${name}: ${JSON.stringify(failed)} ${lambda.stderr}`);
        (results[library] ??= {})[name] = { result: JSON.parse(response), spans: normalized(lambda.spans.slice(before)) };
      }
    }
    return { results, stderr: lambda.stderr };
  } finally {
    await lambda.stop();
  }
}

describe('libraries', () => {
  const all = Object.keys(LIBRARIES);
  const servers = {};
  let environment, upstream;
  const isThere = (library) => servers[LIBRARIES[library].needs] !== undefined;
  before(async () => {
    for (const [name, start] of Object.entries(SERVERS)) {
      servers[name] = await start();
    }
    environment = Object.fromEntries(
      Object.entries(servers).map(([name, each]) => [name.toUpperCase(), String(each?.port ?? 1)]),
    );
    const files = { 'index.js': UPSTREAM, 'function.js': await commonJs(sourceOf(all)) };
    upstream = await callAll(NODES.at(-1), files, environment, isThere);
    for (const each of Object.values(upstream.results['aws-sdk-2'] ?? {})) {
      each.spans = each.spans.map(asOfVersion3);
    }
  });
  after(() => Promise.all(Object.values(servers).map((each) => each?.stop())));

  const unbundled = {
    'unbundled, CommonJS': async (source) => ({ 'index.js': await commonJs(source) }),
    'unbundled, ES module': (source) => ({ 'index.mjs': source }),
  };
  /** All libraries, where that is quick; else what is told apart by the most different means. */
  const bundled = (node, bundler) =>
    ALL || (node === NODES.at(-1) && bundler.startsWith('esbuild'))
      ? // rollup loads knex's other databases at once
        all.filter((each) => LIBRARIES[each].bundled !== false && (each !== 'knex' || bundler !== 'rollup'))
      : ['aws-sdk', 'aws-sdk-2', 'pg', 'redis', 'undici'];
  const forms = [
    ...NODES.map((node) => [node, 'unbundled, CommonJS', all]),
    [NODES.at(-1), 'unbundled, ES module', all],
    ...NODES.flatMap((node) => Object.keys(BUNDLERS).map((bundler) => [node, bundler, bundled(node, bundler)])),
  ];
  const makeFiles = { ...unbundled, ...BUNDLERS };
  const made = new Map();
  /** Makes the files of a function, once for all versions of Node.js. */
  const filesOf = (form, names) => {
    const key = [form, ...names].join();
    made.set(key, made.get(key) ?? makeFiles[form](sourceOf(names)));
    return made.get(key);
  };
  for (const [node, form, names] of forms) {
    test(`Node.js ${node}, ${form}: the spans of OpenTelemetry's instrumentations`, async (t) => {
      if (!names.some(isThere)) {
        t.skip('none of the servers is installed');
        return;
      }
      const { results, stderr } = await callAll(node, await filesOf(form, names), environment, isThere);
      for (const library of names.filter(isThere)) {
        for (const [name, { result, spans }] of Object.entries(results[library])) {
          if (form in unbundled || !LIBRARIES[library].unbundled?.includes(name)) {
            const expected = upstream.results[library][name];
            assert.notEqual(expected.spans.length, 0, `${library}: ${name}`);
            // an error that the AWS SDK makes of a response is not seen in a bundle, but what it is made of
            const seen = (all) => (library.startsWith('aws-sdk') && !(form in unbundled) ? all.map(seenInBundle) : all);
            assert.deepEqual(
              { library, name, result, spans: seen(spans) },
              { library, name, result: expected.result, spans: seen(expected.spans) },
            );
          }
        }
      }
      assert.equal(stderr, '');
    });
  }

  for (const node of ALL ? NODES : []) {
    test(`Node.js ${node}, Prisma's own client: the spans of its instrumentation`, async (t) => {
      if (servers.pg === undefined) {
        t.skip('PostgreSQL is not installed');
        return;
      }
      const files = {
        'function.js': await commonJs(sourceOf(['prisma-client'])),
        'prisma-client.js': await prismaClient(),
      };
      const outcomes = [];
      for (const index of [UPSTREAM, LAYER_ALONE]) {
        outcomes.push(await callAll(node, { ...files, 'index.js': index }, environment, () => true));
      }
      assert.deepEqual(outcomes[1], outcomes[0]);
    });
  }

  for (const [age, versions] of ALL ? Object.entries(OLDER) : []) {
    for (const [name, version] of Object.entries(versions)) {
      const library = name === '@grpc/grpc-js' ? 'grpc' : name;
      test(`the ${age} version of ${library}: the spans of OpenTelemetry's instrumentation`, async (t) => {
        if (!isThere(library)) {
          t.skip('its server is not installed');
          return;
        }
        const files = { 'function.js': await commonJs(sourceOf([library])) };
        const [expected, actual] = await Promise.all(
          [UPSTREAM, LAYER_ALONE].map((index) =>
            callAll(NODES.at(-1), { ...files, 'index.js': index }, environment, isThere, { [name]: version }),
          ),
        );
        assert.deepEqual(actual.results, expected.results);
      });
    }
  }
});
