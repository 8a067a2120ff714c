const HERE = new URL('.', import.meta.url).href;
const FRAME = /^\s+at /;
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

/** Returns what an error that is frozen is for the runtime, but for its stack trace. */
function standIn<T>(error: T, stack: string): T {
  const members = Object.getOwnPropertyDescriptors(error) as PropertyDescriptorMap;
  return Object.create(error as object, { ...members, stack: { ...members['stack'], value: stack } }) as T;
}

function clean(stack: string, belowStack: string): string {
  const lines = withNames(stack.split('\n'));
  const last = lines.findLastIndex((line) => isOwn(line));
  const kept = lines.filter((line) => !isOwn(line));
  const frames = lines.filter((line) => FRAME.test(line)).length;
  if (frames >= Error.stackTraceLimit) {
    const below = belowStack.split('\n').filter((line) => FRAME.test(line) && !isOwn(line));
    const shown = lines.length - 1 - last;
    kept.push(...below.slice(shown, shown + lines.length - kept.length));
  }
  return kept.join('\n');
}

/** Another mention of the module is the message's. */
function isOwn(line: string): boolean {
  return FRAME.test(line) && line.includes(HERE);
}

/** V8 names a handler that has no name after the runtime's member that holds it, which is the layer's function here. */
function withNames(lines: string[]): string[] {
  const first = lines.findIndex(isOwn);
  const wrapper = lines.slice(first).findLast(isOwn);
  const [, name] = /^\s+at (\w+\.\w+) \(/.exec(wrapper ?? '') ?? [];
  return lines.map((line, i) =>
    i === first - 1 && name !== undefined ? line.replace(/ \w+\.<anonymous> /, ` ${name} `) : line,
  );
}
