import type { Propagators } from '../propagation/propagators.ts';
import { formatXray } from '../propagation/xray.ts';
import { ROOT, spanOf, type Context } from '../sdk/context.ts';
import { isValid, type SpanContext } from '../sdk/span-context.ts';
import { SpanKind, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import type { SpanOptions } from '../sdk/tracer.ts';
import { array, object, text } from '../trigger/event.ts';

const MAX_MESSAGE_ATTRIBUTES = 10;
const MAX_CLIENT_CONTEXT = 3583;

/** Names an operation of the AWS SDK, with what it is called with as far as that is known. */
export interface Operation {
  readonly service: string;
  readonly name: string;
  readonly input: Record<string, unknown>;
  readonly region?: string | undefined;
}

/** Describes the span of an operation as OpenTelemetry's instrumentation of the AWS SDK does. */
export function describeOperation(operation: Operation): { name: string; options: SpanOptions } {
  const { service, name, region } = operation;
  const specifics = SERVICES[service]?.(operation) ?? {};
  return {
    name: specifics.name ?? `${service}.${name}`,
    options: {
      kind: specifics.kind ?? SpanKind.CLIENT,
      attributes: {
        'rpc.system': 'aws-api',
        'rpc.method': name,
        'rpc.service': service,
        'cloud.region': region,
        ...specifics.attributes,
      },
    },
  };
}

interface Specifics {
  name?: string;
  kind?: SpanKind;
  attributes?: Record<string, unknown>;
}

const SERVICES: Readonly<Record<string, (operation: Operation) => Specifics>> = {
  DynamoDB: dynamoDb,
  SQS: sqs,
  SNS: sns,
  Lambda: lambda,
  S3: ({ input }) => ({ attributes: { 'aws.s3.bucket': text(input, 'Bucket') } }),
  Kinesis: ({ input }) => ({ attributes: { 'aws.kinesis.stream.name': text(input, 'StreamName') } }),
  SecretsManager: ({ input }) => ({ attributes: { 'aws.secretsmanager.secret.arn': arnOf(text(input, 'SecretId')) } }),
  SFN: ({ input }) => ({
    attributes: {
      'aws.step_functions.state_machine.arn': text(input, 'stateMachineArn'),
      'aws.step_functions.activity.arn': text(input, 'activityArn'),
    },
  }),
};

function arnOf(secret: string | undefined): string | undefined {
  return secret?.startsWith('arn:aws:secretsmanager:') === true ? secret : undefined;
}

function lambda({ name, input, region }: Operation): Specifics {
  if (name !== 'Invoke') {
    return {};
  }
  const invoked = text(input, 'FunctionName');
  return {
    name: `${String(invoked)} Invoke`,
    attributes: { 'faas.invoked_name': invoked, 'faas.invoked_provider': 'aws', 'faas.invoked_region': region },
  };
}

/** The members of the input that are attributes, by operation. */
const DYNAMODB: ReadonlyArray<readonly [member: string, attribute: string, operations: readonly string[]]> = [
  ['ConsistentRead', 'consistent_read', ['GetItem', 'Scan', 'Query']],
  ['ProjectionExpression', 'projection', ['Query', 'Scan']],
  ['IndexName', 'index_name', ['Query', 'Scan']],
  ['Select', 'select', ['Query', 'Scan']],
  ['Limit', 'limit', ['ListTables', 'Query', 'Scan']],
  ['ScanIndexForward', 'scan_forward', ['Query']],
  ['Segment', 'segment', ['Scan']],
  ['TotalSegments', 'total_segments', ['Scan']],
  ['ExclusiveStartTableName', 'exclusive_start_table', ['ListTables']],
];

function dynamoDb({ name, input }: Operation): Specifics {
  const table = text(input, 'TableName');
  const tables = table === undefined ? Object.keys(object(input, 'RequestItems')) : [table];
  const attributes: Record<string, unknown> = {
    'db.system.name': 'aws.dynamodb',
    'db.namespace': table,
    'db.operation.name': name,
    'aws.dynamodb.table_names': tables.length === 0 ? undefined : tables,
  };
  for (const [member, attribute, operations] of DYNAMODB) {
    if (operations.includes(name)) {
      attributes[`aws.dynamodb.${attribute}`] = input[member] || undefined;
    }
  }
  return { attributes };
}

function sqs({ name, input }: Operation): Specifics {
  const url = text(input, 'QueueUrl');
  const queue = url?.slice(url.lastIndexOf('/') + 1);
  const attributes = { 'messaging.system': 'aws_sqs', 'messaging.destination.name': queue, 'url.full': url };
  if (name === 'ReceiveMessage') {
    return {
      name: `${String(queue)} receive`,
      kind: SpanKind.CONSUMER,
      attributes: { ...attributes, 'messaging.operation.type': 'receive' },
    };
  }
  return name === 'SendMessage' || name === 'SendMessageBatch'
    ? { name: `${String(queue)} send`, kind: SpanKind.PRODUCER, attributes }
    : { attributes };
}

function sns({ name, input }: Operation): Specifics {
  const topic = text(input, 'TopicArn');
  const attributes = { 'messaging.system': 'aws.sns', 'aws.sns.topic.arn': topic };
  if (name !== 'Publish') {
    return { name: `SNS ${name}`, attributes };
  }
  const target = topic ?? text(input, 'TargetArn');
  const phone = text(input, 'PhoneNumber');
  const destination = target === undefined ? (phone ?? 'unknown') : target.slice(target.lastIndexOf(':') + 1);
  return {
    name: `${phone === undefined ? destination : 'phone_number'} send`,
    kind: SpanKind.PRODUCER,
    attributes: {
      ...attributes,
      'messaging.destination_kind': 'topic',
      'messaging.destination': destination,
      'messaging.destination.name': target ?? phone ?? 'unknown',
    },
  };
}

/**
 * Returns the input with the context in its messages, or the input itself where there is no place for it, or where it is an input
 * that is refused.
 */
export function injectContext(propagators: Propagators, context: Context, operation: Operation): Record<string, unknown> {
  const { service, name, input } = operation;
  const injectAll = (member: string, inject = withAttributes): Record<string, unknown> => {
    const list = input[member];
    return Array.isArray(list) && list.every((each) => object(each) === each)
      ? { ...input, [member]: list.map((each) => inject(propagators, context, object(each))) }
      : input;
  };
  switch (`${service}.${name}`) {
    case 'SQS.SendMessage':
    case 'SNS.Publish':
      return withAttributes(propagators, context, input);
    case 'SQS.SendMessageBatch':
      return injectAll('Entries');
    case 'SNS.PublishBatch':
      return injectAll('PublishBatchRequestEntries');
    case 'SQS.ReceiveMessage': {
      const names = input['MessageAttributeNames'] ?? [];
      return Array.isArray(names)
        ? { ...input, MessageAttributeNames: Array.from(new Set<unknown>([...(names as unknown[]), ...propagators.fields])) }
        : input;
    }
    case 'Lambda.Invoke':
      return { ...input, ClientContext: clientContextWith(propagators, context, input['ClientContext']) };
    case 'EventBridge.PutEvents':
      return injectAll('Entries', withDetail);
    default:
      return input;
  }
}

/** Hands X-Ray's header out, the only one with a context that the AWS SDK does not sign. */
export function injectXray(
  { fields }: Propagators,
  span: SpanContext | undefined,
  set: (header: string, value: string) => void,
): void {
  const header = 'X-Amzn-Trace-Id';
  if (isValid(span) && fields.includes(header)) {
    set(header, formatXray(span));
  }
}

function withAttributes(propagators: Propagators, context: Context, message: Record<string, unknown>): Record<string, unknown> {
  const given = message['MessageAttributes'] ?? {};
  const attributes = { ...object(given) };
  if (object(given) !== given || Object.keys(attributes).length + propagators.fields.length > MAX_MESSAGE_ATTRIBUTES) {
    return message;
  }
  propagators.inject(context, (name, value) => {
    attributes[name] = { DataType: 'String', StringValue: value };
  });
  return Object.keys(attributes).length === 0 ? message : { ...message, MessageAttributes: attributes };
}

function clientContextWith(propagators: Propagators, context: Context, given: unknown): unknown {
  // that of an empty object
  const old = given ?? 'e30=';
  if (typeof old !== 'string') {
    return given;
  }
  const client: unknown = JSON.parse(Buffer.from(old, 'base64').toString('utf8'));
  const custom: Record<string, unknown> = { ...object(client, 'custom') };
  propagators.inject(context, (name, value) => {
    custom[name] = value;
  });
  const encoded = Buffer.from(JSON.stringify({ ...object(client), custom })).toString('base64');
  return encoded.length > MAX_CLIENT_CONTEXT ? given : encoded;
}

/** An event carries a context as members of its detail, where that is an object. */
function withDetail(propagators: Propagators, context: Context, entry: Record<string, unknown>): Record<string, unknown> {
  const detail: unknown = JSON.parse(text(entry, 'Detail') ?? 'null');
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    return entry;
  }
  const members: Record<string, unknown> = { ...detail };
  propagators.inject(context, (name, value) => {
    members[name] ??= value;
  });
  return { ...entry, Detail: JSON.stringify(members) };
}

/** Sets what the output of an operation tells. */
export function describeOutput(
  span: Span | NonRecordingSpan,
  propagators: Propagators,
  { service, name }: Operation,
  output: unknown,
): void {
  span.setAttribute('aws.request.id', text(output, '$metadata', 'requestId'));
  span.setAttribute('http.response.status_code', numberOf(output, '$metadata', 'httpStatusCode'));
  span.setAttribute('aws.request.extended_id', text(output, '$metadata', 'extendedRequestId'));
  switch (service === 'DynamoDB' || service === 'SNS' ? service : `${service}.${name}`) {
    case 'SQS.SendMessage':
      span.setAttribute('messaging.message.id', text(output, 'MessageId'));
      break;
    case 'SQS.ReceiveMessage':
      describeMessages(span, propagators, array(output, 'Messages'));
      break;
    case 'Lambda.Invoke':
      span.setAttribute('faas.execution', text(output, '$metadata', 'requestId'));
      break;
    case 'SNS':
      span.setAttribute('aws.sns.topic.arn', text(output, 'TopicArn'));
      break;
    case 'DynamoDB':
      span.setAttribute('aws.dynamodb.count', numberOf(output, 'Count'));
      span.setAttribute('aws.dynamodb.scanned_count', numberOf(output, 'ScannedCount'));
      span.setAttribute('aws.dynamodb.table_count', array(output, 'TableNames').length || undefined);
      break;
    default:
  }
}

/** Zero is none, as in OpenTelemetry's instrumentation. */
function numberOf(output: unknown, ...path: string[]): number | undefined {
  return Number(text(output, ...path)) || undefined;
}

function describeMessages(span: Span | NonRecordingSpan, propagators: Propagators, messages: unknown[]): void {
  span.setAttribute('messaging.batch.message_count', messages.length);
  for (const message of messages) {
    const attributes = object(message, 'MessageAttributes');
    const names = new Map(Object.keys(attributes).map((name) => [name.toLowerCase(), name]));
    const get = (name: string): string | undefined => text(attributes, names.get(name) ?? name, 'StringValue');
    const sender = spanOf(propagators.extract(ROOT, get, () => names.keys()))?.spanContext();
    if (isValid(sender)) {
      span.addLink({ context: sender, attributes: { 'messaging.message.id': text(message, 'MessageId') } });
    }
  }
}
