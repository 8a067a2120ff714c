import type { Context } from '../sdk/context.ts';

/** Reads a header by its name in lower case. */
export type Getter = (name: string) => string | undefined;

/** Sets a header. */
export type Setter = (name: string, value: string) => void;

/** Carries a context in the headers of a request or message. */
export interface Propagator {
  readonly fields: readonly string[];
  /** Returns the context with what the headers have, or as it is where they have nothing valid. */
  extract(context: Context, get: Getter, keys: () => Iterable<string>): Context;
  inject(context: Context, set: Setter): void;
}
