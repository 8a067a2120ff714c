// Answers in each shape that a handler can, and fails in each way.
'use strict';

class OrderError extends Error {
  constructor(message) {
    super(message);
    this.name = 'OrderError';
    this.code = 42;
  }
}

const recurse = () => recurse() + 1;

function circle() {
  const items = [];
  items.push(items);
  return items;
}

function raise(value) {
  throw value;
}

const SHAPES = {
  object: () => ({ b: 1, a: [1, 2.5, null, true], c: undefined }),
  text: () => 'text',
  unicode: () => 'ä € \u2028 \u{1f469}',
  'lone surrogate': () => '\ud800',
  controls: () => '\u0000\u001f\u007f"\\/',
  'empty text': () => '',
  number: () => 12345678901234567890,
  float: () => 0.1,
  'minus zero': () => -0,
  'not a number': () => NaN,
  infinity: () => Infinity,
  null: () => null,
  undefined: () => undefined,
  true: () => true,
  array: () => [undefined, () => 1, Symbol('s')],
  function: () => () => 1,
  symbol: () => Symbol('s'),
  html: () => '<script>&amp;</script>',
  large: () => 'x'.repeat(1_000_000),
  date: () => new Date(0),
  map: () => new Map([['a', 1]]),
  buffer: () => Buffer.from('bytes'),
  'to JSON': () => ({ toJSON: () => 'own' }),
  'big integer': () => 1n,
  circle,
  'throwing getter': () => ({
    get a() {
      throw new OrderError('of a getter');
    },
  }),
  'promise of a promise': () => Promise.resolve(Promise.resolve('late')),
  'like a promise': () => ({ then: (resolve) => resolve('thenable') }),
  error: () => raise(new Error('told to fail')),
  'error of its own': () => raise(new OrderError('no such order: ü')),
  'error without message': () => raise(new Error('')),
  'error with lines': () => raise(new TypeError('one\ntwo\r\nthree')),
  'error with a cause': () => raise(new Error('outer', { cause: new RangeError('inner') })),
  'error as text': () => raise('a text'),
  'error as number': () => raise(42),
  'error as undefined': () => raise(undefined),
  'error as object': () => raise({ errorType: 'Own', message: 'mine' }),
  'error as answer': () => new Error('returned'),
  recursion: recurse,
  'type error': () => undefined.member,
  'long message': () => raise(new Error('x'.repeat(100_000))),
  rejection: () => Promise.reject(new OrderError('rejected')),
};

function describe(context) {
  return {
    function: context.functionName,
    version: context.functionVersion,
    memory: context.memoryLimitInMB,
    group: context.logGroupName,
    client: context.clientContext ?? null,
    time: context.getRemainingTimeInMillis() > 0,
    members: Object.keys(context).sort(),
  };
}

exports.handler = async (event, context) => {
  if (event === 'names') {
    return Object.keys(SHAPES);
  }
  if (event === 'context') {
    return describe(context);
  }
  if (event === 'exit') {
    process.exit(3);
  }
  return Object.hasOwn(SHAPES, event) ? SHAPES[event]() : event;
};

// The older way, which the runtimes up to nodejs22.x take.
exports.callback = (event, context, callback) => {
  if (event === 'fail') {
    callback(new OrderError('of a callback'));
  } else {
    callback(null, { event });
  }
};
