/** Finds mails that the caller has access to. */
import { may } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { Mail } from './entity';
import { mailById } from './loaders';

export const visibleMail = async (context: Context, uuid: string): Promise<Shown<Mail, 'id'> | null> => {
  return may(context.principal, 'mails:read') ? context.show(mailById, uuid) : null;
};
