import type { Pipeline } from '../export/pipeline.ts';
import { warnOf } from '../settings/diagnostics.ts';
import { StatusCode } from '../sdk/span.ts';
import type { FunctionSpan } from '../invocation/function-spans.ts';

const MIN_MARGIN = 100;
const MAX_MARGIN = 1000;

/**
 * Exports what is open of an invocation shortly before its deadline, when Lambda kills the process: a
 * call that hangs is visible then. A tenth of the invocation's time is left for it, 100 ms at least
 * and a second at most. Code that does not return to the event loop is not seen.
 *
 * @param onTimeout called before the export
 * @returns a function that ends the watch
 */
export function guardTimeout(pipeline: Pipeline, span: FunctionSpan, remaining: number, onTimeout: () => void): () => void {
  if (!(remaining > 0)) {
    return () => undefined;
  }
  const margin = Math.min(remaining / 2, MAX_MARGIN, Math.max(MIN_MARGIN, remaining / 10));
  const timer = setTimeout(() => {
    try {
      span.setStatus({ code: StatusCode.ERROR });
      span.setAttribute('error.type', 'timeout');
      onTimeout();
      void pipeline.exportUnfinished(span.spanContext().traceId, margin);
    } catch (cause) {
      warnOf('what an invocation reported before its timeout may be lost', cause);
    }
  }, remaining - margin).unref();
  return () => {
    clearTimeout(timer);
  };
}
