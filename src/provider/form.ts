/** Reads bodies: of our forms bounded, form-encoded, each field once; of the library's endpoints before a transaction begins. */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

const MAX_BODY = 16 * 1024;

export class FormError extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/** The whole body, or a refusal as soon as it is known to be too large. */
const readBody = async (req: IncomingMessage, limit: number): Promise<Buffer> => {
  const tooLarge = new FormError(413, 'The form is too large.');
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
    throw new FormError(415, 'The form was not sent as a form.');
  const body = await readBody(req, MAX_BODY);
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    if (fields.has(name)) throw new FormError(400, 'The form has a field twice.');
    fields.set(name, value);
  }
  return fields;
};

/** Takes the body in before anything else: some endpoints would wait for it with a connection to the database in hand, and a try may be repeated. */
export const receiveBody = async (req: IncomingMessage): Promise<void> => {
  const body = await readBody(req, 2 * MAX_BODY);
  Object.defineProperties(req, {
    readable: { value: true },
    iterator: { value: () => Readable.from(body.length > 0 ? [body] : []).iterator() },
  });
};
