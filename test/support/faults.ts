/** The faults that reading a configuration reports. */
import { ConfigurationError, readConfig } from '../../src/config';

export const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.faults;
  }
  return [];
};
