import type { ClientRequest, IncomingMessage } from 'node:http';
import type { HttpRequests } from './http-requests.ts';
import { guarded, wrapMethod, type Calls, type Instrumentation } from './instrumentation.ts';

const FIRST_WITH_CREATED = 22;

/** Traces `node:http` and `node:https`, and so axios, got, node-fetch and others; in bundles, too. */
export const http: Instrumentation = {
  name: 'http',
  enable(calls) {
    const { subscribe } = process.getBuiltinModule('node:diagnostics_channel');
    const withRequests = whenNeeded(calls);
    if (Number(process.versions.node.split('.', 1)[0]) >= FIRST_WITH_CREATED) {
      subscribe('http.client.request.created', (message) => {
        withRequests((requests) => {
          requests.created((message as { request: ClientRequest }).request);
        });
      });
    } else {
      // older ones say so too late for headers; an agent gets each request in its constructor
      const { Agent } = process.getBuiltinModule('node:http');
      wrapMethod(Agent.prototype, 'addRequest', (original) => {
        return function (...args) {
          withRequests((requests) => {
            requests.created(args[0] as ClientRequest);
          });
          return Reflect.apply(original, this, args);
        };
      });
    }
    subscribe('http.client.response.finish', (message) => {
      withRequests((requests) => {
        requests.answered(message as { request: ClientRequest; response: IncomingMessage });
      });
    });
    subscribe('http.client.request.error', (message) => {
      withRequests((requests) => {
        requests.failed(message as { request: ClientRequest; error: unknown });
      });
    });
  },
};

/** Most functions make no such request before their first response. */
function whenNeeded(calls: Calls): (use: (requests: HttpRequests) => void) => void {
  let requests: HttpRequests | undefined;
  return (use) => {
    guarded('HTTP requests are not traced', () => {
      if (requests === undefined) {
        const { HttpRequests } = require('./http-requests.ts') as typeof import('./http-requests.ts');
        requests = new HttpRequests(calls);
      }
      use(requests);
    });
  };
}
