/** The address a request came from. A proxy that is trusted appends what it saw, so of several the last is the one nobody could make up. */
import type { IncomingMessage } from 'node:http';
import { canonicalAddress } from './address';

export const clientAddress = (req: IncomingMessage, trustProxy: boolean): string | null => {
  const forwarded = trustProxy ? req.headers['x-forwarded-for'] : undefined;
  const named = forwarded === undefined ? undefined : [forwarded].flat().join(',').split(',').at(-1)!.trim();
  return (named && canonicalAddress(named)) || canonicalAddress(req.socket.remoteAddress ?? '');
};
