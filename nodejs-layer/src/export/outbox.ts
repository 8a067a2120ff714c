import { monotonic } from '../sdk/clock.ts';
import { warn, warnOf, warnOnce } from '../settings/diagnostics.ts';
import type { ExporterSettings } from '../settings/settings.ts';
import { BackendHealth } from './backend-health.ts';
import { HttpConnection, hostOf, portOf } from './http-connection.ts';
import type { HttpProxy } from './http-proxy.ts';
import type { HttpResponse } from './http-response.ts';

const CONTENT_TYPE = 'application/x-protobuf';
const RETRY_DELAY = 100;
const RETRYABLE = new Set([429, 502, 503, 504]);
/** What is merged into one request at most. */
const MAX_MERGED = 1024 * 1024;
/** How long is waited for a Collector that nobody has asked for, until one has answered. */
const UNCHOSEN_PATIENCE = 200;

interface Request {
  body: Buffer;
  count: number;
  readonly number: number;
  begun: number;
}

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

/**
 * Holds what waits to be sent, of all signals, bounded in bytes. Nothing happens in here by the
 * clock but one retry: whoever adds a request or flushes lets the senders send whose backend may be
 * asked again.
 */
export class Outbox {
  private readonly senders: Sender[] = [];
  private bytes = 0;
  private lastNumber = 0;
  private droppedCount = 0;

  constructor(private readonly maxBytes: number) {}

  /** @param what is sent, in the plural */
  sender(settings: ExporterSettings, proxy: HttpProxy | undefined, what: string): Sender {
    const sender = new Sender(this, settings, proxy, what);
    this.senders.push(sender);
    return sender;
  }

  /** Returns the number of a new request, having made room for it. */
  admit(size: number): number {
    while (this.bytes + size > this.maxBytes && this.dropOldest()) {
      // until it has room, or is the only one
    }
    this.bytes += size;
    return ++this.lastNumber;
  }

  private dropOldest(): boolean {
    let holder: Sender | undefined;
    for (const sender of this.senders) {
      if (sender.oldestWaiting() < (holder?.oldestWaiting() ?? Infinity)) {
        holder = sender;
      }
    }
    if (holder === undefined) {
      return false;
    }
    holder.dropOldest(`the queue of ${String(this.maxBytes)} bytes is full`);
    return true;
  }

  release(size: number): void {
    this.bytes -= size;
  }

  isEmpty(): boolean {
    return this.senders.every((sender) => !sender.holds(Infinity));
  }

  /** Says how many were dropped: once, and again whenever there are twice as many. */
  dropped(count: number, what: string, reason: string): void {
    const before = this.droppedCount;
    this.droppedCount += count;
    if (before === 0 || Math.floor(Math.log2(before)) < Math.floor(Math.log2(this.droppedCount))) {
      warn(`${String(this.droppedCount)} ${what} were dropped: ${reason}`);
    }
  }

  /**
   * Lets what has been added be sent.
   *
   * @param budget the longest to wait, in milliseconds
   * @returns a promise while it is worthwhile to wait, of whether all has left
   */
  flush(budget: number): Promise<boolean> | undefined {
    const last = this.lastNumber;
    const now = monotonic();
    const waiting = this.senders.filter((sender) => sender.holds(last));
    if (waiting.length === 0) {
      return undefined;
    }
    for (const sender of waiting) {
      if (budget > 0) {
        sender.health.beginFlush(now);
      }
      sender.pump();
    }
    const end = now + budget;
    if (budget <= 0 || this.patience(waiting, last, now, end) <= 0) {
      return undefined;
    }
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (left: boolean): void => {
        clearTimeout(timer);
        waiting.forEach((sender) => sender.watchers.delete(look));
        resolve(left);
      };
      const look = (): void => {
        clearTimeout(timer);
        if (waiting.every((sender) => !sender.holds(last))) {
          finish(true);
          return;
        }
        const time = monotonic();
        const patience = this.patience(waiting, last, time, end);
        if (patience <= 0) {
          waiting.forEach((sender) => {
            sender.endFlush(time, Math.min(budget, sender.mostPatience), end - time);
          });
          finish(false);
          return;
        }
        // this one holds the event loop open, as sockets do not
        timer = setTimeout(look, Math.ceil(patience));
      };
      waiting.forEach((sender) => sender.watchers.add(look));
      look();
    });
  }

  private patience(senders: Sender[], last: number, now: number, end: number): number {
    return Math.max(0, ...senders.filter((sender) => sender.holds(last)).map((sender) => sender.patience(now, end - now)));
  }

  /** Takes out what waits and what is being sent, for whoever sends it in another way. */
  takeAll(): WaitingRequest[] {
    return this.senders.flatMap((sender) => sender.takeAll());
  }
}

/** Sends the requests of one signal, one at a time. */
export class Sender {
  readonly health = new BackendHealth();
  readonly watchers = new Set<() => void>();
  private readonly queue: Request[] = [];
  private readonly connection: HttpConnection;
  private readonly backend: string;
  private inFlight: Request | undefined;
  private failedBefore = false;
  private pausing = false;
  private proven: boolean;

  constructor(
    private readonly outbox: Outbox,
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
      this.merge();
    }
    const request = this.queue[0] as Request;
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

  /** Makes one request of those that have waited: the requests of OTLP can be concatenated. */
  private merge(): void {
    const [first, ...others] = this.queue;
    if (first === undefined || others.length === 0) {
      return;
    }
    let size = first.body.length;
    let count = 1;
    for (const other of others) {
      if ((size += other.body.length) > MAX_MERGED) {
        break;
      }
      count++;
    }
    const merged = this.queue.splice(0, count);
    this.queue.unshift({
      body: Buffer.concat(merged.map((request) => request.body)),
      count: merged.reduce((sum, request) => sum + request.count, 0),
      number: first.number,
      begun: 0,
    });
  }

  private async send(request: Request): Promise<HttpResponse> {
    const body = this.settings.gzip ? await compressor().gzip(request.body) : request.body;
    return this.connection.request(this.head(body), body);
  }

  private head(body: Buffer): string {
    const { url } = this.settings;
    const throughProxy = this.proxy !== undefined && url.protocol === 'http:';
    const lines = [
      `POST ${throughProxy ? url.origin : ''}${url.pathname}${url.search} HTTP/1.1`,
      `Host: ${url.host}`,
      ...this.headers().map(([name, value]) => `${name}: ${value}`),
      ...this.signature(body),
      `Content-Length: ${String(body.length)}`,
    ];
    if (throughProxy && this.proxy?.authorization !== '') {
      lines.push(`Proxy-Authorization: ${this.proxy?.authorization ?? ''}`);
    }
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  private signature(body: Buffer): string[] {
    const { signing, url } = this.settings;
    return signing === undefined ? [] : sigv4().signatureLines(signing, url, CONTENT_TYPE, body, Date.now());
  }

  private headers(): Array<[string, string]> {
    const headers: Array<[string, string]> = [
      ['User-Agent', `OTel-OTLP-Exporter-JavaScript/${VERSION}`],
      ['Content-Type', CONTENT_TYPE],
    ];
    if (this.settings.gzip) {
      headers.push(['Content-Encoding', 'gzip']);
    }
    return headers.concat(this.settings.headers);
  }

  private answered(request: Request, response: HttpResponse): void {
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

  private remove(request: Request): void {
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
      return { host, port, secure, certificate, clientKey, clientCertificate, head: this.head(body), body };
    });
  }
}

function otlpResponse(): typeof import('./otlp-response.ts') {
  return require('./otlp-response.ts') as typeof import('./otlp-response.ts');
}

function sigv4(): typeof import('./sigv4.ts') {
  return require('./sigv4.ts') as typeof import('./sigv4.ts');
}

function compressor(): typeof import('./gzip.ts') {
  return require('./gzip.ts') as typeof import('./gzip.ts');
}
