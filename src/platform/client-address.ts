/** The client address of a request. A trusted proxy appends the address it saw, so the last one cannot be forged. */
import type { IncomingMessage } from 'node:http';
import { canonicalAddress } from './address';

export const clientAddress = (req: IncomingMessage, trustProxy: boolean): string | null => {
  const forwarded = trustProxy ? req.headers['x-forwarded-for'] : undefined;
  const named = forwarded === undefined ? undefined : [forwarded].flat().join(',').split(',').at(-1)!.trim();
  return (named && canonicalAddress(named)) || canonicalAddress(req.socket.remoteAddress ?? '');
};
