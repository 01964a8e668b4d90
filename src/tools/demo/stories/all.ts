/**
 * What happens in the demo, in order, through the flows that real clients use. Each story looks first whether it has happened, so that a
 * second run adds only what the first one did not come to.
 */
import type { Demo, Report } from '../demo';
import { registerApplications } from './applications';
import { confirmations } from './confirmations';
import { devices, services } from './devices';
import { endings, misfortunes } from './endings';
import { many } from './many';
import { people, roles } from './people';
import { plans } from './plans';
import { signIns, staff } from './sign-ins';

const stories: [part: string, story: (demo: Demo, report: Report) => Promise<void>][] = [
  ['people', people],
  ['roles', roles],
  ['applications', registerApplications],
  ['sign-ins', signIns],
  ['staff', staff],
  ['devices', devices],
  ['services', services],
  ['what went wrong', misfortunes],
  ['endings', endings],
  ['plan and apply', plans],
  ['many at once', many],
  ['on a phone', confirmations],
];

export const tell = async (demo: Demo, onPart: (report: Report) => void): Promise<void> => {
  for (const [part, story] of stories) {
    const report = { part, made: [], found: [] };
    await story(demo, report);
    onPart(report);
  }
};
