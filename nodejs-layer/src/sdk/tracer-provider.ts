import { Tracer, type TracerConfig } from './tracer.ts';

/** Hands out tracers, in the shape of `@opentelemetry/api` (`TracerProvider`). */
export class TracerProvider {
  private readonly tracers = new Map<string, Tracer>();
  private readonly listeners: Array<(scope: string) => void> = [];

  constructor(private readonly config: TracerConfig) {}

  /** Calls the listener with the name of each scope that asks for a tracer. */
  onScope(listener: (scope: string) => void): void {
    this.listeners.push(listener);
  }

  /** Returns a tracer of the layer's, of which no listener is told. */
  getOwnTracer(name: string, version?: string): Tracer {
    return new Tracer({ name, version }, this.config);
  }

  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): Tracer {
    const key = `${name}@${version ?? ''}:${options?.schemaUrl ?? ''}`;
    let tracer = this.tracers.get(key);
    if (tracer === undefined) {
      tracer = new Tracer({ name, version, schemaUrl: options?.schemaUrl }, this.config);
      this.tracers.set(key, tracer);
      for (const listener of this.listeners) {
        listener(name);
      }
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
