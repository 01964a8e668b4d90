/** Access rules of mails. */
import { carried, needs, type FieldRules } from '../../schema/rules';

export const mailRules: FieldRules = {
  Query: { mails: needs('mails:read') },
  Mail: { user: carried },
};
