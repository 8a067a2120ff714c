import type { Pipeline } from '../export/pipeline.ts';
import { warnOf } from '../settings/diagnostics.ts';

/** Sends what is held, and what is open as it stands, when the process ends by itself. */
export function flushAtExit(pipeline: Pipeline): void {
  process.on('exit', () => {
    try {
      pipeline.addUnfinished();
      pipeline.collect();
      const requests = pipeline.outbox.takeAll();
      if (requests.length > 0) {
        const { sendAndWait } = require('./exit-thread.ts') as typeof import('./exit-thread.ts');
        sendAndWait(requests);
      }
    } catch (cause) {
      warnOf('what was reported last is lost', cause);
    }
  });
}
