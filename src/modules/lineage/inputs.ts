/** Inputs and payloads of the questions about lineage that are not plain queries. */
import { Field, InputType } from 'type-graphql';
import { payloadOf } from '../../core/mutation/input';
import { TokenExplanation } from './explanation';

@InputType({ description: 'The token to explain.' })
export class ExplainTokenInput {
  @Field({ description: 'The value of the token. By its id, ask the query `explainToken`.' })
  token: string;
}

export const ExplainTokenPayload = payloadOf('ExplainToken', {
  explanation: {
    type: () => TokenExplanation,
    description: 'Why it is live or dead; null where there was no such token.',
  },
});
