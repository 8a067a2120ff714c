import { active, withSpan } from '../sdk/context.ts';
import { StatusCode, type NonRecordingSpan, type Span } from '../sdk/span.ts';
import { isPromise } from './calls-by-callback.ts';
import { guarded, runInSpan, wrapMethod, type AnyFunction, type Calls } from './instrumentation.ts';

type AnySpan = Span | NonRecordingSpan;

interface Token {
  kind: string;
  value?: string;
  line: number;
  column: number;
  start: number;
  end: number;
  next?: Token | null;
  prev?: Token | null;
}

interface Location {
  start: number;
  end: number;
  startToken?: Token;
}

interface Document {
  loc?: Location;
  definitions?: Array<{ operation?: string; name?: { value?: string } }>;
}

interface Type {
  ofType?: Type;
  getTypes?: () => Type[];
  getFields?: () => Record<string, { resolve?: AnyFunction; type?: Type }>;
}

interface Schema {
  getQueryType(): Type | undefined;
  getMutationType(): Type | undefined;
}

interface Arguments {
  schema?: Schema;
  document?: Document;
  rootValue?: unknown;
  contextValue?: object;
  variableValues?: unknown;
  operationName?: string;
  fieldResolver?: AnyFunction | null | undefined;
  typeResolver?: unknown;
}

interface Info {
  fieldName: string;
  path: Path;
  returnType: { toString(): string };
  parentType: { name: string };
  fieldNodes: Array<{ kind: string; loc?: Location }>;
}

interface Path {
  key: string | number;
  prev?: Path;
}

/** What is executed: its span, and those of its fields by their paths. */
interface Execution {
  readonly document: Document | undefined;
  readonly span: AnySpan;
  readonly fields: Map<string, AnySpan>;
}

const OPERATIONS = new Set(['query', 'mutation', 'subscription']);
const VALUES = new Set(['Float', 'String', 'Int', 'BlockString']);
const executions = new WeakMap<object, Execution>();
const traced = new WeakSet<object>();

/** Traces the parser of graphql. */
export function traceGraphqlParse(calls: Calls, exports: Record<string, unknown>): void {
  wrapMethod(exports, 'parse', (parse) => {
    return function (...args) {
      return inSpan(
        calls,
        'graphql.parse',
        () => Reflect.apply(parse, this, args),
        (span, document: Document) => {
          if (operationOf(document) === undefined) {
            span.updateName('graphql.parseSchema');
          } else {
            setSource(span, document.loc);
          }
        },
      );
    };
  });
}

/** Traces the validation of graphql. */
export function traceGraphqlValidate(calls: Calls, exports: Record<string, unknown>): void {
  wrapMethod(exports, 'validate', (validate) => {
    return function (...args) {
      return inSpan(
        calls,
        'graphql.validate',
        () => Reflect.apply(validate, this, args),
        (span, errors: unknown[]) => {
          if ((args[1] as Document).loc === undefined) {
            span.updateName('graphql.validateSchema');
          }
          if (errors.length > 0) {
            span.recordException({ name: 'graphql.validation.error', message: JSON.stringify(errors) });
          }
        },
      );
    };
  });
}

/** Traces the execution of graphql, with a span for each field that is resolved. */
export function traceGraphqlExecute(calls: Calls, exports: Record<string, unknown>): void {
  const { defaultFieldResolver } = exports as { defaultFieldResolver?: AnyFunction };
  wrapMethod(exports, 'execute', (execute) => {
    return function (...args) {
      if (!calls.isTraced()) {
        return Reflect.apply(execute, this, args);
      }
      let given = argumentsOf(args);
      let span: AnySpan | undefined;
      guarded('executions of graphql are not traced', () => {
        const started = startExecution(calls, given);
        given = withResolvers(calls, given, started, defaultFieldResolver);
        span = started;
      });
      if (span === undefined) {
        return Reflect.apply(execute, this, args);
      }
      return endingWith(span, () => Reflect.apply(execute, this, [given]));
    };
  });
}

function inSpan(calls: Calls, name: string, call: () => unknown, describe: (span: AnySpan, result: never) => void): unknown {
  if (!calls.isTraced()) {
    return call();
  }
  const span = calls.startSpan(name);
  return endingWith(span, () => {
    const result = call();
    guarded('attributes of graphql are missing', () => {
      if (result !== undefined && result !== null) {
        describe(span, result as never);
      }
    });
    return result;
  });
}

function endingWith(span: AnySpan, call: () => unknown): unknown {
  const fail = (error: unknown): void => {
    span.recordException(error);
    span.end();
  };
  let result: unknown;
  try {
    result = runInSpan(span, call);
  } catch (error) {
    fail(error);
    throw error;
  }
  if (isPromise(result)) {
    // what is returned stays as it is: rejections of it are the caller's
    result.then(() => {
      span.end();
    }, fail);
  } else {
    span.end();
  }
  return result;
}

function argumentsOf(args: unknown[]): Arguments {
  if (args.length < 2) {
    return { ...(args[0] as Arguments) };
  }
  const [schema, document, rootValue, contextValue, variableValues, operationName, fieldResolver, typeResolver] = args;
  return { schema, document, rootValue, contextValue, variableValues, operationName, fieldResolver, typeResolver } as Arguments;
}

function startExecution(calls: Calls, { document, operationName }: Arguments): AnySpan {
  const operation = operationOf(document, operationName);
  const type = operation?.operation;
  const name = operation?.name?.value;
  const span = calls.startSpan(type === undefined ? 'graphql.execute' : name ? `${type} ${name}` : type, {
    attributes: {
      'graphql.operation.type': type,
      'graphql.operation.name':
        operation === undefined ? `Operation${operationName ? ` "${operationName}" ` : ' '}not supported` : name || undefined,
    },
  });
  setSource(span, document?.loc);
  return span;
}

function withResolvers(calls: Calls, given: Arguments, span: AnySpan, byDefault: AnyFunction | undefined): Arguments {
  const contextValue = given.contextValue ?? {};
  if (typeof contextValue !== 'object' || executions.has(contextValue)) {
    return given;
  }
  executions.set(contextValue, { document: given.document, span, fields: new Map() });
  traceFields(calls, given.schema?.getQueryType());
  traceFields(calls, given.schema?.getMutationType());
  const resolver = given.fieldResolver ?? byDefault;
  return {
    ...given,
    contextValue,
    fieldResolver: resolver === undefined ? resolver : traceResolver(calls, resolver),
  };
}

function traceFields(calls: Calls, type: Type | undefined): void {
  if (type?.getFields === undefined || traced.has(type)) {
    return;
  }
  traced.add(type);
  for (const field of Object.values(type.getFields())) {
    if (field.resolve) {
      field.resolve = traceResolver(calls, field.resolve);
    }
    let named = field.type;
    while (named?.ofType) {
      named = named.ofType;
    }
    for (const each of named?.getTypes?.() ?? [named]) {
      traceFields(calls, each);
    }
  }
}

function traceResolver(calls: Calls, resolver: AnyFunction): AnyFunction {
  if (traced.has(resolver)) {
    return resolver;
  }
  const resolve: AnyFunction = function (...args) {
    const [, , contextValue, info] = args as [unknown, unknown, object | undefined, Info];
    const execution = typeof contextValue === 'object' ? executions.get(contextValue) : undefined;
    if (execution === undefined || !calls.isTraced()) {
      return Reflect.apply(resolver, this, args);
    }
    const path = pathOf(info.path);
    const key = path.join('.');
    const known = execution.fields.get(key);
    const span = known ?? startField(calls, execution, path, info);
    execution.fields.set(key, span);
    const call = (): unknown => Reflect.apply(resolver, this, args);
    return known === undefined ? endingField(span, call) : runInSpan(span, call);
  };
  traced.add(resolve);
  return resolve;
}

function endingField(span: AnySpan, call: () => unknown): unknown {
  const fail = (error: unknown): never => {
    span.recordException(error);
    const { message } = Object(error) as { message?: string };
    span.setStatus({ code: StatusCode.ERROR, message });
    span.end();
    throw error;
  };
  let result: unknown;
  try {
    result = runInSpan(span, call);
  } catch (error) {
    return fail(error);
  }
  if (isPromise(result)) {
    return result.then((value) => {
      span.end();
      return value;
    }, fail);
  }
  span.end();
  return result;
}

function startField(calls: Calls, { document, span, fields }: Execution, path: string[], info: Info): AnySpan {
  let parent = span;
  for (let i = path.length - 1; i > 0; i--) {
    const above = fields.get(path.slice(0, i).join('.'));
    if (above !== undefined) {
      parent = above;
      break;
    }
  }
  const field = calls.startSpan(
    `graphql.resolve ${path.join('.')}`,
    {
      attributes: {
        'graphql.field.name': info.fieldName,
        'graphql.field.path': path.join('.'),
        'graphql.field.type': info.returnType.toString(),
        'graphql.parent.name': info.parentType.name,
      },
    },
    withSpan(active(), parent),
  );
  const node = info.fieldNodes.find(({ kind }) => kind === 'Field');
  if (node !== undefined) {
    setSource(field, document?.loc, node.loc);
  }
  return field;
}

function pathOf(path: Path | undefined): string[] {
  const keys: string[] = [];
  for (let each = path; each !== undefined; each = each.prev) {
    keys.unshift(String(each.key));
  }
  return keys;
}

function operationOf(
  document: Document | undefined,
  name?: string,
): { operation?: string; name?: { value?: string } } | undefined {
  const operations = (document?.definitions ?? []).filter(
    ({ operation }) => operation !== undefined && OPERATIONS.has(operation),
  );
  return name ? operations.find((each) => each.name?.value === name) : operations[0];
}

/** Sets the text between two places of a document, in its lines, with an asterisk for each value. */
function setSource(span: AnySpan, loc: Location | undefined, part: Location | undefined = loc): void {
  if (loc === undefined) {
    return;
  }
  let source = '';
  let line: number | undefined = 1;
  for (let token = loc.startToken?.next; token; token = token.next) {
    if (token.start < (part?.start ?? loc.start) || token.end > (part?.end ?? loc.end)) {
      line = token.next?.line;
      continue;
    }
    let space = '';
    if (line !== undefined && token.line > line) {
      source += '\n'.repeat(token.line - line);
      line = token.line;
      space = ' '.repeat(token.column - 1);
    } else if (token.line === token.prev?.line) {
      space = ' '.repeat(token.start - token.prev.end);
    }
    source += space + textOf(token);
  }
  span.setAttribute('graphql.source', source);
}

function textOf({ kind, value }: Token): string {
  if (kind === '<EOF>') {
    return '';
  }
  const text = VALUES.has(kind) ? '*' : value || kind;
  return kind === 'String' ? `"${text}"` : text;
}
