import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { describe, warn } from '../settings/diagnostics.ts';
import { hostOf, type Endpoint } from './endpoint.ts';
import type { HttpProxy } from './http-proxy.ts';

const { connect: connectTcp } = process.getBuiltinModule('node:net');
const { readFileSync } = process.getBuiltinModule('node:fs');

const MAX_PROXY_ANSWER = 16 * 1024;

/** Is told what becomes of a tunnel, by the plain socket that stands for it at first. */
interface TunnelListener {
  lost(stand: Socket, cause: unknown): void;
  /** Returns whether the socket over TLS takes the place of the other one. */
  opened(stand: Socket, secured: Socket): boolean;
}

/** Connects over TLS, which is loaded only where it is needed, since it is dear at init. */
export function connectTls(endpoint: Endpoint, options: object): Socket {
  const { url, certificate, clientKey, clientCertificate } = endpoint;
  const tls = process.getBuiltinModule('node:tls');
  const servername = /^[\d.]+$|:/.test(url.hostname) ? '' : url.hostname;
  const ca = usable('CERTIFICATE', certificate, 'the certificates of Node.js', (pem) => ({ ca: pem }));
  const identity =
    usable('CLIENT_CERTIFICATE', clientCertificate, 'no client certificate', (pem) => ({ cert: pem })) &&
    usable('CLIENT_KEY', clientKey, 'no client certificate', (pem) => ({
      cert: readFileSync(clientCertificate ?? ''),
      key: pem,
    }));
  return tls.connect({ ...options, servername, ...ca, ...identity, ALPNProtocols: ['http/1.1'] });
}

/** Returns what a file has for TLS, or says why it is not used. */
function usable(
  setting: string,
  path: string | undefined,
  instead: string,
  optionsOf: (pem: Buffer) => SecureContextOptions,
): SecureContextOptions | undefined {
  if (path === undefined || path === '') {
    return undefined;
  }
  try {
    const pem = readFileSync(path);
    const options = optionsOf(pem);
    if (!pem.includes('-----BEGIN ')) {
      throw new Error('it has no PEM');
    }
    process.getBuiltinModule('node:tls').createSecureContext(options);
    return options;
  } catch (cause) {
    warn(`OTEL_EXPORTER_OTLP_${setting}=${path}: ${describe(cause)}; using ${instead}`);
    return undefined;
  }
}

/** Returns what stands for the socket until the proxy has let it through, and keeps what is written. */
export function openTunnel(endpoint: Endpoint, proxy: HttpProxy, port: number, listener: TunnelListener): Socket {
  const target = `${hostOf(endpoint.url)}:${String(port)}`;
  const authorization = proxy.authorization === '' ? '' : `Proxy-Authorization: ${proxy.authorization}\r\n`;
  const plain = connectTcp({ host: proxy.host, port: proxy.port, noDelay: true });
  plain.unref();
  plain.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`);
  const pending: Buffer[] = [];
  const stand = { write: (part: Buffer) => pending.push(part), destroy: () => plain.destroy() } as unknown as Socket;
  let answer = '';
  plain.on('error', (cause) => {
    listener.lost(stand, cause);
  });
  plain.on('close', () => {
    listener.lost(stand, new Error('the proxy closed the connection'));
  });
  const onData = (bytes: Buffer): void => {
    answer += bytes.toString('latin1');
    if (answer.includes('\r\n\r\n')) {
      plain.off('data', onData);
      if (/^HTTP\/1\.\d 2/.test(answer)) {
        const socket = connectTls(endpoint, { socket: plain });
        if (listener.opened(stand, socket)) {
          pending.forEach((part) => socket.write(part));
        }
      } else {
        listener.lost(stand, new Error(`the proxy answered ${answer.slice(0, answer.indexOf('\r\n'))}`));
        plain.destroy();
      }
    } else if (answer.length > MAX_PROXY_ANSWER) {
      listener.lost(stand, new Error('the proxy does not answer by HTTP'));
    }
  };
  plain.on('data', onData);
  return stand;
}
