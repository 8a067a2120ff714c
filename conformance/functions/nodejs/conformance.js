// Does what behaviours.json says under "does".
'use strict';

const RESPONSE = { statusCode: 201, body: 'done' };

class OrderError extends Error {
  constructor(message) {
    super(message);
    this.name = 'OrderError';
  }
}

const behaviours = {
  answer: (event) => event.answer,
  echo: (event) => event,
  repeat: (event) => event.text.repeat(event.times),
  fail: () => {
    throw new Error('told to fail');
  },
  'fail-custom': () => {
    throw new OrderError('no such order: ü');
  },
  'fail-empty': () => {
    throw new Error('');
  },
  call,
  span,
  log: (event) => {
    process.stdout.write(`${event.text}\n`);
    return RESPONSE;
  },
  exit: () => process.exit(3),
  kill: () => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => {});
  },
  hang: () => new Promise(() => setInterval(() => {}, 60_000)),
  spin: () => {
    for (;;);
  },
};

async function call(event) {
  let response;
  try {
    response = await fetch(event.url);
  } catch {
    return { status: 0 };
  }
  const { headers } = await response.json();
  return { status: response.status, headers };
}

function span() {
  const { trace } = require('@opentelemetry/api');
  trace.getActiveSpan()?.setAttribute('own.attribute', 'set');
  trace.getTracer('conformance').startSpan('work', { attributes: { user: 'ann' } }).end();
  return RESPONSE;
}

async function handle(event) {
  const behaviour = event !== null && typeof event === 'object' ? behaviours[event.do] : undefined;
  return behaviour === undefined ? RESPONSE : behaviour(event);
}

exports.handler = handle;

// Writes the response piece by piece, or fails.
exports.stream = globalThis.awslambda?.streamifyResponse(async (event, response) => {
  if (event.do === 'fail') {
    throw new Error('told to fail');
  }
  for (const piece of ['{"statusCode":', '201,"body"', ':"done"}']) {
    response.write(piece);
  }
  response.end();
});
