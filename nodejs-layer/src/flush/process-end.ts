import type { Pipeline } from '../export/pipeline.ts';
import { warnOf } from '../settings/diagnostics.ts';

/** How long the end of the process may take longer, in milliseconds. */
const MAX_WAIT = 2000;

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

/** Sends what is held when Lambda shuts the environment down, and then lets the signal do what it does. */
export function flushAtShutdown(pipeline: Pipeline): void {
  const onSignal = (): void => {
    process.off('SIGTERM', onSignal);
    pipeline.addUnfinished();
    const end = (): void => {
      if (process.listenerCount('SIGTERM') === 0) {
        process.kill(process.pid, 'SIGTERM');
      }
    };
    const left = pipeline.flush(MAX_WAIT);
    if (left === undefined) {
      end();
    } else {
      left.then(end, end);
    }
  };
  process.on('SIGTERM', onSignal);
}
