/** Sends mails, and lists them with their delivery status. */
import { defineModule } from '../../core/module/module';
import { mails } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { Mail } from './entity';
import { MailResolver } from './resolver';
import { mailRules } from './rules';
import { visibleMail } from './visible';
import { jobOf } from '../../core/job/task';
import { mail } from './deliver';
import { mailTask } from '../../core/mail/outbox';
import { retention } from './retention';
import { personalData } from './personal-data';
import { writeNotice } from './notice';
import * as vocabulary from './vocabulary';

export const mailModule = defineModule({
  name: 'mail',
  ...vocabulary,
  entities: [Mail],
  resolvers: [MailResolver],
  rules: mailRules,
  nodes: { Mail: (context, _id, uuid) => visibleMail(context, uuid) },
  jobs: [jobOf(mailTask, mail)],
  endsWith: { user: deletedWithUser(mails) },
  retention,
  personalData,
  letters: { PASSWORD_CHANGED: writeNotice, CREDENTIAL_CHANGED: writeNotice, MORE_CREDENTIALS_CHANGED: writeNotice },
});
