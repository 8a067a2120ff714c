import { describe } from '../settings/diagnostics.ts';
import type { Scope } from './span.ts';

/** Names whom a tracer or logger is for; without types, a function may give anything. */
export function scopeOf(name: unknown, version: unknown, options: unknown): Scope {
  const { schemaUrl } = (options ?? {}) as { schemaUrl?: unknown };
  return { name: textOf(name) ?? '', version: textOf(version), schemaUrl: textOf(schemaUrl) };
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === 'string' ? (value ?? undefined) : describe(value);
}
