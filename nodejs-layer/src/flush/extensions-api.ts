import { HttpConnection } from '../export/http-connection.ts';

const NAME = 'otel-flush';
const VERSION_PATH = '/2020-01-01/extension';
const REGISTER_TIMEOUT = 2000;

/** Tells of an invocation (Extensions API, `INVOKE`). */
export interface InvokeEvent {
  readonly requestId: string;
  readonly deadlineMs: number;
}

/** Makes the process an internal extension (Extensions API 2020-01-01). */
export class ExtensionsApi {
  private constructor(
    private readonly host: string,
    private readonly connection: HttpConnection,
    private readonly identifier: string,
  ) {}

  /** To be called before the runtime asks for its first event, as Lambda takes no extension later. */
  static async register(host: string): Promise<ExtensionsApi> {
    if (host === '') {
      throw new Error('there is no Extensions API');
    }
    const connection = new HttpConnection({ url: new URL(`http://${host}`) });
    const body = Buffer.from('{"events":["INVOKE"]}');
    const head = [
      `POST ${VERSION_PATH}/register HTTP/1.1`,
      `Host: ${host}`,
      `Lambda-Extension-Name: ${NAME}`,
      'Content-Type: application/json',
      `Content-Length: ${String(body.length)}`,
    ];
    // holds the event loop open, as the socket does not
    const timer = setTimeout(() => {
      connection.abort(new Error('the Extensions API does not answer'));
    }, REGISTER_TIMEOUT);
    try {
      const response = await connection.request(`${head.join('\r\n')}\r\n\r\n`, body);
      const identifier = response.headers.get('lambda-extension-identifier');
      if (response.status !== 200 || identifier === undefined) {
        throw new Error(
          `the Extensions API answers ${String(response.status)}: ${response.body.toString('utf8').slice(0, 200)}`,
        );
      }
      return new ExtensionsApi(host, connection, identifier);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Says that this extension is done with the last invocation, and waits for the next. */
  async next(): Promise<InvokeEvent> {
    const head = [
      `GET ${VERSION_PATH}/event/next HTTP/1.1`,
      `Host: ${this.host}`,
      `Lambda-Extension-Identifier: ${this.identifier}`,
    ];
    const response = await this.connection.request(`${head.join('\r\n')}\r\n\r\n`);
    if (response.status !== 200) {
      throw new Error(`the Extensions API answers ${String(response.status)}`);
    }
    const event = JSON.parse(response.body.toString('utf8')) as InvokeEvent;
    return { requestId: event.requestId, deadlineMs: event.deadlineMs };
  }
}
