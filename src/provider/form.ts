/** Reads the body of a form of ours: bounded, form-encoded, each field once. */
import type { IncomingMessage } from 'node:http';

const MAX_BODY = 16 * 1024;

export class FormError extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

export const readForm = async (req: IncomingMessage): Promise<Map<string, string>> => {
  if (!/^application\/x-www-form-urlencoded(\s*;|\s*$)/i.test(req.headers['content-type'] ?? ''))
    throw new FormError(415, 'The form was not sent as a form.');
  const tooLarge = new FormError(413, 'The form is too large.');
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw tooLarge;
    chunks.push(chunk);
  }
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString('utf8'))) {
    if (fields.has(name)) throw new FormError(400, 'The form has a field twice.');
    fields.set(name, value);
  }
  return fields;
};
