/** What a caller could do to an object: the answer of the rule and of the check that the mutation itself would give. */
import { Field, ObjectType } from 'type-graphql';
import { RefusalCode } from './enums';
import { forbidden, RequestError, type Refusal } from './errors';
import { type Asking, carried, type FieldRules } from './rules';

@ObjectType('Capability', {
  simpleResolvers: true,
  description:
    'Whether the caller may do something to this object now. The mutation decides anew when it is called, by the same checks.',
})
export class Capability {
  @Field({ description: 'Whether the mutation would be carried out.' })
  allowed: boolean;

  @Field(() => RefusalCode, { nullable: true, description: 'The code of the error that the mutation would give.' })
  code: RefusalCode | null;

  @Field(() => String, { nullable: true, description: 'The same in words: what is wrong and what to do.' })
  reason: string | null;
}

const ALLOWED: Capability = { allowed: true, code: null, reason: null };
const FORBIDDEN: Capability = { allowed: false, code: 'FORBIDDEN', reason: forbidden().message };

/** A value that the caller may not give is forbidden too. */
export type Verdict = Refusal | RequestError | null;

/** The answer for one mutation: its rule says whether the caller may ask at all, `verdict` is the check that the mutation makes. */
export const capabilityUnder = async (
  rules: FieldRules,
  context: Asking,
  mutation: string,
  verdict: () => Verdict | Promise<Verdict>,
): Promise<Capability> => {
  const rule = rules['Mutation']?.[mutation];
  if (!rule || rule === carried) throw new Error(`${mutation} has no rule`);
  if (!rule.permits(context)) return FORBIDDEN;
  const refusal = await verdict();
  if (refusal instanceof RequestError) return FORBIDDEN;
  return refusal ? { allowed: false, code: refusal.code, reason: refusal.message } : ALLOWED;
};
