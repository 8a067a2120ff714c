import { active, withSpan } from '../sdk/context.ts';
import { SpanKind, StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { guarded, runInSpan, type AnyFunction, type Calls } from './instrumentation.ts';

const STATUSES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

interface MethodDefinition {
  path: string;
  responseStream?: boolean;
}

interface InterceptingCall {
  start: AnyFunction;
  getPeer?: () => string;
  methodDefinition?: MethodDefinition;
  nextCall?: InterceptingCall;
}

interface Metadata {
  clone(): Metadata;
  set(name: string, value: string): void;
}

interface Listener {
  onReceiveStatus?: (this: unknown, status: Status) => unknown;
}

interface Status {
  code: number;
  details?: string;
}

/**
 * Traces a call of @grpc/grpc-js: what a client returns has just got its call, which is not started yet. Each call has
 * a span for all its attempts.
 */
export function traceGrpcCall(calls: Calls, emitter: object): void {
  const { call } = emitter as { call?: InterceptingCall };
  const method = methodOf(call);
  if (call === undefined || method === undefined || typeof call.start !== 'function' || !calls.isTraced()) {
    return;
  }
  const { start } = call;
  call.start = function (...args) {
    delete (call as Partial<InterceptingCall>).start;
    let span: Span | NonRecordingSpan | undefined;
    guarded('calls by gRPC are not traced', () => {
      const started = startSpan(calls, call, method);
      args[0] = withContext(calls, started, args[0]);
      args[1] = endingWith(started, method, args[1] as Listener);
      span = started;
    });
    const make = (): unknown => Reflect.apply(start, this, args);
    return span === undefined ? make() : runInSpan(span, make, 'untraced');
  };
}

function methodOf(call: InterceptingCall | undefined): MethodDefinition | undefined {
  let each = call;
  for (let i = 0; i < 20 && typeof each === 'object' && each !== null; i++) {
    if (typeof each.methodDefinition?.path === 'string') {
      return each.methodDefinition;
    }
    each = each.nextCall;
  }
  return undefined;
}

function startSpan(calls: Calls, call: InterceptingCall, { path }: MethodDefinition): Span | NonRecordingSpan {
  const name = path.replace(/^\//, '');
  const slash = name.indexOf('/');
  const [, host, port] = /(?:[A-Za-z0-9+.-]+:(?:\/\/)?)?([A-Za-z0-9+.-]+):([0-9+.-]+)$/.exec(call.getPeer?.() ?? '') ?? [];
  return calls.startSpan(`grpc.${name}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      'rpc.system': 'grpc',
      'rpc.service': slash < 0 ? name : name.slice(0, slash),
      'rpc.method': slash < 0 ? '' : name.slice(slash + 1),
      'server.address': host,
      'server.port': port === undefined ? undefined : Number.parseInt(port, 10),
    },
  });
}

function withContext(calls: Calls, span: Span | NonRecordingSpan, given: unknown): unknown {
  const metadata = (given as Metadata).clone();
  calls.propagators.inject(withSpan(active(), span), (name, value) => {
    metadata.set(name, value);
  });
  return metadata;
}

function endingWith(span: Span | NonRecordingSpan, { responseStream = false }: MethodDefinition, listener: Listener): Listener {
  const { onReceiveStatus } = listener;
  return {
    ...listener,
    onReceiveStatus(status) {
      guarded('the status is missing on the spans of gRPC', () => {
        const { code, details = '' } = status;
        span.setAttribute('rpc.grpc.status_code', code);
        if (code !== 0) {
          const message = `${String(code)} ${STATUSES[code] ?? 'undefined'}: ${details}`;
          span.setStatus({ code: StatusCode.ERROR, message: responseStream ? message : undefined });
          span.setAttribute('grpc.error_name', 'Error');
          span.setAttribute('grpc.error_message', message);
        }
      });
      span.end();
      return onReceiveStatus?.call(this, status);
    },
  };
}
