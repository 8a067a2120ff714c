import { guarded, type Instrumentation } from './instrumentation.ts';
import type { UndiciRequests } from './undici-requests.ts';

/** Traces `fetch` and undici, in bundles, too. */
export const undici: Instrumentation = {
  name: 'undici',
  enable(calls) {
    let requests: UndiciRequests | undefined;
    const on = (event: string, name: 'created' | 'sent' | 'answered' | 'ended' | 'failed'): void => {
      process.getBuiltinModule('node:diagnostics_channel').subscribe(`undici:${event}`, (message) => {
        guarded('requests by fetch are not traced', () => {
          if (requests === undefined) {
            const { UndiciRequests } = require('./undici-requests.ts') as typeof import('./undici-requests.ts');
            requests = new UndiciRequests(calls);
          }
          requests[name](message as never);
        });
      });
    };
    on('request:create', 'created');
    on('client:sendHeaders', 'sent');
    on('request:headers', 'answered');
    on('request:trailers', 'ended');
    on('request:error', 'failed');
  },
};
