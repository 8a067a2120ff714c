import { warn } from './diagnostics.ts';
import type { Environment } from './environment.ts';

export type ExporterName = 'otlp' | 'console';

/** Names the service that requests are signed for, and the function's credentials. */
export interface Signing {
  readonly service: string;
  readonly region: string;
  readonly key: string;
  readonly secret: string;
  /** The session's token; '' without one. */
  readonly token: string;
}

const EXPORTERS: readonly ExporterName[] = ['otlp', 'console'];

/** Leaves out what would make a request that no server reads. */
export function headersOf(environment: Environment, variable: string): Array<[string, string]> {
  return environment.pairs(variable).filter(([name, value]) => {
    const sound = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
    if (!sound) {
      // without the value, which may be a secret
      warn(`${variable}: "${name}" cannot be a header; it is left out`);
    }
    return sound;
  });
}

/** Reads the credentials that Lambda gives the function, if the host is an endpoint for OTLP of AWS's own. */
export function signingOf(environment: Environment, host: string): Signing | undefined {
  const [, service, region] = /^(xray|logs)\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.exec(host) ?? [];
  if (service === undefined || region === undefined) {
    return undefined;
  }
  const key = environment.text('AWS_ACCESS_KEY_ID');
  const secret = environment.text('AWS_SECRET_ACCESS_KEY');
  if (key === '' || secret === '') {
    warn('AWS_ACCESS_KEY_ID is not set: requests to AWS cannot be signed');
    return undefined;
  }
  return { service, region, key, secret, token: environment.text('AWS_SESSION_TOKEN') };
}

/** Returns the exporters that a variable names. */
export function readExporterNames(environment: Environment, name: string, byDefault: ExporterName[]): ExporterName[] {
  const values = environment.list(name);
  const known = EXPORTERS.filter((each) => values.includes(each));
  const unknown = values.find((each) => each !== 'none' && !known.includes(each as ExporterName));
  if (unknown !== undefined) {
    const used = known.length > 0 ? known : byDefault;
    warn(
      `${name}=${values.join(',')}: unknown exporter "${unknown}"; using ${used.join(',') || 'none'}. Known: ${EXPORTERS.join(', ')}, none`,
    );
    return used;
  }
  return values.length === 0 ? byDefault : known;
}
