/** A plan in the schema: what an operation would end, warnings, and the token that applies the plan. */
import { Field, Int, ObjectType } from 'type-graphql';
import { PlanWarningCode } from '../../schema/enums';
import { MutationError } from '../../schema/errors';
import { RevocationCounts, RevocationItem } from '../../core/revocation/entity';
import { OperationResult } from '../../core/mutation/many';

@ObjectType('PlanWarning', { simpleResolvers: true, description: 'A warning to consider before you apply a plan.' })
export class PlanWarning {
  @Field(() => PlanWarningCode, { description: 'The kind of warning, for programs.' })
  code: PlanWarningCode;

  @Field({ description: 'The warning in words.' })
  message: string;

  @Field(() => Int, { description: 'How many things the warning is about.' })
  count: number;
}

@ObjectType('RevocationPlan', { simpleResolvers: true, description: 'Exactly what an operation would end.' })
export class RevocationPlan {
  @Field({ description: 'Pass it to `applyRevocation`. It is shown only once, and only you can use it.' })
  token: string;

  @Field({ description: 'The mutation that was planned.' })
  action: string;

  @Field({ description: 'When the plan expires.' })
  expiresAt: Date;

  @Field(() => RevocationCounts, { description: 'How many things would end, by kind.' })
  counts: RevocationCounts;

  @Field(() => [RevocationItem], { description: 'The oldest of the things that would end, at most 20.' })
  samples: RevocationItem[];

  @Field(() => [PlanWarning], { description: 'Warnings to consider before you apply the plan.' })
  warnings: PlanWarning[];

  @Field(() => [OperationResult], {
    description: 'For an operation on many things: those that would not change, and why.',
  })
  unchanged: OperationResult[];
}

@ObjectType('PlanDrifted', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'The operation would no longer end exactly what was planned.',
})
export class PlanDrifted extends MutationError {
  @Field(() => RevocationCounts, { description: 'What was planned.' })
  planned: RevocationCounts;

  @Field(() => RevocationCounts, { nullable: true, description: 'What it would end now, if known.' })
  actual: RevocationCounts | null;
}
