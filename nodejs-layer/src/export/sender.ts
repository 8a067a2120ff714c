import { monotonic } from '../sdk/clock.ts';
import { warnOf, warnOnce } from '../settings/diagnostics.ts';
import type { ExporterSettings } from '../settings/settings.ts';
import { BackendHealth } from './backend-health.ts';
import { hostOf, portOf } from './endpoint.ts';
import { HttpConnection } from './http-connection.ts';
import type { HttpProxy } from './http-proxy.ts';
import type { HttpResponse } from './http-response.ts';
import { mergeOldest, type QueuedRequest } from './queued-request.ts';
import { requestHead } from './request-head.ts';

const RETRY_DELAY = 100;
const RETRYABLE = new Set([429, 502, 503, 504]);
/** How long is waited for a Collector that nobody has asked for, until one has answered. */
const UNCHOSEN_PATIENCE = 200;

/** Holds a request as another thread can send it: over which connection, and what is to be written. */
export interface WaitingRequest {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly certificate: string;
  readonly clientKey: string;
  readonly clientCertificate: string;
  readonly head: string;
  readonly body: Buffer;
}

/** Is what all senders have their place in together. */
interface Room {
  /** Returns the number of a new request, having made room for it. */
  admit(size: number): number;
  release(size: number): void;
  dropped(count: number, what: string, reason: string): void;
}

/** Sends the requests of one signal, one at a time. */
export class Sender {
  readonly health = new BackendHealth();
  readonly watchers = new Set<() => void>();
  private readonly queue: QueuedRequest[] = [];
  private readonly connection: HttpConnection;
  private readonly backend: string;
  private inFlight: QueuedRequest | undefined;
  private failedBefore = false;
  private pausing = false;
  private proven: boolean;

  constructor(
    private readonly outbox: Room,
    private readonly settings: ExporterSettings,
    private readonly proxy: HttpProxy | undefined,
    readonly what: string,
  ) {
    const { url, certificate, clientKey, clientCertificate } = settings;
    this.connection = new HttpConnection({ url, proxy, certificate, clientKey, clientCertificate });
    this.backend = url.origin;
    this.proven = settings.chosen;
  }

  /** @param count how many spans, data points or log records it has */
  add(body: Buffer, count: number): void {
    this.queue.push({ body, count, number: this.outbox.admit(body.length), begun: 0 });
  }

  holds(last: number): boolean {
    const oldest = this.queue[0];
    return oldest !== undefined && oldest.number <= last;
  }

  /** Returns the number of the oldest request that is not being sent. */
  oldestWaiting(): number {
    return this.queue.find((request) => request !== this.inFlight)?.number ?? Infinity;
  }

  dropOldest(reason: string): void {
    const index = this.queue[0] === this.inFlight ? 1 : 0;
    const [request] = this.queue.splice(index, 1);
    if (request !== undefined) {
      this.outbox.release(request.body.length);
      this.outbox.dropped(request.count, this.what, reason);
    }
  }

  get mostPatience(): number {
    return this.proven ? Infinity : UNCHOSEN_PATIENCE;
  }

  patience(now: number, left: number): number {
    const most = this.mostPatience;
    const waited = this.inFlight === undefined ? 0 : now - this.inFlight.begun;
    return this.health.patience(now, Math.min(left, most - waited));
  }

  endFlush(now: number, budget: number, left: number): void {
    if (this.inFlight !== undefined) {
      this.health.endFlush(this.inFlight.begun, now, budget, left);
    }
  }

  /** Sends the next request, if there is one and the backend may be asked. */
  pump(): void {
    const now = monotonic();
    this.endStuck(now);
    if (this.inFlight !== undefined || this.pausing || this.queue.length === 0 || !this.health.maySend(now)) {
      return;
    }
    if (this.queue.length > 1) {
      mergeOldest(this.queue);
    }
    const request = this.queue[0] as QueuedRequest;
    request.begun = now;
    this.inFlight = request;
    const timer = setTimeout(() => {
      this.connection.abort(new Error(`no answer in ${String(this.settings.timeout)} ms`));
    }, this.settings.timeout).unref();
    this.send(request)
      .then(
        (response) => {
          this.answered(request, response);
        },
        (cause: unknown) => {
          warnOf(`${this.backend} is not reached, telemetry is kept to be sent later`, cause);
          this.failed(0, monotonic() - now >= this.settings.timeout);
        },
      )
      .catch((cause: unknown) => {
        warnOf('telemetry is held back', cause);
        this.inFlight = undefined;
      })
      .finally(() => {
        clearTimeout(timer);
      });
  }

  /** A timer does not run in a freeze. */
  private endStuck(now: number): void {
    if (this.inFlight !== undefined && now - this.inFlight.begun > this.settings.timeout + 1000) {
      this.connection.abort(new Error(`no answer in ${String(this.settings.timeout)} ms`));
    }
  }

  private async send(request: QueuedRequest): Promise<HttpResponse> {
    const body = this.settings.gzip ? await compressor().gzip(request.body) : request.body;
    return this.connection.request(requestHead(this.settings, this.proxy, body), body);
  }

  private answered(request: QueuedRequest, response: HttpResponse): void {
    if (RETRYABLE.has(response.status)) {
      const { describeRefusal, retryAfterOf } = otlpResponse();
      const answer = describeRefusal(response);
      warnOnce(this.backend + String(response.status), `${this.backend} takes nothing for now: ${answer}`);
      this.failed(retryAfterOf(response), false);
      return;
    }
    this.inFlight = undefined;
    this.failedBefore = false;
    this.proven = true;
    this.health.answered(request.begun);
    this.remove(request);
    if (response.status >= 200 && response.status < 300) {
      const rejection = response.body.length === 0 ? undefined : otlpResponse().rejectionOf(response.body);
      if (rejection !== undefined) {
        this.outbox.dropped(
          Math.min(rejection.count, request.count),
          this.what,
          `${this.backend} rejects them: ${rejection.reason}`,
        );
      }
    } else {
      this.outbox.dropped(request.count, this.what, otlpResponse().describeRefusal(response));
    }
    this.notify();
    this.pump();
  }

  private failed(retryAfter: number, timedOut: boolean): void {
    this.inFlight = undefined;
    const again = !this.failedBefore && !timedOut && retryAfter === 0 && this.health.isUp();
    this.failedBefore = again;
    if (again) {
      this.pausing = true;
      setTimeout(() => {
        this.pausing = false;
        this.pump();
      }, RETRY_DELAY).unref();
    } else {
      this.health.failed(monotonic(), retryAfter);
    }
    this.notify();
  }

  private remove(request: QueuedRequest): void {
    const index = this.queue.indexOf(request);
    if (index >= 0) {
      this.queue.splice(index, 1);
      this.outbox.release(request.body.length);
    }
  }

  private notify(): void {
    for (const watcher of Array.from(this.watchers)) {
      watcher();
    }
  }

  takeAll(): WaitingRequest[] {
    const { url, certificate, clientKey, clientCertificate } = this.settings;
    const secure = url.protocol === 'https:';
    const host = this.proxy?.host ?? hostOf(url);
    const port = this.proxy?.port ?? portOf(url);
    return this.queue.splice(0).map((request) => {
      this.outbox.release(request.body.length);
      const body = this.settings.gzip ? process.getBuiltinModule('node:zlib').gzipSync(request.body) : request.body;
      return {
        host,
        port,
        secure,
        certificate,
        clientKey,
        clientCertificate,
        head: requestHead(this.settings, this.proxy, body),
        body,
      };
    });
  }
}

function otlpResponse(): typeof import('./otlp-response.ts') {
  return require('./otlp-response.ts') as typeof import('./otlp-response.ts');
}

function compressor(): typeof import('./gzip.ts') {
  return require('./gzip.ts') as typeof import('./gzip.ts');
}
