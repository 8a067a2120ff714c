import { active, ROOT, spanOf, withSpan } from '../sdk/context.ts';
import { SpanKind, StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { endingBefore, ownersOf } from './calls-by-callback.ts';
import { guarded, runInSpan, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

interface Channel {
  connection?: Connection;
}

interface Connection {
  stream?: { remoteAddress?: string; remotePort?: number; encrypted?: boolean };
  serverProperties?: { product?: unknown };
}

interface Options {
  headers?: Record<string, unknown>;
  messageId?: unknown;
  correlationId?: unknown;
}

interface Message {
  fields?: { exchange?: unknown; routingKey?: unknown };
  properties: Options;
}

/** The spans of messages that have not been acknowledged. */
const open = new WeakMap<object, Map<Message, Span | NonRecordingSpan>>();
/** Where a connection goes, which it is told only as it is made. */
const urls = new WeakMap<object, Record<string, unknown>>();

/** Remembers the addresses of connections, where amqplib is not bundled. */
export function rememberAmqpUrls(_calls: Calls, exports: Record<string, unknown>): void {
  wrapMethod(exports, 'connect', (connect) => {
    return function (...args) {
      const [url, , callback] = args;
      if (typeof callback === 'function') {
        args[2] = function (this: unknown, ...results: unknown[]): unknown {
          guarded('the address is missing on the spans of amqplib', () => {
            const [, connection] = results;
            if (typeof connection === 'object' && connection !== null) {
              urls.set(connection, attributesOfUrl(url));
            }
          });
          return Reflect.apply(callback as AnyFunction, this, results);
        };
      }
      return Reflect.apply(connect, this, args);
    };
  });
}

/** Traces a channel of amqplib, whose constructor has just been called. */
export function traceAmqpChannel(calls: Calls, channel: object): void {
  // that of a channel with confirmations calls the other one
  const publishers = ownersOf(channel, 'publish');
  publishers.forEach((owner, i) => {
    const confirmed = i < publishers.length - 1;
    wrapMethod(owner, 'publish', (publish) => tracePublish(calls, publish, confirmed));
  });
  wrap(channel, 'consume', (consume) => traceConsume(calls, consume));
  for (const [method, rejected] of [
    ['ack', false],
    ['nack', true],
    ['reject', true],
  ] as const) {
    wrap(channel, method, (original) => {
      return function (...args) {
        guarded('ends of messages are missing', () => {
          endMessages(this as object, method, rejected, args);
        });
        return Reflect.apply(original, this, args);
      };
    });
  }
  for (const [method, rejected] of [
    ['ackAll', false],
    ['nackAll', true],
  ] as const) {
    wrap(channel, method, (original) => {
      return function (...args) {
        endAll(this as object, rejected ? `${method} called on message${requeued(args[0])}` : undefined);
        return Reflect.apply(original, this, args);
      };
    });
  }
  const { prependListener } = channel as { prependListener: (event: string | symbol, listener: () => void) => void };
  const { errorMonitor } = process.getBuiltinModule('node:events');
  Reflect.apply(prependListener, channel, [
    'close',
    () => {
      endAll(channel, 'channel closed');
    },
  ]);
  Reflect.apply(prependListener, channel, [
    errorMonitor,
    () => {
      endAll(channel, 'channel error');
    },
  ]);
}

function wrap(channel: object, name: string, make: (original: AnyFunction) => AnyFunction): void {
  for (const owner of ownersOf(channel, name)) {
    wrapMethod(owner, name, make);
  }
}

function tracePublish(calls: Calls, publish: AnyFunction, confirmed: boolean): AnyFunction {
  return function (...args) {
    if (!calls.isTraced()) {
      return Reflect.apply(publish, this, args);
    }
    const [exchange, routingKey, , given] = args as [unknown, unknown, unknown, Options | undefined];
    const span = calls.startSpan(`publish ${exchange === '' ? '<default>' : String(exchange)}`, {
      kind: SpanKind.PRODUCER,
      attributes: {
        ...attributesOf(this as Channel),
        'messaging.destination': exchange,
        'messaging.destination_kind': 'topic',
        'messaging.rabbitmq.routing_key': routingKey,
        'messaging.message_id': given?.messageId,
        'messaging.conversation_id': given?.correlationId,
      },
    });
    const headers: Record<string, unknown> = { ...given?.headers };
    calls.propagators.inject(withSpan(active(), span), (name, value) => {
      headers[name] = value;
    });
    args[3] = { ...given, headers };
    if (!confirmed) {
      try {
        return Reflect.apply(publish, this, args);
      } finally {
        span.end();
      }
    }
    const callback = args[4] as AnyFunction | undefined;
    args[4] = endingBefore(callback ?? (() => undefined), (error) => {
      if (error) {
        span.setStatus({ code: StatusCode.ERROR, message: "message confirmation has been nack'ed" });
      }
      span.end();
    });
    return runInSpan(span, () => Reflect.apply(publish, this, args), 'untraced');
  };
}

function traceConsume(calls: Calls, consume: AnyFunction): AnyFunction {
  return function (...args) {
    const [queue, onMessage, options] = args as [unknown, unknown, { noAck?: boolean } | undefined];
    if (typeof onMessage === 'function' && calls.isTraced()) {
      const channel = this as Channel;
      args[1] = function (this: unknown, ...received: unknown[]): unknown {
        const [message] = received as [Message | null];
        const span = message === null ? undefined : startProcessing(calls, channel, queue, message);
        if (span === undefined || message === null) {
          return Reflect.apply(onMessage as AnyFunction, this, received);
        }
        if (options?.noAck !== true) {
          const messages = open.get(channel) ?? new Map<Message, Span | NonRecordingSpan>();
          open.set(channel, messages.set(message, span));
        }
        try {
          return runInSpan(span, () => Reflect.apply(onMessage as AnyFunction, this, received));
        } finally {
          if (options?.noAck === true) {
            span.end();
          }
        }
      };
    }
    return Reflect.apply(consume, this, args);
  };
}

function startProcessing(
  calls: Calls,
  channel: Channel,
  queue: unknown,
  message: Message,
): Span | NonRecordingSpan | undefined {
  let span: Span | NonRecordingSpan | undefined;
  guarded('messages of amqplib are not traced', () => {
    const { fields, properties } = message;
    const headers = properties.headers ?? {};
    const get = (name: string): string | undefined => (typeof headers[name] === 'string' ? headers[name] : undefined);
    const sender = calls.propagators.extract(ROOT, get, () => Object.keys(headers));
    const parent = spanOf(sender);
    const options = {
      kind: SpanKind.CONSUMER,
      attributes: {
        ...attributesOf(channel),
        'messaging.destination': fields?.exchange,
        'messaging.destination_kind': 'topic',
        'messaging.rabbitmq.routing_key': fields?.routingKey,
        'messaging.operation': 'process',
        'messaging.message_id': properties.messageId,
        'messaging.conversation_id': properties.correlationId,
      },
    };
    span = calls.startSpan(`${String(queue)} process`, options, parent === undefined ? ROOT : sender);
  });
  return span;
}

function endMessages(channel: object, method: string, rejected: boolean, args: unknown[]): void {
  const [message, second, third] = args as [Message, unknown, unknown];
  const messages = open.get(channel);
  const requeue = method === 'reject' ? second : third;
  const upTo = method !== 'reject' && Boolean(second) && messages?.has(message) === true;
  for (const [each, span] of messages ?? []) {
    if (each === message || upTo) {
      messages?.delete(each);
      endMessage(span, rejected ? `${method} called on message${requeued(requeue)}` : undefined);
    }
    if (each === message) {
      return;
    }
  }
}

function endAll(channel: object, failure: string | undefined): void {
  for (const span of open.get(channel)?.values() ?? []) {
    endMessage(span, failure);
  }
  open.delete(channel);
}

function endMessage(span: Span | NonRecordingSpan, failure: string | undefined): void {
  if (failure !== undefined) {
    span.setStatus({ code: StatusCode.ERROR, message: failure });
  }
  span.end();
}

function requeued(requeue: unknown): string {
  return requeue === true ? ' with requeue' : requeue === false ? ' without requeue' : '';
}

function attributesOf({ connection }: Channel): Record<string, unknown> {
  const product = connection?.serverProperties?.product;
  return {
    ...(connection === undefined ? {} : (urls.get(connection) ?? attributesOfSocket(connection))),
    'messaging.system': typeof product === 'string' ? product.toLowerCase() : undefined,
  };
}

/** In a bundle, nothing tells which URL a connection was made by. */
function attributesOfSocket({ stream }: Connection): Record<string, unknown> {
  return {
    'messaging.protocol_version': '0.9.1',
    'messaging.protocol': stream?.encrypted === true ? 'AMQPS' : 'AMQP',
    'server.address': stream?.remoteAddress,
    'server.port': stream?.remotePort,
  };
}

function attributesOfUrl(given: unknown): Record<string, unknown> {
  const url = given || 'amqp://localhost';
  const text = typeof url === 'string' ? url.replace(/:[^:@/]*@/, ':***@') : undefined;
  const parts = (text === undefined ? url : new URL(text)) as { protocol?: string; hostname?: string; port?: string | number };
  const protocol = (parts.protocol ?? 'amqp').replace(/:$/, '').toUpperCase();
  return {
    'messaging.protocol_version': '0.9.1',
    'messaging.url': text,
    'messaging.protocol': protocol,
    'server.address': parts.hostname || 'localhost',
    'server.port': Number(parts.port) || (protocol === 'AMQP' ? 5672 : 5671),
  };
}
