import { scopeOf } from './scope.ts';
import { Tracer, type TracerConfig } from './tracer.ts';

/** Hands out tracers, in the shape of `@opentelemetry/api` (`TracerProvider`). */
export class TracerProvider {
  private readonly tracers = new Map<string, Tracer>();

  /** @param scopes gets the name of each scope that asks for a tracer */
  constructor(
    private readonly config: TracerConfig,
    private readonly scopes: Set<string>,
  ) {}

  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): Tracer {
    const scope = scopeOf(name, version, options);
    const key = `${scope.name}@${scope.version ?? ''}:${scope.schemaUrl ?? ''}`;
    let tracer = this.tracers.get(key);
    if (tracer === undefined) {
      tracer = new Tracer(scope, this.config);
      this.tracers.set(key, tracer);
      this.scopes.add(scope.name);
    }
    return tracer;
  }

  /** Sends nothing: telemetry leaves by the flush policy. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
