/** Capabilities: whether the caller can perform a mutation on an object, decided by the mutation's own rule and checks. */
import { Field, ObjectType } from 'type-graphql';
import { RefusalCode } from './enums';
import { forbidden, RequestError, type Refusal } from './errors';
import { type CallerContext, carried, type FieldRules } from './rules';

@ObjectType('Capability', {
  simpleResolvers: true,
  description:
    'Whether the caller can currently do something to this object. The mutation runs the same checks again when it is called.',
})
export class Capability {
  @Field({ description: 'Whether the mutation would succeed.' })
  allowed: boolean;

  @Field(() => RefusalCode, { nullable: true, description: 'The code of the error that the mutation would return.' })
  code: RefusalCode | null;

  @Field(() => String, { nullable: true, description: 'The error message: what is wrong and how to fix it.' })
  reason: string | null;
}

const ALLOWED: Capability = { allowed: true, code: null, reason: null };
const FORBIDDEN: Capability = { allowed: false, code: 'FORBIDDEN', reason: forbidden().message };

/** A `RequestError` stands for a value that the caller is not allowed to set. */
export type Verdict = Refusal | RequestError | null;

/** Evaluates one mutation: its rule decides whether the caller may call it at all, `verdict` is the check the mutation itself makes. */
export const capabilityUnder = async (
  rules: FieldRules,
  context: CallerContext,
  mutation: string,
  verdict: () => Verdict | Promise<Verdict>,
): Promise<Capability> => {
  const rule = rules['Mutation']?.[mutation];
  if (!rule || rule === carried) throw new Error(`no rule for ${mutation}`);
  if (!rule.permits(context)) return FORBIDDEN;
  const refusal = await verdict();
  if (refusal instanceof RequestError) return FORBIDDEN;
  return refusal ? { allowed: false, code: refusal.code, reason: refusal.message } : ALLOWED;
};
