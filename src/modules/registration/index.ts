/** Self-registration. */
import { defineModule } from '../../core/module/module';
import { RegistrationCapabilities } from './capabilities';
import { RegistrationResolver } from './resolver';
import { registrationRules } from './rules';
import { writeAlreadyRegistered, writeConfirmation } from './letters';
import * as vocabulary from './vocabulary';

export { confirmByLink, findRegistration, mailConfirmationLink } from './confirm';
export { isRegistrationOpen, type NewRegistration, register, validRegistration } from './service';

export const registrationModule = defineModule({
  name: 'registration',
  ...vocabulary,
  resolvers: [RegistrationCapabilities, RegistrationResolver],
  rules: registrationRules,
  letters: { CONFIRMATION: writeConfirmation, ALREADY_REGISTERED: writeAlreadyRegistered },
});
