import type { Signing } from '../settings/rare-settings.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Describes a request as Signature Version 4 sees it; all headers, named in lower case, are signed. */
export interface SignedRequest {
  readonly method: string;
  /** The path, encoded already. */
  readonly path: string;
  /** The query without its question mark, encoded already, its parameters in their order. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Returns the header lines that sign a request to AWS's OTLP endpoints, at a time in Unix milliseconds. */
export function signatureLines(signing: Signing, url: URL, contentType: string, body: Buffer, time: number): string[] {
  const date = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = { 'content-type': contentType, host: url.host, 'x-amz-date': date };
  const lines = [`X-Amz-Date: ${date}`];
  if (signing.token !== '') {
    headers['x-amz-security-token'] = signing.token;
    lines.push(`X-Amz-Security-Token: ${signing.token}`);
  }
  const request = { method: 'POST', path: url.pathname, query: url.search.slice(1), headers, body };
  return lines.concat(`Authorization: ${authorization(signing, request)}`);
}

/**
 * Returns the value of Authorization.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function authorization(signing: Signing, request: SignedRequest): string {
  const { createHash, createHmac } = process.getBuiltinModule('node:crypto');
  const sum = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
  const names = Object.keys(request.headers).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`);
  const canonical = [request.method, request.path, request.query, ...lines, '', signed, sum(request.body)].join('\n');
  const date = request.headers['x-amz-date'] ?? '';
  const scope = `${date.slice(0, 8)}/${signing.region}/${signing.service}/aws4_request`;
  const toSign = [ALGORITHM, date, scope, sum(canonical)].join('\n');
  let key = Buffer.from(`AWS4${signing.secret}`);
  for (const part of scope.split('/').concat(toSign)) {
    key = createHmac('sha256', key).update(part).digest();
  }
  return `${ALGORITHM} Credential=${signing.key}/${scope}, SignedHeaders=${signed}, Signature=${key.toString('hex')}`;
}
