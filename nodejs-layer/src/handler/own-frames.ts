/** Is a part of each frame of the layer. */
export const HERE = new URL('.', import.meta.url).href;
const FRAME = /^\s+at /;

/** Returns what an error that is frozen is for the runtime, but for its stack trace. */
export function standIn<T>(error: T, stack: string): T {
  const members = Object.getOwnPropertyDescriptors(error) as PropertyDescriptorMap;
  return Object.create(error as object, { ...members, stack: { ...members['stack'], value: stack } }) as T;
}

/** Returns a stack trace without the layer's frames, and with those below that fell off its end for them. */
export function clean(stack: string, belowStack: string): string {
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
