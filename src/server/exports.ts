/**
 * `GET /exports/users`: streams all users that the caller can read and the filter matches, with a bearer token. The token is checked again for
 * every thousand users: if it is revoked, the stream breaks off.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { coerceInputValue, GraphQLError, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import { createContext } from '../core/context/context';
import { readPage } from '../database/list';
import { requireAssurance } from '../core/mutation/assurance';
import { recordEvents } from '../core/event/record';
import { previousIds, type User, type UserFilter, userList } from '../modules/user';
import { accessCondition } from '../core/authority/object-permissions';
import type { Principal } from '../core/authority/principal';
import { decodeId, encodeId } from '../platform/type-id';
import { DISCLOSES } from '../schema/effects';
import { needsOnSomeObject } from '../schema/rules';
import { callerOf, type EndpointOptions, recordDenials, refuseRequest, sendError, recordUse } from './answer';
import { authenticate } from './authenticate';
import { valueProblems } from './input-errors';
import type { RequestInfo } from './request';

export const EXPORTS = '/exports/users';
const BATCH = 1_000;
const mayRead = needsOnSomeObject('users:read');

/** The columns that an import accepts, and those it ignores. */
const FIELDS = [
  ...['id', 'username', 'email', 'emailVerified', 'name', 'path', 'type', 'disabled', 'attributes', 'previousIds'],
  ...['status', 'source', 'createdAt', 'lastLoginAt'],
] as const;

type ExportedUser = User & { previousIds: string[] };

const fieldsOf = (user: ExportedUser): Record<string, unknown> => {
  const all: Record<string, unknown> = { ...user, id: encodeId('User', user.id), disabled: user.disabledAt !== null };
  return Object.fromEntries(FIELDS.map((field) => [field, all[field]]));
};

/** Prefixes what a spreadsheet would treat as a formula with an apostrophe, which an import removes. */
const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  const plain =
    value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const text = /^'*[=+\-@\t\r]/.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

interface Format {
  type: string;
  file: string;
  head: string;
  line(user: ExportedUser): string;
}
const FORMATS: Record<string, Format> = {
  csv: {
    type: 'text/csv; charset=utf-8',
    file: 'users.csv',
    head: `${FIELDS.join(',')}\r\n`,
    line: (user) => `${Object.values(fieldsOf(user)).map(cell).join(',')}\r\n`,
  },
  'json-lines': {
    type: 'application/x-ndjson; charset=utf-8',
    file: 'users.jsonl',
    head: '',
    line: (user) => `${JSON.stringify(fieldsOf(user))}\n`,
  },
};

class BadQuery extends Error {}

/** Parses a JSON filter as if it were a variable of that type. */
const filterOf = (schema: GraphQLSchema, text: string | null): UserFilter | null => {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadQuery('`filter` must be a UserFilter in JSON.');
  }
  const type = schema.getType('UserFilter') as GraphQLInputType;
  const [problem] = valueProblems(value, type, 'filter');
  if (problem) throw new BadQuery(problem.message);
  return coerceInputValue(value, type) as UserFilter | null;
};

export const createExports = ({
  database,
  logger,
  usage,
  resource,
  services,
  schema,
}: EndpointOptions & { schema: GraphQLSchema }) => {
  const pageAfter = (principal: Principal, filter: UserFilter | null, id: string | null) =>
    readPage<User & { __key: string }, UserFilter>(database, {
      source: userList,
      filter,
      order: { field: 'CREATED_AT', direction: 'ASC' },
      page: { limit: BATCH, backward: false, after: id === null ? null : { id, key: id }, before: null },
      scope: accessCondition({ ...principal, ownsRows: false }, 'users:read', 'x.id'),
    });

  const handle = async (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> => {
    if (request.method !== 'GET') {
      response.writeHead(405, { allow: 'GET', 'content-length': 0 }).end();
      return;
    }
    const principal = await authenticate(database, request, resource);
    recordUse(usage, principal, info);
    const context = createContext(database, principal, callerOf(principal, info), services);
    const denied = mayRead.refuse(context, `GET ${EXPORTS}`);
    if (denied) {
      await recordDenials(context, logger);
      const code = String(denied.extensions['code']);
      return sendError(response, code === 'UNAUTHENTICATED' ? 401 : 403, code, denied.message);
    }
    const query = new URLSearchParams(info.search);
    const format = FORMATS[query.get('format') ?? 'json-lines'];
    if (!format) throw new BadQuery('`format` must be csv or json-lines.');
    const filter = filterOf(schema, query.get('filter'));
    const after = query.get('after');
    let last = after === null ? null : decodeId('User', after);
    if (after !== null && last === null) throw new BadQuery('`after` must be the id of the last user you received.');

    await requireAssurance(database, context, DISCLOSES);
    let page = await pageAfter(principal, filter, last);
    await recordEvents(database, context.caller, [
      {
        type: 'USERS_EXPORTED',
        details: { format: query.get('format') ?? 'json-lines', filter: Object.keys(filter ?? {}) },
      },
    ]);
    response.writeHead(200, {
      'content-type': format.type,
      'content-disposition': `attachment; filename="${format.file}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.write(format.head);
    for (;;) {
      const ids = await previousIds(database).listOf(page.nodes.map(({ id }) => id));
      const text = page.nodes.map((user) => format.line({ ...user, previousIds: ids.get(user.id) ?? [] })).join('');
      if (!response.write(text) && !response.destroyed)
        await Promise.race([once(response, 'drain'), once(response, 'close')]);
      if (response.destroyed) return;
      if (page.nodes.length < BATCH) break;
      last = page.nodes.at(-1)!.id;
      page = await pageAfter(await authenticate(database, request, resource), filter, last);
    }
    response.end();
  };

  return async (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> => {
    try {
      await handle(request, response, info);
    } catch (error) {
      // The client detects the abort because the last chunk is missing.
      if (response.headersSent) {
        logger.warn({ err: error, requestId: info.id }, 'an export was aborted');
        response.destroy();
      } else if (
        error instanceof BadQuery ||
        (error instanceof GraphQLError && error.extensions['code'] === 'BAD_USER_INPUT')
      )
        sendError(response, 400, 'BAD_USER_INPUT', error.message);
      else refuseRequest(response, error, { logger, requestId: info.id });
    }
  };
};
