/**
 * `POST /imports`: accepts a streamed file of users, with a bearer token. It creates no users: the response previews the import, and
 * `importUsers` runs it.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createContext } from '../core/context/context';
import { importFaults, imports, mayCreateIn, missingPermission, stageUpload, UnreadableFile } from '../modules/import';
import { checkPath } from '../modules/user';
import { encodeId } from '../platform/type-id';
import { Refusal } from '../schema/errors';
import { needsOnSomeObject } from '../schema/rules';
import { callerOf, type EndpointOptions, recordDenials, refuseRequest, send, sendError, recordUse } from './answer';
import { authenticate } from './authenticate';
import { BadOption, readImportOptions } from './import-options';
import type { RequestInfo } from './request';

export const IMPORTS = '/imports';

const SHOWN_FAULTS = 100;

const MAX_DISCARDED = 16 * 1_048_576;

const mayCreate = needsOnSomeObject('users:create');

class TooLarge extends Error {}

async function* limitSize(request: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  let size = 0;
  // The request must not be destroyed on an early exit, because the response still has to be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new TooLarge();
    yield chunk;
  }
}

/** The client may still be sending after a refusal: the rest is discarded, up to a limit. */
const discard = (request: IncomingMessage): void => {
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_DISCARDED) request.destroy();
  });
  request.resume();
};

export const createImports = ({
  database,
  logger,
  usage,
  resource,
  services,
  limitBytes,
}: EndpointOptions & { limitBytes: number }) => {
  const handle = async (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> => {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST', 'content-length': 0 }).end();
      return;
    }
    const refuse = (status: number, code: string, message: string) => {
      sendError(response, status, code, message, request.complete ? {} : { connection: 'close' });
      discard(request);
    };
    const principal = await authenticate(database, request, resource);
    recordUse(usage, principal, info);
    const context = createContext(database, principal, callerOf(principal, info), services);
    const denied = mayCreate.refuse(context, `POST ${IMPORTS}`);
    if (denied) {
      await recordDenials(context, logger);
      const code = String(denied.extensions['code']);
      return refuse(code === 'UNAUTHENTICATED' ? 401 : 403, code, denied.message);
    }
    try {
      const { format, folder, ...options } = readImportOptions(info.search, request.headers);
      checkPath(folder);
      const { mode, keepsSubject } = options;
      const missing = missingPermission(principal, { mode, keepSubject: keepsSubject });
      if (missing) return refuse(403, 'FORBIDDEN', `These options require the permission ${missing}.`);
      const target = { ...options, folder, mayCreateIn: mayCreateIn(principal), now: context.clock.now() };
      const body = limitSize(request, limitBytes);
      const { id, updates, unchanged, discarded } = await stageUpload(database, context, { format, target, body });
      const { lines, refused } = (await imports(database).findById(id))!;
      const faults = await importFaults(database).listOf(id, { limit: SHOWN_FAULTS });
      const ready = lines - refused;
      const answer = {
        ...{ id: encodeId('Import', id), format, mode, lines, ready },
        ...{ creates: ready - updates - unchanged, updates, unchanged, refused, faults },
        discarded: discarded.map((earlier) => encodeId('Import', earlier)),
      };
      send(response, 201, `${JSON.stringify({ import: answer })}\n`);
    } catch (error) {
      if (request.destroyed && !request.complete) return void response.destroy();
      if (error instanceof BadOption) return refuse(error.status, 'BAD_USER_INPUT', error.message);
      if (error instanceof UnreadableFile) return refuse(400, 'BAD_USER_INPUT', error.message);
      if (error instanceof TooLarge)
        return refuse(
          413,
          'BAD_USER_INPUT',
          `The file can have at most ${limitBytes / 1_048_576} MB. Split it into several files.`,
        );
      if (error instanceof Refusal) return refuse(error.code === 'RATE_LIMITED' ? 429 : 400, error.code, error.message);
      throw error;
    }
  };
  return (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> =>
    handle(request, response, info).catch((error: unknown) => {
      refuseRequest(response, error, { logger, requestId: info.id });
      discard(request);
    });
};
