// Fakes of servers that Debian has no package of, or none that is small: MongoDB and RabbitMQ, by their protocols as far as the
// tests go; and a real gRPC server.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';

const require = createRequire(import.meta.url);

async function listen(onConnection) {
  const server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: server.address().port, stop: () => server.close() };
}

/** Calls the function with each message of a stream; `lengthOf` tells how long the one is that the bytes begin with, if it can. */
function eachMessage(socket, lengthOf, see) {
  let bytes = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, data]);
    for (let length = lengthOf(bytes); length !== undefined && bytes.length >= length; length = lengthOf(bytes)) {
      const message = bytes.subarray(0, length);
      bytes = bytes.subarray(length);
      see(message);
    }
  });
}

/** A MongoDB that takes commands in OP_MSG, and knows what `documents` are there. */
export async function startMongo() {
  const { BSON } = require('mongodb');
  const answers = {
    hello: {
      isWritablePrimary: true,
      maxBsonObjectSize: 16777216,
      maxMessageSizeBytes: 48000000,
      maxWriteBatchSize: 100000,
      minWireVersion: 0,
      maxWireVersion: 21,
    },
    insert: { n: 1 },
    find: { cursor: { id: BSON.Long.ZERO, ns: 'shop.orders', firstBatch: [{ _id: 1, item: 'book' }] } },
    count: { ok: 0, errmsg: 'no such thing', code: 59, codeName: 'CommandNotFound' },
  };
  return listen((socket) => {
    eachMessage(
      socket,
      (bytes) => (bytes.length < 4 ? undefined : bytes.readInt32LE(0)),
      (message) => {
        const legacy = message.readInt32LE(12) === 2004;
        const start = legacy ? message.indexOf(0, 20) + 9 : 21;
        const [command] = Object.keys(BSON.deserialize(message.subarray(start, start + message.readInt32LE(start))));
        const answer = BSON.serialize({ ok: 1, ...answers[command.replace('ismaster', 'hello')] });
        const head = Buffer.alloc(legacy ? 36 : 21);
        head.writeInt32LE(head.length + answer.length, 0);
        head.writeInt32LE(message.readInt32LE(4), 8);
        head.writeInt32LE(legacy ? 1 : 2013, 12);
        if (legacy) {
          head.writeInt32LE(1, 32);
        }
        socket.write(Buffer.concat([head, answer]));
      },
    );
  });
}

/** A RabbitMQ that hands each message that is published to whoever consumes. */
export async function startRabbit() {
  const defs = require(new URL('../../node_modules/amqplib/lib/defs.js', import.meta.url).pathname);
  return listen((socket) => {
    let greeted = false;
    let consumer, header, published, confirms;
    let tag = 0;
    const send = (id, channel, fields) => socket.write(defs.encodeMethod(id, channel, fields));
    const answers = {
      [defs.ConnectionStartOk]: () => send(defs.ConnectionTune, 0, { channelMax: 0, frameMax: 0, heartbeat: 0 }),
      [defs.ConnectionOpen]: () => send(defs.ConnectionOpenOk, 0, {}),
      [defs.ConnectionClose]: () => send(defs.ConnectionCloseOk, 0, {}),
      [defs.ChannelOpen]: (channel) => send(defs.ChannelOpenOk, channel, {}),
      [defs.ChannelClose]: (channel) => send(defs.ChannelCloseOk, channel, {}),
      [defs.QueueDeclare]: (channel, { queue }) =>
        send(defs.QueueDeclareOk, channel, { queue, messageCount: 0, consumerCount: 0 }),
      [defs.ConfirmSelect]: (channel) => ((confirms = true), send(defs.ConfirmSelectOk, channel, {})),
      [defs.BasicConsume]: (channel) => ((consumer = channel), send(defs.BasicConsumeOk, channel, { consumerTag: 'consumer' })),
      [defs.BasicPublish]: (channel, fields) => (published = fields),
    };
    const deliver = (channel, content) => {
      tag += 1;
      if (confirms) {
        send(defs.BasicAck, channel, { deliveryTag: tag, multiple: false });
      }
      if (consumer !== undefined) {
        const { exchange, routingKey } = published;
        send(defs.BasicDeliver, consumer, {
          consumerTag: 'consumer',
          deliveryTag: tag,
          redelivered: false,
          exchange,
          routingKey,
        });
        socket.write(header);
        socket.write(content);
      }
    };
    eachMessage(
      socket,
      (bytes) => (greeted ? (bytes.length < 7 ? undefined : bytes.readUInt32BE(3) + 8) : bytes.length < 8 ? undefined : 8),
      (frame) => {
        if (!greeted) {
          greeted = true;
          const serverProperties = { product: 'RabbitMQ' };
          send(defs.ConnectionStart, 0, {
            versionMajor: 0,
            versionMinor: 9,
            serverProperties,
            mechanisms: Buffer.from('PLAIN'),
            locales: Buffer.from('en_US'),
          });
          return;
        }
        const [type, channel] = [frame[0], frame.readUInt16BE(1)];
        if (type === 1) {
          const id = frame.readUInt32BE(7);
          answers[id]?.(channel, defs.decode(id, frame.subarray(11, -1)));
        } else if (type === 2) {
          header = Buffer.from(frame);
        } else if (type === 3) {
          deliver(channel, Buffer.from(frame));
        }
      },
    );
  });
}

/** A gRPC server. */
export async function startGrpc() {
  const { Server, ServerCredentials, status } = require('@grpc/grpc-js');
  const server = new Server();
  const bytes = (value) => value;
  const method = (path, responseStream) => ({
    path: `/shop.Orders/${path}`,
    requestStream: false,
    responseStream,
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  });
  server.addService(
    { Get: method('Get', false), Fail: method('Fail', false), List: method('List', true) },
    {
      Get: (call, callback) => callback(null, Buffer.from(String(call.metadata.get('traceparent').length))),
      Fail: (_call, callback) => callback({ code: status.NOT_FOUND, details: 'no such order' }),
      List: (call) => {
        call.write(Buffer.from('one'));
        call.write(Buffer.from('two'));
        call.end();
      },
    },
  );
  const port = await new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}
