// Waits for others that run at the same time.
'use strict';
const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');

exports.handler = async (event, context) => {
  fs.writeFileSync(`/tmp/here-${context.awsRequestId}`, '');
  const end = Date.now() + 30_000;
  while (fs.readdirSync('/tmp').filter((name) => name.startsWith('here-')).length < event.together) {
    if (Date.now() > end) {
      throw new Error('nobody runs at the same time');
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { isMainThread, id: context.awsRequestId };
};
