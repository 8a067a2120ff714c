import type { Pipeline } from '../export/pipeline.ts';

/** How long the end of the process may take longer, in milliseconds. */
const MAX_WAIT = 2000;

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
