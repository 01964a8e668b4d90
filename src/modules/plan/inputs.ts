/** Inputs and payloads of plans. The selector has one field for each mutation that can be planned. */
import { Field, InputType } from 'type-graphql';
import type { PlannableMutation } from '../../core/module/module';
import { type OperationInput, payloadOf } from '../../core/mutation/input';
import { OperationResult } from '../../core/mutation/many';
import { RevocationPlan } from './entity';

@InputType({ description: 'The operation to plan. Give exactly one field, with the input of that mutation.' })
export class RevocationSelector {
  [action: string]: OperationInput | null | undefined;
}

/** Adds a field to the selector for each mutation that can be planned. */
export const addSelectorFields = (mutations: ReadonlyMap<string, PlannableMutation>): void => {
  for (const [name, { input }] of mutations)
    Field(() => input, { nullable: true, description: `Plans \`${name}\`.` })(RevocationSelector.prototype, name);
};

@InputType({ description: 'The operation to plan.' })
export class PlanRevocationInput {
  @Field(() => RevocationSelector, { description: 'The operation to plan.' })
  selector: RevocationSelector;
}

@InputType({ description: 'The plan to apply.' })
export class ApplyRevocationInput {
  @Field({ description: 'The token of the plan.' })
  planToken: string;
}

export const PlanRevocationPayload = payloadOf('PlanRevocation', {
  plan: { type: () => RevocationPlan, description: 'What would happen. Null if the operation would be refused.' },
});
export const ApplyRevocationPayload = payloadOf(
  'ApplyRevocation',
  { results: { type: () => [OperationResult], description: 'For an operation on many things: the result for each.' } },
  { receipt: true },
);
