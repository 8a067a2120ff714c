/** What is nested deeper has a text for its place. */
const MAX_DEPTH = 8;

/** Copies values of any kind into what OTLP can carry, as they are now; texts have a bounded length. */
export class AnyValues {
  /** How many characters the copies have. */
  size = 0;

  constructor(private readonly maxLength: number) {}

  copy(value: unknown, depth = 0): unknown {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
      case 'boolean':
      case 'undefined':
        return value;
      case 'object':
        return value === null ? null : depth === MAX_DEPTH ? '[...]' : this.copyObject(value, depth + 1);
      default:
        return this.text(String(value));
    }
  }

  text(text: string): string {
    const kept = text.length > this.maxLength ? text.slice(0, this.maxLength) : text;
    this.size += kept.length;
    return kept;
  }

  private copyObject(value: object, depth: number): unknown {
    if (value instanceof Uint8Array) {
      this.size += value.length;
      return Uint8Array.from(value);
    }
    if (Array.isArray(value)) {
      return value.map((each) => this.copy(each, depth));
    }
    if (value instanceof Date) {
      return this.text(String(value.getTime()) === 'NaN' ? 'Invalid Date' : value.toISOString());
    }
    const { name, message, stack } = value as Partial<Error>;
    const members: object =
      value instanceof Error ? { name, message, stack, ...Object.fromEntries(Object.entries(value)) } : value;
    return new Map(Object.entries(members).map(([key, each]) => [this.text(key), this.copy(each, depth)]));
  }
}
