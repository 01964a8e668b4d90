/**
 * The demo's stories in order, using the flows of real clients. Each story first checks whether it has already happened, so that a second run
 * only adds what is missing.
 */
import type { Demo, Report } from '../demo';
import { registerApplications } from './applications';
import { confirmations } from './confirmations';
import { devices, services } from './devices';
import { endings, failures } from './endings';
import { many } from './many';
import { groupsByRule, people, roles } from './people';
import { plans } from './plans';
import { signIns, staff } from './sign-ins';

const stories: [part: string, story: (demo: Demo, report: Report) => Promise<void>][] = [
  ['people', people],
  ['roles', roles],
  ['groups', groupsByRule],
  ['applications', registerApplications],
  ['sign-ins', signIns],
  ['staff', staff],
  ['devices', devices],
  ['services', services],
  ['what went wrong', failures],
  ['endings', endings],
  ['plan and apply', plans],
  ['many at once', many],
  ['on a phone', confirmations],
];

export const runStories = async (demo: Demo, onPart: (report: Report) => void): Promise<void> => {
  for (const [part, story] of stories) {
    const report = { part, made: [], found: [] };
    await story(demo, report);
    onPart(report);
  }
};
