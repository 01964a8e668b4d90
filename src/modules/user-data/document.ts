/** One document of all that is held about a person, as the caller may see it. */
import type { Database } from '../../database/database';
import { encodeId } from '../../platform/type-id';
import type { User } from '../user';
import { mayReach, type Principal } from '../../core/authority/principal';
import type { PersonalData } from '../../core/module/personal-data';

/** Rows of one section; the newest, where there are more. */
const MOST = 10_000;

let sections: readonly PersonalData[] = [];

/** What the modules tell of their tables. */
export const composePersonalData = (parts: readonly PersonalData[]): void => {
  sections = parts;
};

const TOLD_OF_USER = [
  ...(['username', 'email', 'emailVerified', 'name', 'path', 'attributes', 'type', 'status', 'source'] as const),
  ...(['createdAt', 'updatedAt', 'lastLoginAt', 'expiresAt', 'disabledAt', 'disabledReason'] as const),
];

const rowsOf = async (database: Database, { select, from, order, where, type }: PersonalData, userId: string) => {
  const rows = await database.query<Record<string, unknown>>(
    `select ${select} from ${from} where x.user_id = $1 ${where ? `and ${where}` : ''} order by ${order ?? 'x.id'} desc limit ${MOST + 1}`,
    [userId],
  );
  return type ? rows.map((row) => ({ ...row, id: encodeId(type, row['id'] as string) })) : rows;
};

/** `caller` as this user meets them. */
export const documentOf = async (
  database: Database,
  caller: Principal,
  user: User,
): Promise<Record<string, unknown>> => {
  const told: Record<string, unknown> = {};
  const [withheld, cut]: [string[], string[]] = [[], []];
  for (const section of sections) {
    const { name, needs } = section;
    if (!mayReach(caller, needs, user.id)) withheld.push(name);
    else {
      const rows = await rowsOf(database, section, user.id);
      if (rows.length > MOST) cut.push(name);
      told[name] = rows.slice(0, MOST);
    }
  }
  const { now } = (await database.one<{ now: Date }>('select now() as now'))!;
  const facts = Object.fromEntries(TOLD_OF_USER.map((field) => [field, user[field]]));
  return { exportedAt: now, user: { id: encodeId('User', user.id), ...facts }, ...told, withheld, cut };
};
