import { clean, HERE, standIn } from './own-frames.ts';

const MAX_CAUSES = 5;

/** Holds the frames below the layer's own, as V8 has captured them. */
export interface FramesBelow {
  stack?: string;
}

/** Captures the frames below a function of the layer; V8 writes them out only when they are read. */
export function framesBelow(own: (...args: never[]) => unknown): FramesBelow {
  const frames: FramesBelow = {};
  try {
    Error.captureStackTrace(frames, own);
  } catch {
    // by a function's own way to prepare traces
  }
  return frames;
}

/**
 * Takes the layer's frames out of an error's stack trace, so that it reads as without the layer.
 *
 * @param below gives the frames that fell off the end, as the layer's took their places
 */
export function withoutOwnFrames<T>(error: T, below?: FramesBelow): T {
  let each: unknown = error;
  for (let i = 0; i < MAX_CAUSES && typeof each === 'object' && each !== null; i++) {
    try {
      const failure = each as { stack?: unknown; cause?: unknown };
      if (typeof failure.stack === 'string' && failure.stack.includes(HERE)) {
        const stack = clean(failure.stack, below?.stack ?? '');
        if (Object.getOwnPropertyDescriptor(failure, 'stack')?.writable === false) {
          return each === error ? standIn(error, stack) : error;
        }
        failure.stack = stack;
      }
      each = failure.cause;
    } catch {
      // it cannot be written, or not even read
      return error;
    }
  }
  return error;
}
