import { describe } from '../settings/diagnostics.ts';

/** Compresses by zlib, which is loaded only where it is needed. */
export function gzip(body: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    process.getBuiltinModule('node:zlib').gzip(body, (error, compressed) => {
      if (error === null) {
        resolve(compressed);
      } else {
        reject(new Error(describe(error)));
      }
    });
  });
}
