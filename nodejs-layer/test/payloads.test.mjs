// Payloads as attributes: as many bytes as the limit says, without secrets, and nothing else of the function changes.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { functionOf, Lambda } from './support/lambda.mjs';
import { NODES } from './support/runtimes.mjs';
import { loadSources } from './support/sources.mjs';

let sources;
before(async () => {
  sources = await loadSources(`
    export { Redaction } from './payload/redaction.ts';
    export { payloadText, startOf } from './payload/payload-text.ts';`);
});

const redact = (text, ...names) => new sources.Redaction(names).redact(text);
const shorten = (text, limit, ...names) =>
  sources.payloadText(sources.startOf(text, limit), limit, new sources.Redaction(names));
/** Returns JSON in a string in JSON, at so many levels. */
const nested = (value, levels) => (levels === 0 ? JSON.stringify(value) : nested({ body: JSON.stringify(value) }, levels - 1));

describe('redaction', () => {
  const VALUES = [
    '',
    'abc',
    'a "quoted" word',
    'ends with \\',
    '\\"',
    '\\\\"\\',
    'line\nbreak',
    '{"a":"}"}',
    '😀',
    7,
    -1.5e9,
    true,
    null,
  ];
  const OBJECTS = [{}, [], { a: ']}', b: [{ c: '"}' }] }, ['a', ['b\\'], '[']];

  for (const levels of [0, 1, 2, 3]) {
    test(`JSON in ${levels} strings of JSON loses the values of secrets, and nothing else`, () => {
      for (const value of [...VALUES, ...OBJECTS]) {
        const text = nested({ a: value, password: value, last: value }, levels);
        assert.equal(redact(text), nested({ a: value, password: '***', last: value }, levels));
      }
    });
  }

  test('names count whole, in any case', () => {
    const text = '{"PassWord":1,"X-API-Key":2,"clientsecret":3,"passwords":4,"my-token":5,"pass":6}';
    assert.equal(redact(text), '{"PassWord":"***","X-API-Key":"***","clientsecret":"***","passwords":4,"my-token":5,"pass":6}');
  });

  test("the user's names are added to the usual ones, and are no patterns", () => {
    assert.equal(
      redact('{"IBAN":"a","a.b":"c","aXb":"d","pwd":"e"}', 'iban', 'a.b'),
      '{"IBAN":"***","a.b":"***","aXb":"d","pwd":"***"}',
    );
  });

  test('white space around a colon is kept', () => {
    assert.equal(redact('{ "pwd" :\t\r\n "x" , "n" : 1 }'), '{ "pwd" :\t\r\n "***" , "n" : 1 }');
  });

  test('a string that is a name is no member', () => {
    assert.equal(redact('["password","x",{"a":"token"}]'), '["password","x",{"a":"token"}]');
  });

  test('forms and queries', () => {
    assert.equal(redact('password=a%20b&x=1&TOKEN=c'), 'password=***&x=1&TOKEN=***');
    assert.equal(redact('{"url":"/a?x=1&api_key=b","body":"pwd=c"}'), '{"url":"/a?x=1&api_key=***","body":"pwd=***"}');
    assert.equal(redact('{"a":"{\\"b\\":\\"secret=c\\"}"}'), '{"a":"{\\"b\\":\\"secret=***\\"}"}');
    assert.equal(redact('a=token=b&mytoken=c d?pwd=e f'), 'a=token=b&mytoken=c d?pwd=*** f');
  });

  test('a text that is cut off anywhere shows no secret', () => {
    const secret = 'S\\"E"C}R]E{T&Q';
    for (const levels of [0, 1, 2]) {
      const text = nested({ a: 1, password: secret, token: { deep: [secret] }, b: `x?pwd=Q`, c: 2 }, levels);
      for (let end = 0; end <= text.length; end++) {
        assert.doesNotMatch(redact(text.slice(0, end)), /[SQECRT]/, text.slice(0, end));
      }
    }
  });

  test('what is not closed is replaced to the end', () => {
    for (const rest of ['"abc', '{"a":"b"', '[1,[2]', '{"a":"}', '"a\\"']) {
      assert.equal(redact(`{"a":1,"pwd":${rest}`), '{"a":1,"pwd":"***"');
    }
  });

  test('the time that it takes grows with the size only', () => {
    const size = 260 * 1024;
    for (const part of ['\\', '"', '{', '[', '\\"', '"pwd":', '"pwd":{', '\\"pwd\\":[', 'pwd=', '&', '=', '"pwd" ', '"\\']) {
      for (const text of [part.repeat(size / part.length), `{"pwd":${part.repeat(size / part.length)}`]) {
        const start = process.cpuUsage();
        redact(text);
        const { user, system } = process.cpuUsage(start);
        assert.ok(user + system < 1_000_000, `${part}: ${user + system} µs`);
      }
    }
  });
});

describe('the limit', () => {
  test('a text within it is whole', () => {
    assert.equal(shorten('x'.repeat(10), 10), 'x'.repeat(10));
    assert.equal(shorten('ü'.repeat(5), 10), 'ü'.repeat(5));
  });

  test('a longer one has whole characters and the mark in as many bytes', () => {
    assert.equal(shorten('x'.repeat(11), 10), `${'x'.repeat(7)}…`);
    for (const character of ['x', 'ü', '€', '😀']) {
      for (let limit = 1; limit < 40; limit++) {
        const text = shorten(character.repeat(200), limit);
        assert.match(text, new RegExp(`^(${character})*${limit < 3 ? '' : '…'}$`, 'u'));
        const bytes = Buffer.byteLength(text);
        assert.ok(bytes <= limit && bytes + Buffer.byteLength(character) > limit, `${character} ${limit}: ${text}`);
      }
    }
  });

  test('secrets are replaced before it is cut', () => {
    assert.equal(shorten(`{"pwd":"${'s'.repeat(20)}","a":1}`, 20), '{"pwd":"***","a":1}');
    assert.equal(shorten(`{"pwd":"${'s'.repeat(90)}","a":1}`, 20), '{"pwd":"***"…');
  });

  test('a lone surrogate is a replacement character', () => {
    assert.equal(shorten('a\ud800b\udc00', 100), 'a\ufffdb\ufffd');
    assert.equal(shorten('\ud83d'.repeat(100), 8), '\ufffd…');
  });
});

const CODE = `
let calls = 0;
const circular = {};
circular.self = circular;
exports.handler = async (event) => {
  switch (event.do) {
    case 'change':
      event.do = 'changed';
      return event;
    case 'nothing':
      return undefined;
    case 'fail':
      throw new TypeError('broken');
    case 'circular':
      return circular;
    case 'big':
      return { big: 1n };
    case 'function':
      return () => 1;
    case 'hang':
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    default:
      return { password: 'hidden', text: event.text, body: JSON.stringify({ token: event.token }) };
  }
};
exports.callback = (event, context, callback) => void setImmediate(callback, null, { pwd: event.a, b: 1 });
exports.stream = awslambda.streamifyResponse(async (event, stream) => {
  if (event.prelude) {
    stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
  }
  if (event.silent) {
    stream.end();
    return;
  }
  stream.write('{"password":"hid');
  stream.write(Buffer.from('den","text":"grü'));
  if (event.fail) {
    throw new TypeError('broken');
  }
  stream.write(event.text ?? '');
  stream.end('ße"}');
});
`;
const folder = functionOf({ 'index.js': CODE });
const BOTH = { OTEL_LAMBDA_CAPTURE_PAYLOAD: 'event, response' };
const payloadsOf = ({ attributes }) => [attributes['otel.lambda.event'], attributes['otel.lambda.response']];

async function run(options, ...events) {
  const lambda = await Lambda.start({ folder, environment: BOTH, ...options });
  try {
    const outcomes = [];
    for (const event of events) {
      outcomes.push(await lambda.invoke(event));
    }
    await lambda.until(() => lambda.spans.length === events.length);
    assert.equal(lambda.stderr.includes('[otel]'), false, lambda.stderr);
    return { outcomes, payloads: lambda.spans.map(payloadsOf), spans: lambda.spans };
  } finally {
    await lambda.stop();
  }
}

for (const node of NODES) {
  describe(`Node.js ${node}`, { concurrency: 2 }, () => {
    test('event and response are on the span, without secrets; the caller gets all', async () => {
      const { outcomes, payloads } = await run({ node }, { token: 't', text: 'grüße' });
      assert.equal(outcomes[0].response, '{"password":"hidden","text":"grüße","body":"{\\"token\\":\\"t\\"}"}');
      assert.deepEqual(payloads, [
        ['{"token":"***","text":"grüße"}', '{"password":"***","text":"grüße","body":"{\\"token\\":\\"***\\"}"}'],
      ]);
    });

    test('the event is shown as it came, and no response is shown where none is sent', async () => {
      const names = ['change', 'nothing', 'fail', 'circular', 'big'];
      const events = names.map((name) => ({ do: name }));
      const { outcomes, payloads } = await run({ node }, ...events);
      assert.deepEqual(payloads, [
        ['{"do":"change"}', '{"do":"changed"}'],
        ['{"do":"nothing"}', 'null'],
        ...names.slice(2).map((name) => [`{"do":"${name}"}`, undefined]),
      ]);
      const { outcomes: bare } = await run({ node, environment: {} }, ...events);
      const plain = ({ response, error }) => ({
        response,
        error: error && { ...error, stackTrace: undefined, trace: undefined },
      });
      assert.deepEqual(outcomes.map(plain), bare.map(plain));
    });

    test('a stream shows what was written first', async () => {
      const events = [{}, { prelude: true }, { silent: true }, { fail: true }, { text: 'x'.repeat(300_000) }];
      const { outcomes, payloads } = await run({ node, handler: 'index.stream' }, ...events);
      assert.equal(outcomes[0].response, '{"password":"hidden","text":"grüße"}');
      assert.match(outcomes[1].response, /^\{"statusCode":201.*\{"password":"hidden","text":"grüße"\}$/s);
      const responses = payloads.map(([, response]) => response);
      const text = '{"password":"***","text":"grüße"}';
      assert.deepEqual(responses.slice(0, 4), [text, text, undefined, undefined]);
      assert.match(responses[4], /^\{"password":"\*\*\*","text":"grüx+…$/);
      assert.equal(Buffer.byteLength(responses[4]), 2048);
    });

    test('by default, and with none, nothing is shown', async () => {
      for (const environment of [{}, { OTEL_LAMBDA_CAPTURE_PAYLOAD: 'none' }]) {
        const { payloads } = await run({ node, environment }, { a: 1 });
        assert.deepEqual(payloads, [[undefined, undefined]]);
      }
    });

    test('limit and names are those that the user has set', async () => {
      const environment = {
        ...BOTH,
        OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT: '20',
        OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT: ' iban ,text',
      };
      const { payloads } = await run({ node, environment }, { IBAN: 'DE', a: 'bcdefghijk' });
      assert.deepEqual(payloads, [['{"IBAN":"***","a"…', '{"password":"***"…']]);
    });

    test('the event is there when the invocation times out', async () => {
      const lambda = await Lambda.start({ node, folder, environment: BOTH, timeout: 1500 });
      try {
        void lambda.invoke({ do: 'hang' });
        await lambda.until(() => lambda.spans.length === 1);
        assert.deepEqual(payloadsOf(lambda.spans[0]), ['{"do":"hang"}', undefined]);
      } finally {
        await lambda.stop();
      }
    });
  });
}

test('what is handed to a callback is shown', async () => {
  const { payloads } = await run({ node: NODES.find((node) => node < 24) ?? 22, handler: 'index.callback' }, { a: 1 });
  assert.deepEqual(payloads, [['{"a":1}', '{"pwd":"***","b":1}']]);
});
