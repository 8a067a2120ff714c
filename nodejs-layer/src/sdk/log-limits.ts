import type { Environment } from '../settings/environment.ts';
import { commonLimits } from './limits.ts';

/** Bounds what a log record holds (specification, "LogRecord Limits"). */
export interface LogLimits {
  readonly attributes: number;
  readonly attributeLength: number;
}

export function logLimits(environment: Environment): LogLimits {
  const { attributes, attributeLength } = commonLimits(environment);
  return {
    attributes: environment.integer('OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT', attributes),
    attributeLength: environment.integer('OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT', attributeLength),
  };
}
