/** City and country of an IP address, from a MaxMind database if one is configured. */
import { open, type CityResponse } from 'maxmind';

export type Locate = (ip: string) => string | null;

export const openLocations = async (file: string | null): Promise<Locate> => {
  if (!file) return () => null;
  const reader = await open<CityResponse>(file, { watchForUpdates: false }).catch((error: Error) => {
    throw new Error(`GEOIP_DATABASE ${file} cannot be read: ${error.message}`);
  });
  return (ip) => {
    const found = reader.get(ip);
    const country = found?.country?.names.en ?? found?.registered_country?.names.en;
    return [found?.city?.names.en, country].filter(Boolean).join(', ') || null;
  };
};
