import { flushPolicy } from './flush/flush-policies.ts';
import { flushAtExit } from './flush/process-end.ts';
import { leaveArchive } from './handler/archive.ts';
import { watchPreludes } from './handler/response-stream.ts';
import { withoutOwnFrames } from './handler/stack-traces.ts';
import { loadUserFunction, type Handler } from './handler/user-function.ts';
import { wrapHandler } from './handler/wrapper.ts';
import { enableInstrumentations } from './instrumentation/instrumentations.ts';
import { FunctionInstrumentation } from './invocation/function-instrumentation.ts';
import { FunctionSpans, SCOPE } from './invocation/function-spans.ts';
import type { PayloadCapture } from './payload/payload-capture.ts';
import { registerApi } from './sdk/api-registration.ts';
import { Tracer } from './sdk/tracer.ts';
import { warnOf } from './settings/diagnostics.ts';
import { Environment } from './settings/environment.ts';
import { functionSettings } from './settings/settings.ts';
import { createTelemetry } from './telemetry.ts';

/** Stands where the runtime looks for the function's handler. */
export const handler: Handler = await load();

async function load(): Promise<Handler> {
  const name = takeHandlerName();
  // Lambda is asked while the function is loaded
  const instrumentation = createInstrumentation().catch((cause: unknown) => {
    warnOf('the function is not traced', cause);
    return undefined;
  });
  let user: Handler;
  try {
    user = await loadUserFunction(process.env['LAMBDA_TASK_ROOT'] ?? process.cwd(), name);
  } catch (error) {
    throw withoutOwnFrames(error);
  }
  const traced = await instrumentation;
  return traced === undefined ? user : wrapHandler(user, traced);
}

/** Leaves the environment as it is without the layer. */
function takeHandlerName(): string {
  const { env } = process;
  const name = env['_OTEL_HANDLER'] ?? env['OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER'];
  if (name === undefined) {
    throw new Error('OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER is not set: set it to the handler of the function');
  }
  delete env['_OTEL_HANDLER'];
  env['_HANDLER'] = name;
  leaveArchive(env);
  return name;
}

async function createInstrumentation(): Promise<FunctionInstrumentation> {
  const environment = new Environment(process.env);
  const settings = functionSettings(environment);
  const telemetry = createTelemetry(environment);
  const { pipeline, config, propagators, metrics } = telemetry;
  registerApi(config, telemetry.scopes, propagators);
  watchPreludes();
  enableInstrumentations(environment, telemetry);
  const spans = new FunctionSpans(new Tracer({ name: SCOPE }, config), propagators, settings);
  const payloads = settings.capturesPayload ? capturePayloads(environment) : undefined;
  const policy = await flushPolicy(pipeline, settings);
  const instrumentation = new FunctionInstrumentation(pipeline, spans, policy, settings, metrics, payloads);
  flushAtExit(pipeline);
  if (settings.flush === 'adaptive' || settings.managedInstances) {
    const { flushAtShutdown } = require('./flush/shutdown.ts') as typeof import('./flush/shutdown.ts');
    flushAtShutdown(pipeline);
  }
  watchCrashes(instrumentation);
  return instrumentation;
}

function capturePayloads(environment: Environment): PayloadCapture {
  const { PayloadCapture } = require('./payload/payload-capture.ts') as typeof import('./payload/payload-capture.ts');
  return new PayloadCapture(environment);
}

function watchCrashes(instrumentation: FunctionInstrumentation): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    instrumentation.crashed(error);
  });
  // a listener of ours alone would keep the process from ending
  if (process.listenerCount('unhandledRejection') > 0) {
    process.prependListener('unhandledRejection', (reason) => {
      instrumentation.crashed(reason);
    });
  }
}
