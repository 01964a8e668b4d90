/** Reads request bodies. Forms are limited in size, URL-encoded, and have each field once. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { en } from '../texts/en';

const MAX_BODY = 16 * 1024;

export class FormError extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    override readonly cause: 'formTooLarge' | 'formMediaType' | 'formRepeatedField',
  ) {
    super(en.errors[cause]);
  }
}

/** Fails as soon as the body is known to be too large. */
const readBody = async (req: IncomingMessage, limit: number): Promise<Buffer> => {
  const tooLarge = new FormError(413, 'formTooLarge');
  if (Number(req.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export const readForm = async (req: IncomingMessage): Promise<Map<string, string>> => {
  if (!/^application\/x-www-form-urlencoded(\s*;|\s*$)/i.test(req.headers['content-type'] ?? ''))
    throw new FormError(415, 'formMediaType');
  const body = await readBody(req, MAX_BODY);
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    if (fields.has(name)) throw new FormError(400, 'formRepeatedField');
    fields.set(name, value);
  }
  return fields;
};

/** For whoever reads the body of the request next. */
export const presentBody = (req: IncomingMessage, body: Buffer): void => {
  Object.defineProperties(req, {
    readable: { value: true },
    iterator: { value: () => Readable.from(body.length > 0 ? [body] : []).iterator() },
  });
};

/** Reads the body before anything else, so that no endpoint waits for it while it holds a database connection, and so that the request can be repeated. */
export const receiveBody = async (req: IncomingMessage): Promise<Buffer> => {
  const body = await readBody(req, 2 * MAX_BODY);
  presentBody(req, body);
  return body;
};
