/** The input and the payload of `revokeEverything`. */
import { Field, InputType } from 'type-graphql';
import { OperationInput, payloadOf } from '../../core/mutation/input';

@InputType({ description: 'How to end everything. `reason` is required.' })
export class RevokeEverythingInput extends OperationInput {
  @Field(() => String, {
    nullable: true,
    description: 'Required, except for dry runs: the text that a dry run returns as `confirm`.',
  })
  confirm?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to keep the session of this request and its tokens, or its API token. Defaults to false: you have to sign in again too.',
  })
  exceptCurrent?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to keep API tokens and the tokens that applications got with their own credentials. Defaults to false.',
  })
  exceptMachines?: boolean | null;
}

export const RevokeEverythingPayload = payloadOf(
  'RevokeEverything',
  {
    confirm: {
      type: () => String,
      description: 'For dry runs: the text to confirm with. It changes when everything is ended.',
    },
  },
  { receipt: true },
);
