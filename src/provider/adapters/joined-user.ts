/** Remembers the user of a live row, which was read with it. */
import type { JoinedUser } from '../../core/authority/joined-columns';
import { currentRequest } from '../request/request-scope';

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
    subject: row.userSubject,
  });
};
