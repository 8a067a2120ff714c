import { ActiveMqTrigger } from './activemq-trigger.ts';
import { DocumentDbTrigger } from './documentdb-trigger.ts';
import { DynamoDbTrigger } from './dynamodb-trigger.ts';
import { EventBridgeTrigger } from './eventbridge-trigger.ts';
import { array, node, text, type Json } from './event.ts';
import { KafkaTrigger } from './kafka-trigger.ts';
import { KinesisTrigger } from './kinesis-trigger.ts';
import { RabbitMqTrigger } from './rabbitmq-trigger.ts';
import { S3Trigger } from './s3-trigger.ts';
import { ScheduledTrigger } from './scheduled-trigger.ts';
import { SnsTrigger } from './sns-trigger.ts';
import { SqsTrigger } from './sqs-trigger.ts';
import { StepFunctionsTrigger } from './step-functions-trigger.ts';
import type { Trigger } from './trigger.ts';

/** Returns what triggered the invocation with this event, which is no request, as far as it is known. */
export function findTrigger(event: Json): Trigger | undefined {
  if (node(event, 'Records') !== undefined) {
    return ofRecords(event);
  }
  if (text(event, 'detail-type') !== undefined && text(event, 'source') !== undefined) {
    return ofEventBridge(event);
  }
  if (text(array(event, 'events')[0], 'event', 'operationType') !== undefined) {
    return new DocumentDbTrigger(event);
  }
  switch (text(event, 'eventSource')) {
    case 'aws:kafka':
    case 'SelfManagedKafka':
      return new KafkaTrigger(event);
    case 'aws:mq':
      return new ActiveMqTrigger(event);
    case 'aws:rmq':
      return new RabbitMqTrigger(event);
    default:
      return text(event, 'StateMachine', 'Id') === undefined ? undefined : new StepFunctionsTrigger(event);
  }
}

function ofRecords(event: Json): Trigger | undefined {
  const record = array(event, 'Records')[0];
  const source = text(record, 'eventSource') ?? text(record, 'EventSource');
  switch (source) {
    case 'aws:sns':
      return new SnsTrigger(event);
    case 'aws:kinesis':
      return new KinesisTrigger(event);
    case 'aws:dynamodb':
      return new DynamoDbTrigger(event);
    case 'aws:s3':
      return new S3Trigger(event);
    default:
      return source !== undefined && node(record, 'messageId') !== undefined ? new SqsTrigger(event) : undefined;
  }
}

function ofEventBridge(event: Json): Trigger {
  const source = text(event, 'source');
  const scheduled = text(event, 'detail-type') === 'Scheduled Event' && (source === 'aws.events' || source === 'aws.scheduler');
  return scheduled ? new ScheduledTrigger(event) : new EventBridgeTrigger(event);
}
