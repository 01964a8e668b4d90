/**
 * The client address of a request. Each trusted proxy appends the address that it saw, so the list is read from its end, as far as the proxies
 * are trusted. What a client wrote itself is further left.
 */
import type { IncomingMessage } from 'node:http';
import { canonicalAddress } from './address';
import { addressOf, isAnonymous, nodesOfForwarded, nodesOfXForwardedFor } from './forwarded';
import type { Logger } from './logger';
import { isTrusted, type ProxyTrust } from './proxy-trust';

/** Their readers. Only one is believed: a proxy that sets the other would hand this one over as the client sent it. */
export const PROXY_HEADERS = { 'X-Forwarded-For': nodesOfXForwardedFor, Forwarded: nodesOfForwarded } as const;

export type ProxyHeader = keyof typeof PROXY_HEADERS;

export type ClientAddress = (request: IncomingMessage) => string | null;

const SHOWN = 200;

export const clientAddresses = (
  { trustProxy: trust, proxyHeader: header }: { trustProxy: ProxyTrust; proxyHeader: ProxyHeader },
  logger: Logger,
): ClientAddress => {
  const said = new Set<string>();
  /** Once per process: clients can cause these lines. */
  const sayOnce = (message: string, value?: string) => {
    if (said.has(message)) return;
    said.add(message);
    logger.warn({ header, ...(value === undefined ? {} : { value: value.slice(0, SHOWN) }) }, message);
  };
  const other = header === 'Forwarded' ? 'X-Forwarded-For' : 'Forwarded';
  const read = (request: IncomingMessage, name: string): string | undefined => {
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(',') : value;
  };

  return (request) => {
    const peer = canonicalAddress(request.socket.remoteAddress ?? '');
    if (trust === null || peer === null) return peer;
    const value = read(request, header);
    if (value === undefined || value.trim() === '') {
      if (read(request, other) !== undefined)
        sayOnce(`requests have ${other}, which is not read; set PROXY_HEADER if that is the header of the proxy`);
      return peer;
    }
    let nearest = peer;
    const nodes = PROXY_HEADERS[header](value);
    for (const [place, node] of nodes.entries()) {
      const isProxy = 'hops' in trust ? place < trust.hops : isTrusted(trust.proxies, nearest);
      if (!isProxy) break;
      const address = addressOf(node);
      const knowsNext = 'hops' in trust && place + 1 < Math.min(trust.hops, nodes.length) && isAnonymous(node);
      if (address !== null) nearest = address;
      else if (!knowsNext) {
        sayOnce('the proxy sent an address that cannot be read; the nearest known address is used instead', value);
        break;
      }
    }
    return nearest;
  };
};
