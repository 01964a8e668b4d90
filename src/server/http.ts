/** The HTTP server: listening, request ids, faults and draining. It does not know what the routes do. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { isOutage, OUTAGE_MESSAGE } from '../database/outage';
import { basePathOf, withoutBase } from '../platform/base-path';
import type { ClientAddress } from '../platform/client-address';
import type { Logger } from '../platform/logger';
import { httpInFlight } from '../platform/metrics';
import { describeRequest } from '../platform/spans';
import { drain, type Patience } from './drain';
import { type Exchange, observe } from './observe';
import { requestInfo, type RequestInfo } from './request';
import { routeOf } from './routes';

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
const ARRIVAL_CHECK_MS = 1_000;
/** The same for large uploads. */
const UPLOAD_MS = 900_000;

const portTaken = (host: string, port: number, setting: string): ListenError =>
  new ListenError(`port ${port} on ${host} is already in use; stop the other program or set ${setting}`);

/** Whether a program answers there. Listening for a moment to find out would reset the requests that arrive in that moment. */
const isTaken = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe: Socket = connect({ host, port, timeout: 1_000 });
    const done = (taken: boolean) => () => {
      probe.destroy();
      resolve(taken);
    };
    probe.once('connect', done(true));
    probe.once('error', done(false));
    probe.once('timeout', done(false));
  });

/** Browsers then never use plain HTTP for this host again, for a year after each visit. Says nothing about its subdomains. */
const HSTS = 'max-age=31536000';

export interface HttpOptions {
  /** The paths that accept large uploads. */
  uploads?: readonly string[];
  /** PUBLIC_URL. Its path is taken away from requests; if it is https, browsers are told to insist on that. */
  publicUrl?: string | null;
  /** Whether each request is measured, and has a line in the log. */
  observed?: { log: boolean } | null;
}

export class HttpServer {
  private readonly uploads: ReadonlySet<string>;
  private readonly base: string;
  private readonly secure: boolean;
  private readonly observed: { log: boolean } | null;
  private readonly server: Server;
  private handler: Handler = (_request, response) => sendText(response, 503, 'starting', { 'retry-after': '1' });
  private readonly sockets = new Set<Socket>();
  private readonly inFlight = new Set<Exchange>();
  private draining = false;

  constructor(
    private readonly logger: Logger,
    private readonly clientAddress: ClientAddress,
    { uploads = [], publicUrl = null, observed = null }: HttpOptions = {},
  ) {
    this.uploads = new Set(uploads);
    this.observed = observed;
    this.base = publicUrl === null ? '' : basePathOf(publicUrl);
    this.secure = publicUrl?.startsWith('https:') ?? false;
    this.server = createServer(
      { requestTimeout: UPLOAD_MS, headersTimeout: 10_000, keepAliveTimeout: 65_000, maxHeaderSize: 16_384 },
      (request, response) => void this.answer(request, response),
    );
    const late = setInterval(() => this.endLateArrivals(), ARRIVAL_CHECK_MS).unref();
    this.server.once('close', () => clearInterval(late));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /**
   * Resolves with the port to listen on later, and throws if it is taken. Port 0 is listened on immediately: addresses are made of the number, and
   * nobody knows it yet.
   */
  async reserve(host: string, port: number): Promise<number> {
    if (port === 0) return this.listen(host, 0);
    if (await isTaken(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port))
      throw portTaken(host, port, 'PORT');
    return port;
  }

  /** Resolves with the actual port. Does nothing if the server is listening already. */
  listen(host: string, port: number, setting = 'PORT'): Promise<number> {
    const actual = () => (this.server.address() as AddressInfo).port;
    if (this.server.listening) return Promise.resolve(actual());
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE') reject(portTaken(host, port, setting));
        else if (error.code === 'EACCES')
          reject(new ListenError(`port ${port} requires privileges; set ${setting} to a value above 1023`));
        else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
          reject(new ListenError(`${host} is not an address of this machine; set HOST`));
        else reject(error);
      });
      this.server.listen(port, host, () => resolve(actual()));
    });
  }

  serve(handler: Handler): void {
    this.handler = handler;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  /** Every response closes its connection from now on; see `drain`. */
  async drain(patience: Patience): Promise<void> {
    this.draining = true;
    for (const { response } of this.inFlight) if (!response.headersSent) response.setHeader('connection', 'close');
    await drain(this.server, this.sockets, patience);
  }

  /** Refuses requests that arrive too slowly. One timer for all of them costs less than one for each. */
  private endLateArrivals(): void {
    const latest = performance.now() - ARRIVAL_MS;
    for (const { request, response, info, began } of this.inFlight) {
      if (began > latest || request.complete || request.destroyed || this.uploads.has(info.path)) continue;
      if (!response.headersSent) sendText(response, 408, 'Request timeout', { connection: 'close' });
      request.destroy();
    }
  }

  private begin(exchange: Exchange): void {
    this.inFlight.add(exchange);
    if (this.observed) httpInFlight.inc();
    exchange.response.once('close', () => {
      this.inFlight.delete(exchange);
      if (!this.observed) return;
      httpInFlight.dec();
      observe(exchange, this.observed.log ? this.logger : null);
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.secure) response.setHeader('strict-transport-security', HSTS);
    request.url = withoutBase(request.url ?? '/', this.base);
    const info = requestInfo(request, this.clientAddress);
    response.setHeader('x-request-id', info.id);
    describeRequest(() => ({ method: request.method ?? '', route: routeOf(info.path) }));
    this.begin({ request, response, info, began: performance.now() });
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
