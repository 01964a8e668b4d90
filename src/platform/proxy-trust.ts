/** TRUST_PROXY: which proxies are believed about the addresses that they forward for. */
import { BlockList, isIP } from 'node:net';

/** A number of proxies that every request passes, or the addresses of proxies. Null believes nobody. */
export type ProxyTrust = { hops: number } | { proxies: BlockList } | null;

const NAMED: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};
const MAX_HOPS = 10;

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const add = (list: BlockList, network: string): boolean => {
  const [, address, , length] = /^([^/%]+)(\/(\d{1,3}))?$/.exec(network) ?? [];
  const version = isIP(address ?? '');
  const most = version === 4 ? 32 : 128;
  const prefix = length === undefined ? most : Number(length);
  // A prefix of 0 would believe everybody.
  if (version === 0 || prefix < 1 || prefix > most) return false;
  list.addSubnet(address!, prefix, familyOf(address!));
  return true;
};

export const parseProxyTrust = (value: string): ProxyTrust | undefined => {
  if (value === 'false') return null;
  if (value === 'true') return { hops: 1 };
  if (/^\d+$/.test(value)) {
    const hops = Number(value);
    return hops === 0 ? null : hops <= MAX_HOPS ? { hops } : undefined;
  }
  const proxies = new BlockList();
  const networks = value.split(',').flatMap((name) => NAMED[name.trim()] ?? [name.trim()]);
  return networks.every((network) => add(proxies, network)) ? { proxies } : undefined;
};

/** `address` is canonical. */
export const isTrusted = (proxies: BlockList, address: string): boolean => proxies.check(address, familyOf(address));
