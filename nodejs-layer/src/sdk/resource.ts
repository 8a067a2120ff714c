import type { Environment } from '../settings/environment.ts';
import { AttributeMap } from './attributes.ts';

const BYTES_PER_MB = 1024 * 1024;

/**
 * Describes the function and its environment by the variables that Lambda sets (semantic-conventions
 * v1.44.0, docs/resource/faas.md). What the user sets, such as the service's name, wins.
 */
export function createResource(environment: Environment): AttributeMap {
  const resource = new AttributeMap(Infinity, Infinity);
  const put = (key: string, value: string): void => {
    if (value !== '') {
      resource.set(key, value);
    }
  };
  const name = environment.text('AWS_LAMBDA_FUNCTION_NAME');
  put('telemetry.sdk.language', 'nodejs');
  put('telemetry.sdk.name', 'opentelemetry');
  put('telemetry.sdk.version', VERSION);
  put('cloud.provider', 'aws');
  put('cloud.platform', 'aws_lambda');
  put('cloud.region', environment.text('AWS_REGION'));
  put('faas.name', name);
  put('faas.version', environment.text('AWS_LAMBDA_FUNCTION_VERSION'));
  put('faas.instance', environment.text('AWS_LAMBDA_LOG_STREAM_NAME'));
  put('service.name', name || 'unknown_service:node');
  const memory = environment.text('AWS_LAMBDA_FUNCTION_MEMORY_SIZE');
  if (/^\d+$/.test(memory)) {
    resource.set('faas.max_memory', Number(memory) * BYTES_PER_MB);
  }
  for (const [key, value] of environment.pairs('OTEL_RESOURCE_ATTRIBUTES')) {
    put(key, value);
  }
  put('service.name', environment.text('OTEL_SERVICE_NAME'));
  return resource;
}
