/** Translates unique index violations into refusals. */
import { QueryFailedError } from 'typeorm';

const UNIQUE_VIOLATION = '23505';

/** `refusal` gets the name of the index. If it returns nothing, the original error is thrown. */
export const onUniqueViolation = async <T>(
  work: () => Promise<T>,
  refusal: (index: string | undefined) => Error | undefined,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof QueryFailedError)) throw error;
    const { code, constraint } = error.driverError as { code?: string; constraint?: string };
    throw (code === UNIQUE_VIOLATION && refusal(constraint)) || error;
  }
};
