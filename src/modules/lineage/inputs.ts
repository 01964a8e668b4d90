/** The input and payload of the mutation `explainToken`. */
import { Field, InputType } from 'type-graphql';
import { payloadOf } from '../../core/mutation/input';
import { TokenExplanation } from './explanation';

@InputType({ description: 'The token to explain.' })
export class ExplainTokenInput {
  @Field({ description: 'The value of the token. If you have its id, use the query `explainToken`.' })
  token: string;
}

export const ExplainTokenPayload = payloadOf('ExplainToken', {
  explanation: {
    type: () => TokenExplanation,
    description: 'Why it is live or dead. Null if there is no such token.',
  },
});
