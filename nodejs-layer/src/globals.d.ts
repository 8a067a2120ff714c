/** The layer's version, which the build puts in. */
declare const VERSION: string;

/** Holds what the second file takes from the first one, by source; the build makes it. */
declare module 'shared' {
  export function shared(): unknown;
}
