/** The user of a live row, read with it: the predicate joins the user anyway. */
import { currentRequest } from '../request-scope';

/** Columns of the user that the live predicate joins as `lu`. */
export const USER_COLUMNS = `lu.username, lu.name, lu.email, lu.email_verified as "emailVerified", lu.updated_at as "userUpdatedAt", lu.epoch as "userEpoch"`;

export interface UserColumns {
  userId: string | null;
  username: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  userUpdatedAt: Date;
  userEpoch: number;
}

export const rememberUser = (row: UserColumns): void => {
  if (!row.userId) return;
  const { username, name, email, emailVerified } = row;
  currentRequest().users.set(row.userId, {
    id: row.userId,
    username,
    name,
    email,
    emailVerified,
    updatedAt: row.userUpdatedAt,
    epoch: row.userEpoch,
  });
};
