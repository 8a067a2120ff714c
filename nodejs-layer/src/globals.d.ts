/** The layer's version, which the build puts in. */
declare const VERSION: string;

/** Timers and clocks as they were before the function was loaded; the build puts them in. */
declare const ORIGINALS: object;

/** Holds what the second file takes from the first one, by source; the build makes it. */
declare module 'shared' {
  export function shared(): unknown;
}
