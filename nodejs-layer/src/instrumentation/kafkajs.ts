import { active, ROOT, spanOf, withSpan, type Context } from '../sdk/context.ts';
import { SpanKind, StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { endedByPromise, type End } from './calls-by-callback.ts';
import { guarded, runInSpan, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

type AnySpan = Span | NonRecordingSpan;

interface Message {
  key?: unknown;
  value?: unknown;
  partition?: number;
  offset?: unknown;
  headers?: Record<string, unknown>;
}

interface TopicMessages {
  topic: string;
  messages: Message[];
}

interface Cluster {
  brokerPool?: { metadata?: { clusterId?: unknown } };
}

type Factory = (this: unknown, options?: { cluster?: Cluster }) => Record<string, unknown>;

/** Traces producers, as one is made. */
export function traceKafkaProducer(calls: Calls, exports: unknown): unknown {
  return aroundFactory(exports, (producer, cluster) => {
    traceSends(calls, producer, cluster);
    wrapMethod(producer, 'transaction', (transaction) => traceTransaction(calls, transaction, cluster));
  });
}

/** Traces consumers, as one is made. */
export function traceKafkaConsumer(calls: Calls, exports: unknown): unknown {
  return aroundFactory(exports, (consumer, cluster) => {
    wrapMethod(consumer, 'run', (run) => {
      return function (...args) {
        const config: unknown = args[0];
        if (typeof config === 'object' && config !== null) {
          const traced: Record<string, unknown> = { ...config };
          args[0] = traced;
          wrapMethod(traced, 'eachMessage', (each) => traceMessage(calls, each, cluster));
          wrapMethod(traced, 'eachBatch', (each) => traceBatch(calls, each, cluster));
        }
        return Reflect.apply(run, this, args);
      };
    });
  });
}

function aroundFactory(exports: unknown, change: (client: object, cluster: Cluster | undefined) => void): unknown {
  const factory = exports as Factory;
  if (typeof factory !== 'function') {
    return undefined;
  }
  const around: Factory = function (...args) {
    const client = Reflect.apply(factory, this, args);
    guarded('calls by kafkajs are not traced', () => {
      change(client, args[0]?.cluster);
    });
    return client;
  };
  return around;
}

function traceSends(calls: Calls, sender: object, cluster: Cluster | undefined, transaction?: AnySpan): void {
  const topicsOf: Readonly<Record<string, (record: unknown) => TopicMessages[]>> = {
    send: (record) => [record as TopicMessages],
    sendBatch: (batch) => (batch as { topicMessages?: TopicMessages[] }).topicMessages ?? [],
  };
  for (const [method, topics] of Object.entries(topicsOf)) {
    wrapMethod(sender, method, (send) => {
      return function (...args) {
        if (!calls.isTraced()) {
          return Reflect.apply(send, this, args);
        }
        const spans: AnySpan[] = [];
        const context = transaction === undefined ? active() : withSpan(active(), transaction);
        guarded('messages of kafkajs are sent without a context', () => {
          const injected = topics(args[0]).map(({ topic, messages, ...rest }) => ({
            ...rest,
            topic,
            messages: messages.map((message) =>
              withContext(calls, startSend(calls, spans, topic, message, cluster, context), message),
            ),
          }));
          args[0] = method === 'send' ? injected[0] : { ...(args[0] as object), topicMessages: injected };
        });
        return endedByPromise(
          () => Reflect.apply(send, this, args),
          (error) => {
            if (error !== undefined) {
              transaction?.setStatus({ code: StatusCode.ERROR, message: messageOf(error) });
              transaction?.recordException(error);
            }
            endingAll(spans)(error);
          },
        );
      };
    });
  }
}

function traceTransaction(calls: Calls, begin: AnyFunction, cluster: Cluster | undefined): AnyFunction {
  return function (...args) {
    if (!calls.isTraced()) {
      return Reflect.apply(begin, this, args);
    }
    const span = calls.startSpan('transaction');
    return endedByPromise(
      () => Reflect.apply(begin, this, args),
      (error, transaction) => {
        if (error !== undefined || typeof transaction !== 'object' || transaction === null) {
          span.setStatus({ code: StatusCode.ERROR, message: messageOf(error) });
          span.recordException(error);
          span.end();
          return;
        }
        traceSends(calls, transaction, cluster, span);
        for (const method of ['commit', 'abort']) {
          wrapMethod(transaction, method, (original) => {
            return function (...given) {
              return endedByPromise(
                () => Reflect.apply(original, this, given),
                (failure) => {
                  if (failure === undefined && method === 'commit') {
                    span.setStatus({ code: StatusCode.OK });
                  }
                  endingAll([span])(failure);
                },
              );
            };
          });
        }
      },
    );
  };
}

function traceMessage(calls: Calls, each: AnyFunction, cluster: Cluster | undefined): AnyFunction {
  return function (...args) {
    const [{ topic, partition, message }] = args as [{ topic: string; partition: number; message: Message }];
    if (!calls.isTraced()) {
      return Reflect.apply(each, this, args);
    }
    const context = contextOf(calls, message);
    const span = startProcessing(calls, { topic, partition, message, cluster, context });
    return endedByPromise(() => runInSpan(span, () => Reflect.apply(each, this, args)), endingAll([span]));
  };
}

function traceBatch(calls: Calls, each: AnyFunction, cluster: Cluster | undefined): AnyFunction {
  return function (...args) {
    const [{ batch }] = args as [{ batch: { topic: string; partition: number; messages: Message[] } }];
    if (!calls.isTraced()) {
      return Reflect.apply(each, this, args);
    }
    const { topic, partition, messages } = batch;
    const receiving = calls.startSpan(
      `poll ${topic}`,
      {
        kind: SpanKind.CLIENT,
        attributes: {
          ...attributesOf(topic, undefined, partition, cluster),
          'messaging.batch.message_count': messages.length,
          'messaging.operation.type': 'receive',
          'messaging.operation.name': 'poll',
        },
      },
      ROOT,
    );
    return runInSpan(receiving, () => {
      const spans = messages.map((message) => {
        const sender = spanOf(contextOf(calls, message))?.spanContext();
        return startProcessing(calls, {
          topic,
          partition,
          message,
          cluster,
          links: sender === undefined ? [] : [{ context: sender }],
        });
      });
      return endedByPromise(() => Reflect.apply(each, this, args), endingAll([receiving, ...spans]));
    });
  };
}

function contextOf(calls: Calls, { headers = {} }: Message): Context {
  const names = new Map(Object.keys(headers).map((name) => [name.toLowerCase(), name]));
  const get = (name: string): string | undefined => {
    const value = headers[names.get(name) ?? name];
    return typeof value === 'string' ? value : Buffer.isBuffer(value) ? value.toString() : undefined;
  };
  return calls.propagators.extract(ROOT, get, () => names.keys());
}

function startProcessing(
  calls: Calls,
  received: {
    topic: string;
    partition: number;
    message: Message;
    cluster: Cluster | undefined;
    context?: Context;
    links?: NonNullable<Parameters<Calls['startSpan']>[1]>['links'];
  },
): AnySpan {
  const { topic, partition, message, cluster, context, links } = received;
  const attributes = {
    ...attributesOf(topic, message, partition, cluster),
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'process',
    'messaging.kafka.offset': message.offset,
  };
  return calls.startSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, attributes, links }, context);
}

function startSend(
  calls: Calls,
  spans: AnySpan[],
  topic: string,
  message: Message,
  cluster: Cluster | undefined,
  context: Context,
): AnySpan {
  const attributes = {
    ...attributesOf(topic, message, message.partition, cluster),
    'messaging.operation.type': 'send',
    'messaging.operation.name': 'send',
  };
  const span = calls.startSpan(`send ${topic}`, { kind: SpanKind.PRODUCER, attributes }, context);
  spans.push(span);
  return span;
}

function withContext(calls: Calls, span: AnySpan, message: Message): Message {
  const headers: Record<string, unknown> = { ...message.headers };
  calls.propagators.inject(withSpan(active(), span), (name, value) => {
    headers[name] = value;
  });
  return { ...message, headers };
}

function attributesOf(
  topic: string,
  message: Message | undefined,
  partition: number | undefined,
  cluster: Cluster | undefined,
): Record<string, unknown> {
  const id = cluster?.brokerPool?.metadata?.clusterId;
  return {
    'messaging.system': 'kafka',
    'messaging.destination.name': topic,
    'messaging.kafka.message.key': message?.key ? keyOf(message.key) : undefined,
    'messaging.kafka.message.tombstone': message?.key && message.value === null ? true : undefined,
    'messaging.destination.partition.id': partition === undefined ? undefined : String(partition),
    'messaging.kafka.cluster.id': id === '' ? undefined : id,
  };
}

function keyOf(key: unknown): string {
  return String(key);
}

function endingAll(spans: readonly AnySpan[]): End {
  return (error) => {
    for (const span of spans) {
      if (error !== undefined) {
        const { constructor } = Object(error) as object;
        span.setAttribute('error.type', typeof error === 'object' && error !== null ? constructor.name : '_OTHER');
        span.setStatus({ code: StatusCode.ERROR, message: messageOf(error) });
      }
      span.end();
    }
  };
}

function messageOf(error: unknown): string | undefined {
  const message = typeof error === 'string' ? error : (error as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : undefined;
}
