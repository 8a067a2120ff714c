/** The layer's version, which the build puts in. */
declare const VERSION: string;

/** Timers and clocks as they were before the function was loaded; the build puts them in. */
declare const ORIGINALS: object;

/** Holds the parts of the second file: the numbers of its sources, where it is, and what it takes from the first file. */
declare module 'parts' {
  export const parts: () => ReadonlyArray<[numbers: number[], start: number, end: number, shared: () => unknown[]]>;
}
