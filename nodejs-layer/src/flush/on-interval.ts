import type { Pipeline } from '../export/pipeline.ts';
import type { FlushPolicy } from './flush-policy.ts';

/**
 * Exports at intervals, and holds nobody's response: for environments that take several events at a
 * time and are never frozen (managed instances).
 */
export class OnInterval implements FlushPolicy {
  constructor(pipeline: Pipeline, interval: number) {
    setInterval(() => {
      // nobody waits for it
      void pipeline.flush(0);
    }, interval).unref();
  }

  afterInvocation(): undefined {
    return undefined;
  }
}
