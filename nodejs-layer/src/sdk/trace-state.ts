const MAX_MEMBERS = 32;
const MAX_LENGTH = 512;
const KEY = /^(?:[a-z][\w*/-]{0,255}|[a-z0-9][\w*/-]{0,240}@[a-z][\w*/-]{0,13})$/;
const VALUE = /^[ -~]{0,255}[!-~]$/;

/** Holds the members of `tracestate` (W3C Trace Context, 3.3), in the shape of `@opentelemetry/api`. */
export class TraceState {
  private constructor(private readonly members: ReadonlyMap<string, string>) {}

  static parse(header: string): TraceState {
    const members = new Map<string, string>();
    if (header.length <= MAX_LENGTH) {
      for (const part of header.split(',')) {
        const member = part.trim();
        const equals = member.indexOf('=');
        const key = member.slice(0, Math.max(equals, 0));
        const value = member.slice(equals + 1);
        if (KEY.test(key) && isValue(value) && members.size < MAX_MEMBERS) {
          members.set(key, value);
        }
      }
    }
    return new TraceState(members);
  }

  get(key: string): string | undefined {
    return this.members.get(key);
  }

  /** A member that is set comes first. */
  set(key: string, value: string): TraceState {
    const members = new Map([[key, value]]);
    for (const [other, otherValue] of this.members) {
      if (other !== key) {
        members.set(other, otherValue);
      }
    }
    return new TraceState(members);
  }

  unset(key: string): TraceState {
    const members = new Map(this.members);
    members.delete(key);
    return new TraceState(members);
  }

  serialize(): string {
    return Array.from(this.members, ([key, value]) => `${key}=${value}`).join(',');
  }
}

function isValue(text: string): boolean {
  return VALUE.test(text) && !text.includes(',') && !text.includes('=');
}
