import { wrapMethod, type Instrumentation } from './instrumentation.ts';

/** Where the client of the AWS SDK v3 has been in the course of its versions. */
const CLIENTS = [
  '/@smithy/core/dist-cjs/submodules/client/index.js',
  '/@smithy/smithy-client/dist-cjs/index.js',
  '/@aws-sdk/smithy-client/dist-cjs/index.js',
];

/** Traces the AWS SDK v3 where it is not bundled: one span for an operation with all its attempts. */
export const awsSdk: Instrumentation = {
  name: 'aws-sdk',
  enable(calls) {
    for (const file of CLIENTS) {
      calls.onLoad(file, (exports) => {
        const { prototype } = (exports['Client'] ?? {}) as { prototype?: object };
        if (prototype !== undefined) {
          const { traceSend } = require('./aws-sdk-calls.ts') as typeof import('./aws-sdk-calls.ts');
          wrapMethod(prototype, 'send', (send) => traceSend(calls, send));
        }
      });
    }
  },
};
