import type { Propagators } from '../propagation/propagators.ts';
import { warnOf } from '../settings/diagnostics.ts';
import { now, type Time } from '../sdk/clock.ts';
import { ROOT, spanOf, withSpan, type Context } from '../sdk/context.ts';
import type { Link, NonRecordingSpan, Span } from '../sdk/span.ts';
import type { Tracer } from '../sdk/tracer.ts';
import type { FunctionSettings } from '../settings/settings.ts';
import { representativeOf, type Carrier, type Json } from '../trigger/event.ts';
import { OtherTrigger } from '../trigger/other-trigger.ts';
import type { Trigger } from '../trigger/trigger.ts';
import { triggerOf } from '../trigger/triggers.ts';
import { parseFunctionArn } from './function-arn.ts';
import { textOf, type LambdaContext } from './lambda-context.ts';
import { parentOf } from './parent-context.ts';

export const SCOPE = 'io.opentelemetry.lambda';

export type FunctionSpan = Span | NonRecordingSpan;

/** Holds one invocation as it is traced. */
export interface StartedSpan {
  readonly span: FunctionSpan;
  readonly trigger: Trigger;
  /** What is to be current in the handler: the span, and the event's baggage. */
  readonly context: Context;
  readonly coldStart: boolean;
}

/** Starts the span of an invocation (semantic-conventions v1.44.0, docs/faas/aws-lambda.md). */
export class FunctionSpans {
  private coldStart = true;

  constructor(
    private readonly tracer: Tracer,
    private readonly propagators: Propagators,
    private readonly settings: Pick<FunctionSettings, 'singleMessageParent' | 'queueSpans'>,
  ) {}

  /** What cannot be read from the event is missing on the span. */
  start(given: Json, context: LambdaContext): StartedSpan {
    const event = representativeOf(given);
    const trigger = attempt("an invocation's trigger is not known", () => triggerOf(event), new OtherTrigger());
    let parent = attempt("an invocation's parent is not known", () => parentOf(this.propagators, event, context), ROOT);
    let messages = attempt('the senders of messages are not known', () => trigger.messages(), []);
    if (this.settings.singleMessageParent && trigger.isSingleMessage()) {
      const message = messages[0] as Carrier;
      parent = attempt(
        'the sender of a message is not known',
        () => senders().senderOf(this.propagators, message, parent),
        parent,
      );
      messages = [];
    }
    const startTime = now();
    const wait = this.settings.queueSpans
      ? attempt('the time in a queue is not known', () => this.wait(trigger, parent, startTime), undefined)
      : undefined;
    const coldStart = this.coldStart;
    this.coldStart = false;
    const version = textOf(context.functionVersion);
    const arn = parseFunctionArn(context.invokedFunctionArn, version);
    const span = this.tracer.startSpan(
      attempt("a span has the function's name for want of a better one", () => trigger.spanName(), undefined) ??
        textOf(context.functionName),
      {
        kind: trigger.kind,
        attributes: {
          'faas.trigger': trigger.type,
          'faas.invocation_id': context.awsRequestId,
          'faas.coldstart': coldStart,
          'aws.lambda.invoked_arn': arn === undefined ? undefined : context.invokedFunctionArn,
          'cloud.account.id': arn?.accountId,
          'cloud.resource_id': arn?.resourceId,
          ...attempt('attributes of the trigger are missing', () => withoutEmpty(trigger.attributes()), {}),
        },
        startTime,
        links: attempt('links to the senders of messages are missing', () => this.links(messages, parent), []),
      },
      wait === undefined ? parent : withSpan(parent, wait),
    );
    return { span, trigger, context: withSpan(parent, span), coldStart };
  }

  private wait(trigger: Trigger, parent: Context, startTime: Time): FunctionSpan | undefined {
    const { queueSpan } = require('./queue-span.ts') as typeof import('./queue-span.ts');
    return queueSpan(this.tracer, trigger, parent, startTime);
  }

  private links(messages: Carrier[], parent: Context): Link[] {
    if (messages.length === 0) {
      return [];
    }
    const { sendersOf } = senders();
    const known = spanOf(parent)?.spanContext();
    return messages.flatMap((message) => sendersOf(this.propagators, message, known)).map((context) => ({ context }));
  }
}

function senders(): typeof import('./message-contexts.ts') {
  return require('./message-contexts.ts') as typeof import('./message-contexts.ts');
}

function attempt<T>(otherwiseSaid: string, call: () => T, otherwise: T): T {
  try {
    return call();
  } catch (cause) {
    warnOf(otherwiseSaid, cause);
    return otherwise;
  }
}

/** Leaves out what the event names, but gives no value: an empty `X-Forwarded-For` is no address. */
function withoutEmpty(attributes: Record<string, string | number | undefined>): Record<string, string | number | undefined> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}
