/** Turns the database's word on a unique index into what the caller is told. */
import { QueryFailedError } from 'typeorm';

const UNIQUE_VIOLATION = '23505';

/** `refusal` is told which index it is; where it gives none, the fault stays a fault. */
export const uniquely = async <T>(
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
