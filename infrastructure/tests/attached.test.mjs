// What each way of attaching makes of a function, synthesised by the way's own tool: CDK, Serverless Framework, SAM.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(join(here, 'cdk/package.json'));
const { App, Aspects, Stack } = require('aws-cdk-lib');
const { Annotations, Match, Template } = require('aws-cdk-lib/assertions');
const lambda = require('aws-cdk-lib/aws-lambda');
const { TraceFunctions } = require('./lib');

const ENDPOINT = 'https://collector.example:4318';
const arn = (name) => `arn:aws:lambda:eu-central-1:123456789012:layer:${name}:1`;
const PROPS = {
  endpoint: ENDPOINT,
  javaLayerArn: arn('java'),
  pythonLayerArn: arn('python'),
  nodejsLayerArn: arn('nodejs'),
  rubyLayerArn: arn('ruby'),
};
const ATTACHED = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler', OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT };

/** What each of them says of the example's function. */
const EXAMPLE = { layers: [arn('python')], variables: { ...ATTACHED, TABLE_NAME: 'orders' } };

/** Returns the template's only function: its layers and variables. */
function functionOf(template) {
  const functions = Object.values(template.Resources).filter((each) => each.Type === 'AWS::Lambda::Function');
  assert.equal(functions.length, 1);
  const { Layers: layers, Environment: environment } = functions[0].Properties;
  return { layers, variables: environment?.Variables };
}

/** Code in a bucket, of which nothing has to be there. */
class CodeInBucket extends lambda.Code {
  bind() {
    return { s3Location: { bucketName: 'bucket', objectKey: 'key' } };
  }
}

function inStack(define, props = {}) {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Orders');
  define(stack);
  Aspects.of(stack).add(new TraceFunctions({ ...PROPS, ...props }));
  return stack;
}

function functionProps(props) {
  return {
    runtime: lambda.Runtime.PYTHON_3_13,
    handler: 'app.handler',
    code: new CodeInBucket(),
    ...props,
  };
}

/** Returns what becomes of a function with these properties. */
function attached(own, props) {
  return functionOf(
    Template.fromStack(inStack((stack) => new lambda.Function(stack, 'F', functionProps(own)), props)).toJSON(),
  );
}

test('CDK attaches as the example has it', () => {
  assert.deepEqual(attached({ environment: { TABLE_NAME: 'orders' } }), EXAMPLE);
});

test('Serverless Framework attaches as the example has it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'serverless-'));
  try {
    execFileSync(
      join(here, 'cdk/node_modules/.bin/osls'),
      ['package', `--param=layerArn=${arn('python')}`, `--param=endpoint=${ENDPOINT}`, '--package', folder],
      { cwd: join(here, 'serverless'), env: { ...process.env, SLS_TRACKING_DISABLED: '1' }, stdio: 'pipe' },
    );
    assert.deepEqual(
      functionOf(JSON.parse(readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'))),
      EXAMPLE,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('SAM attaches as the example has it', () => {
  const translated = execFileSync(
    process.env.PYTHON_WITH_SAM,
    [join(here, 'tests/sam.py'), join(here, 'sam/template.yaml'), `LayerArn=${arn('python')}`, `OtlpEndpoint=${ENDPOINT}`],
    { env: { ...process.env, AWS_DEFAULT_REGION: 'eu-central-1' }, encoding: 'utf8' },
  );
  assert.deepEqual(functionOf(JSON.parse(translated)), EXAMPLE);
});

test('the layer is that of the runtime', () => {
  const { Runtime } = lambda;
  for (const [runtime, layer] of [
    [Runtime.JAVA_21, 'java'],
    [Runtime.NODEJS_22_X, 'nodejs'],
    [Runtime.RUBY_3_3, 'ruby'],
    [Runtime.JAVA_8_CORRETTO, 'java'],
  ]) {
    assert.deepEqual(attached({ runtime }), { layers: [arn(layer)], variables: ATTACHED }, runtime.name);
  }
});

test('what the function has of its own comes first, and is stronger', () => {
  const stack = inStack(
    (scope) =>
      new lambda.Function(
        scope,
        'F',
        functionProps({
          environment: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://own', AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' },
          layers: [new lambda.LayerVersion(scope, 'Own', { code: new CodeInBucket() })],
        }),
      ),
    { environment: { OTEL_SERVICE_NAME: 'shop' } },
  );
  const { layers, variables } = functionOf(Template.fromStack(stack).toJSON());
  assert.deepEqual([Object.keys(layers[0]), layers[1]], [['Ref'], arn('python')]);
  assert.deepEqual(variables, { ...ATTACHED, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://own', OTEL_SERVICE_NAME: 'shop' });
});

test('the Collector is that of the architecture', () => {
  const props = { collectorLayerArn: arn('collector-amd64'), collectorArm64LayerArn: arn('collector-arm64') };
  const variables = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler', OTEL_LAMBDA_COLLECTOR_ENDPOINT: ENDPOINT };
  assert.deepEqual(attached({ architecture: lambda.Architecture.ARM_64 }, props), {
    layers: [arn('python'), arn('collector-arm64')],
    variables,
  });
  assert.deepEqual(attached({}, props), { layers: [arn('python'), arn('collector-amd64')], variables });
});

test('functions that have no layer are left as they are', () => {
  const stack = inStack((scope) => {
    new lambda.CfnFunction(scope, 'F', {
      code: { imageUri: 'image' },
      packageType: 'Image',
      role: 'arn:aws:iam::123456789012:role/orders',
    });
  });
  assert.deepEqual(functionOf(Template.fromStack(stack).toJSON()), { layers: undefined, variables: undefined });
  assert.equal(Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('in a container image')).length, 1);
  assert.deepEqual(attached({ runtime: lambda.Runtime.PROVIDED_AL2023 }), { layers: undefined, variables: undefined });
});

test('what would break the function is an error', () => {
  for (const [own, error] of [
    [{ environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/other' } }, 'AWS_LAMBDA_EXEC_WRAPPER="/opt/other"'],
    [
      (scope) => ({
        layers: [1, 2, 3, 4, 5].map((number) =>
          lambda.LayerVersion.fromLayerVersionArn(scope, `Layer${number}`, arn(`own-${number}`)),
        ),
      }),
      '6 layers',
    ],
  ]) {
    const stack = inStack(
      (scope) => new lambda.Function(scope, 'F', functionProps(typeof own === 'function' ? own(scope) : own)),
    );
    assert.equal(Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp(error)).length, 1);
    assert.ok(!(functionOf(Template.fromStack(stack).toJSON()).layers ?? []).includes(arn('python')));
  }
});

test('an endpoint without a scheme is refused', () => {
  assert.throws(() => new TraceFunctions({ endpoint: 'collector:4318' }), /no URL/);
});
