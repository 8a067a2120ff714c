import type { ExporterSettings } from '../settings/settings.ts';
import type { HttpProxy } from './http-proxy.ts';

const CONTENT_TYPE = 'application/x-protobuf';

/** Returns what goes before the body of a request, with the empty line. */
export function requestHead(settings: ExporterSettings, proxy: HttpProxy | undefined, body: Buffer): string {
  const { url } = settings;
  const throughProxy = proxy !== undefined && url.protocol === 'http:';
  const lines = [
    `POST ${throughProxy ? url.origin : ''}${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    ...headersOf(settings).map(([name, value]) => `${name}: ${value}`),
    ...signatureOf(settings, body),
    `Content-Length: ${String(body.length)}`,
  ];
  if (throughProxy && proxy.authorization !== '') {
    lines.push(`Proxy-Authorization: ${proxy.authorization}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function headersOf({ gzip, headers }: ExporterSettings): Array<[string, string]> {
  return [
    ['User-Agent', `OTel-OTLP-Exporter-JavaScript/${VERSION}`],
    ['Content-Type', CONTENT_TYPE],
    ...(gzip ? ([['Content-Encoding', 'gzip']] as Array<[string, string]>) : []),
    ...headers,
  ];
}

function signatureOf({ signing, url }: ExporterSettings, body: Buffer): string[] {
  if (signing === undefined) {
    return [];
  }
  const { signatureLines } = require('./sigv4.ts') as typeof import('./sigv4.ts');
  return signatureLines(signing, url, CONTENT_TYPE, body, Date.now());
}
