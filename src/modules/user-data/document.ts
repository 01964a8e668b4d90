/** The document with all personal data of a user, limited to what the caller may see. */
import type { Database } from '../../database/database';
import { encodeId } from '../../platform/type-id';
import type { User } from '../user';
import { mayReach, type Principal } from '../../core/authority/principal';
import type { PersonalData } from '../../core/module/personal-data';
import { MAX_ROWS, readSection, readTime } from './section-repository';

let sections: readonly PersonalData[] = [];

/** Sets the sections that the modules define. */
export const composePersonalData = (parts: readonly PersonalData[]): void => {
  sections = parts;
};

const USER_FIELDS = [
  ...(['username', 'email', 'emailVerified', 'name', 'path', 'attributes', 'type', 'status', 'source'] as const),
  ...(['createdAt', 'updatedAt', 'lastLoginAt', 'expiresAt', 'disabledAt', 'disabledReason'] as const),
];

const rowsOf = async (database: Database, section: PersonalData, userId: string) => {
  const { type } = section;
  const rows = await readSection(database, section, userId);
  return type ? rows.map((row) => ({ ...row, id: encodeId(type, row['id'] as string) })) : rows;
};

/** `caller` is the principal with the rights it has over this user. */
export const documentOf = async (
  database: Database,
  caller: Principal,
  user: User,
): Promise<Record<string, unknown>> => {
  const contents: Record<string, unknown> = {};
  const [withheld, cut]: [string[], string[]] = [[], []];
  for (const section of sections) {
    const { name, needs } = section;
    if (!mayReach(caller, needs, user.id)) withheld.push(name);
    else {
      const rows = await rowsOf(database, section, user.id);
      if (rows.length > MAX_ROWS) cut.push(name);
      contents[name] = rows.slice(0, MAX_ROWS);
    }
  }
  const exportedAt = await readTime(database);
  const properties = Object.fromEntries(USER_FIELDS.map((field) => [field, user[field]]));
  return { exportedAt, user: { id: encodeId('User', user.id), ...properties }, ...contents, withheld, cut };
};
