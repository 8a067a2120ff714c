// as serializers write & and = that are safe in HTML, at any level
const AMPERSAND = /(?<!\\)\\+u0026/g;
const EQUALS = /(?<!\\)\\+u003[dD]/g;
const REPLACEMENT = '***';
const NAMES = [
  'authorization',
  'proxy-authorization',
  'authorizationToken',
  'cookie',
  'cookies',
  'set-cookie',
  'password',
  'passwd',
  'pwd',
  'secret',
  'client_secret',
  'clientSecret',
  'secretAccessKey',
  'apiKey',
  'api_key',
  'api-key',
  'x-api-key',
  'token',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'id_token',
  'idToken',
  'sessionToken',
  'x-amz-security-token',
  'private_key',
  'privateKey',
];

/**
 * Replaces the values of members that hold secrets, in a text that may be cut off anywhere. It reads the text once, from its
 * start to its end, and does not parse it: a payload often is JSON that holds JSON in strings, or a form.
 */
export class Redaction {
  private readonly names: ReadonlySet<string>;

  /** @param more names beside the usual ones, in any case */
  constructor(more: readonly string[]) {
    this.names = new Set([...NAMES, ...more].map((name) => name.toLowerCase()));
  }

  redact(original: string): string {
    const text = original.replace(AMPERSAND, '&').replace(EQUALS, '=');
    let redacted = '';
    let copied = 0;
    const replace = (from: number, to: number, by: string): void => {
      redacted += text.slice(copied, from) + by;
      copied = to;
    };
    // where a name may have begun: of a form's field, and of a member, behind a quote of this level
    let field = 0;
    let member = -1;
    let level = -1;
    for (let at = 0; at < text.length; at++) {
      const char = text[at];
      if (char === '?' || char === '&') {
        field = at + 1;
      } else if (char === '=') {
        if (field >= 0 && this.isSecret(text.slice(field, at))) {
          const end = endOf(FIELD, text, at + 1);
          replace(at + 1, end, REPLACEMENT);
          at = end - 1;
        }
        field = -1;
      } else if (char === '"') {
        const escapes = escapesBefore(text, at);
        const isName = member >= 0 && escapes === level && this.isSecret(text.slice(member, at - escapes));
        const start = isName ? valueAfter(text, at + 1) : -1;
        const end = start < 0 ? start : endOfValue(text, start, escapes);
        if (end > start) {
          const quote = '\\'.repeat(escapes) + '"';
          replace(start, end, quote + REPLACEMENT + quote);
          at = end - 1;
        }
        level = isLevel(escapes) ? escapes : -1;
        [field, member] = [at + 1, at + 1];
      }
    }
    return redacted + text.slice(copied);
  }

  private isSecret(name: string): boolean {
    return this.names.has(name.toLowerCase());
  }
}

const FIELD = /[&"\\\s]|$/g;
const SCALAR = /[,}\]\s\\"]|$/g;

/** Returns where an end that always is there begins. */
function endOf(end: RegExp, text: string, start: number): number {
  end.lastIndex = start;
  return end.exec(text)?.index ?? text.length;
}

/** Returns how many backslashes are in front of a quote. */
function escapesBefore(text: string, quote: number): number {
  let first = quote;
  while (text[first - 1] === '\\') {
    first--;
  }
  return quote - first;
}

/** Tells whether so many backslashes escape a quote of JSON, of JSON in a string of that, and so on: 0, 1, 3, 7. */
function isLevel(escapes: number): boolean {
  return (escapes & (escapes + 1)) === 0;
}

/** Tells whether a quote begins or ends a string of the level, and is no character of the string. */
function delimits(escapes: number, level: number): boolean {
  return escapes >= level && ((escapes - level) / (level + 1)) % 2 === 0;
}

/** Returns where the value of a member begins whose name ends here, or -1 where there is no member. */
function valueAfter(text: string, nameEnd: number): number {
  const colon = skipSpace(text, nameEnd);
  return text[colon] === ':' ? skipSpace(text, colon + 1) : -1;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') {
    at++;
  }
  return at;
}

/** Returns where the value ends: the end of the text, if it is cut off in the value. */
function endOfValue(text: string, start: number, level: number): number {
  if (text[start] === '{' || text[start] === '[') {
    return endOfNested(text, start, level);
  }
  const quote = start + level;
  if (text[quote] === '"' && escapesBefore(text, quote) === level) {
    return endOfString(text, quote + 1, level);
  }
  return endOf(SCALAR, text, start);
}

function endOfString(text: string, start: number, level: number): number {
  for (let quote = text.indexOf('"', start); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    if (delimits(escapesBefore(text, quote), level)) {
      return quote + 1;
    }
  }
  return text.length;
}

function endOfNested(text: string, start: number, level: number): number {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      inString = inString !== delimits(escapesBefore(text, at), level);
    } else if (!inString && (char === '{' || char === '[')) {
      depth++;
    } else if (!inString && (char === '}' || char === ']') && --depth === 0) {
      return at + 1;
    }
  }
  return text.length;
}
