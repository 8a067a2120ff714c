import { object, type Json } from './event.ts';

/** The signatures and keys that the conventions name, AWS's presigned URLs, and usual names of secrets. */
const SECRETS = new Set([
  'awsaccesskeyid',
  'signature',
  'sig',
  'x-goog-signature',
  'x-amz-signature',
  'x-amz-credential',
  'x-amz-security-token',
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'client_secret',
  'secret',
  'password',
  'api_key',
  'apikey',
  'api-key',
]);

/** Returns the query of parameters that the service has decoded. */
export function encodeQuery(event: Json): string | undefined {
  return join(event, encode);
}

/** Returns the query of parameters that the service has left as they were sent. */
export function joinQuery(event: Json): string | undefined {
  return join(event, (part) => part);
}

function join(event: Json, write: (part: string) => string): string | undefined {
  let parameters = object(event, 'multiValueQueryStringParameters');
  if (Object.keys(parameters).length === 0) {
    parameters = object(event, 'queryStringParameters');
  }
  const parts: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof each === 'string') {
        parts.push(`${write(name)}=${write(each)}`);
      }
    }
  }
  return parts.length === 0 ? undefined : parts.join('&');
}

/** Encodes as a form does, like the other layers. */
function encode(text: string): string {
  return new URLSearchParams([[text, '']]).toString().slice(0, -1);
}

/** Returns the query with REDACTED for the value of each parameter that may be a secret. */
export function redact(query: string): string {
  return query
    .split('&')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals >= 0 && SECRETS.has(part.slice(0, equals).toLowerCase()) ? `${part.slice(0, equals)}=REDACTED` : part;
    })
    .join('&');
}
