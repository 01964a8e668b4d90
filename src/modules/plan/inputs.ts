/** Inputs and payloads of planning: a selector has one field for each mutation that can be planned. */
import { Field, InputType } from 'type-graphql';
import type { PlannableMutation } from '../../core/module/module';
import { type OperationInput, payloadOf } from '../../core/mutation/input';
import { OperationResult } from '../../core/mutation/many';
import { RevocationPlan } from './entity';

@InputType({ description: 'The operation to plan: exactly one of these, with the input of that mutation.' })
export class RevocationSelector {
  [action: string]: OperationInput | null | undefined;
}

/** Gives the selector a field for each mutation that can be planned. */
export const addSelectorFields = (mutations: ReadonlyMap<string, PlannableMutation>): void => {
  for (const [name, { input }] of mutations)
    Field(() => input, { nullable: true, description: `What \`${name}\` would end.` })(
      RevocationSelector.prototype,
      name,
    );
};

@InputType({ description: 'What to plan.' })
export class PlanRevocationInput {
  @Field(() => RevocationSelector, { description: 'The operation to plan.' })
  selector: RevocationSelector;
}

@InputType({ description: 'The plan to carry out.' })
export class ApplyRevocationInput {
  @Field({ description: 'The token of the plan.' })
  planToken: string;
}

export const PlanRevocationPayload = payloadOf('PlanRevocation', {
  plan: { type: () => RevocationPlan, description: 'What would happen; null where the operation would be refused.' },
});
export const ApplyRevocationPayload = payloadOf(
  'ApplyRevocation',
  { results: { type: () => [OperationResult], description: 'Of many: what came of each.' } },
  { receipt: true },
);
