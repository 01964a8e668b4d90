/** The HTTP server: routing, health checks and draining. It does not know what the routes do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isOutage, OUTAGE_MESSAGE } from '../database/outage';
import { basePathOf, withoutBase } from '../platform/base-path';
import type { ClientAddress } from '../platform/client-address';
import type { Logger } from '../platform/logger';
import { requestInfo, type RequestInfo } from './request';

export type Handler = (request: IncomingMessage, response: ServerResponse, info: RequestInfo) => void | Promise<void>;

export const sendText = (
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(`${text}\n`);
};

/** A bind error as a one-line message, for example if the port is in use. */
export class ListenError extends Error {}

/** How long a request may take to arrive, including headers. */
const ARRIVAL_MS = 30_000;
/** The same for large uploads. */
const UPLOAD_MS = 900_000;

/** Browsers then never use plain HTTP for this host again, for a year after each visit. Says nothing about its subdomains. */
const HSTS = 'max-age=31536000';

export interface HttpOptions {
  /** The paths that accept large uploads. */
  uploads?: readonly string[];
  /** PUBLIC_URL. Its path is taken away from requests; if it is https, browsers are told to insist on that. */
  publicUrl?: string | null;
}

export class HttpServer {
  private readonly uploads: ReadonlySet<string>;
  private readonly base: string;
  private readonly secure: boolean;
  private readonly server: Server;
  private handler: Handler = (_request, response) => sendText(response, 503, 'starting', { 'retry-after': '1' });
  private draining = false;

  constructor(
    private readonly logger: Logger,
    private readonly clientAddress: ClientAddress,
    { uploads = [], publicUrl = null }: HttpOptions = {},
  ) {
    this.uploads = new Set(uploads);
    this.base = publicUrl === null ? '' : basePathOf(publicUrl);
    this.secure = publicUrl?.startsWith('https:') ?? false;
    this.server = createServer(
      { requestTimeout: UPLOAD_MS, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
      (request, response) => void this.answer(request, response),
    );
  }

  /** Resolves with the actual port. Until `serve` is called, every request gets a 503. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE')
          reject(new ListenError(`port ${port} on ${host} is already in use; stop the other program or set PORT`));
        else if (error.code === 'EACCES')
          reject(new ListenError(`port ${port} requires privileges; set PORT to a value above 1023`));
        else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
          reject(new ListenError(`${host} is not an address of this machine; set HOST`));
        else reject(error);
      });
      this.server.listen(port, host, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  serve(handler: Handler): void {
    this.handler = handler;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** Stops accepting connections and waits for in-flight requests, up to the given time. */
  async drain(milliseconds: number): Promise<void> {
    this.draining = true;
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeIdleConnections();
    // After its response a connection is idle, and its client may keep it open.
    const idle = setInterval(() => this.server.closeIdleConnections(), 20);
    const timer = setTimeout(() => this.server.closeAllConnections(), milliseconds);
    await closed;
    clearInterval(idle);
    clearTimeout(timer);
  }

  private boundArrival(request: IncomingMessage, response: ServerResponse): void {
    const late = setTimeout(() => {
      if (request.complete || request.destroyed) return;
      if (!response.headersSent) sendText(response, 408, 'Request timeout', { connection: 'close' });
      request.destroy();
    }, ARRIVAL_MS);
    late.unref();
    for (const event of ['end', 'close']) request.once(event, () => clearTimeout(late));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.secure) response.setHeader('strict-transport-security', HSTS);
    request.url = withoutBase(request.url ?? '/', this.base);
    const info = requestInfo(request, this.clientAddress);
    response.setHeader('x-request-id', info.id);
    if (!request.complete && !this.uploads.has(info.path)) this.boundArrival(request, response);
    if (this.draining) response.setHeader('connection', 'close');
    try {
      await this.handler(request, response, info);
    } catch (error) {
      const outage = isOutage(error);
      const fields = { err: error, requestId: info.id, path: info.path };
      if (outage) this.logger.warn(fields, 'a request failed because of a database outage');
      else this.logger.error(fields, 'a request failed');
      if (response.headersSent) response.destroy();
      else if (outage) sendText(response, 503, OUTAGE_MESSAGE, { 'retry-after': '1' });
      else sendText(response, 500, `Internal server error. The log has details under request ${info.id}.`);
    }
  }
}
