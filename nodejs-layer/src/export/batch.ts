import { warnOf } from '../settings/diagnostics.ts';
import type { Environment } from '../settings/environment.ts';
import type { Outbox } from './outbox.ts';
import type { Sender } from './sender.ts';

/** Bounds how many items of a signal are in a request, and how many may wait to be in one. */
export interface BatchLimits {
  readonly size: number;
  readonly held: number;
  /** The variable that `held` was read from. */
  readonly heldBy: string;
}

export function batchLimits(environment: Environment, sizeBy: string, heldBy: string): BatchLimits {
  return { size: environment.integer(sizeBy, 512, 1), held: environment.integer(heldBy, Infinity, 1), heldBy };
}

/** Gets the items of one signal, one by one. */
export interface Exporter<T> {
  add(item: T): void;
  /** Puts what has been added into the outbox. */
  handOver(): void;
}

/** Gathers items for the requests of one sender. */
export class Batch<T> implements Exporter<T> {
  private items: T[] = [];

  constructor(
    private readonly outbox: Outbox,
    private readonly sender: Sender,
    private readonly limits: BatchLimits,
    private readonly encode: (items: T[]) => Buffer,
  ) {}

  add(item: T): void {
    const { size, held, heldBy } = this.limits;
    if (this.items.length >= held) {
      this.outbox.dropped(1, this.sender.what, `${heldBy} is ${String(held)}`);
      return;
    }
    if (this.items.push(item) >= size) {
      this.handOver();
    }
  }

  handOver(): void {
    const { items } = this;
    this.items = [];
    try {
      for (let i = 0; i < items.length; i += this.limits.size) {
        const some = items.slice(i, i + this.limits.size);
        this.sender.add(this.encode(some), some.length);
      }
    } catch (cause) {
      warnOf(`${String(items.length)} ${this.sender.what} are lost`, cause);
    }
  }
}
