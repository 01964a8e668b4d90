/** The query `trace`: from a token, session, device or address to its origin and to what was created with it. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { canonicalAddress } from '../../platform/address';
import { decodeId } from '../../platform/type-id';
import { badInput } from '../../schema/errors';
import type { PageArgs } from '../../schema/page';
import { Device, deviceById } from '../device';
import { pageOf } from '../../core/context/lists';
import { sessionById, sessionList, sessions } from '../session';
import { listChangesMadeWith } from '../../core/derived/changes';
import { closureOf, MAX_DERIVED, type Node } from '../../core/derived/closure';
import { derivedList } from '../derived';
import { Token, tokenById, tokenList, tokens } from '../token';

@InputType({ description: 'Where to start. Give exactly one of these.' })
export class TraceBy {
  @Field(() => ID, { nullable: true, description: 'The id of a token.' })
  tokenId?: string | null;

  @Field(() => String, { nullable: true, description: 'The `jti` that introspection returned for a token.' })
  jti?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of a session.' })
  sessionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of a device, to trace what was done on it.' })
  deviceId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'An IPv4 or IPv6 address, to trace the sessions that were used from it.',
  })
  ip?: string | null;
}

type Column = 'id' | 'device_id' | 'ip';

@ObjectType('Trace', {
  simpleResolvers: true,
  description:
    'A lineage: sessions, and below each its authorizations with their consent, code and tokens. You can end each of them by its id.',
})
export class Trace {
  @Field(() => Token, { nullable: true, description: 'The token that you asked about.' })
  token: Token | null;

  @Field(() => Device, {
    nullable: true,
    description: 'The device that you asked about, or that the token or session was used on.',
  })
  device: Device | null;

  /** The column and value that select the sessions, and the tokens that no session issued. Null selects none. */
  sessionsBy: { column: Column; value: string } | null;
  tokensBy: { column: Column; value: string } | null;
}

const KEYS = ['tokenId', 'jti', 'sessionId', 'deviceId', 'ip'] as const;

const ofToken = async ({ load }: Context, publicId: string): Promise<Trace | null> => {
  const id = decodeId('Token', publicId);
  const token = id && (await load(tokenById, id));
  if (!token) return null;
  return {
    token,
    device: token.deviceId ? await load(deviceById, token.deviceId) : null,
    sessionsBy: token.sessionId ? { column: 'id', value: token.sessionId } : null,
    tokensBy: token.sessionId ? null : { column: 'id', value: token.id },
  };
};

const ofSession = async ({ load }: Context, publicId: string): Promise<Trace | null> => {
  const id = decodeId('Session', publicId);
  const session = id && (await load(sessionById, id));
  if (!session) return null;
  const device = session.deviceId ? await load(deviceById, session.deviceId) : null;
  return { token: null, device, sessionsBy: { column: 'id', value: session.id }, tokensBy: null };
};

const ofDevice = async ({ load }: Context, publicId: string): Promise<Trace | null> => {
  const id = decodeId('Device', publicId);
  const device = id && (await load(deviceById, id));
  if (!device) return null;
  const by = { column: 'device_id' as const, value: device.id };
  return { token: null, device, sessionsBy: by, tokensBy: by };
};

const ofAddress = (text: string): Trace => {
  const value = canonicalAddress(text);
  if (value === null) throw badInput('`ip` must be an IPv4 or IPv6 address.', ['by', 'ip']);
  return { token: null, device: null, sessionsBy: { column: 'ip', value }, tokensBy: null };
};

export const trace = async (context: Context, by: TraceBy): Promise<Trace | null> => {
  const given = KEYS.filter((key) => by[key] != null);
  if (given.length !== 1)
    throw badInput('`by` must have exactly one of `tokenId`, `jti`, `sessionId`, `deviceId`, `ip`.', ['by']);
  if (by.tokenId != null || by.jti != null) return ofToken(context, (by.tokenId ?? by.jti)!);
  if (by.sessionId != null) return ofSession(context, by.sessionId);
  if (by.deviceId != null) return ofDevice(context, by.deviceId);
  return ofAddress(by.ip!);
};

/** The newest sessions and tokens that were found, as roots of the closure. */
const foundRoots = async (
  database: Database,
  { sessionsBy, tokensBy }: Pick<Trace, 'sessionsBy' | 'tokensBy'>,
): Promise<Node[]> => {
  const sessionIds = sessionsBy
    ? await sessions(database).listIdsBy(sessionsBy.column, sessionsBy.value, MAX_DERIVED)
    : [];
  const tokenIds = tokensBy ? await tokens(database).listIdsBy(tokensBy.column, tokensBy.value, MAX_DERIVED) : [];
  return [...sessionIds.map((id) => ({ kind: 'SESSION', id })), ...tokenIds.map((id) => ({ kind: 'TOKEN', id }))];
};

/** What was created with the token of the trace, or with the sessions and tokens that it found. */
export const derivedOf = async (context: Context, { token, sessionsBy, tokensBy }: Trace, args: PageArgs) => {
  const { database } = context;
  const roots = token ? [{ kind: 'TOKEN', id: token.id }] : await foundRoots(database, { sessionsBy, tokensBy });
  const rootIds = new Set(roots.map(({ id }) => id));
  const nodes = await closureOf(database, roots);
  const ids = [
    ...nodes.map(({ id }) => id).filter((id) => !rootIds.has(id)),
    ...(await listChangesMadeWith(database, nodes)),
  ];
  return pageOf(context, derivedList, 'CREATED_AT', args, (add) => [`x.credential_id = any(${add(ids)}::uuid[])`]);
};

const where = (by: Trace['sessionsBy']) => (add: (value: unknown) => string) =>
  by ? [`x.${by.column} = ${add(by.value)}${by.column === 'ip' ? '' : '::uuid'}`] : ['false'];

export const sessionsOf = (context: Context, { sessionsBy }: Trace, args: PageArgs) =>
  pageOf(context, sessionList, 'CREATED_AT', args, where(sessionsBy));

export const tokensOf = (context: Context, { tokensBy }: Trace, args: PageArgs) =>
  pageOf(context, tokenList, 'CREATED_AT', args, (add) => [...where(tokensBy)(add), 'x.session_id is null']);
