/** The user of a live row, read with it: the predicate joins the user anyway. */
import type { JoinedUser } from '../../core/liveness/joined-columns';
import { currentRequest } from '../request-scope';

export const rememberUser = (row: JoinedUser): void => {
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
