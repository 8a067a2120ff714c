import { warn } from './diagnostics.ts';
import type { Environment } from './environment.ts';
import type { ExporterName, Signing } from './rare-settings.ts';

const MB = 1024 * 1024;
const MIN_QUEUE = 2 * MB;
const MAX_QUEUE = 16 * MB;
const QUEUE_SHARE = 64;
const DEFAULT_ENDPOINT = 'http://localhost:4318';

export type FlushChoice = 'before-response' | 'after-response' | 'adaptive';

/** Reads the settings of a function's instrumentation (docs/settings.md). */
export interface FunctionSettings {
  readonly flush: FlushChoice;
  /** The longest that a flush may take, in milliseconds; Infinity leaves it to the invocation's time. */
  readonly flushTimeout: number;
  readonly flushInterval: number;
  readonly scheduleDelay: number;
  readonly timeoutGuard: boolean;
  readonly singleMessageParent: boolean;
  /** Whether the time that an event waited has a span. */
  readonly queueSpans: boolean;
  readonly capturesPayload: boolean;
  /** Whether the environment takes several events at a time, and is never frozen. */
  readonly managedInstances: boolean;
  /** Where Lambda's APIs are, `host:port`; '' outside Lambda. */
  readonly runtimeApi: string;
}

export function functionSettings(environment: Environment): FunctionSettings {
  const delay = environment.millis('OTEL_BSP_SCHEDULE_DELAY', 5000);
  const interval = environment.millis('OTEL_LAMBDA_FLUSH_INTERVAL', 1000);
  return {
    flush: environment.choice('OTEL_LAMBDA_FLUSH', 'before-response', 'after-response', 'adaptive'),
    flushTimeout: environment.millis('OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT', Infinity, 0),
    flushInterval: interval,
    scheduleDelay: environment.text('OTEL_LAMBDA_FLUSH_INTERVAL') === '' ? delay : Math.min(delay, interval),
    timeoutGuard: environment.flag('OTEL_LAMBDA_TIMEOUT_GUARD', true),
    singleMessageParent: environment.choice('OTEL_LAMBDA_SINGLE_MESSAGE', 'link', 'parent') === 'parent',
    queueSpans: environment.flag('OTEL_LAMBDA_QUEUE_SPANS', false),
    capturesPayload: environment.text('OTEL_LAMBDA_CAPTURE_PAYLOAD') !== '',
    managedInstances:
      environment.text('AWS_LAMBDA_INITIALIZATION_TYPE') === 'lambda-managed-instances' ||
      environment.text('AWS_LAMBDA_MAX_CONCURRENCY') !== '',
    runtimeApi: environment.text('AWS_LAMBDA_RUNTIME_API'),
  };
}

/** Describes how spans, metrics or log records are sent. */
export interface ExporterSettings {
  readonly url: URL;
  /** Whether the user has named an endpoint. */
  readonly chosen: boolean;
  readonly headers: Array<[string, string]>;
  readonly timeout: number;
  readonly gzip: boolean;
  readonly certificate: string;
  readonly clientKey: string;
  readonly clientCertificate: string;
  /** Set where the backend is AWS itself. */
  readonly signing?: Signing | undefined;
}

export type Signal = 'traces' | 'metrics' | 'logs';

export function exporterSettings(environment: Environment, signal: Signal): ExporterSettings {
  const own = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_`;
  const common = 'OTEL_EXPORTER_OTLP_';
  const name = (setting: string): string => (environment.text(own + setting) === '' ? common : own) + setting;
  const protocol = environment.text(name('PROTOCOL'));
  if (protocol !== '' && protocol !== 'http/protobuf') {
    warn(`${name('PROTOCOL')}=${protocol}: not supported here; using http/protobuf, by default to port 4318`);
  }
  const endpoint = readEndpoint(environment, name('ENDPOINT'), name('ENDPOINT').startsWith(own) ? '' : `v1/${signal}`);
  return {
    ...endpoint,
    headers: environment.text(name('HEADERS')) === '' ? [] : rare().headersOf(environment, name('HEADERS')),
    timeout: environment.millis(name('TIMEOUT'), 10_000),
    gzip: environment.choice(name('COMPRESSION'), 'none', 'gzip') === 'gzip',
    certificate: environment.text(name('CERTIFICATE')),
    clientKey: environment.text(name('CLIENT_KEY')),
    clientCertificate: environment.text(name('CLIENT_CERTIFICATE')),
    signing: endpoint.url.hostname.includes('aws') ? rare().signingOf(environment, endpoint.url.hostname) : undefined,
  };
}

function readEndpoint(environment: Environment, name: string, path: string): { url: URL; chosen: boolean } {
  const text = environment.text(name);
  if (text !== '') {
    try {
      const url = new URL(text.includes('://') ? text : `http://${text}`);
      if ((url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '') {
        if (path !== '') {
          url.pathname += (url.pathname.endsWith('/') ? '' : '/') + path;
        }
        return { url, chosen: true };
      }
    } catch {
      // as below
    }
    warn(`${name}=${text}: not an http or https address; using ${DEFAULT_ENDPOINT}`);
  }
  return { url: new URL(`${DEFAULT_ENDPOINT}/${path === '' ? 'v1/traces' : path}`), chosen: false };
}

/** Returns how many bytes may wait to be sent, of all signals together. */
export function queueBytes(environment: Environment): number {
  const memory = Number(environment.text('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'));
  const share = Number.isFinite(memory) ? (memory * MB) / QUEUE_SHARE : 0;
  return environment.integer('OTEL_LAMBDA_QUEUE_SIZE', Math.max(MIN_QUEUE, Math.min(MAX_QUEUE, share)), 1);
}

/** Returns where a signal goes; nowhere is an empty list. */
export function exporterNames(environment: Environment, signal: Signal): ExporterName[] {
  const name = `OTEL_${signal.toUpperCase()}_EXPORTER`;
  const byDefault: ExporterName[] = signal === 'traces' ? ['otlp'] : [];
  return environment.text(name) === '' ? byDefault : rare().readExporterNames(environment, name, byDefault);
}

/** Reads what few functions set. */
function rare(): typeof import('./rare-settings.ts') {
  return require('./rare-settings.ts') as typeof import('./rare-settings.ts');
}
