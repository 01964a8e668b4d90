/** The demo's applications. */
import type { ApplicationKey, Demo, KnownApplication, Report } from '../demo';
import { applications, type DemoApplication } from '../world';

export const registerApplications = async (demo: Demo, { made, found }: Report): Promise<void> => {
  for (const [key, application] of Object.entries(applications) as [ApplicationKey, DemoApplication][]) {
    const { applications: page } = await demo.graphql<{
      applications: { nodes: { id: string; clientId: string; name: string; kind: string }[] };
    }>(
      'query Find($name: String!) { applications(filter: { search: $name }, first: 100) { nodes { id clientId name kind } } }',
      { name: application.name },
    );
    const existing = page.nodes.find(({ name, kind }) => name === application.name && kind === application.kind);
    if (existing) {
      demo.known.set(key, { ...existing, clientSecret: null, registrationToken: null });
      found.push(application.name);
    } else {
      demo.known.set(key, await createApplication(demo, application));
      made.push(application.name);
    }
  }
};

const createApplication = async (demo: Demo, application: DemoApplication): Promise<KnownApplication> => {
  const made = await demo.mutate<
    Omit<KnownApplication, 'id' | 'clientId'> & { application: Pick<KnownApplication, 'id' | 'clientId'> }
  >(
    'createApplication',
    { ...application, reason: 'Demo' },
    'application { id clientId } clientSecret registrationToken',
  );
  return { ...made.application, clientSecret: made.clientSecret, registrationToken: made.registrationToken };
};
