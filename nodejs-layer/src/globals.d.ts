/** The layer's version, which the build puts in. */
declare const VERSION: string;
