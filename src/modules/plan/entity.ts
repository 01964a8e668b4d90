/** A plan as its maker sees it: what an operation would end, what to beware of, and the token that carries it out. */
import { Field, Int, ObjectType } from 'type-graphql';
import { PlanWarningCode } from '../../schema/enums';
import { MutationError } from '../../schema/errors';
import { RevocationCounts, RevocationItem } from '../../core/revocation/entity';
import { OperationResult } from '../../core/mutation/many';

@ObjectType('PlanWarning', { simpleResolvers: true, description: 'What to beware of before a plan is carried out.' })
export class PlanWarning {
  @Field(() => PlanWarningCode, { description: 'The kind of warning, for programs.' })
  code: PlanWarningCode;

  @Field({ description: 'The same in words.' })
  message: string;

  @Field(() => Int, { description: 'How many it is about.' })
  count: number;
}

@ObjectType('RevocationPlan', { simpleResolvers: true, description: 'What an operation would end, exactly.' })
export class RevocationPlan {
  @Field({ description: 'Give it to `applyRevocation`. Shown this once, and of use to nobody but you.' })
  token: string;

  @Field({ description: 'The mutation that it stands for.' })
  action: string;

  @Field({ description: 'Until when it can be carried out.' })
  expiresAt: Date;

  @Field(() => RevocationCounts, { description: 'How many would die, by kind.' })
  counts: RevocationCounts;

  @Field(() => [RevocationItem], { description: 'The oldest of them, at most 20.' })
  samples: RevocationItem[];

  @Field(() => [PlanWarning], { description: 'What to beware of.' })
  warnings: PlanWarning[];

  @Field(() => [OperationResult], { description: 'Of many: those to whom nothing would happen, and why.' })
  unchanged: OperationResult[];
}

@ObjectType('PlanDrifted', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'It would no longer end exactly what was planned.',
})
export class PlanDrifted extends MutationError {
  @Field(() => RevocationCounts, { description: 'What was planned.' })
  planned: RevocationCounts;

  @Field(() => RevocationCounts, { nullable: true, description: 'What it would end now, where that could be told.' })
  actual: RevocationCounts | null;
}
