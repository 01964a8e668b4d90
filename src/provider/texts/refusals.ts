/** The texts of refusals: a sentence for each reason, from the values of the reason and the name of the field. */
import type { RefusalReason } from '../../schema/refusal-reason';

type ValuesOf<Is, Reason = RefusalReason> = Reason extends { is: infer Named }
  ? Is extends Named
    ? Omit<Reason, 'is'> & { field: string }
    : never
  : never;

export type RefusalTexts = { [Is in RefusalReason['is']]: (values: ValuesOf<Is>) => string };
