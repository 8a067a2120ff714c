import { monotonic } from '../sdk/clock.ts';
import { warn } from '../settings/diagnostics.ts';
import type { ExporterSettings } from '../settings/settings.ts';
import type { HttpProxy } from './http-proxy.ts';
import { Sender, type WaitingRequest } from './sender.ts';

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
