// Reference: sets the hooks of the loader, as ADOT's layer does for ES modules and on Node.js 24, and starts ADOT.
import { register } from 'node:module';
import { createAddHookMessageChannel } from 'import-in-the-middle';

const { registerOptions, waitForAllMessagesAcknowledged } = createAddHookMessageChannel();
register('import-in-the-middle/hook.mjs', import.meta.url, registerOptions);
await waitForAllMessagesAcknowledged();
await import('./wrapper.js');
