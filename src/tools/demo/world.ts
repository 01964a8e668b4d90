/** The demo's people, applications and devices, as data. */
import type { ApplicationKind, ConsentMode } from '../../schema/enums';
import type { Installation } from '../oidc-flow';

export interface DemoUser {
  username: string;
  name: string;
  path: string;
  type?: 'EXTERNAL';
  role?: 'OPERATOR' | 'HELPDESK';
  attributes: Record<string, unknown>;
}

export const users: readonly DemoUser[] = [
  {
    username: 'grace',
    name: 'Grace Adeyemi',
    path: 'head-office/it',
    role: 'OPERATOR',
    attributes: { desk: 'HQ-2.14' },
  },
  {
    username: 'henrik',
    name: 'Henrik Dahl',
    path: 'head-office/it',
    role: 'HELPDESK',
    attributes: { desk: 'HQ-2.15' },
  },
  { username: 'maria', name: 'Maria Lindqvist', path: 'head-office/finance', attributes: { desk: 'HQ-3.02' } },
  { username: 'tomas', name: 'Tomás Herrera', path: 'head-office/finance', attributes: { desk: 'HQ-3.04' } },
  { username: 'aiko', name: 'Aiko Tanaka', path: 'stores/north', attributes: { store: 12 } },
  { username: 'bilal', name: 'Bilal Haddad', path: 'stores/north', attributes: { store: 12 } },
  { username: 'chiara', name: 'Chiara Romano', path: 'stores/south', attributes: { store: 31 } },
  { username: 'dmitri', name: 'Dmitri Volkov', path: 'stores/south', attributes: { store: 31 } },
  { username: 'elif', name: 'Elif Yıldız', path: 'warehouse', attributes: { shift: 'late' } },
  { username: 'femi', name: 'Femi Okonkwo', path: 'warehouse', attributes: { shift: 'early' } },
  { username: 'noor', name: 'Noor van Dijk', path: 'customers', type: 'EXTERNAL', attributes: { since: 2023 } },
  { username: 'priya', name: 'Priya Raman', path: 'customers', type: 'EXTERNAL', attributes: { since: 2025 } },
];

/** Everybody who matches the rule is a member. */
export const groups = [{ name: 'Stores', rule: { path: 'stores' } }] as const;

export interface DemoApplication {
  name: string;
  kind: ApplicationKind;
  redirectUris?: string[];
  postLogoutRedirectUris?: string[];
  scopes?: string[];
  identifier?: string;
  resourceScopes?: { resource: string; scopes: string[] }[];
  firstParty?: boolean;
  consentMode?: ConsentMode;
}

const STOCK = 'https://stock.pinewood.example';

/** No server listens at the redirect URIs: the demo stops where the provider redirects to them. */
export const applications = {
  shop: {
    name: 'Pinewood Shop',
    kind: 'WEB',
    redirectUris: ['http://127.0.0.1:5173/callback'],
    postLogoutRedirectUris: ['http://127.0.0.1:5173/'],
  },
  // Must precede the applications that request its scopes.
  stock: {
    name: 'Pinewood Stock API',
    kind: 'RESOURCE_SERVER',
    identifier: STOCK,
    scopes: ['stock:read', 'stock:write'],
  },
  board: {
    name: 'Pinewood Stock Board',
    kind: 'SPA',
    redirectUris: ['http://127.0.0.1:5174/callback'],
    resourceScopes: [{ resource: STOCK, scopes: ['stock:read'] }],
  },
  phone: {
    name: 'Pinewood Scanner',
    kind: 'MOBILE',
    redirectUris: ['com.example.pinewood:/callback'],
    firstParty: true,
    scopes: ['openid', 'profile', 'email', 'offline_access', 'self', 'account'],
  },
  report: {
    name: 'Pinewood Nightly Report',
    kind: 'MACHINE',
    scopes: ['users:read', 'sessions:read', 'events:search'],
  },
} as const satisfies Record<string, DemoApplication>;

export const browsers = {
  edgeOnWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  chromeOnWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  safariOnMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  firefoxOnLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  safariOnIphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  chromeOnAndroid:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
} as const;

/** Who signs in on which installation of the mobile app; the first installation is shared. */
export const installations: readonly { installation: Installation & { device_name: string }; users: string[] }[] = [
  {
    installation: {
      device_name: 'Store 12 scanner',
      device_platform: 'android',
      device_model: 'Zebra TC58',
      device_os_version: '14',
      device_app_version: '4.2.0',
    },
    users: ['aiko', 'bilal'],
  },
  {
    installation: {
      device_name: 'Elif’s phone',
      device_platform: 'ios',
      device_model: 'iPhone 15',
      device_os_version: '18.6',
      device_app_version: '4.2.1',
    },
    users: ['elif'],
  },
];

/** The phone that confirms sign-ins. */
export const femisPhone: Installation & { device_name: string } = {
  device_name: 'Femi’s phone',
  device_platform: 'android',
  device_model: 'Pixel 9',
  device_os_version: '15',
  device_app_version: '4.2.1',
};
