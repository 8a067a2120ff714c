// Writes the compile cache where the process is asked to end. It would not end by itself while the runtime client waits for an event.
import { flushCompileCache } from 'node:module';

process.once('SIGTERM', () => {
  flushCompileCache();
  process.kill(process.pid, 'SIGKILL');
});
